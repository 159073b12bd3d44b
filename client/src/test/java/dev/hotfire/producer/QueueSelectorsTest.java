// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSelectorsTest {
    private static final Message MESSAGE = Message.of("orders", new byte[1]);

    private static List<MessageQueue> queues(String... brokers) {
        List<MessageQueue> queues = new ArrayList<>();
        for (String broker : brokers) {
            for (int id = 0; id < 4; id++) {
                queues.add(new MessageQueue("orders", broker, id));
            }
        }
        return List.copyOf(queues);
    }

    /** B-SELECT-08: where the official client's selector by hash sends these keys; -2147483648 % 8 is 0. */
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "8, 0", "-1, 1", "-9, 1", "2147483647, 7", "-2147483648, 0", "-2147483647, 7"})
    @Tag("B-SELECT-08")
    void byHashChoosesAsTheOfficialClientDoes(int key, int index) {
        List<MessageQueue> queues = queues("broker-a", "broker-b");
        assertThat(QueueSelectors.byHash().select(queues, MESSAGE, key)).isEqualTo(queues.get(index));
    }

    /** B-SELECT-09. */
    @Test
    @Tag("B-SELECT-09")
    void byConsistentHashMovesOnlyTheKeysOfQueuesThatCameOrWent() {
        List<MessageQueue> before = queues("broker-a", "broker-b", "broker-c");
        List<MessageQueue> after = queues("broker-a", "broker-b");
        QueueSelector<String> selector = QueueSelectors.byConsistentHash(100);
        Set<MessageQueue> used = new LinkedHashSet<>();
        for (int i = 0; i < 2_000; i++) {
            MessageQueue old = selector.select(before, MESSAGE, "order-" + i);
            used.add(old);
            MessageQueue now = selector.select(after, MESSAGE, "order-" + i);
            assertThat(after).contains(now);
            if (!old.brokerName().equals("broker-c")) {
                assertThat(now).isEqualTo(old);
            }
            assertThat(selector.select(before, MESSAGE, "order-" + i)).isEqualTo(old);
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aRingHasPlaces() {
        assertThatThrownBy(() -> QueueSelectors.byConsistentHash(0))
                .hasMessage("virtualNodes: 0 (expected: 1 or more)");
    }

    /** B-SELECT-08: the official selector by machine room returns null, always. */
    @Test
    @Tag("B-SELECT-08")
    void inMachineRoomChoosesAmongTheNearBrokersWhileThereAreAny() {
        QueueSelector<Object> selector = QueueSelectors.inMachineRoom("room1-", QueueSelectors.byHash());
        List<MessageQueue> both = queues("room1-a", "room2-b");
        for (int key = -20; key < 20; key++) {
            assertThat(selector.select(both, MESSAGE, key).brokerName()).isEqualTo("room1-a");
            assertThat(selector.select(queues("room2-b"), MESSAGE, key).brokerName())
                    .isEqualTo("room2-b");
        }
        QueueSelector<Object> byName =
                QueueSelectors.inMachineRoom(broker -> broker.endsWith("-b"), QueueSelectors.byHash());
        assertThat(byName.select(both, MESSAGE, 3)).isEqualTo(new MessageQueue("orders", "room2-b", 3));
        assertThatThrownBy(() -> QueueSelectors.inMachineRoom(" ", QueueSelectors.byHash()))
                .hasMessageStartingWith("room: ' '");
    }

    /** As the official consumers' allocation by machine room: what stands before the @ is the room. */
    @Test
    @Tag("B-SELECT-08")
    void inMachineRoomsReadsTheRoomFromTheBrokersName() {
        QueueSelector<Object> selector = QueueSelectors.inMachineRooms(Set.of("r1", "r2"), QueueSelectors.byHash());
        List<MessageQueue> all = queues("a", "r1@a", "r2@b", "r3@c", "r1@x@y");
        Set<String> used = new LinkedHashSet<>();
        for (int key = 0; key < 50; key++) {
            used.add(selector.select(all, MESSAGE, key).brokerName());
        }
        assertThat(used).containsExactlyInAnyOrder("r1@a", "r2@b");
        List<MessageQueue> elsewhere = queues("a", "r3@c");
        assertThat(selector.select(elsewhere, MESSAGE, 5)).isEqualTo(elsewhere.get(5));
        assertThatThrownBy(() -> QueueSelectors.inMachineRooms(Set.of(), QueueSelectors.byHash()))
                .hasMessageStartingWith("rooms: []");
    }

    /** One ring for all threads; the official utility's digest is shared and mixes up their keys. */
    @Test
    @Tag("B-SELECT-09")
    void byConsistentHashServesManyThreads() throws Exception {
        List<MessageQueue> queues = queues("broker-a", "broker-b", "broker-c");
        QueueSelector<String> selector = QueueSelectors.byConsistentHash(50);
        QueueSelector<String> alone = QueueSelectors.byConsistentHash(50);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = t * 1_000;
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = from; i < from + 1_000; i++) {
                    MessageQueue chosen = selector.select(queues, MESSAGE, "k" + i);
                    synchronized (alone) {
                        assertThat(chosen).isEqualTo(alone.select(queues, MESSAGE, "k" + i));
                    }
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get();
        }
    }
}
