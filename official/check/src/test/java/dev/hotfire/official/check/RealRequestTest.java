// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our requests, replied to by the official consumer, through official brokers (W-16.2). */
class RealRequestTest {
    private static final int REQUESTS = 40;
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path scratch;

    @Test
    @Tag("B-REQREPLY-03")
    @Tag("B-REQREPLY-08")
    @Tag("B-REQREPLY-10")
    void officialRepliesFindTheirRequestsThroughWhateverBroker() throws Exception {
        String topic = "real-requests";
        try (OfficialCluster cluster = OfficialCluster.start(scratch, "--brokers", "broker-a,broker-b");
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-real-requests")
                        .nameServers(cluster.nameServerAddress())
                        .sendTimeout(Duration.ofSeconds(30))
                        .build())) {
            cluster.createTopic(topic, 2);
            cluster.createTopic("silence", 1);
            try (ChildJvm replier = ChildJvm.start(
                    ChildJvm.Part.CLIENT,
                    "dev.hotfire.official.client.Replier",
                    scratch,
                    List.of("--namesrv", cluster.nameServerAddress(), "--topic", topic))) {
                replier.readUntil("ready"::equals, READY_LIMIT);

                StoredMessage first = producer.request(message(topic, 0), PATIENCE);
                assertThat(body(first)).isEqualTo(reply(0));
                assertThat(first.properties()).containsEntry(PropertyNames.MSG_TYPE, "reply");
                assertThat(first.topic()).endsWith("_REPLY_TOPIC");

                List<CompletableFuture<StoredMessage>> asked = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    asked.add(producer.requestAsync(message(topic, i), PATIENCE));
                }
                for (int i = 0; i < REQUESTS; i++) {
                    assertThat(body(asked.get(i).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)))
                            .isEqualTo(reply(i));
                }
                assertThat(asked.stream()
                                .map(CompletableFuture::join)
                                .map(reply -> reply.storeHost().toString())
                                .distinct())
                        .as("brokers that handed replies over")
                        .hasSize(2);
            }
            assertThatThrownBy(() -> producer.request(message("silence", 0), Duration.ofMillis(500)))
                    .isInstanceOf(NoReplyException.class);
        }
    }

    /** Every other one is large enough for both sides to compress it. */
    private static String text(int number) {
        return "request " + number + ".".repeat(number % 2 * 10_000);
    }

    private static Message message(String topic, int number) {
        return Message.of(topic, text(number).getBytes(StandardCharsets.UTF_8));
    }

    private static String reply(int number) {
        return "re: " + text(number);
    }

    private static String body(StoredMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
