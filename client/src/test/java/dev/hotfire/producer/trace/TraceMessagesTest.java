// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.trace.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TraceMessagesTest {
    private static TraceRecord publish(String topic, String msgId, @Nullable String userKeys) {
        return new TraceRecord.Publish(
                1, "region", "group", topic, msgId, null, userKeys, "host:1", 10, 3, 0, "offset", true, null);
    }

    private static List<TraceRecord> decode(Message message) {
        return TraceRecord.decode(new String(message.body(), StandardCharsets.UTF_8));
    }

    @Test
    @Tag("B-TRACE-06")
    void recordsAreGroupedByTopicAndKeepTheirOrder() {
        List<Message> messages = TraceMessages.of(
                        "traces", List.of(publish("a", "1", null), publish("b", "2", "k"), publish("a", "3", "k l")))
                .messages();
        assertThat(messages).hasSize(2).allSatisfy(message -> assertThat(message.topic())
                .isEqualTo("traces"));
        assertThat(decode(messages.get(0))).containsExactly(publish("a", "1", null), publish("a", "3", "k l"));
        assertThat(messages.get(0).property(PropertyNames.KEYS)).isEqualTo("1 3 k l");
        assertThat(decode(messages.get(1))).containsExactly(publish("b", "2", "k"));
    }

    /** The official client cuts after the record that made the message too large, and the broker refuses it. */
    @Test
    @Tag("B-TRACE-06")
    void aMessageEndsBeforeTheRecordThatWouldMakeItTooLarge() {
        List<TraceRecord> records = new ArrayList<>();
        // Three bytes per character, so that who counts characters counts a third.
        String topic = "t";
        for (int i = 0; i < 20; i++) {
            records.add(publish(topic, "id-" + i, "\u4e2d".repeat(6_000)));
        }
        TraceMessages packed = TraceMessages.of("traces", records);
        assertThat(packed.tooLarge()).isZero();
        assertThat(packed.messages()).hasSizeGreaterThan(1).allSatisfy(message -> {
            assertThat(message.body()).hasSizeLessThanOrEqualTo(TraceMessages.MAX_BODY_BYTES);
            assertThat(message.property(PropertyNames.KEYS).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(TraceMessages.MAX_KEYS_BYTES);
        });
        List<TraceRecord> decoded = new ArrayList<>();
        packed.messages().forEach(message -> decoded.addAll(decode(message)));
        assertThat(decoded).isEqualTo(records);
    }

    @Test
    @Tag("B-TRACE-06")
    void keysThatDoNotFitAreLeftOutAndTheIdStaysIn() {
        TraceRecord many = publish("t", "id", "k".repeat(31_000) + " last");
        Message message = TraceMessages.of("traces", List.of(many)).messages().get(0);
        assertThat(message.property(PropertyNames.KEYS)).isEqualTo("id last");
        assertThat(decode(message)).containsExactly(many);
    }

    /** A key that no message has room for used to be counted all the same, so that each such record had its own message. */
    @Test
    @Tag("B-TRACE-06")
    void aKeyThatIsLeftOutTakesNoRoom() {
        String tooLong = "k".repeat(31_000);
        assertThat(TraceMessages.of("traces", List.of(publish("t", "1", tooLong), publish("t", "2", tooLong)))
                        .messages())
                .extracting(message -> message.property(PropertyNames.KEYS))
                .containsExactly("1 2");
    }

    @Test
    @Tag("B-TRACE-06")
    void aRecordThatIsTooLargeForAnyMessageIsCountedAndHurtsNoOther() {
        TraceMessages packed =
                TraceMessages.of("traces", List.of(publish("t", "x".repeat(130_000), null), publish("t", "2", null)));
        assertThat(packed.tooLarge()).isEqualTo(1);
        assertThat(packed.messages()).singleElement().satisfies(message -> assertThat(decode(message))
                .containsExactly(publish("t", "2", null)));
    }

    private static int bytesOf(TraceRecord traced) {
        StringBuilder text = new StringBuilder();
        traced.writeTo(text);
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** A record whose text has so many bytes. */
    private static TraceRecord ofBytes(int bytes) {
        return ofGroup("g".repeat(bytes - bytesOf(ofGroup(""))));
    }

    private static TraceRecord ofGroup(String group) {
        return new TraceRecord.Publish(
                1, "region", group, "t", "id", null, null, "host:1", 10, 3, 0, "offset", true, null);
    }

    @Test
    @Tag("B-TRACE-06")
    void aMessageMayBeAsLargeAsTheLimitToTheByte() {
        int half = TraceMessages.MAX_BODY_BYTES / 2;
        assertThat(TraceMessages.of("traces", List.of(ofBytes(half), ofBytes(half)))
                        .messages())
                .singleElement()
                .satisfies(message -> assertThat(message.body()).hasSize(TraceMessages.MAX_BODY_BYTES));
        assertThat(TraceMessages.of("traces", List.of(ofBytes(half), ofBytes(half + 1)))
                        .messages())
                .hasSize(2);
        // Full messages one after the other: what the last held does not count for the next.
        assertThat(TraceMessages.of("traces", List.of(ofBytes(half), ofBytes(half + 1), ofBytes(half - 1)))
                        .messages())
                .hasSize(2);

        TraceMessages alone = TraceMessages.of(
                "traces", List.of(ofBytes(TraceMessages.MAX_BODY_BYTES), ofBytes(TraceMessages.MAX_BODY_BYTES + 1)));
        assertThat(alone.messages()).hasSize(1);
        assertThat(alone.tooLarge()).isEqualTo(1);
    }

    @Test
    @Tag("B-TRACE-06")
    void keysMayTakeAsMuchAsTheirLimitToTheByte() {
        // "id-1" and a blank take 5 bytes, a key one more than its letters.
        String large = "k".repeat(TraceMessages.MAX_KEYS_BYTES - 5 - 1);
        assertThat(TraceMessages.of("traces", List.of(publish("t", "id-1", large)))
                        .messages()
                        .get(0)
                        .property(PropertyNames.KEYS))
                .isEqualTo("id-1 " + large);
        assertThat(TraceMessages.of("traces", List.of(publish("t", "id-1", large + "k")))
                        .messages()
                        .get(0)
                        .property(PropertyNames.KEYS))
                .isEqualTo("id-1");

        // A key that is there already takes nothing.
        String half = "k".repeat(TraceMessages.MAX_KEYS_BYTES - 5 - 5 - 1);
        TraceRecord first = publish("t", "id-1", half);
        assertThat(TraceMessages.of("traces", List.of(first, publish("t", "id-2", half)))
                        .messages())
                .hasSize(1);
        assertThat(TraceMessages.of("traces", List.of(first, publish("t", "id-22", half)))
                        .messages())
                .extracting(message -> message.property(PropertyNames.KEYS))
                .containsExactly("id-1 " + half, "id-22 " + half);
    }

    @Test
    @Tag("B-TRACE-09")
    void recordsOfEveryKindAreGroupedByTheirTopic() {
        List<TraceRecord> records = List.of(
                new TraceRecord.EndTransaction(
                        1, "region", "group", "ended", "1", null, "k", "host:1", 2, "tid", "COMMIT_MESSAGE", false),
                publish("ended", "2", null),
                new TraceRecord.EndTransaction(
                        1, "region", "group", "other", "3", null, "k", "host:1", 2, "tid", "COMMIT_MESSAGE", true));
        assertThat(TraceMessages.of("traces", records).messages())
                .extracting(message -> message.property(PropertyNames.KEYS))
                .containsExactly("1 k 2", "3 k");
    }

    @Test
    @Tag("B-TRACE-12")
    void aBatchIsOneRecordThatEachOfItsIdsLeadsTo() {
        TraceRecord batch = publish("t", "id-1,id-2,id-3", null);
        Message message = TraceMessages.of("traces", List.of(batch)).messages().get(0);
        assertThat(message.property(PropertyNames.KEYS)).isEqualTo("id-1 id-2 id-3");
        assertThat(decode(message)).containsExactly(batch);
    }

    @Test
    @Tag("B-TRACE-03")
    @Tag("B-TRACE-14")
    void theQueueDropsAndCountsWhatItHasNoRoomFor() {
        TraceQueue queue = new TraceQueue();
        for (int i = 0; i < TraceQueue.CAPACITY + 3; i++) {
            queue.offer(publish("t", "id-" + i, null));
        }
        assertThat(queue.dropped()).isEqualTo(3);
        List<TraceRecord> taken = queue.take(Integer.MAX_VALUE);
        assertThat(taken).hasSize(2048);
        assertThat(taken.get(2047)).isEqualTo(publish("t", "id-2047", null));
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.offer(publish("t", "again", null))).isEqualTo(1);
        queue.offer(publish("t", "and again", null));
        queue.drop(2);
        assertThat(queue.dropped()).isEqualTo(5);
        assertThat(queue.take(0)).isEmpty();
        assertThat(queue.take(1)).containsExactly(publish("t", "again", null));
        assertThat(queue.take(1)).containsExactly(publish("t", "and again", null));
    }

    @Test
    @Tag("B-TRACE-02")
    void theInnerProducerHasAGroupAndLimitsOfItsOwnAndItsMastersWayToTheServers() {
        ProducerConfig outer = ProducerConfig.builder("pg")
                .nameServers("127.0.0.1:9876")
                .namespace(Namespace.fields("tenant"))
                .closeTimeout(Duration.ofSeconds(1))
                .zone("z", null)
                .trace(true)
                .build();
        ProducerConfig inner = Tracing.innerConfig(outer);
        assertThat(inner.producerGroup()).isEqualTo("_INNER_TRACE_PRODUCER-pg-PRODUCE-1");
        assertThat(inner.trace()).isFalse();
        assertThat(inner.sendTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(inner.maxMessageBytes()).isEqualTo(128_000);
        assertThat(inner.closeTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(inner.namespace()).isEqualTo(outer.namespace());
        assertThat(inner.nameServers()).isEqualTo(outer.nameServers());
        assertThat(inner.zoneName()).isEqualTo("z");

        String longest = "g".repeat(120);
        assertThat(Tracing.innerConfig(outer.toBuilder(longest).build()).producerGroup())
                .hasSize(120)
                .startsWith("_INNER_TRACE_PRODUCER-ggg")
                .endsWith("-PRODUCE-1");
    }
}
