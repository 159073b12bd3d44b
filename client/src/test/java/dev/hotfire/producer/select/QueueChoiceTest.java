// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class QueueChoiceTest {
    private QueueChoice.Positions positions = new QueueChoice.Positions(0);

    @Test
    void goesRoundInTheOrderOfTheRoute() {
        QueueChoice choice = choice(Set.of(), "a", "b");
        assertThat(take(choice, 5)).containsExactly("a/0", "a/1", "b/0", "b/1", "a/0");
    }

    /** B-SELECT-03: the absolute value of the least integer is negative. */
    @Test
    void staysInBoundsWhenTheCounterWraps() {
        positions = new QueueChoice.Positions(Integer.MAX_VALUE - 1);
        assertThat(take(choice(Set.of(), "a", "b", "c"), 4)).hasSize(4);
    }

    @Test
    void avoidsIsolatedBrokersWhileOneIsLeft() {
        assertThat(take(choice(Set.of("a"), "a", "b"), 3)).containsExactly("b/0", "b/1", "b/0");
        assertThat(take(choice(Set.of("a", "b"), "a", "b"), 4)).contains("a/0", "b/0");
    }

    /** B-SELECT-02 and I13. */
    @Test
    void aRetryGoesElsewhereIfThereIsElsewhere() {
        QueueChoice choice = choice(Set.of(), "a", "b");
        for (int i = 0; i < 8; i++) {
            assertThat(choice.nextAvoiding("a").brokerName()).isEqualTo("b");
        }
        assertThat(choice(Set.of(), "a").nextAvoiding("a").brokerName()).isEqualTo("a");
    }

    @Test
    void retriesSpreadOverAllOtherQueuesAndLeaveFirstAttemptsInTheirOrder() {
        QueueChoice choice = choice(Set.of(), "a", "b", "c");
        List<String> retries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            retries.add(choice.nextAvoiding("b").queue().toString().substring(2));
        }
        assertThat(retries).containsExactly("a/0", "a/1", "c/0", "c/1");
        assertThat(take(choice, 2)).containsExactly("a/0", "a/1");
    }

    @Test
    void aRetryPrefersAnAdmissibleBrokerThenAnIsolatedOneThenAny() {
        QueueChoice choice = choice(Set.of("c"), "a", "b", "c");
        for (int i = 0; i < 12; i++) {
            assertThat(choice.nextAvoiding("a").brokerName()).isEqualTo("b");
        }
        assertThat(choice(Set.of("b"), "a", "b").nextAvoiding("a").brokerName()).isEqualTo("b");
    }

    private QueueChoice choice(Set<String> avoided, String... brokers) {
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> datas = new ArrayList<>();
        for (String broker : brokers) {
            queues.add(new QueueData(broker, 2, 2, 6, 0));
            datas.add(new BrokerData("c", broker, new TreeMap<>(Map.of(0L, "127.0.0.1:10911")), null, false));
        }
        return QueueChoice.of(PublishRoute.of("t", TopicRoute.of(queues, datas)), avoided::contains, positions);
    }

    private static List<String> take(QueueChoice choice, int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(choice.next().queue().toString().substring(2));
        }
        return taken;
    }
}
