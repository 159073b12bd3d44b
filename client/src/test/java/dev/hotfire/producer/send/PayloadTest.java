// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.message.CompressedBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.send.FrameRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final byte[] ONE = {1};

    private final BodyCompressor compressor = new BodyCompressor();
    private final UniqueIds ids =
            new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 7, () -> 1_700_000_000_000L, ZoneOffset.UTC);
    private final ProducerConfig config = ProducerConfig.builder("g")
            .nameServers("127.0.0.1:9876")
            .maxMessageBytes(100_000)
            .build();

    @Tag("B-ID-01")
    @Tag("B-VALID-07")
    @Test
    void aMessageGetsAnIdAndWaitsForTheStore() {
        Payload payload = Payload.of(Message.builder("t").body(ONE).tags("a").build(), config, ids, compressor);
        assertThat(properties(payload))
                .containsEntry("TAGS", "a")
                .containsEntry("WAIT", "true")
                .containsEntry("UNIQ_KEY", payload.messageId());
        assertThat(payload.requestCode()).isEqualTo(RequestCode.SEND_MESSAGE_V2);
    }

    /** W-16.1: brokers find the group to ask by the property, whatever the caller has put there. */
    @Test
    void aHalfMessageNamesItsGroupAndKeepsTheBitsOfCompression() {
        Message message = Message.builder("t")
                .body(new byte[4096])
                .system("PGROUP", "another")
                .build();
        Payload half = Payload.ofHalf(message, config, ids, compressor);
        assertThat(properties(half))
                .containsEntry("TRAN_MSG", "true")
                .containsEntry("PGROUP", config.producerGroup())
                .containsEntry("UNIQ_KEY", half.messageId());
        assertThat(half.sysFlag()).isEqualTo(0x305);
        assertThat(half.isHalf()).isTrue();
        assertThat(Payload.of(message, config, ids, compressor).isHalf()).isFalse();
    }

    /** B-SEND-13: the caller's own id stays, so that sending once more is recognisable as the same message. */
    @Tag("B-ID-01")
    @Tag("B-SEND-13")
    @Test
    void anIdThatIsThereStays() {
        Message message =
                Message.builder("t").body(ONE).system("UNIQ_KEY", "mine").build();
        assertThat(Payload.of(message, config, ids, compressor).messageId()).isEqualTo("mine");
        assertThat(message.properties()).containsOnlyKeys("UNIQ_KEY");
    }

    /** B-COMPRESS-01: the threshold itself is compressed, one byte less is not. */
    @Test
    @Tag("B-COMPRESS-01")
    @Tag("B-COMPRESS-03")
    void compressesFromTheThresholdOn() {
        assertThat(Payload.of(Message.of("t", new byte[4095]), config, ids, compressor)
                        .sysFlag())
                .isZero();
        Payload compressed = Payload.of(Message.of("t", new byte[4096]), config, ids, compressor);
        assertThat(compressed.sysFlag()).isEqualTo(0x301);
        assertThat(Compression.ZLIB.decompress(bytes(compressed), 5000)).isEqualTo(new byte[4096]);
    }

    /** B-COMPRESS-04's hazard: the official client sends what grew. */
    @Test
    @Tag("B-COMPRESS-04")
    void whatDoesNotShrinkIsSentAsItIs() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Payload payload = Payload.of(Message.of("t", noise), config, ids, compressor);
        assertThat(payload.sysFlag() & SysFlag.COMPRESSED).isZero();
        assertThat(payload.body().length()).isEqualTo(5000);
    }

    /** The flags are those that the official producer sets, see the golden vectors of W-15. */
    @ParameterizedTest
    @CsvSource({"LZ4, 0x101, 1", "ZSTD, 0x201, 22", "ZSTD, 0x201, 1", "ZLIB, 0x301, 9"})
    @Tag("B-COMPRESS-03")
    void eachKindSetsItsFlagsAndIsReadBack(Compression kind, int sysFlag, int level) {
        ProducerConfig other =
                config.toBuilder().compression(kind).compressLevel(level).build();
        byte[] plain = utf8("again and again ".repeat(1_000));
        Payload payload = Payload.of(Message.of("t", plain), other, ids, compressor);
        assertThat(payload.sysFlag()).isEqualTo(sysFlag);
        assertThat(payload.body().length()).isLessThan(plain.length / 10);
        assertThat(kind.decompress(bytes(payload), plain.length)).isEqualTo(plain);
        assertThat(Payload.ofHalf(Message.of("t", plain), other, ids, compressor)
                        .sysFlag())
                .isEqualTo(sysFlag | 0x4);
    }

    @Test
    @Tag("B-COMPRESS-04")
    void noKindMakesABodyLarger() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        for (Compression kind : Compression.values()) {
            Payload payload = Payload.of(
                    Message.of("t", noise), config.toBuilder().compression(kind).build(), ids, compressor);
            assertThat(payload.sysFlag()).as(kind.name()).isZero();
            assertThat(bytes(payload)).as(kind.name()).isEqualTo(noise);
        }
    }

    @Test
    @Tag("B-COMPRESS-01")
    void aThresholdOfZeroCompressesWhateverShrinks() {
        ProducerConfig all = config.toBuilder().compressOver(0).build();
        assertThat(Payload.of(Message.of("t", new byte[100]), all, ids, compressor)
                        .sysFlag())
                .isEqualTo(0x301);
        assertThat(Payload.of(Message.of("t", ONE), all, ids, compressor).sysFlag())
                .isZero();
    }

    @Test
    @Tag("B-COMPRESS-05")
    void aBodyThatCannotBeCompressedIsSentAsItIs() {
        byte[] body = utf8("body");
        assertThat(Payload.compressed(body, plain -> {
                    throw new CompressionException("no native library");
                }))
                .isNull();
        CompressedBody smaller = compressor.compress(Compression.ZLIB, new byte[1_000], 5);
        assertThat(Payload.compressed(new byte[1_000], plain -> smaller)).isSameAs(smaller);
        assertThat(Payload.compressed(ONE, plain -> smaller)).isNull();
        assertThatThrownBy(smaller::toArray).isInstanceOf(IllegalStateException.class);
    }

    /** Hooks and traces see what travels. */
    @Test
    @Tag("B-COMPRESS-08")
    void whoLooksAtASendSeesTheCompressedBody() {
        Payload payload = Payload.of(Message.of("t", new byte[10_000]), config, ids, compressor);
        assertThat(payload.asSent().body()).isEqualTo(bytes(payload)).hasSizeLessThan(100);
        assertThat(payload.asSent().sysFlag()).isEqualTo(0x301);
    }

    /** Readers could not tell it: a batch is unpacked by the broker, which does not decompress it. */
    @Test
    @Tag("B-COMPRESS-02")
    void aBatchIsNeverCompressed() {
        Payload batch = Payload.ofBatch(
                List.of(Message.of("t", new byte[10_000]), Message.of("t", new byte[10_000])), config, ids);
        assertThat(batch.sysFlag()).isZero();
        assertThat(batch.body().length()).isGreaterThan(20_000);
        assertThat(BatchBody.decode(bytes(batch)))
                .extracting(BatchBody.Element::body)
                .allMatch(body -> body.length == 10_000);
    }

    @Test
    @Tag("B-VALID-04")
    void theLimitIsOnTheBodyBeforeCompression() {
        assertThat(Payload.of(Message.of("t", new byte[100_000]), config, ids, compressor)
                        .body()
                        .length())
                .isLessThan(1_000);
        assertThatThrownBy(() -> Payload.of(Message.of("t", new byte[100_001]), config, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message.body: 100001 bytes")
                .hasMessageContaining("100000");
    }

    /** W-12: the stored format has 16 bits for the length. Umlauts count as they are written. */
    @Test
    @Tag("B-VALID-05")
    void propertiesThatDoNotFitAreRefused() {
        int room = 32_767
                - properties(Payload.of(Message.of("t", new byte[1]), config, ids, compressor)).entrySet().stream()
                        .mapToInt(entry ->
                                entry.getKey().length() + entry.getValue().length() + 2)
                        .sum();
        int value = room - "k".length() - 2;
        assertThat(Payload.of(
                        Message.builder("t")
                                .body(ONE)
                                .property("k", "v".repeat(value))
                                .build(),
                        config,
                        ids,
                        compressor))
                .isNotNull();
        Message tooLong = Message.builder("t")
                .body(ONE)
                .property("k", "ü" + "v".repeat(value - 1))
                .build();
        assertThatThrownBy(() -> Payload.of(tooLong, config, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message.properties: 32768 bytes");
        refused(List.of(Message.of("t", ONE), tooLong), "messages[1].properties: 32768 bytes");
    }

    @Test
    @Tag("B-BATCH-02")
    @Tag("B-BATCH-08")
    void aBatchCarriesEachMessageWithItsOwnId() {
        Payload batch = Payload.ofBatch(
                List.of(Message.builder("t").flag(9).body(utf8("a")).build(), Message.of("t", utf8("bb"))),
                config,
                ids);
        assertThat(batch.requestCode()).isEqualTo(RequestCode.SEND_BATCH_MESSAGE);
        List<BatchBody.Element> elements = BatchBody.decode(bytes(batch));
        assertThat(elements).extracting(BatchBody.Element::flag).containsExactly(9, 0);
        assertThat(elements)
                .extracting(element -> element.properties().get("UNIQ_KEY"))
                .containsExactly(batch.messageId().split(","));
        assertThat(properties(batch)).containsOnlyKeys("WAIT", "UNIQ_KEY");
    }

    @Test
    @Tag("B-BATCH-01")
    void whatCannotTravelTogetherIsRefusedByName() {
        Message good = Message.of("t", utf8("a"));
        refused(List.of(), "messages: []");
        refused(null, "messages: null");
        refused(Arrays.asList(good, null), "messages[1]: null");
        refused(List.of(good, Message.of("u", utf8("b"))), "messages[1].topic: 'u'");
        refused(List.of(good, Message.builder("t").body(ONE).waitStoreOk(false).build()), "messages[1].WAIT: 'false'");
        refused(List.of(good, Message.builder("%RETRY%g").body(ONE).build()), "messages[1].topic");
        refused(List.of(Message.builder("%RETRY%g").body(ONE).build()), "no retry topic");
        refused(List.of(Message.of("t", new byte[60_000]), Message.of("t", new byte[60_000])), "batch: 120148 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELAY", "TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS"})
    @Tag("B-BATCH-01")
    void nothingInABatchIsDelayed(String property) {
        refused(
                List.of(Message.builder("t").body(ONE).system(property, "3").build()),
                "messages[0]." + property + ": '3'");
    }

    /** B-BATCH-01 speaks of delays above zero: a zero says that there is none. */
    @Test
    @Tag("B-BATCH-01")
    void aDelayOfNothingIsNoDelay() {
        List<Message> messages = List.of(
                Message.builder("t").body(ONE).delayLevel(0).build(),
                Message.builder("t").body(ONE).deliverAfter(Duration.ZERO).build());
        assertThat(BatchBody.decode(bytes(Payload.ofBatch(messages, config, ids))))
                .hasSize(2);
    }

    @Test
    @Tag("B-BATCH-03")
    void whatIsWrongWithOneMessageOfABatchNamesIt() {
        Message good = Message.of("t", ONE);
        refused(List.of(good, good, Message.of("t", new byte[100_001])), "messages[2].body: 100001 bytes");
        refused(
                List.of(
                        good,
                        Message.builder("t")
                                .body(ONE)
                                .system("INNER_MULTI_DISPATCH", "a/b")
                                .build()),
                "messages[1].INNER_MULTI_DISPATCH: 'a/b'");
    }

    /** What is wrong first is said first; topic and body were looked at when the message was made, see MessageTest. */
    @Test
    @Tag("B-VALID-01")
    void aNullMessageThenItsTopicThenItsSizeThenItsQueuesAreLookedAt() {
        ProducerConfig namespaced = ProducerConfig.builder("g")
                .nameServers("127.0.0.1:9876")
                .namespace(Namespace.prefix("n".repeat(20)))
                .maxMessageBytes(1)
                .build();
        String topic = "t".repeat(107);
        assertThatThrownBy(() -> Payload.of(null, namespaced, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message: null (expected: one)");
        assertThatThrownBy(() -> Payload.of(dispatched(topic, 2), namespaced, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 127 characters, not 128");
        assertThatThrownBy(() -> Payload.of(dispatched("t", 2), namespaced, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message.body: 2 bytes");
        assertThatThrownBy(() -> Payload.of(dispatched("t", 1), namespaced, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message.INNER_MULTI_DISPATCH: '%LMQ%a,%LMQ%b/c'");
    }

    private static Message dispatched(String topic, int bodyBytes) {
        return Message.builder(topic)
                .body(new byte[bodyBytes])
                .system("INNER_MULTI_DISPATCH", "%LMQ%a,%LMQ%b/c")
                .build();
    }

    /** The caller's word about the name counts with the namespace before it. */
    @Test
    @Tag("B-VALID-02")
    void aTopicIsMeasuredWithItsNamespace() {
        ProducerConfig namespaced = ProducerConfig.builder("g")
                .nameServers("127.0.0.1:9876")
                .namespace(Namespace.prefix("ns"))
                .build();
        assertThat(Payload.of(Message.of("t".repeat(124), ONE), namespaced, ids, compressor)
                        .topic())
                .isEqualTo("t".repeat(124));
        assertThatThrownBy(() -> Payload.of(Message.of("t".repeat(125), ONE), namespaced, ids, compressor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic: 'ns%ttt");
    }

    /** Whether the broker has such a level or such a time is the broker's to say. */
    @ParameterizedTest
    @ValueSource(strings = {"99", "-1", "soon", ""})
    @Tag("B-VALID-08")
    void whatASingleMessageSaysOfItsDelayIsNotJudged(String value) {
        for (String name : List.of("DELAY", "TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS")) {
            Payload payload = Payload.of(
                    Message.builder("t").body(ONE).system(name, value).build(), config, ids, compressor);
            assertThat(text(payload)).contains(name + "\u0001" + value + "\u0002");
        }
    }

    private void refused(@Nullable List<Message> messages, String what) {
        assertThatThrownBy(() -> Payload.ofBatch(messages, config, ids))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    private static Map<String, String> properties(Payload payload) {
        return MessageProperties.decode(text(payload));
    }

    private static String text(Payload payload) {
        FrameRoom room = new FrameRoom();
        payload.writeProperties(room);
        ByteBuf out = Unpooled.buffer();
        room.copyTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Payload payload) {
        ByteBuf out = Unpooled.buffer();
        payload.body().writeTo(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
