// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.testkit.FakeCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official producer, unmodified, against our fake cluster, judged by the fakes' own logs and the official consumer. */
class OfficialProducerTest {
    private static final String TOPIC = "orders";
    private static final List<String> BROKERS = List.of("broker-a", "broker-b");
    private static final int MESSAGES_PER_MODE = 100;
    private static final int MAX_BODY_BYTES = 4 << 20;

    @ParameterizedTest
    @EnumSource(
            value = ChildJvm.Part.class,
            names = {"CLIENT", "CLIENT_4"})
    void theFakesStoreWhatTheOfficialProducerSendsWhereItIsToldTheyDid(ChildJvm.Part release, @TempDir Path scratch)
            throws Exception {
        try (FakeCluster cluster = FakeCluster.builder()
                .nameServers(2)
                .brokers("broker-a", "broker-b")
                .topic(TOPIC, 4)
                .start()) {
            List<OutputLine> lines = OfficialSender.send(
                    release,
                    cluster.nameServerAddresses(),
                    TOPIC,
                    "sync,async,oneway,batch",
                    MESSAGES_PER_MODE,
                    scratch);

            List<SentMessage> sent = lines.stream().map(SentMessage::of).toList();
            assertThat(sent).hasSize(4 * MESSAGES_PER_MODE);
            assertThat(lines)
                    .filteredOn(line -> !line.text("mode").equals("oneway"))
                    .hasSize(3 * MESSAGES_PER_MODE)
                    .allSatisfy(line -> assertThat(line.text("status")).isEqualTo("SEND_OK"));
            assertThat(Comparison.differences(sent, logged(cluster))).isEmpty();
            List<StoredMessage> read =
                    OfficialReader.read(release, cluster.nameServerAddresses(), TOPIC, sent.size(), scratch);
            assertThat(Comparison.differences(sent, read)).isEmpty();
        }
    }

    private static List<StoredMessage> logged(FakeCluster cluster) {
        List<StoredMessage> logged = new ArrayList<>();
        for (String broker : BROKERS) {
            cluster.broker(broker).log().messages(TOPIC).stream()
                    .map(message -> StoredMessage.of(broker, message.decompressed(MAX_BODY_BYTES)))
                    .forEach(logged::add);
        }
        return logged;
    }
}
