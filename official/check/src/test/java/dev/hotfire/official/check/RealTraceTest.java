// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our traces on an official broker, read back by the official consumer and decoded by the official decoder (W-17). */
class RealTraceTest {
    private static final String TRACES = "RMQ_SYS_TRACE_TOPIC";
    private static final int SENDS = 25;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path scratch;

    @Test
    @Tag("B-TRACE-08")
    @Tag("B-TRACE-09")
    @Tag("B-TRACE-11")
    @Tag("B-TRACE-12")
    void theOfficialDecoderReadsWhatWasTraced() throws Exception {
        String topic = "real-traces";
        List<SendResult> sent = new ArrayList<>();
        SendResult batch;
        String half;
        try (OfficialCluster cluster =
                OfficialCluster.start(scratch, "--brokers", "broker-a", "--set", "traceTopicEnable=true")) {
            cluster.createTopic(topic, 2);
            try (Producer producer = Hotfire.start(ProducerConfig.builder("pg-real-traces")
                    .nameServers(cluster.nameServerAddress())
                    .sendTimeout(Duration.ofSeconds(30))
                    .transactionChecker(asked -> TransactionState.ROLLBACK)
                    .trace(true)
                    .build())) {
                for (int i = 0; i < SENDS; i++) {
                    Message.Builder message = Message.builder(topic).body(("m" + i).getBytes(StandardCharsets.UTF_8));
                    sent.add(producer.sendAsync(
                                    i % 2 == 0
                                            ? message.build()
                                            : message.tags("odd")
                                                    .keys("k" + i, "all")
                                                    .build())
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS));
                }
                batch = producer.sendBatch(List.of(Message.of(topic, new byte[1]), Message.of(topic, new byte[1])));
                half = producer.sendInTransaction(Message.of(topic, new byte[1]), id -> TransactionState.COMMIT)
                        .half()
                        .messageId();
            }

            int records = SENDS + 3;
            List<OutputLine> lines = read(cluster, records);
            assertThat(lines).hasSize(records);
            Map<String, OutputLine> published = lines.stream()
                    .filter(line -> line.text("type").equals("Pub"))
                    .collect(Collectors.toMap(line -> line.text("msgId"), line -> line));
            for (int i = 0; i < SENDS; i++) {
                SendResult result = sent.get(i);
                OutputLine line = published.get(result.messageId());
                assertThat(line).as(result.messageId()).isNotNull();
                assertThat(line.text("topic")).isEqualTo(topic);
                assertThat(line.text("group")).isEqualTo("pg-real-traces");
                assertThat(line.text("region")).isEqualTo(result.regionId());
                assertThat(line.text("success")).isEqualTo("true");
                assertThat(line.text("msgType")).isEqualTo("Normal_Msg");
                assertThat(line.text("offsetMsgId")).isEqualTo(result.offsetMessageId());
                assertThat(line.number("bodyLength")).isEqualTo(("m" + i).length());
                assertThat(line.text("tags")).isEqualTo(i % 2 == 0 ? "null" : "odd");
                assertThat(line.text("keys")).isEqualTo(i % 2 == 0 ? "null" : "k" + i + " all");
                assertThat(List.of(line.text("messageKeys").split(" ", -1))).contains(result.messageId());
            }
            assertThat(published.get(batch.messageId()).text("messageKeys"))
                    .contains(batch.messageId().split(",", -1));
            assertThat(published.get(half).text("msgType")).isEqualTo("Trans_Msg_Half");
            assertThat(lines)
                    .filteredOn(line -> line.text("type").equals("EndTransaction"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.text("msgId")).isEqualTo(half);
                        assertThat(line.text("transactionId")).isEqualTo(half);
                        assertThat(line.text("state")).isEqualTo("COMMIT_MESSAGE");
                        assertThat(line.text("fromCheck")).isEqualTo("false");
                    });
        }
    }

    private List<OutputLine> read(OfficialCluster cluster, int records) throws Exception {
        try (ChildJvm reader = ChildJvm.start(
                ChildJvm.Part.CLIENT,
                "dev.hotfire.official.client.TraceReader",
                scratch,
                List.of(
                        "--namesrv",
                        cluster.nameServerAddress(),
                        "--topic",
                        TRACES,
                        "--expect",
                        Integer.toString(records),
                        "--within",
                        Long.toString(LIMIT.toMillis())))) {
            return reader.readUntil(line -> line.startsWith("end "), LIMIT.multipliedBy(2)).stream()
                    .map(OutputLine::parse)
                    .filter(line -> line.kind().equals("record"))
                    .toList();
        }
    }
}
