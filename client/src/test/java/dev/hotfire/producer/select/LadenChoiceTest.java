// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import dev.hotfire.producer.health.AdaptiveHealth;
import dev.hotfire.producer.health.BrokerHealth;
import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Settings;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How queues are chosen under the adaptive policy. */
class LadenChoiceTest {
    private final HandMovedTime time = new HandMovedTime();
    private final AdaptiveHealth health = new AdaptiveHealth(
            new Deadlines(time.loop(), time),
            time,
            new BrokerHealth.Listener() {
                @Override
                public void onIsolated(String brokerName, long untilNanos, String reason) {}

                @Override
                public void onReleased(String brokerName) {}

                @Override
                public void onStandingChanged(String brokerName) {}
            },
            (brokerName, timeoutNanos, onAnswer) -> {
                time.loop().execute(onAnswer);
                return true;
            },
            RandomSource.seeded(1),
            new Settings(LatencyTable.DEFAULT, false, 1, 1, 20_000_000));
    private final QueueChoice.Positions positions = QueueChoice.Positions.from(0);

    private QueueChoice choice(String... brokers) {
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> addresses = new ArrayList<>();
        for (String broker : brokers) {
            queues.add(new QueueData(broker, 2, 2, 6, 0));
            addresses.add(address(broker));
        }
        PublishRoute route = PublishRoute.of("orders", TopicRoute.of(queues, addresses));
        return QueueOrder.laden(health::load).choice(route, health::standing, positions);
    }

    private static BrokerData address(String broker) {
        return new BrokerData("cluster", broker, new TreeMap<>(Map.of(0L, "10.0.0.1:1")), null, false);
    }

