// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.SysFlag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private final UniqueIds ids =
            new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 7, () -> 1_700_000_000_000L, ZoneOffset.UTC);
    private final ProducerConfig config = ProducerConfig.builder("g")
            .nameServers("127.0.0.1:9876")
            .maxMessageBytes(100_000)
            .build();

    @Test
    void aMessageGetsAnIdAndWaitsForTheStore() {
        Payload payload = Payload.of(Message.builder("t").tags("a").build(), config, ids);
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
        Payload half = Payload.ofHalf(message, config, ids);
        assertThat(properties(half))
                .containsEntry("TRAN_MSG", "true")
                .containsEntry("PGROUP", config.producerGroup())
                .containsEntry("UNIQ_KEY", half.messageId());
        assertThat(half.sysFlag()).isEqualTo(0x305);
        assertThat(half.isHalf()).isTrue();
        assertThat(Payload.of(message, config, ids).isHalf()).isFalse();
    }

    /** A real broker answers a body of no bytes with code 1 and a null pointer; compressed, it stores it. */
    @Test
    void anEmptyBodyTravelsCompressed() {
        Payload payload = Payload.of(Message.of("t", new byte[0]), config, ids);
        assertThat(payload.sysFlag()).isEqualTo(0x301);
        assertThat(Compression.ZLIB.decompress(bytes(payload), 10)).isEmpty();
    }

    /** B-SEND-13: the caller's own id stays, so that sending once more is recognisable as the same message. */
    @Test
    void anIdThatIsThereStays() {
        Message message = Message.builder("t").system("UNIQ_KEY", "mine").build();
        assertThat(Payload.of(message, config, ids).messageId()).isEqualTo("mine");
        assertThat(message.properties()).containsOnlyKeys("UNIQ_KEY");
    }

    /** B-COMPRESS-01: the threshold itself is compressed, one byte less is not. */
    @Test
    void compressesFromTheThresholdOn() {
        assertThat(Payload.of(Message.of("t", new byte[4095]), config, ids).sysFlag())
                .isZero();
        Payload compressed = Payload.of(Message.of("t", new byte[4096]), config, ids);
        assertThat(compressed.sysFlag()).isEqualTo(0x301);
        assertThat(Compression.ZLIB.decompress(bytes(compressed), 5000)).isEqualTo(new byte[4096]);
    }

    /** B-COMPRESS-04's hazard: the official client sends what grew. */
    @Test
    void whatDoesNotShrinkIsSentAsItIs() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Payload payload = Payload.of(Message.of("t", noise), config, ids);
        assertThat(payload.sysFlag() & SysFlag.COMPRESSED).isZero();
        assertThat(payload.body().length()).isEqualTo(5000);
    }

    @Test
    void theLimitIsOnTheBodyBeforeCompression() {
        assertThat(Payload.of(Message.of("t", new byte[100_000]), config, ids)
                        .body()
                        .length())
                .isLessThan(1_000);
        assertThatThrownBy(() -> Payload.of(Message.of("t", new byte[100_001]), config, ids))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body: 100001 bytes")
                .hasMessageContaining("100000");
    }

    /** W-12: the stored format has 16 bits for the length. Umlauts count as they are written. */
    @Test
    void propertiesThatDoNotFitAreRefused() {
        int room = 32_767
                - properties(Payload.of(Message.of("t", new byte[0]), config, ids)).entrySet().stream()
                        .mapToInt(entry ->
                                entry.getKey().length() + entry.getValue().length() + 2)
                        .sum();
        int value = room - "k".length() - 2;
        assertThat(Payload.of(
                        Message.builder("t").property("k", "v".repeat(value)).build(), config, ids))
                .isNotNull();
        Message tooLong =
                Message.builder("t").property("k", "ü" + "v".repeat(value - 1)).build();
        assertThatThrownBy(() -> Payload.of(tooLong, config, ids)).hasMessageContaining("properties: 32768 bytes");
    }

    @Test
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

    /** B-BATCH-01. */
    @Test
    void whatCannotTravelTogetherIsRefusedByName() {
        Message good = Message.of("t", utf8("a"));
        refused(List.of(), "messages: []");
        refused(List.of(good, Message.of("u", utf8("b"))), "messages[1].topic: 'u'");
        refused(List.of(good, Message.builder("t").waitStoreOk(false).build()), "messages[1].WAIT: 'false'");
        refused(List.of(good, Message.builder("%RETRY%g").build()), "messages[1].topic");
        refused(List.of(Message.builder("%RETRY%g").build()), "no retry topic");
        refused(List.of(Message.of("t", new byte[60_000]), Message.of("t", new byte[60_000])), "batch: 120148 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELAY", "TIMER_DELAY_SEC", "TIMER_DELAY_MS", "TIMER_DELIVER_MS"})
    void nothingInABatchIsDelayed(String property) {
        refused(List.of(Message.builder("t").system(property, "3").build()), "messages[0]." + property + ": '3'");
    }

    private void refused(List<Message> messages, String what) {
        assertThatThrownBy(() -> Payload.ofBatch(messages, config, ids))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    private static Map<String, String> properties(Payload payload) {
        ByteBuf out = Unpooled.buffer();
        payload.writeProperties(out);
        return MessageProperties.decode(out.toString(StandardCharsets.UTF_8));
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
