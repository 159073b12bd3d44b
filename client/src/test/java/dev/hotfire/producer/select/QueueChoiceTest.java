// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ObjectLayout;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class QueueChoiceTest {
    private QueueOrder order = QueueOrder.EVEN;
    private QueueChoice.Positions positions = QueueChoice.Positions.from(0);

    @Test
    @Tag("B-SELECT-01")
    void goesRoundInTheOrderOfTheRoute() {
        QueueChoice choice = choice(Set.of(), "a", "b");
        assertThat(take(choice, 5)).containsExactly("a/0", "a/1", "b/0", "b/1", "a/0");
    }

    /** B-SELECT-03: the absolute value of the least integer is negative. */
    @Test
    @Tag("B-SELECT-03")
    void staysInBoundsWhenTheCounterWraps() {
        positions = QueueChoice.Positions.from(Integer.MAX_VALUE - 1);
        assertThat(take(choice(Set.of(), "a", "b", "c"), 4)).hasSize(4);
    }

    /** Else each turn that a caller takes stops the loop, now and then, at what it writes next to it for each send. */
    @Test
    void thePositionSharesNoCacheLine() {
        ObjectLayout.assertHasLinesToItself(positions);
    }

    /** The hazard: a counter per thread that begins anywhere makes short-lived threads choose at random. */
    @Test
    @Tag("B-SELECT-04")
    void goesRoundForAllThreadsTogether() throws InterruptedException {
        QueueChoice choice = choice(Set.of(), "a", "b");
        List<String> taken = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread shortLived = new Thread(() -> taken.addAll(take(choice, 1)));
            shortLived.start();
            shortLived.join();
        }
        assertThat(taken).containsExactly("a/0", "a/1", "b/0", "b/1", "a/0", "a/1", "b/0", "b/1");
    }

    /** The hazard of old clients: the fallback wrote another broker's name into a queue that all threads share. */
    @Test
    @Tag("B-SELECT-11")
    void choosingLeavesTheQueuesAsTheyAre() {
        QueueChoice choice = choice(Set.of("a", "b"), "a", "b");
        List<MessageQueue> before = List.copyOf(choice.queues());
        for (int i = 0; i < 10; i++) {
            choice.next();
            choice.nextAvoiding("a");
        }
        assertThat(choice.queues()).isEqualTo(before).isUnmodifiable();
        assertThat(take(choice, 4)).as("each in its turn").containsExactlyInAnyOrder("a/0", "a/1", "b/0", "b/1");
    }

    @Test
    void avoidsIsolatedBrokersWhileOneIsLeft() {
        assertThat(take(choice(Set.of("a"), "a", "b"), 3)).containsExactly("b/0", "b/1", "b/0");
        assertThat(take(choice(Set.of("a", "b"), "a", "b"), 4)).contains("a/0", "b/0");
    }

    /** B-SELECT-02 and I13. */
    @Test
    @Tag("B-SELECT-02")
    void aRetryGoesElsewhereIfThereIsElsewhere() {
        QueueChoice choice = choice(Set.of(), "a", "b");
        for (int i = 0; i < 8; i++) {
            assertThat(choice.nextAvoiding("a").brokerName()).isEqualTo("b");
        }
        assertThat(choice(Set.of(), "a").nextAvoiding("a").brokerName()).isEqualTo("a");
    }

    @Test
    @Tag("B-SELECT-02")
    @Tag("B-SELECT-05")
    void retriesSpreadOverAllOtherQueuesAndLeaveFirstAttemptsInTheirOrder() {
        QueueChoice choice = choice(Set.of(), "a", "b", "c");
        assertThat(retries(choice, "b", 4)).containsExactly("a/0", "a/1", "c/0", "c/1");
        assertThat(take(choice, 2)).containsExactly("a/0", "a/1");
    }

    /** An ordered topic's configuration names brokers in any order, and may name one twice. */
    @Test
    @Tag("B-SELECT-02")
    void retriesLeaveOutAllQueuesOfABrokerWhereverTheyStand() {
        QueueChoice choice = order.choice(
                PublishRoute.of("t", new TopicRoute("a:2;b:1;a:1;c:2", List.of(), brokers("a", "b", "c"), Map.of())),
                broker -> Standing.GOOD,
                positions);
        assertThat(retries(choice, "a", 4)).containsExactly("b/0", "c/0", "c/1", "b/0");
        assertThat(retries(choice, "nobody", 6)).containsExactlyInAnyOrder("a/0", "a/1", "a/0", "b/0", "c/0", "c/1");
    }

    @Test
    void aRetryPrefersAnAdmissibleBrokerThenAnIsolatedOneThenAny() {
        QueueChoice choice = choice(Set.of("c"), "a", "b", "c");
        for (int i = 0; i < 12; i++) {
            assertThat(choice.nextAvoiding("a").brokerName()).isEqualTo("b");
        }
        assertThat(choice(Set.of("b"), "a", "b").nextAvoiding("a").brokerName()).isEqualTo("b");
    }

    @Test
    void aShunnedBrokerComesAfterAnAvoidedOne() {
        Map<String, Standing> standings = Map.of("a", Standing.SHUNNED, "b", Standing.AVOIDED);
        for (QueueOrder each : List.of(QueueOrder.EVEN, QueueOrder.OFFICIAL)) {
            order = each;
            assertThat(take(choice(standings, "a", "b"), 4)).containsExactly("b/0", "b/1", "b/0", "b/1");
            assertThat(take(choice(Map.of("a", Standing.SHUNNED), "a"), 1)).containsExactly("a/0");
        }
    }

    /** B-SELECT-02: one position for all attempts, moved by each queue that is looked at; two brokers give a, b, a. */
    @Test
    @Tag("B-SELECT-02")
    @Tag("B-RETRY-12")
    void theOfficialOrderWalksOverAllQueues() {
        order = QueueOrder.OFFICIAL;
        QueueChoice choice = choice(Set.of(), "a", "b");
        assertThat(name(choice.next())).isEqualTo("a/0");
        assertThat(name(choice.nextAvoiding("a"))).isEqualTo("b/0");
        assertThat(name(choice.nextAvoiding("b"))).isEqualTo("a/0");
        assertThat(name(choice.next())).isEqualTo("a/1");
        assertThat(name(choice.nextAvoiding("a"))).isEqualTo("b/0");
        QueueChoice alone = choice(Set.of(), "a");
        assertThat(name(alone.nextAvoiding("a"))).startsWith("a/");
    }

    /**
     * B-FAULT-07: available and another broker, else reachable and another broker, else the next one, whoever has it.
     */
    @Test
    @Tag("B-FAULT-07")
    void theOfficialOrderHasThreeStages() {
        order = QueueOrder.OFFICIAL;
        QueueChoice choice = choice(Set.of("b"), "a", "b", "c");
        for (int i = 0; i < 6; i++) {
            assertThat(choice.next().brokerName()).isIn("a", "c");
            assertThat(choice.nextAvoiding("a").brokerName()).isEqualTo("c");
        }
        QueueChoice noOther = choice(Set.of("b"), "a", "b");
        for (int i = 0; i < 6; i++) {
            assertThat(noOther.nextAvoiding("a").brokerName()).isEqualTo("b");
        }
        positions = QueueChoice.Positions.from(0);
        QueueChoice unreached = choice(Map.of("b", Standing.SHUNNED), "a", "b");
        assertThat(name(unreached.nextAvoiding("a"))).isEqualTo("a/0");
        assertThat(name(unreached.nextAvoiding("a"))).isEqualTo("a/1");
        assertThat(name(unreached.nextAvoiding("a"))).isEqualTo("b/0");
    }

    private QueueChoice choice(Set<String> avoided, String... brokers) {
        Map<String, Standing> standings = new TreeMap<>();
        avoided.forEach(broker -> standings.put(broker, Standing.AVOIDED));
        return choice(standings, brokers);
    }

    private QueueChoice choice(Map<String, Standing> standings, String... brokers) {
        List<QueueData> queues = new ArrayList<>();
        for (String broker : brokers) {
            queues.add(new QueueData(broker, 2, 2, 6, 0));
        }
        return order.choice(
                PublishRoute.of("t", TopicRoute.of(queues, brokers(brokers))),
                broker -> standings.getOrDefault(broker, Standing.GOOD),
                positions);
    }

    private static List<BrokerData> brokers(String... names) {
        List<BrokerData> brokers = new ArrayList<>();
        for (String name : names) {
            brokers.add(new BrokerData("c", name, new TreeMap<>(Map.of(0L, "127.0.0.1:10911")), null, false));
        }
        return brokers;
    }

    private static List<String> retries(QueueChoice choice, String failed, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(name(choice.nextAvoiding(failed)));
        }
        return taken;
    }

    private static List<String> take(QueueChoice choice, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(name(choice.next()));
        }
        return taken;
    }

    private static String name(Target target) {
        return target.queue().toString().substring(2);
    }
}
