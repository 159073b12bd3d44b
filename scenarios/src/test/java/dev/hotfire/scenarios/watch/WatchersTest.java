// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.ContentHash;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each watcher sees a run that keeps its invariant, made by hand, and ways in which one breaks it. */
final class WatchersTest {
    private static final String HOST = "10.0.0.9";
    private static final String TOPIC = "orders";
    private static final String A = "10.0.0.1:10911";
    private static final String B = "10.0.0.2:10911";
    private static final AttemptOutcome LOST = new AttemptOutcome.Unknown(-1, "connection lost");
    private static final AttemptOutcome ILLEGAL = new AttemptOutcome.Refused(13, "illegal");

    private static final MachineClock CLOCK = new MachineClock() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    };

    private final ProducerConfig config = ProducerConfig.builder("pg")
            .nameServers("10.0.0.8:9876")
            .isolation(Isolation.TABLE)
            .build();
    private final ProducerConfig adaptive =
            config.toBuilder().isolation(Isolation.ADAPTIVE).build();
    private final RouteBook routes = new RouteBook();
    private final Map<String, SeenMessage> messages = new HashMap<>();
    private final Link link = new Link("broker-a", 1, HOST, 0);
    private long now = 1_000;

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
        watch.joined("pg", HOST, "runtime", CLOCK, settings::get, config);
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
        watch.joined("pg", HOST, "runtime", CLOCK, () -> config, adaptive);
        watch.joined("pg", HOST, "runtime", CLOCK, () -> adaptive, adaptive);
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
    void i14BreaksBeyondTheQueuesOfEveryRoute() {
        LegalQueues watcher = new LegalQueues();
        Watch watch = watch(watcher);
        routes.told(HOST, TOPIC, route("broker-a", A), now);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 1, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-a", 2, Map.of()));
        watcher.onSendRead(frame(attempt, "broker-b", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void i14KnowsThatSomeQueuesAreOnlyForReading() {
        routes.told(
                HOST,
                TOPIC,
                TopicRoute.of(
                        List.of(new QueueData("broker-a", 2, 2, Permission.READ, 0)), List.of(broker("broker-a", A))),
                now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.always()).isEmpty();
    }

    @Test
    void i15BreaksWhenAnOpaqueComesTwice() {
        OpaquesUnique watcher = new OpaquesUnique();
        watch(watcher);
        watcher.onRequestRead(
                request(Frame.request(RequestCode.HEART_BEAT).opaque(1).build()));
        watcher.onRequestRead(
                request(Frame.request(RequestCode.HEART_BEAT).opaque(2).build()));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(
                request(Frame.request(RequestCode.HEART_BEAT).opaque(1).build()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i16BreaksWhenAnAttemptHasAnotherId() {
        IdsUnique watcher = new IdsUnique();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-2", "1")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i16BreaksWhenTwoSendsHaveOneId() {
        IdsUnique watcher = new IdsUnique();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "2")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** Ids that nobody began a send with are held to the same. */
    @Test
    void i16BreaksWhenTwoStrangersHaveOneId() {
        IdsUnique watcher = new IdsUnique();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-8", "8")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-8", "8")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-8", "9")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-9", "8")));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void i17BreaksWhenAMessageGetsAProperty() {
        MessagesUntouched watcher = new MessagesUntouched();
        Watch watch = watch(watcher);
        Message message = Message.builder(TOPIC).body(body("1")).keys("1").build();
        call(watch, "1");
        watch.handed("1", message);
        watch.handedBack("1", message);
        assertThat(watcher.verdict().holds()).isTrue();
        watch.handed("1", message);
        watch.handedBack(
                "1",
                Message.builder(TOPIC)
                        .body(body("1"))
                        .keys("1")
                        .property("more", "x")
                        .build());
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x1BreaksWhenAFrameNamesAnotherQueueThanItsAttempt() {
        FramesAsSaid watcher = new FramesAsSaid();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        Map<String, String> properties = ids("id-1", "1");
        watcher.onSendRead(frame(attempt, "broker-a", 0, properties));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-b", 0, properties));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x2BreaksWhenABodyIsAnother() {
        BodiesAsSent watcher = new BodiesAsSent();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1"), body("2"), 0));
        watcher.onSendRead(frame(attempt, "broker-a", 0, ids("id-1", "1"), body("1"), SysFlag.COMPRESSED));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x3BreaksWhenAnAttemptLeavesTwice() {
        FramesCounted watcher = new FramesCounted();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        attempt.frames = 1;
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x5BreaksWhenABrokerIsToldAnotherEndThanWasDecided() {
        TransactionsEnd watcher = new TransactionsEnd();
        Watch watch = watch(watcher);
        watch.decided("pg", "id-1", TransactionState.ROLLBACK, false);
        Frame end = new EndTransactionHeader(
                        TOPIC, "pg", 0, 0, SysFlag.TRANSACTION_COMMIT, false, "id-1", "id-1", "broker-a")
                .writeTo(Frame.request(RequestCode.END_TRANSACTION).oneway(true))
                .build();
        watcher.onRequestRead(request(end));
        assertThat(watcher.verdict().examples())
                .anyMatch(text -> text.contains("says 8, and the user's code said 12"))
                .anyMatch(text -> text.contains("names none of []"));
    }

    /** Nobody's decision is asked for about a half message that is less durable than it should be. */
    @Test
    void x5AllowsWeakHalfMessagesToBeRolledBackUnasked() {
        for (SendStatus status : SendStatus.values()) {
            for (int word : new int[] {SysFlag.TRANSACTION_COMMIT, SysFlag.TRANSACTION_ROLLBACK}) {
                TransactionsEnd watcher = new TransactionsEnd();
                SendObserver observer = watch(watcher).observer("pg", 0);
                observer.sendStarted("id-1", TOPIC, now);
                MessageQueue queue = new MessageQueue(TOPIC, "broker-a", 0);
                observer.sendEnded(
                        "id-1",
                        new SendResult(status, "id-1", "offset", queue, 0, null, null, "region", true, 1),
                        null,
                        now);
                watcher.onRequestRead(request(new EndTransactionHeader(
                                TOPIC, "pg", 0, 0, word, false, "id-1", "id-1", "broker-a")
                        .writeTo(Frame.request(RequestCode.END_TRANSACTION).oneway(true))
                        .build()));
                boolean allowed = status != SendStatus.SEND_OK && word == SysFlag.TRANSACTION_ROLLBACK;
                assertThat(watcher.verdict().examples().stream().filter(text -> text.contains("nobody decided")))
                        .hasSize(allowed ? 0 : 1);
            }
        }
    }

    @Test
    void x6BreaksWhenAReplyIsToAnotherRequest() {
        RepliesMatch watcher = new RepliesMatch();
        Watch watch = watch(watcher);
        watch.replied("1", "1");
        assertThat(watcher.verdict().holds()).isTrue();
        watch.replied("1", "2");
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x8BreaksWhenAHeartbeatLeavesAGroupOut() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        link.lastStart = 2_000;
        watcher.onRequestRead(request(heartbeat("pg", "pg-2")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(request(heartbeat("pg-2")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x9BreaksWhenALaterCallGoesFirst() {
        OrderKept watcher = new OrderKept();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        observer.sendStarted("id-1", TOPIC, 10);
        observer.sendStarted("id-2", TOPIC, 11);
        assertThat(watcher.verdict().holds()).isTrue();
        observer.sendStarted("id-3", TOPIC, 10);
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
    void l4BreaksWhenACloseTakesLongerThanItWasGiven() {
        CloseInTime watcher = new CloseInTime();
        Watch watch = watch(watcher);
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos();
        watch.closed("pg");
        assertThat(watcher.verdict().holds()).isTrue();
        watch.joined("pg", HOST, "pg", CLOCK, () -> config, config);
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos() + 700_000_000L;
        watch.closed("pg");
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void l4BreaksWhenACloseNeverEnds() {
        CloseInTime watcher = new CloseInTime();
        Watch watch = watch(watcher);
        watch.closing("pg", true);
        assertThat(watch.verdicts().get(0).violations()).isOne();
    }

    @Test
    void l1BreaksWhenASendFailsLongAfterTheLastFault() {
        GoodAgain watcher = new GoodAgain();
        Watch watch = watch(watcher);
        watch.healed();
        call(watch, "1");
        watch.told("1", new Terminal(TerminalClass.FAIL, now, false, null, null, "no"), null);
        now += 3_000_000_000L + config.routeRefresh().toNanos();
        call(watch, "2");
        watch.told("2", new Terminal(TerminalClass.FAIL, now, false, null, null, "no"), null);
        // What the producer refused at the door has no failure of the producer's own.
        assertThat(watch.verdicts().get(0).holds()).isTrue();
        call(watch, "3");
        watch.told("3", new Terminal(TerminalClass.INFO, now, false, null, null, null), null);
        assertThat(watch.verdicts().get(0).violations()).isOne();
    }

    @Test
    void m1BreaksWhenASendGivesUpWithAttemptsLeft() {
        RetriesAsSpecified watcher = new RetriesAsSpecified();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        now += 5;
        ended(observer, "1", 1, "broker-a", A, LOST);
        observer.sendEnded("id-1", null, null, now);
        Verdict verdict = watch.verdicts().get(0);
        assertThat(verdict.examples()).first().asString().contains("no other followed");
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

    @Test
    void i18BreaksWhenThereIsOneOfSomethingForEachSend() {
        NothingHeld watcher = new NothingHeld();
        Watch watch = watch(watcher);
        watch.healed();
        now += 3_000_000_000L + config.routeRefresh().toNanos();
        watch.atRest("pg", Map.of("dev.hotfire.producer.send.Topic", 2));
        watch.atRest("pg", Map.of("dev.hotfire.producer.ProducerConfig.values", 200));
        assertThat(watcher.verdict().holds()).isTrue();
        watch.atRest("pg", Map.of("dev.hotfire.producer.reply.PendingReplies.pending", 61));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i18BreaksWhenAConnectionThatWasLetGoIsNotClosed() {
        NothingHeld watcher = new NothingHeld();
        Watch watch = watch(watcher);
        watch.healed();
        now += 6_000_000_000L + config.routeRefresh().toNanos();
        watch.atRest("pg", Map.of("dev.hotfire.producer.connect.Connections.retired", 1));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x10BreaksWhenAResultIsOfAnotherAttempt() {
        EndsAsHappened watcher = new EndsAsHappened();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, new AttemptOutcome.Stored(SendStatus.SEND_OK, 7));
        observer.sendEnded("id-1", result("1", "broker-a", 8, 1), null, now);
        assertThat(watcher.verdict().examples()).first().asString().contains("its result is that of attempt 1");
    }

    @Test
    void x10BreaksWhenAnAttemptEndsForNoReason() {
        EndsAsHappened watcher = new EndsAsHappened();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, LOST);
        assertThat(watcher.verdict().holds()).isTrue();
        attempt(watch, observer, "2", "broker-a", A);
        ended(observer, "2", 1, "broker-a", A, new AttemptOutcome.Refused(10_001, "null"));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x11BreaksWhenNobodySaysWhatCameOfARecall() {
        RecallsTold watcher = new RecallsTold();
        Watch watch = watch(watcher);
        call(watch, "1");
        watch.recalling("1", "a handle");
        assertThat(watch.verdicts().get(0).violations()).isOne();
    }

    @Test
    void x12BreaksWhenABodyIsRefusedThatFits() {
        DoorKept watcher = new DoorKept();
        Watch watch = watch(watcher);
        call(watch, "1");
        watch.told("1", new Terminal(TerminalClass.OK, now, false, "id-1", null, null), null);
        assertThat(watcher.verdict().holds()).isTrue();
        call(watch, "2");
        watch.told("2", new Terminal(TerminalClass.FAIL, now, false, null, null, "too large"), null);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x13BreaksWhenAnotherQueueIsTakenThanWasChosen() {
        ChoicesKept watcher = new ChoicesKept();
        Watch watch = watch(watcher);
        watch.called(new Invocation("1", "pg", TOPIC, 0, 1, SendKind.PLAIN, "a key", 3_000_000_000L, 0, 3, now));
        watch.chosen("1", new MessageQueue(TOPIC, "broker-a", 0));
        SendObserver observer = watch.observer("pg", 0);
        observer.sendStarted("id-1", TOPIC, now);
        observer.attemptStarted("id-1", 1, new MessageQueue(TOPIC, "broker-a", 0), A, now);
        SeenAttempt attempt = last(watch, "1");
        attempt.send.call = watch.call("1");
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        watch.chosen("1", new MessageQueue(TOPIC, "broker-b", 0));
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x15BreaksWhenACallbackRunsOnTheLoop() {
        UserCodeApart watcher = new UserCodeApart();
        Watch watch = watch(watcher);
        watch.inUserCode("pg", false);
        assertThat(watcher.verdict().holds()).isTrue();
        watch.inUserCode("pg", true);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x16BreaksWhenASignatureIsWrong() {
        SignaturesFollowed watcher = new SignaturesFollowed();
        watch(watcher);
        watcher.onTurnedAway(request(heartbeat("pg")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18BreaksWhenNoRouteIsReadAfterALoss() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        Frame question = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        attempt(watch, observer, "1", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, LOST);
        now += 1_000_000;
        watcher.onRequestRead(request(question));
        now += 5_000_000_000L;
        attempt(watch, observer, "2", "broker-a", A);
        ended(observer, "2", 1, "broker-a", A, ILLEGAL);
        attempt(watch, observer, "3", "broker-a", A);
        ended(observer, "3", 1, "broker-a", A, LOST);
        now += 1_000_000_000L;
        watcher.onRequestRead(request(question));
        assertThat(watch.verdicts().get(0).examples())
                .singleElement()
                .asString()
                .startsWith("send 3, attempt 1");
    }

    @Test
    void x19BreaksWhenAServerThatGoesGetsMore() {
        LeaversLetGo watcher = new LeaversLetGo();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        SeenAttempt first = attempt(watch, observer, "1", "broker-a", A);
        SeenAttempt together = attempt(watch, observer, "2", "broker-a", A);
        watcher.onSendRead(frame(first, "broker-a", 0, Map.of()));
        now++;
        ended(observer, "1", 1, "broker-a", A, new AttemptOutcome.Refused(1500, "bye"));
        watcher.onSendRead(frame(together, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).isTrue();
        now++;
        watcher.onSendRead(frame(attempt(watch, observer, "3", "broker-a", A), "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x20BreaksWhenAnAttemptOutlivesItsConnection() {
        LostCallsTold watcher = new LostCallsTold();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        for (String sendId : List.of("1", "2", "3")) {
            watcher.onSendRead(frame(attempt(watch, observer, sendId, "broker-a", A), "broker-a", 0, Map.of()));
        }
        now++;
        ended(observer, "1", 1, "broker-a", A, ILLEGAL);
        now++;
        link.endedAt = now;
        ended(observer, "2", 1, "broker-a", A, LOST);
        now++;
        ended(observer, "3", 1, "broker-a", A, LOST);
        assertThat(watch.verdicts().get(0).examples())
                .singleElement()
                .asString()
                .startsWith("send 3, attempt 1 to broker-a queue 0: went on after connection 1");
    }

    @Test
    void x5BreaksWhenAWeakHalfMessageIsWorkedOn() {
        for (SendStatus status : SendStatus.values()) {
            TransactionsEnd watcher = new TransactionsEnd();
            Watch watch = watch(watcher);
            SendObserver observer = watch.observer("pg", 0);
            observer.sendStarted("id-1", TOPIC, now);
            MessageQueue queue = new MessageQueue(TOPIC, "broker-a", 0);
            observer.sendEnded(
                    "id-1",
                    new SendResult(status, "id-1", "offset", queue, 0, null, null, "region", true, 1),
                    null,
                    now);
            watch.decided("pg", "id-1", TransactionState.COMMIT, true);
            assertThat(watcher.verdict().holds()).as("a broker asked").isTrue();
            watch.decided("pg", "id-1", TransactionState.COMMIT, false);
            assertThat(watcher.verdict().holds()).isEqualTo(status == SendStatus.SEND_OK);
        }
    }

    @Test
    void x21BreaksWhenARequestLacksWhatAllCarry() {
        RequestsMarked watcher = new RequestsMarked();
        watch(watcher, config.toBuilder().streamRequests(true).build());
        watcher.onRequestRead(
                request(Frame.request(RequestCode.HEART_BEAT).field("ReqT", "0").build()));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT).build()));
        assertThat(watcher.verdict().violations()).isOne();
        watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                .field("ReqT", "0")
                .field("__ZONE_NAME", "zone-1")
                .build()));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x8BreaksWhenAClientDoesNotNameItsUnit() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher, config.toBuilder().unitName("unit-1").build());
        for (String client :
                List.of(HOST + "@1#2@unit-1", HOST + "@1#2", HOST + "@1#2@unit-2", HOST + "@1#2@unit-1@STREAM")) {
            watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                    .body(HeartbeatData.ofProducers(client, List.of("pg")).encode())
                    .build()));
        }
        assertThat(watcher.verdict().violations()).isEqualTo(3);
    }

    /** There all clients have one host, and only the groups tell which one it is. */
    @Test
    void x8BreaksOverTcpWhenTheClientOfAGroupDoesNotNameItsUnit() {
        GroupsNamed watcher = new GroupsNamed();
        Watch watch = Watch.overTcp(() -> now, watcher);
        ProducerConfig other = config.toBuilder().unitName("unit-1").build();
        watch.joined("pg", HOST, "one", CLOCK, () -> config, config);
        watch.joined("pg-2", HOST, "another", CLOCK, () -> other, other);
        for (String client : List.of(HOST + "@1#2", HOST + "@1#3@unit-1")) {
            for (String group : List.of("pg", "pg-2", "pg-of-nobody")) {
                watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                        .body(HeartbeatData.ofProducers(client, List.of(group)).encode())
                        .build()));
            }
        }
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x22BreaksWhenAnOutcomeIsNotWhatTheBrokerAnswered() {
        OutcomesAsAnswered watcher = new OutcomesAsAnswered();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A).answered = 13;
        ended(observer, "1", 1, "broker-a", A, ILLEGAL);
        attempt(watch, observer, "2", "broker-a", A).answered = 13;
        ended(observer, "2", 1, "broker-a", A, LOST);
        attempt(watch, observer, "3", "broker-a", A).answered = 12;
        ended(observer, "3", 1, "broker-a", A, new AttemptOutcome.Stored(SendStatus.FLUSH_SLAVE_TIMEOUT, 7));
        assertThat(watcher.verdict().holds()).isTrue();
        attempt(watch, observer, "4", "broker-a", A).answered = 12;
        ended(observer, "4", 1, "broker-a", A, new AttemptOutcome.Stored(SendStatus.SEND_OK, 7));
        attempt(watch, observer, "5", "broker-a", A).answered = 0;
        ended(observer, "5", 1, "broker-a", A, ILLEGAL);
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    /** Of a message that never left the failure is all that there is. */
    @Test
    void x10BreaksWhenARouteIsSaidToBeEmptyThatIsNot() {
        EndsAsHappened watcher = new EndsAsHappened();
        Watch watch = watch(watcher);
        for (int told = 0; told < 2; told++) {
            call(watch, "" + told);
            watch.told(
                    "" + told,
                    new Terminal(TerminalClass.FAIL, now, false, null, null, "no queue"),
                    new NoRouteException(
                            "topic orders has no queue that can be written to", TOPIC, List.of(), Duration.ZERO, null));
            assertThat(watcher.verdict().violations()).isEqualTo(told);
            watch.routes().told(HOST, TOPIC, twoBrokers(), now);
        }
    }

    @Test
    void x8BreaksWhenTheFirstHeartbeatLeavesSomethingOut() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        HeartbeatData all = HeartbeatData.ofProducers(HOST + "@1#2", List.of("pg"));
        for (int beats = 1; beats <= 2; beats++) {
            for (boolean withoutSub : new boolean[] {false, true}) {
                link.heartbeats = beats;
                watcher.onRequestRead(request(Frame.request(RequestCode.HEART_BEAT)
                        .body(all.withFingerprint(withoutSub).encode())
                        .build()));
            }
        }
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18BreaksWhenAFormerNameServerIsAsked() {
        RoutesReadAgain watcher = new RoutesReadAgain();
        Watch watch = watch(watcher);
        watch.follow("namesrv-1", new Address("10.0.0.8", 9876));
        watch.follow("namesrv-2", new Address("10.0.0.7", 9876));
        now += 10_000_000_000L;
        Frame question = Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC)
                .field("topic", TOPIC)
                .build();
        for (String server : List.of("namesrv-1", "namesrv-2", "namesrv-2", "namesrv-1", "namesrv-2")) {
            assertThat(watcher.verdict().holds()).isTrue();
            watcher.onRequestRead(new SeenRequest(server, link, HOST, question, now));
            now += 250_000_001L;
        }
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i14KnowsWhichOfSeveralClaimsCounts() {
        TopicQueueMapping former =
                new TopicQueueMapping(TOPIC, "__global__", 1, "broker-a", 1, false, new TreeMap<>(Map.of(0, 0)));
        TopicQueueMapping latter =
                new TopicQueueMapping(TOPIC, "__global__", 1, "broker-b", 2, false, new TreeMap<>(Map.of(0, 0)));
        routes.told(
                HOST,
                TOPIC,
                new TopicRoute(
                        null, List.of(), twoBrokers().brokerDatas(), Map.of("broker-a", former, "broker-b", latter)),
                now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.isLegal("broker-b", B, 0)).isTrue();
    }

    /** What follows a change of settings is judged by them; what it found under way is not judged at all. */
    @Test
    void m1JudgesWhatFollowsAChange() {
        RetriesAsSpecified watcher = new RetriesAsSpecified();
        Watch watch = Watch.with(() -> now, watcher);
        AtomicReference<ProducerConfig> settings = new AtomicReference<>(config);
        watch.joined("pg", HOST, "pg", CLOCK, settings::get, config);
        SendObserver observer = watch.observer("pg", 0);
        now++;
        attempt(watch, observer, "1", "broker-a", A);
        now++;
        settings.set(config.toBuilder().retriedCodes(Set.of(1)).build());
        watch.fault(
                new Fault(
                        FaultId.C13,
                        "retries",
                        Optional.of("pg"),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        new Trigger.Always(),
                        0),
                true);
        now++;
        attempt(watch, observer, "2", "broker-a", A);
        for (String sendId : List.of("1", "2")) {
            now++;
            ended(observer, sendId, 1, "broker-a", A, new AttemptOutcome.Refused(2, "busy"));
            observer.attemptStarted("id-" + sendId, 2, new MessageQueue(TOPIC, "broker-b", 0), B, now);
            ended(observer, sendId, 2, "broker-b", B, new AttemptOutcome.Stored(SendStatus.SEND_OK, 7));
            observer.sendEnded("id-" + sendId, result(sendId, "broker-b", 7, 2), null, now);
        }
        assertThat(watch.verdicts().get(0).examples()).isNotEmpty().allSatisfy(example -> assertThat(example)
                .startsWith("send 2"));
    }

    @Test
    void i14BreaksWhenASendGoesWhereOnlyAnOldRouteLed() {
        NewestRoute watcher = new NewestRoute();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        watch.routes().told(HOST, TOPIC, route("broker-a", A), now);
        watch.routes().told(HOST, TOPIC, route("broker-a", B), now);
        attempt(watch, observer, "1", "broker-a", A);
        assertThat(watcher.verdict().holds()).as("it may not know yet").isTrue();
        now += config.routeRefresh().toNanos() + 1_000_000_000L;
        attempt(watch, observer, "2", "broker-a", B);
        assertThat(watcher.verdict().holds()).isTrue();
        attempt(watch, observer, "3", "broker-a", A);
        assertThat(watcher.verdict().violations()).as("another address").isOne();
        watch.routes().told(HOST, TOPIC, TopicRoute.of(List.of(), List.of()), now);
        now += config.routeRefresh().toNanos() + 1_000_000_000L;
        attempt(watch, observer, "4", "broker-a", B);
        assertThat(watcher.verdict().violations()).as("no queue").isEqualTo(2);
    }

    /** What a name server wrote need not have come. */
    @Test
    void i14WaitsUntilNameServersAreWellAgain() {
        NewestRoute watcher = new NewestRoute();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        watch.fault(
                new Fault(
                        FaultId.T09,
                        "answers",
                        Optional.of("namesrv-1"),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        new Trigger.Always(),
                        0),
                true);
        watch.routes().told(HOST, TOPIC, route("broker-a", A), now);
        watch.routes().told(HOST, TOPIC, route("broker-a", B), now);
        now += 10 * config.routeRefresh().toNanos();
        attempt(watch, observer, "1", "broker-a", A);
        watch.healed();
        now += 2 * config.routeRefresh().toNanos();
        attempt(watch, observer, "2", "broker-a", A);
        assertThat(watcher.verdict().holds()).isTrue();
        now += 6_000_000_000L;
        attempt(watch, observer, "3", "broker-a", A);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i14KnowsThatSlavesAreNotSentTo() {
        BrokerData slaves = new BrokerData("cluster", "broker-a", new TreeMap<>(Map.of(1L, A)), "", false);
        routes.told(HOST, TOPIC, TopicRoute.of(route("broker-a", A).queueDatas(), List.of(slaves)), now);
        RouteBook.Page page = requireNonNull(routes.page(HOST, TOPIC));
        assertThat(page.isLegal("broker-a", A, 0)).isFalse();
        assertThat(page.leadsTo(A, 0)).isFalse();
    }

    @Test
    void i18BreaksWhenOneThatIsAloneIsRefused() {
        RoomRefused watcher = new RoomRefused();
        Watch watch = watch(watcher, config.toBuilder().maxInFlightBytes(1).build());
        TooManyInFlightException full = new TooManyInFlightException("full", TOPIC, List.of(), Duration.ZERO, null);
        Terminal refused = new Terminal(TerminalClass.FAIL, now, false, null, null, "full");
        call(watch, "1");
        call(watch, "2");
        watch.told("2", refused, full);
        assertThat(watcher.verdict().holds()).isTrue();
        watch.told("1", new Terminal(TerminalClass.OK, now, false, "id-1", null, null), null);
        call(watch, "3");
        watch.told("3", refused, full);
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** Another server knows it, and this one knows other groups. */
    @Test
    void x8BreaksWhenAHeartbeatLeavesOutWhatItsServerNeverHeard() {
        GroupsNamed watcher = new GroupsNamed();
        watch(watcher);
        link.heartbeats = 2;
        watcher.onRequestRead(shortOrFull(false, "pg"));
        watcher.onRequestRead(shortOrFull(true, "pg"));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(shortOrFull(true, "pg", "pg-2"));
        assertThat(watcher.verdict().violations()).isOne();
        SeenRequest elsewhere = shortOrFull(true, "pg");
        watcher.onRequestRead(new SeenRequest("broker-b", link, HOST, elsewhere.frame(), now));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x8BreaksWhenNoHeartbeatNamesWhoSends() {
        GroupsNamed watcher = new GroupsNamed();
        Watch watch = watch(watcher);
        SeenAttempt attempt = attempt(watch, watch.observer("pg", 0), "1", "broker-a", A);
        link.heartbeats = 1;
        link.lastHeartbeatAt = now;
        watcher.onRequestRead(request(heartbeat("pg-2")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().holds()).as("it has just come").isTrue();
        now += 4_000_000_000L;
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
        watcher.onRequestRead(request(heartbeat("pg", "pg-2")));
        watcher.onSendRead(frame(attempt, "broker-a", 0, Map.of()));
        assertThat(watcher.verdict().violations()).isOne();
    }

    private SeenRequest shortOrFull(boolean withoutSub, String... groups) {
        return request(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(HOST + "@1#2", List.of(groups))
                        .withFingerprint(withoutSub)
                        .encode())
                .build());
    }

    @Test
    void x13BreaksWhenOneThatTravelsWithOthersGoesElsewhere() {
        ChoicesKept watcher = new ChoicesKept();
        Watch watch = watch(watcher);
        SeenAttempt attempt = gathered(watch, "a key", "a key");
        watch.chosen("1", new MessageQueue(TOPIC, "broker-a", 0));
        watch.chosen("2", new MessageQueue(TOPIC, "broker-a", 0));
        watcher.onSendRead(batch(attempt, ids("id-1", "1"), ids("id-2", "2")));
        assertThat(watcher.verdict().holds()).isTrue();
        attempt = gathered(watch, "a key", "another");
        watch.chosen("3", new MessageQueue(TOPIC, "broker-a", 0));
        watch.chosen("4", new MessageQueue(TOPIC, "broker-a", 1));
        watcher.onSendRead(batch(attempt, ids("id-3", "3"), ids("id-4", "4")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x13BreaksWhenASelectorFailsThatChose() {
        ChoicesKept watcher = new ChoicesKept();
        Watch watch = watch(watcher);
        for (String sendId : List.of("1", "2")) {
            assertThat(watcher.verdict().holds()).isTrue();
            call(watch, sendId);
            if (sendId.equals("2")) {
                watch.chosen("2", new MessageQueue(TOPIC, "broker-a", 0));
            }
            watch.told(
                    sendId,
                    new Terminal(TerminalClass.FAIL, now, false, null, null, "no such queue"),
                    new QueueSelectionException("no such queue", TOPIC, List.of(), Duration.ZERO, null));
        }
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** Each of them waits for no longer than it may, and the second begins before the first ends. */
    @Test
    void x23BreaksWhenAConnectionIsWaitedForTooLong() {
        ConnectionsInTime watcher = new ConnectionsInTime();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        AttemptOutcome unconnected = new AttemptOutcome.Refused(10_001, "no connection within 2000 ms");
        long most = config.connectTimeout().toNanos();
        attempt(watch, observer, "1", "broker-a", A);
        now += most / 2;
        attempt(watch, observer, "2", "broker-a", A);
        ended(observer, "1", 1, "broker-a", A, unconnected, most / 2);
        now += most / 2;
        attempt(watch, observer, "3", "broker-a", A);
        ended(observer, "2", 1, "broker-a", A, unconnected, most / 2);
        assertThat(watcher.verdict().holds()).isTrue();
        now++;
        ended(observer, "3", 1, "broker-a", A, unconnected, 1);
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x23AllowsAnotherConnectionItsTime() {
        ConnectionsInTime watcher = new ConnectionsInTime();
        Watch watch = watch(watcher);
        SendObserver observer = watch.observer("pg", 0);
        AttemptOutcome unconnected = new AttemptOutcome.Refused(10_001, "no connection within 2000 ms");
        AttemptOutcome refused = new AttemptOutcome.Refused(10_001, "connect to " + A + " failed: connection refused");
        long most = config.connectTimeout().toNanos();
        attempt(watch, observer, "1", "broker-a", A);
        attempt(watch, observer, "2", "broker-a", A);
        now += most / 2;
        ended(observer, "1", 1, "broker-a", A, unconnected, most / 2);
        ended(observer, "2", 1, "broker-a", A, refused, most / 2);
        attempt(watch, observer, "3", "broker-a", A);
        now += most;
        ended(observer, "3", 1, "broker-a", A, unconnected, most);
        now++;
        attempt(watch, observer, "4", "broker-a", A);
        now += most;
        ended(observer, "4", 1, "broker-a", A, unconnected, most);
        assertThat(watcher.verdict().holds()).isTrue();
    }

    @Test
    void x24BreaksWhenMessagesTravelTogetherThatAreNotAlike() {
        GatheredAlike watcher = new GatheredAlike();
        Watch watch = watch(watcher);
        SeenAttempt attempt = gathered(watch, null, null);
        Map<String, String> tagged = ids("id-2", "2");
        tagged.put(PropertyNames.TAGS, "red");
        watcher.onSendRead(batch(attempt, ids("id-1", "1"), ids("id-2", "2")));
        watcher.onSendRead(batch(attempt, tagged, tagged));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onSendRead(batch(attempt, ids("id-1", "1"), tagged));
        assertThat(watcher.verdict().violations()).as("tags").isOne();
        attempt = gathered(watch, "a key", null);
        watcher.onSendRead(batch(attempt, ids("id-3", "3"), ids("id-4", "4")));
        assertThat(watcher.verdict().violations()).as("a choice").isEqualTo(2);
    }

    private int gathered;

    /** Two more sends, whose queues were chosen for the sake of these keys, or not chosen, in one batch to the first queue. */
    private SeenAttempt gathered(Watch watch, @Nullable String firstKey, @Nullable String secondKey) {
        String first = Integer.toString(++gathered);
        String second = Integer.toString(++gathered);
        watch.called(new Invocation(first, "pg", TOPIC, 0, 1, SendKind.PLAIN, firstKey, 3_000_000_000L, 0, 3, now));
        watch.called(new Invocation(second, "pg", TOPIC, 0, 1, SendKind.PLAIN, secondKey, 3_000_000_000L, 0, 3, now));
        SendObserver observer = watch.observer("pg", 0);
        String messageId = "id-" + first + ",id-" + second;
        observer.sendStarted(messageId, TOPIC, now);
        observer.attemptStarted(messageId, 1, new MessageQueue(TOPIC, "broker-a", 0), A, now);
        SeenAttempt attempt = last(watch, first + ",id-" + second);
        attempt.send.call = watch.call(first);
        return attempt;
    }

    @SafeVarargs
    private SeenFrame batch(SeenAttempt attempt, Map<String, String>... properties) {
        SeenFrame frame = frame(attempt, "broker-a", 0, Map.of());
        List<BatchBody.Element> elements = new ArrayList<>();
        for (Map<String, String> one : properties) {
            elements.add(new BatchBody.Element(0, body("1"), one));
        }
        return new SeenFrame(
                frame.server(),
                frame.address(),
                link,
                frame.frame(),
                frame.header(),
                properties[0],
                elements,
                frame.party(),
                null,
                null,
                attempt.send,
                attempt,
                frame.page(),
                now);
    }

    // ---- making runs by hand ----

    private static SendResult result(String sendId, String broker, long offset, int attempts) {
        return new SendResult(
                SendStatus.SEND_OK,
                "id-" + sendId,
                "",
                new MessageQueue(TOPIC, broker, 0),
                offset,
                null,
                null,
                "DefaultRegion",
                true,
                attempts);
    }

    private Watch watch(Watcher watcher) {
        return watch(watcher, config);
    }

    private Watch watch(Watcher watcher, ProducerConfig settings) {
        Watch watch = Watch.with(() -> now, watcher);
        watch.joined("pg", HOST, "pg", CLOCK, () -> settings, settings);
        now++;
        return watch;
    }

    private static byte[] body(String sendId) {
        return ("body of " + sendId).getBytes(UTF_8);
    }

    private void call(Watch watch, String sendId) {
        watch.called(new Invocation(
                sendId,
                "pg",
                TOPIC,
                ContentHash.of(body(sendId)),
                body(sendId).length,
                SendKind.PLAIN,
                null,
                3_000_000_000L,
                0,
                3,
                now));
    }

    private SeenAttempt attempt(Watch watch, SendObserver observer, String sendId, String broker, String address) {
        call(watch, sendId);
        observer.sendStarted("id-" + sendId, TOPIC, now);
        observer.attemptStarted("id-" + sendId, 1, new MessageQueue(TOPIC, broker, 0), address, now);
        SeenAttempt attempt = last(watch, sendId);
        attempt.send.call = watch.call(sendId);
        return attempt;
    }

    private static SeenAttempt last(Watch watch, String sendId) {
        List<SeenAttempt> attempts = watch.sends().stream()
                .filter(send -> send.messageId.equals("id-" + sendId))
                .findFirst()
                .orElseThrow()
                .attempts;
        return attempts.get(attempts.size() - 1);
    }

    private void ended(
            SendObserver observer, String sendId, int number, String broker, String address, AttemptOutcome outcome) {
        observer.attemptEnded(
                "id-" + sendId, new Attempt(number, new MessageQueue(TOPIC, broker, 0), address, now, 0, outcome));
    }

    private void ended(
            SendObserver observer,
            String sendId,
            int number,
            String broker,
            String address,
            AttemptOutcome outcome,
            long tookNanos) {
        MessageQueue queue = new MessageQueue(TOPIC, broker, 0);
        observer.attemptEnded("id-" + sendId, new Attempt(number, queue, address, now - tookNanos, tookNanos, outcome));
    }

    private SeenFrame frame(SeenAttempt attempt, String broker, int queueId, Map<String, String> properties) {
        return frame(attempt, broker, queueId, properties, body("1"), 0);
    }

    private SeenFrame frame(
            SeenAttempt attempt, String broker, int queueId, Map<String, String> properties, byte[] body, int sysFlag) {
        SendRequestHeader header = new SendRequestHeader(
                "pg", TOPIC, "TBW102", 4, queueId, sysFlag, 0, 0, null, 0, false, null, false, broker);
        Frame frame = header.writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(body)
                .build();
        return new SeenFrame(
                "broker-a",
                attempt.address,
                link,
                frame,
                header,
                properties,
                List.of(),
                attempt.send.party,
                attempt.send.messageId.equals(properties.get(PropertyNames.UNIQ_KEY))
                        ? messages.computeIfAbsent(attempt.send.messageId, id -> new SeenMessage(attempt.send))
                        : null,
                attempt.send.call != null
                                && attempt.send.call.invocation.sendId().equals(properties.get(PropertyNames.KEYS))
                        ? attempt.send.call
                        : null,
                attempt.send,
                attempt,
                routes.page(HOST, TOPIC),
                now);
    }

    private SeenRequest request(Frame frame) {
        return new SeenRequest("broker-a", link, HOST, frame, now);
    }

    private static Frame heartbeat(String... groups) {
        return Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(HOST + "@1#2", List.of(groups)).encode())
                .build();
    }

    private static Map<String, String> ids(String uniqueId, String sendId) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQ_KEY, uniqueId);
        properties.put(PropertyNames.KEYS, sendId);
        properties.put(PropertyNames.WAIT, "true");
        return properties;
    }

    private static TopicRoute route(String broker, String address) {
        return TopicRoute.of(
                List.of(new QueueData(broker, 2, 2, Permission.READ_WRITE, 0)), List.of(broker(broker, address)));
    }

    private static TopicRoute twoBrokers() {
        List<QueueData> queues = new ArrayList<>(route("broker-a", A).queueDatas());
        queues.addAll(route("broker-b", B).queueDatas());
        return TopicRoute.of(queues, List.of(broker("broker-a", A), broker("broker-b", B)));
    }

    private static BrokerData broker(String name, String address) {
        return new BrokerData("cluster", name, new TreeMap<>(Map.of(0L, address)), "", false);
    }

    private static void assertBroken(Watcher watcher, String example) {
        assertThat(watcher.verdict().examples()).containsExactly(example);
    }
}
