// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Official producer, official cluster, official consumer: what the other checks here are measured with. */
class OfficialCircleTest {
    private static final int MESSAGES_PER_MODE = 40;

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(scratch, "--brokers", "broker-a,broker-b", "--topic", "circle:3");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theOfficialConsumerFindsWhatTheOfficialProducerSent() throws IOException, InterruptedException {
        List<OutputLine> lines = OfficialSender.send(
                cluster.nameServerAddress(), "circle", "sync,async,oneway,batch", MESSAGES_PER_MODE, scratch);

        List<SentMessage> sent = lines.stream().map(SentMessage::of).toList();
        assertThat(sent).hasSize(4 * MESSAGES_PER_MODE);
        assertThat(lines)
                .filteredOn(line -> !line.text("mode").equals("oneway"))
                .hasSize(3 * MESSAGES_PER_MODE)
                .allSatisfy(line -> assertThat(line.text("status")).isEqualTo("SEND_OK"));
        List<StoredMessage> stored = cluster.read("circle", sent.size());
        assertThat(Comparison.differences(sent, stored)).isEmpty();
        assertThat(stored.stream().map(message -> message.place().brokerName()).distinct())
                .containsExactlyInAnyOrder("broker-a", "broker-b");
    }

    /** B-VALID-01 says that the official producer refuses an empty body; this is why it had better. */
    @Test
    void theBrokerTripsOverAnEmptyBodyAndStoresNothing() throws IOException, InterruptedException {
        cluster.createTopic("empty-body", 1);
        try (RawConnection broker = new RawConnection(cluster.brokerAddress("broker-a"))) {
            Frame answer = broker.call(send(RequestCode.SEND_MESSAGE_V2, "empty-body", "EMPTY", new byte[0]));
            assertThat(answer.code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
            assertThat(answer.remark()).contains("NullPointerException");

            Frame next = broker.call(send(RequestCode.SEND_MESSAGE_V2, "empty-body", "NEXT", new byte[] {1}));
            assertThat(next.code()).isEqualTo(ResponseCode.SUCCESS);
        }
        assertThat(cluster.read("empty-body", 1)).singleElement().satisfies(message -> assertThat(message.messageId())
                .isEqualTo("NEXT"));
    }

    /** So an empty message can be sent after all: as the eight bytes that zlib makes of nothing. */
    @Test
    void theBrokerStoresAnEmptyBodyThatIsCompressed() throws IOException, InterruptedException {
        cluster.createTopic("empty-compressed", 1);
        byte[] compressed = HexFormat.of().parseHex("789c030000000001");
        int compressedWithZlib = 1 | 3 << 8; // W-15
        try (RawConnection broker = new RawConnection(cluster.brokerAddress("broker-a"))) {
            Frame.Builder request =
                    send(RequestCode.SEND_MESSAGE_V2, "empty-compressed", "NOTHING", compressed).toBuilder()
                            .field("f", compressedWithZlib);
            assertThat(broker.call(request.build()).code()).isEqualTo(ResponseCode.SUCCESS);
        }
        assertThat(cluster.read("empty-compressed", 1)).singleElement().satisfies(message -> {
            assertThat(message.messageId()).isEqualTo("NOTHING");
            assertThat(message.body().bytes()).isZero();
        });
    }

    @Test
    void theBrokerStoresABatchElementWithAnEmptyBody() throws IOException, InterruptedException {
        cluster.createTopic("empty-element", 1);
        byte[] properties = "UNIQ_KEY\u0001ELEMENT".getBytes(UTF_8);
        int elementBytes = 5 * Integer.BYTES + Short.BYTES + properties.length;
        ByteBuffer element = ByteBuffer.allocate(elementBytes)
                .putInt(elementBytes)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putShort((short) properties.length)
                .put(properties);
        try (RawConnection broker = new RawConnection(cluster.brokerAddress("broker-a"))) {
            Frame answer = broker.call(send(RequestCode.SEND_BATCH_MESSAGE, "empty-element", "BATCH", element.array()));
            assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
        }
        assertThat(cluster.read("empty-element", 1)).singleElement().satisfies(message -> {
            assertThat(message.messageId()).isEqualTo("ELEMENT");
            assertThat(message.body().bytes()).isZero();
        });
    }

    @Test
    void theEndOfItsInputEndsAClusterAndDeletesItsStore(@TempDir Path own) throws IOException, InterruptedException {
        try (OfficialCluster shortLived = OfficialCluster.start(own)) {
            try (Stream<Path> files = Files.list(own)) {
                assertThat(files).anySatisfy(file -> assertThat(file.resolve("broker-a/store"))
                        .isDirectory());
            }
            assertThat(shortLived.endInput()).isZero();
            assertThat(own).isEmptyDirectory();
        }
    }

    private static Frame send(int code, String topic, String messageId, byte[] body) {
        return Frame.request(code)
                .opaque(1)
                .field("a", "pg-circle")
                .field("b", topic)
                .field("c", "TBW102")
                .field("d", 4)
                .field("e", 0)
                .field("f", 0)
                .field("g", 0L)
                .field("h", 0)
                .field("i", "UNIQ_KEY\u0001" + messageId)
                .field("m", code == RequestCode.SEND_BATCH_MESSAGE)
                .body(body)
                .build();
    }
}