    private static List<String> take(QueueChoice choice, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Target target = choice.next();
            taken.add(target.brokerName() + "/" + target.queue().queueId());
        }
        return taken;
    }

    private void begin(String broker, int attempts) {
        for (int i = 0; i < attempts; i++) {
            health.onStart(broker, Kind.ASYNC, time.nanoTime());
        }
    }

    private void end(String broker, Ending ending, int attempts) {
        for (int i = 0; i < attempts; i++) {
            health.onAttempt(broker, Kind.ASYNC, ending, "why", time.nanoTime(), time.nanoTime());
        }
    }

    private void avoid(String broker, String because) {
        begin(because, 1);
        end(because, Ending.STORED, 1);
        begin(broker, 3);
        end(broker, Ending.UNREACHED, 3);
    }

    @Test
    void goesRoundAsLongAsAllKeepUp() {
        QueueChoice choice = choice("a", "b");
        begin("a", 2);
        assertThat(take(choice, 5)).containsExactly("a/0", "b/0", "a/1", "b/1", "a/0");
    }

    /** In the order of the route a broker would get as many in a row as it has queues. */
    @Test
    void goesFromBrokerToBrokerWhateverNumberOfQueuesTheyHave() {
        PublishRoute route = PublishRoute.of(
                "orders",
                TopicRoute.of(
                        List.of(new QueueData("a", 4, 4, 6, 0), new QueueData("b", 2, 2, 6, 0)),
                        List.of(address("a"), address("b"))));
        QueueChoice choice = QueueOrder.laden(health::load).choice(route, health::standing, positions);
        assertThat(take(choice, 7)).containsExactly("a/0", "a/1", "b/0", "a/2", "a/3", "b/1", "a/0");
    }

    @Test
    void passesOverWhoHasFarMoreUnderWay() {
        QueueChoice choice = choice("a", "b", "c");
        begin("a", 3);
        List<String> taken = take(choice, 600);
        assertThat(taken).doesNotContain("a/0", "a/1");
        // Not only its neighbour gets what it does not.
        for (String queue : List.of("b/0", "b/1", "c/0", "c/1")) {
            assertThat(taken.stream().filter(queue::equals)).as(queue).hasSizeBetween(140, 160);
        }
    }

    @Test
    void passesNobodyOverIfAllHaveMuchToDo() {
        QueueChoice choice = choice("a", "b");
        begin("a", 100);
        begin("b", 60);
        assertThat(take(choice, 4)).containsExactly("a/0", "b/0", "a/1", "b/1");
        begin("a", 100);
        assertThat(take(choice, 4)).allMatch(queue -> queue.startsWith("b"));
    }

    /** One that takes 100 ms where the others take 25, which is no reason to avoid it, gets what it can do and no more. */
    @Test
    void whoIsSlowIsPassedOverForWhatItHasUnderWay() {
        answer("b", 25);
        answer("c", 25);
        answer("a", 100);
        QueueChoice choice = choice("a", "b", "c");
        assertThat(take(choice, 6)).as("it has nothing to do").contains("a/0", "a/1");
        begin("a", 1);
        assertThat(take(choice, 60)).doesNotContain("a/0", "a/1");
        begin("b", 3);
        begin("c", 3);
        assertThat(take(choice, 60)).as("three take less time than one").doesNotContain("a/0", "a/1");
        begin("b", 2);
        begin("c", 2);
        assertThat(take(choice, 60)).filteredOn(queue -> queue.startsWith("a")).hasSize(20);
    }

    /** Of two others the one with less to do. */
    @Test
    void whatOneIsPassedOverForGoesToWhoHasLeastToDo() {
        answer("a", 100);
        answer("b", 10);
        answer("c", 10);
        QueueChoice choice = choice("a", "b", "c");
        begin("a", 1);
        begin("b", 20);
        List<String> taken = take(choice, 60);
        assertThat(taken).allMatch(queue -> queue.startsWith("c"));
    }

    /** With room for one message in 40 ms it is quick again as soon as it is spared, which is no reason to give it three at once. */
    @Test
    void whoIsSparedStaysSlowUntilItIsClearlyNot() {
        answer("b", 10);
        answer("a", 40);
        QueueChoice choice = choice("a", "b");
        begin("a", 1);
        assertThat(take(choice, 20)).noneMatch(queue -> queue.startsWith("a"));
        answer("a", 15);
        assertThat(take(choice, 20)).noneMatch(queue -> queue.startsWith("a"));
        answer("a", 10);
        assertThat(take(choice, 20)).filteredOn(queue -> queue.startsWith("a")).hasSize(10);
    }

    /** Nor does who was slow for a moment get less than its share of what many send, because another one is nearer. */
    @Test
    void whoWasSlowIsNotWeighedByHowMuchNearerOthersAre() {
        answer("b", 5);
        answer("a", 40);
        answer("a", 15);
        QueueChoice choice = choice("a", "b");
        begin("a", 8);
        begin("b", 4);
        assertThat(take(choice, 20)).filteredOn(queue -> queue.startsWith("a")).hasSize(10);
    }

    /** Where all are far away each attempt counts, for all alike. */
    @Test
    void ofThoseThatAreAllSlowWhoHasNothingToDoIsPreferred() {
        answer("a", 40);
        answer("b", 40);
        QueueChoice choice = choice("a", "b");
        begin("a", 1);
        assertThat(take(choice, 20)).noneMatch(queue -> queue.startsWith("a"));
        begin("b", 1);
        assertThat(take(choice, 20)).filteredOn(queue -> queue.startsWith("a")).hasSize(10);
    }

    /** It may have come back only because it was spared. */
    @Test
    void whoHasComeBackGetsOneAtATimeUntilItHasShownThatItIsQuick() {
        avoid("a", "b");
        begin("a", 3);
        end("a", Ending.STORED, 3);
        for (int i = 0; i < 310; i++) {
            time.advance(Duration.ofMillis(1));
        }
        QueueChoice choice = choice("a", "b");
        assertThat(take(choice, 20)).filteredOn(queue -> queue.startsWith("a")).hasSize(10);
        begin("a", 1);
        assertThat(take(choice, 20)).noneMatch(queue -> queue.startsWith("a"));
        answer("a", 15);
        assertThat(take(choice, 20)).filteredOn(queue -> queue.startsWith("a")).hasSize(10);
    }

    /** Brokers may be near and far, and all be well. */
    @Test
    void whoAnswersSoonIsNotSlowHoweverSoonOthersDo() {
        answer("b", 1);
        answer("a", 19);
        QueueChoice choice = choice("a", "b");
        begin("a", 2);
        assertThat(take(choice, 40)).filteredOn(queue -> queue.startsWith("a")).hasSize(20);
    }

    private void answer(String broker, int tookMillis) {
        for (int i = 0; i < 40; i++) {
            begin(broker, 1);
            long nowNanos = time.nanoTime();
            health.onAttempt(broker, Kind.ASYNC, Ending.STORED, "", nowNanos - tookMillis * 1_000_000L, nowNanos);
        }
    }

    @Test
    void anAvoidedOneGetsASendForEachTicket() {
        avoid("a", "b");
        QueueChoice choice = choice("a", "b");
        assertThat(take(choice, 4)).allMatch(queue -> queue.startsWith("b"));
        for (int i = 0; i < 130; i++) {
            time.advance(Duration.ofMillis(1));
            time.turn();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(choice.nextUnanswered().brokerName())
                    .as("it would prove nothing")
                    .isEqualTo("b");
        }
        assertThat(take(choice, 4)).filteredOn(queue -> queue.startsWith("a")).hasSize(1);
        assertThat(take(choice, 4)).allMatch(queue -> queue.startsWith("b"));
    }

    @Test
    void ofAvoidedOnesOnlyAllAreChosen() {
        avoid("a", "elsewhere");
        QueueChoice choice = choice("a");
        assertThat(take(choice, 3)).containsExactly("a/0", "a/1", "a/0");
    }

    @Test
    void whoComesBackGetsItsShareByAndBy() {
        avoid("a", "b");
        begin("a", 3);
        end("a", Ending.STORED, 3);
        QueueChoice choice = choice("a", "b");
        assertThat(take(choice, 160)).filteredOn(queue -> queue.startsWith("a")).hasSize(20);
        for (int i = 0; i < 310; i++) {
            time.advance(Duration.ofMillis(1));
        }
        assertThat(take(choice, 160)).filteredOn(queue -> queue.startsWith("a")).hasSize(80);
    }
}
