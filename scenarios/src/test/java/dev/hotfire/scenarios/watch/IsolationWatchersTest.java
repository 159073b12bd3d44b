// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** That watchers of who is avoided, and of whose turn it is, see what they are for, and nothing else. */
final class IsolationWatchersTest extends WatcherBench {
    @Test
    void i12AllowsAvoidedBrokersWhereThereIsNoOther() {
        BrokersAvoided watcher = new BrokersAvoided();
        Watch watch = watch(watcher);
        routes.told(HOST, TOPIC, route("broker-a", A), now);
        SendObserver observer = watch.observer("pg", 0);
        observer.brokerIsolated("broker-a", 9_000, "it failed");
        now = 2_000;
        SeenAttempt attempt = attempt(watch, observer, "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
    }

    @Test
    void i12BreaksWhenAnAvoidedBrokerIsPreferredToAnother() {
        BrokersAvoided watcher = new BrokersAvoided();
        Watch watch = watch(watcher);
        routes.told(HOST, TOPIC, twoBrokers(), now);
        SendObserver observer = watch.observer("pg", 0);
        observer.brokerIsolated("broker-a", 9_000, "it failed");
        now = 2_000;
        SeenAttempt attempt = attempt(watch, observer, "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertBroken(watcher, "send 1, attempt 1 to broker-a queue 0: is avoided, and broker-b is not");
    }

    /** Settings change at run time, and so does the policy: what counts is the one that avoids the broker. */
    @Test
    void i12AllowsSingleTriesByAPolicyThatCameLater() {
        BrokersAvoided watcher = new BrokersAvoided();
        Watch watch = Watch.with(() -> now, watcher);
        AtomicReference<ProducerConfig> settings = new AtomicReference<>(config);
        watch.joined("pg", HOST, "runtime", HandMadeRun.CLOCK, settings::get, config);
        routes.told(HOST, TOPIC, twoBrokers(), now);
        SendObserver observer = watch.observer("pg", 0);
        settings.set(adaptive);
        observer.brokerIsolated("broker-a", 9_000, "3 failures in a row");
        now = 2_000;
        SeenAttempt tries = attempt(watch, observer, "1", "broker-a", A);
        settings.set(config);
        observer.brokerReleased("broker-a");
        watcher.onSendRead(frame(tries, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        now = 3_000;
        observer.brokerIsolated("broker-b", 9_000, "it failed");
        observer.brokerIsolated("broker-a", 9_000, "it failed");
        observer.brokerReleased("broker-b");
        now = 4_000;
        watcher.onSendRead(frame(attempt(watch, observer, "2", "broker-a", A), "broker-a", 0, Map.of()));
        assertBroken(watcher, "send 2, attempt 1 to broker-a queue 0: is avoided, and broker-b is not");
    }

    /** Who comes after a producer whose settings were changed has settings of its own. */
    @Test
    void i12AllowsSingleTriesByAProducerThatCameLater() {
        BrokersAvoided watcher = new BrokersAvoided();
        Watch watch = Watch.with(() -> now, watcher);
        watch.joined("pg", HOST, "runtime", HandMadeRun.CLOCK, () -> config, adaptive);
        watch.joined("pg", HOST, "runtime", HandMadeRun.CLOCK, () -> adaptive, adaptive);
        routes.told(HOST, TOPIC, twoBrokers(), now);
        SendObserver observer = watch.observer("pg", 0);
        for (String sendId : List.of("1", "2")) {
            observer.brokerReleased("broker-a");
            observer.brokerIsolated("broker-a", 9_000, "3 failures in a row");
            now++;
            watcher.onSendRead(frame(attempt(watch, observer, sendId, "broker-a", A), "broker-a", 0, Map.of()));
            now++;
        }
        assertThat(watcher.verdict().holds()).isTrue();
    }

    @Test
    void i12BreaksWhenAMessageIsolatesItsBroker() {
        CausesOfIsolation watcher = new CausesOfIsolation();
        Watch watch = watch(watcher);
        watch.follow("broker-a");
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, ILLEGAL);
        assertThat(watcher.verdict().holds()).isTrue();
        attempt(watch, observer, "2", "broker-a", A);
        observer.brokerIsolated("broker-a", now + 10_000_000_000L, "illegal");
        ended(observer, "2", 1, "broker-a", A, ILLEGAL);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i12LetsPeersBeComparedOnEvidenceOnly() {
        CausesOfSuspicion watcher = new CausesOfSuspicion();
        Watch watch = watch(watcher, adaptive);
        watch.follow("broker-a");
        watch.follow("broker-b");
        SendObserver observer = watch.observer("pg", 0);
        for (int i = 1; i <= 2; i++) {
            attempt(watch, observer, "" + i, "broker-a", A);
            ended(observer, "" + i, 1, "broker-a", A, LOST);
        }
        observer.brokerIsolated("broker-a", 9_000, "3 failures in a row");
        assertThat(watcher.verdict().holds()).as("the third is seen after it").isTrue();
        for (int i = 3; i <= 5; i++) {
            attempt(watch, observer, "" + i, "broker-b", B);
            ended(observer, "" + i, 1, "broker-b", B, ILLEGAL);
        }
        observer.brokerReleased("broker-a");
        observer.brokerIsolated("broker-b", 9_000, "9 failures in a row");
        assertThat(watcher.verdict().violations()).as("for a message").isOne();
        observer.brokerIsolated("broker-a", 9_000, "3 failures in a row");
        assertThat(watcher.verdict().violations()).as("all at once").isEqualTo(2);
    }

    @Test
    void i12TakesSilenceForEvidenceIfThereIsSomethingToAnswer() {
        CausesOfSuspicion watcher = new CausesOfSuspicion();
        Watch watch = watch(watcher, adaptive);
        watch.follow("broker-a");
        watch.follow("broker-b");
        SendObserver observer = watch.observer("pg", 0);
        for (int i = 1; i <= 3; i++) {
            attempt(watch, observer, "" + i, "broker-a", A);
        }
        observer.brokerIsolated("broker-a", 9_000, "silent for 21 ms");
        assertThat(watcher.verdict().holds()).isTrue();
        observer.brokerReleased("broker-a");
        attempt(watch, observer, "4", "broker-b", B);
        observer.brokerIsolated("broker-b", 9_000, "silent for 21 ms");
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i12BreaksWhenABrokersFailureIsForgotten() {
        CausesOfIsolation watcher = new CausesOfIsolation();
        Watch watch = watch(watcher);
        watch.follow("broker-a");
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        observer.brokerIsolated("broker-a", now + 10_000_000_000L, "lost");
        ended(observer, "1", 1, "broker-a", A, LOST);
        assertThat(watcher.verdict().holds()).isTrue();
        observer.brokerReleased("broker-a");
        attempt(watch, observer, "2", "broker-a", A);
        ended(observer, "2", 1, "broker-a", A, LOST);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i13BreaksWhenARetryGoesToTheSameBroker() {
        OtherBrokerNext watcher = new OtherBrokerNext();
        Watch watch = watch(watcher);
        routes.told(HOST, TOPIC, twoBrokers(), now);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, LOST);
        observer.attemptStarted("id-1", 2, new MessageQueue(TOPIC, "broker-b", 0), B, now);
        watcher.onSendRead(frame(last(watch, "1"), "broker-b", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        ended(observer, "1", 2, "broker-b", B, LOST);
        observer.attemptStarted("id-1", 3, new MessageQueue(TOPIC, "broker-b", 0), B, now);
        watcher.onSendRead(frame(last(watch, "1"), "broker-b", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void l2BreaksWhenAQueueIsPassedOver() {
        EvenTurns watcher = new EvenTurns();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        for (int i = 0; i < 24; i++) {
            attempt(watch, observer, "s" + i, i % 2 == 0 ? "broker-a" : "broker-b", A);
        }
        assertThat(watcher.verdict().holds()).isTrue();
        for (int i = 24; i < 48; i++) {
            attempt(watch, observer, "s" + i, i % 5 == 0 ? "broker-a" : "broker-b", A);
        }
        assertThat(watcher.verdict().holds()).isFalse();
    }

    /** Also where nobody sent anything while it was new. */
    @Test
    void l2BeginsAnewWithEachRoute() {
        EvenTurns watcher = new EvenTurns();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        QueueData one = new QueueData("broker-a", 1, 1, Permission.READ_WRITE, 0);
        QueueData other = new QueueData("broker-b", 1, 1, Permission.READ_WRITE, 0);
        List<BrokerData> brokers = List.of(broker("broker-a", A), broker("broker-b", B));
        watch.routes().told(HOST, TOPIC, TopicRoute.of(List.of(one, other), brokers), now);
        now += 10_000_000_000L;
        for (int i = 0; i < 10; i++) {
            attempt(watch, observer, "s" + i, i % 2 == 0 ? "broker-a" : "broker-b", A);
        }
        watch.routes().told(HOST, TOPIC, TopicRoute.of(List.of(one), brokers), now);
        now += 10_000_000_000L;
        for (int i = 10; i < 30; i++) {
            attempt(watch, observer, "s" + i, "broker-a", A);
        }
        assertThat(watcher.verdict().examples()).isEmpty();
    }

    /** Sends that were called before a broker was avoided may go there after it, at the same moment. */
    @Test
    void l2DoesNotCountTurnsThatWereTakenBeforeABrokerWasAvoided() {
        EvenTurns watcher = new EvenTurns();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        observer.brokerIsolated("broker-a", 9_000, "it failed");
        attempt(watch, observer, "late", "broker-a", A);
        for (int i = 0; i < 30; i++) {
            now++;
            attempt(watch, observer, "s" + i, i % 2 == 0 ? "broker-b" : "broker-c", B);
        }
        assertThat(watcher.verdict().examples()).isEmpty();
    }

    @Test
    void i12BreaksWhenABrokerThatNobodyAsksIsAvoidedForLonger() {
        CausesOfIsolation watcher = new CausesOfIsolation();
        Watch watch = watch(watcher);
        watch.follow("broker-a");
        watch.follow("broker-b");
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        long until = now + config.latencyTable().isolationNanos(10_000_000_000L);
        observer.brokerIsolated("broker-a", until, "it failed");
        ended(observer, "1", 1, "broker-a", A, LOST);
        now = until;
        attempt(watch, observer, "2", "broker-b", B);
        ended(observer, "2", 1, "broker-b", B, ILLEGAL);
        assertThat(watcher.verdict().holds()).isTrue();
        now = until + 1;
        attempt(watch, observer, "3", "broker-b", B);
        ended(observer, "3", 1, "broker-b", B, ILLEGAL);
        assertThat(watcher.verdict().examples()).first().asString().contains("broker-a is avoided at");
    }
}
