// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MessageLogTest {
    private static final IpPort V4 = new IpPort(IpAddress.parse("127.0.0.1"), 10_911);
    private static final IpPort V6 = new IpPort(IpAddress.parse("2001:db8::1"), 10_911);

    private static StoredMessage append(MessageLog log, String topic, int queueId, int bodyBytes, String uniqueKey) {
        return append(log, topic, queueId, bodyBytes, uniqueKey, V4);
    }

    private static StoredMessage append(
            MessageLog log, String topic, int queueId, int bodyBytes, String uniqueKey, IpPort host) {
        return log.append(
                topic,
                queueId,
                (queueOffset, commitLogOffset) -> new StoredMessage(
                        topic,
                        queueId,
                        0,
                        queueOffset,
                        commitLogOffset,
                        0,
                        1,
                        host,
                        2,
                        V4,
                        0,
                        0,
                        new byte[bodyBytes],
                        Map.of(PropertyNames.UNIQ_KEY, uniqueKey)));
    }

    @Property(tries = 200)
    void placesAreTheSumsOfTheStoredSizesWhateverTheMessages(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 300) Integer> bodies,
            @ForAll @AlphaChars @StringLength(min = 1, max = 255) String topic,
            @ForAll boolean v6) {
        MessageLog log = new MessageLog(1_000, 1 << 20);
        long expected = 0;
        for (int i = 0; i < bodies.size(); i++) {
            StoredMessage message = append(log, topic, i % 3, bodies.get(i), "k\u4E2D" + i, v6 ? V6 : V4);
            assertThat(message.commitLogOffset()).isEqualTo(expected);
            assertThat(MessageLog.storedBytes(message)).isEqualTo(message.encode().length);
            expected += message.encode().length;
        }
        assertThat(log.commitLogEnd()).isEqualTo(expected);
    }

    @Test
    void queuesCountOnTheirOwn() {
        MessageLog log = new MessageLog(1_000, 1 << 20);
        append(log, "a", 0, 1, "k1");
        append(log, "a", 1, 1, "k2");
        append(log, "b", 0, 1, "k3");
        append(log, "a", 0, 1, "k4");
        assertThat(log.messages("a", 0)).extracting(StoredMessage::messageId).containsExactly("k1", "k4");
        assertThat(log.messages("a", 0)).extracting(StoredMessage::queueOffset).containsExactly(0L, 1L);
        assertThat(log.messages("a")).extracting(StoredMessage::messageId).containsExactly("k1", "k2", "k4");
        assertThat(log.messages("a", 0, 1, 5))
                .extracting(StoredMessage::messageId)
                .containsExactly("k4");
        assertThat(log.messages("a", 0, 0, 1))
                .extracting(StoredMessage::messageId)
                .containsExactly("k1");
        assertThat(log.maxOffset("a", 0)).isEqualTo(2);
        assertThat(log.maxOffset("c", 0)).isZero();
        assertThat(log.messages("c", 9)).isEmpty();
    }

    @Test
    void retentionDropsTheOldestAndCountsThem() {
        MessageLog log = new MessageLog(1_000, 1_000);
        for (int i = 0; i < 10; i++) {
            append(log, "a", 0, 200, "k" + i);
        }
        assertThat(log.appended()).isEqualTo(10);
        assertThat(log.dropped()).isEqualTo(7);
        assertThat(log.messages("a", 0)).extracting(StoredMessage::messageId).containsExactly("k7", "k8", "k9");
        assertThat(log.minOffset("a", 0)).isEqualTo(7);
        assertThat(log.withUniqueKey("k0")).isEmpty();
        assertThat(log.withUniqueKey("k9")).hasSize(1);
        assertThat(log.atCommitLogOffset(0)).isNull();
    }

    @Test
    void retentionAlsoCountsMessages() {
        MessageLog log = new MessageLog(40, 1 << 20);
        for (int i = 0; i < 100; i++) {
            append(log, "a", i % 2, 1, "k" + i % 50);
        }
        assertThat(log.messages()).hasSize(40);
        assertThat(log.minOffset("a", 0)).isEqualTo(30);
        assertThat(log.messages("a", 0, 0, 2))
                .extracting(StoredMessage::queueOffset)
                .containsExactly(30L, 31L);
        assertThat(log.messages("a", 1, 48, 9))
                .extracting(StoredMessage::queueOffset)
                .containsExactly(48L, 49L);
        assertThat(log.messages("a", 1, 99, 9)).isEmpty();
        assertThat(log.withUniqueKey("k9")).isEmpty();
        assertThat(log.withUniqueKey("k10")).hasSize(1);
        log.messages().forEach(message -> assertThat(log.atCommitLogOffset(message.commitLogOffset()))
                .isEqualTo(message));
        assertThat(log.loseTail(100)).hasSize(40);
        assertThat(append(log, "a", 0, 1, "next").queueOffset()).isEqualTo(30);
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageLog(0, 1));
    }

    @Test
    void findsAllCopiesOfAKey() {
        MessageLog log = new MessageLog(1_000, 1 << 20);
        StoredMessage first = append(log, "a", 0, 1, "k");
        StoredMessage second = append(log, "a", 1, 1, "k");
        assertThat(log.withUniqueKey("k")).containsExactly(first, second);
        assertThat(log.atCommitLogOffset(second.commitLogOffset())).isEqualTo(second);
        assertThat(log.atCommitLogOffset(second.commitLogOffset() + 1)).isNull();
    }

    @Test
    void aLostTailGivesItsPlacesToWhatComesNext() {
        MessageLog log = new MessageLog(1_000, 1 << 20);
        List<String> heard = new ArrayList<>();
        log.addListener(new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                heard.add("+" + message.messageId());
            }

            @Override
            public void lost(StoredMessage message) {
                heard.add("-" + message.messageId());
            }
        });
        append(log, "a", 0, 1, "k1");
        StoredMessage lostFirst = append(log, "a", 0, 1, "k2");
        append(log, "a", 1, 1, "k3");

        assertThat(log.loseTail(2)).extracting(StoredMessage::messageId).containsExactly("k3", "k2");
        StoredMessage next = append(log, "a", 0, 1, "k4");
        assertThat(next.queueOffset()).isEqualTo(lostFirst.queueOffset());
        assertThat(next.commitLogOffset()).isEqualTo(lostFirst.commitLogOffset());
        assertThat(log.messages()).extracting(StoredMessage::messageId).containsExactly("k1", "k4");
        assertThat(log.maxOffset("a", 1)).isZero();
        assertThat(heard).containsExactly("+k1", "+k2", "+k3", "-k3", "-k2", "+k4");
        assertThat(log.loseTail(99)).hasSize(2);
        assertThatIllegalArgumentException().isThrownBy(() -> log.loseTail(-1));
    }

    @Test
    void clearBeginsAgainAtZero() {
        MessageLog log = new MessageLog(1_000, 1 << 20);
        append(log, "a", 0, 1, "k1");
        log.clear();
        assertThat(log.messages()).isEmpty();
        StoredMessage next = append(log, "a", 0, 1, "k2");
        assertThat(next.queueOffset()).isZero();
        assertThat(next.commitLogOffset()).isZero();
        assertThat(log.withUniqueKey("k1")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new MessageLog(1, 0));
    }
}
