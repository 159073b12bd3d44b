// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.message.PropertyNames;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message may be: everything that can be said without a producer. */
class MessageTest {
    private static final byte[] ONE = {1};

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a/b", "tröpic", "a\u0001b"})
    @Tag("B-VALID-02")
    void aTopicWithAnIllegalNameIsRefused(String topic) {
        assertThatThrownBy(() -> Message.of(topic, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic: '" + topic + "'");
    }

    @Test
    @Tag("B-VALID-02")
    void aTopicMayHave127CharactersAndNoMore() {
        assertThat(Message.of("t".repeat(127), ONE).topic()).hasSize(127);
        assertThatThrownBy(() -> Message.of("t".repeat(128), ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 127 characters, not 128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHEDULE_TOPIC_XXXX",
                "RMQ_SYS_TRANS_HALF_TOPIC",
                "RMQ_SYS_TRANS_OP_HALF_TOPIC",
                "TRANS_CHECK_MAX_TIME_TOPIC",
                "SELF_TEST_TOPIC",
                "OFFSET_MOVED_EVENT",
                "RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC",
                "RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC"
            })
    @Tag("B-VALID-03")
    void nobodySendsToTheBrokersOwnTopics(String topic) {
        assertThatThrownBy(() -> Message.of(topic, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + topic + "' (expected: not a topic of the broker's own)");
    }

    /** The topic before the body, legal before forbidden: what is wrong first is said first. */
    @Test
    @Tag("B-VALID-01")
    void theTopicThenTheBodyIsLookedAt() {
        assertThatThrownBy(() -> Message.of("a b", new byte[0])).hasMessageStartingWith("topic: 'a b'");
        assertThatThrownBy(() -> Message.of("SELF_TEST_TOPIC", new byte[0]))
                .hasMessageStartingWith("topic: 'SELF_TEST_TOPIC'");
        assertThatThrownBy(() -> Message.of("t", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("body: null (expected: bytes)");
        assertThatThrownBy(() -> Message.of("t", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("body: 0 bytes (expected: at least one)");
        assertThatThrownBy(() -> Message.builder("t").build()).hasMessage("body: 0 bytes (expected: at least one)");
    }

    static List<String> systemNames() {
        return List.copyOf(PropertyNames.system());
    }

    @ParameterizedTest
    @MethodSource("systemNames")
    @Tag("B-VALID-06")
    void aUserPropertyMayNotTakeASystemName(String name) {
        assertThatThrownBy(() -> Message.builder("t").property(name, "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t"})
    @Tag("B-VALID-06")
    void aUserPropertyNeedsANameAndAValue(String text) {
        assertThatThrownBy(() -> Message.builder("t").property(text, "v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("property name: '" + text + "'");
        assertThatThrownBy(() -> Message.builder("t").property("a", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("property a: '" + text + "'");
    }

    /** There is no escaping, so the official client sends a message whose properties fall apart at the reader. */
    @Test
    @Tag("B-VALID-05")
    void separatorsAreRefusedInPropertiesTagsAndKeys() {
        Message.Builder builder = Message.builder("t");
        assertThatThrownBy(() -> builder.property("a\u0001b", "v"))
                .hasMessageContaining("'a?b' (expected: no character");
        assertThatThrownBy(() -> builder.property("a", "v\u0002")).hasMessageContaining("U+0001");
        assertThatThrownBy(() -> builder.tags("a\u0002")).hasMessageContaining("TAGS");
        assertThatThrownBy(() -> builder.keys("a", "b\u0001")).hasMessageContaining("KEYS");
        assertThatThrownBy(() -> builder.buyerId("b\u0001")).hasMessageContaining("BUYER_ID");
        assertThatThrownBy(() -> builder.system("X", "b\u0001")).hasMessageContaining("'X'");
        assertThatThrownBy(() -> builder.systemAll(Map.of("X", "b\u0001"))).hasMessageContaining("'X'");
        assertThat(builder.body(ONE).build().properties()).isEmpty();
    }

    @Test
    @Tag("B-VALID-07")
    void tagsAndKeysAreThereIfTheySayAnything() {
        Message none = Message.builder("t")
                .body(ONE)
                .tags("")
                .tags(null)
                .keys("", "")
                .keys()
                .buyerId(null)
                .build();
        assertThat(none.properties()).isEmpty();
        Message some = Message.builder("t")
                .body(ONE)
                .tags("tag")
                .keys(List.of("k1", "k2"))
                .buyerId("me")
                .build();
        assertThat(some.properties())
                .containsExactly(Map.entry("TAGS", "tag"), Map.entry("KEYS", "k1 k2"), Map.entry("BUYER_ID", "me"));
        assertThat(Message.builder("t").body(ONE).tags("tag").tags("").build().properties())
                .isEmpty();
        assertThatThrownBy(() -> Message.builder("t").keys("a", null)).hasMessageContaining("key");
    }

    @Test
    @Tag("B-VALID-07")
    void delaysAndPrioritiesAreStoredAsText() {
        assertThat(builder().delayLevel(3).build().properties()).containsExactly(Map.entry("DELAY", "3"));
        assertThat(builder()
                        .deliverAfter(Duration.ofSeconds(2).plusNanos(1_999_999))
                        .build()
                        .properties())
                .containsExactly(Map.entry("TIMER_DELAY_MS", "2001"));
        assertThat(builder()
                        .deliverAt(Instant.ofEpochMilli(1_700_000_000_000L))
                        .build()
                        .properties())
                .containsExactly(Map.entry("TIMER_DELIVER_MS", "1700000000000"));
        assertThat(builder().priority(0).build().properties()).containsExactly(Map.entry("_SYS_MSG_PRIORITY_", "0"));
        assertThatThrownBy(() -> builder().priority(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("priority: -1 (expected: >= 0)");
        assertThatThrownBy(() -> builder().delayLevel(-1)).hasMessage("delayLevel: -1 (expected: >= 0)");
        assertThatThrownBy(() -> builder().deliverAfter(Duration.ofMillis(-1)))
                .hasMessageContaining("deliverAfter: PT");
        assertThatThrownBy(() -> builder().deliverAt(Instant.EPOCH.minusMillis(1)))
                .hasMessageContaining("deliverAt: 1969");
    }

    /** Brokers would obey one of two delays, and which one is their secret. */
    @Test
    void theLastDelayCounts() {
        Message message = builder()
                .delayLevel(3)
                .deliverAfter(Duration.ofSeconds(1))
                .deliverAt(Instant.ofEpochMilli(9))
                .build();
        assertThat(message.properties()).containsExactly(Map.entry("TIMER_DELIVER_MS", "9"));
        assertThat(message.delayProperty()).isEqualTo("TIMER_DELIVER_MS");
        assertThat(builder().delayLevel(0).build().delayProperty()).isNull();
        assertThat(builder().system("TIMER_DELAY_SEC", "1").build().delayProperty())
                .isEqualTo("TIMER_DELAY_SEC");
    }

    /** A mutable message of the official kind may hold anything: empty values are sent, null ones are not. */
    @Test
    @Tag("B-VALID-07")
    void aWholeMapIsTakenAsTheOfficialClientWouldSendIt() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("UNIQ_KEY", "id");
        all.put("empty", "");
        all.put("none", null);
        all.put("blank", " ");
        assertThat(builder().systemAll(all).build().properties())
                .containsExactly(Map.entry("UNIQ_KEY", "id"), Map.entry("empty", ""), Map.entry("blank", " "));
        assertThatThrownBy(() -> builder().system("", "v")).hasMessage("property name: '' (expected: not empty)");
        assertThatThrownBy(() -> builder().system("n", null)).hasMessage("property n: null (expected: text)");
    }

    @Test
    @Tag("B-SEND-12")
    void aMessageIsFinishedWhenItIsBuilt() {
        Message.Builder builder = builder().tags("before");
        Message message = builder.build();
        builder.tags("after").flag(9).body(new byte[2]);
        assertThat(message.properties()).containsExactly(Map.entry("TAGS", "before"));
        assertThat(message.flag()).isZero();
        assertThat(message.body()).isSameAs(ONE);
        assertThatThrownBy(() -> message.properties().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Message.Builder builder() {
        return Message.builder("t").body(ONE);
    }
}
