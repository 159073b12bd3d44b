// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.producer.AttemptOutcome;
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
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** That watchers of sends, their attempts and their ends see what they are for, and nothing else. */
final class SendWatchersTest extends WatcherBench {
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
    void l4BreaksWhenACloseTakesLongerThanItWasGiven() {
        CloseInTime watcher = new CloseInTime();
        Watch watch = watch(watcher);
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos();
        watch.closed("pg");
        assertThat(watcher.verdict().holds()).isTrue();
        watch.joined("pg", HOST, "pg", HandMadeRun.CLOCK, () -> config, config);
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos() + 700_000_000L;
        watch.closed("pg");
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void l4BreaksWhenSomethingGoesOnAfterACloseWasForced() {
        CloseInTime watcher = new CloseInTime();
        Watch watch = watch(watcher);
        call(watch, "1");
        call(watch, "2");
        watch.recalling("2", "a handle");
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos();
        watch.told("1", new Terminal(TerminalClass.FAIL, now, false, null, null, "closed"), null);
        watch.recalled("2", null, null);
        assertThat(watcher.verdict().holds()).isTrue();
        watch.joined("pg", HOST, "pg", HandMadeRun.CLOCK, () -> config, config);
        call(watch, "3");
        watch.recalling("1", "a handle");
        watch.closing("pg", false);
        now += config.closeTimeout().toNanos() + 1;
        watch.told("2", new Terminal(TerminalClass.FAIL, now, false, null, null, "closed"), null);
        watch.told("3", new Terminal(TerminalClass.FAIL, now, false, null, null, "closed"), null);
        watch.recalled("1", null, null);
        assertThat(watcher.verdict().violations()).isEqualTo(3);
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
    void i18BreaksWhenThereIsOneOfSomethingForEachSend() {
        NothingHeld watcher = new NothingHeld();
        Watch watch = watch(watcher);
        watch.healed();
        now += 3_000_000_000L + config.routeRefresh().toNanos();
        watch.atRest("pg", Map.of("dev.hotfire.producer.send.Topic", 2));
        watch.atRest("pg", Map.of("dev.hotfire.producer.ProducerConfig.values", 200));
        assertThat(watcher.verdict().holds()).isTrue();
        watch.atRest("pg", Map.of("dev.hotfire.producer.connect.Deadlines.heap", 61));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void i18BreaksWhenWhatIsUnderWayIsNotEmptyAndNothingIs() {
        NothingHeld watcher = new NothingHeld();
        Watch watch = watch(watcher);
        Map<String, Integer> underWay = Map.of("dev.hotfire.producer.send.UnderWay.first", 1);
        Map<String, Integer> places = Map.of("dev.hotfire.producer.limit.InFlightLimit.word", 1);
        Map<String, Integer> waiting = Map.of("dev.hotfire.producer.send.Topic.waiting", 1);
        SendObserver observer = watch.observer("pg", 0);
        attempt(watch, observer, "1", "broker-a", A);
        watch.recalling("1", "a handle");
        watch.atRest("pg", underWay);
        assertThat(watcher.verdict().holds()).as("a send is under way").isTrue();
        observer.sendEnded("id-1", null, null, now);
        watch.atRest("pg", waiting);
        assertThat(watcher.verdict().holds())
                .as("somebody may wait to take it back")
                .isTrue();
        watch.recalled("1", "id-1", null);
        watch.atRest("pg", waiting);
        watch.atRest("pg", places);
        watch.atRest("pg", underWay);
        assertThat(watcher.verdict().violations()).isEqualTo(3);
        call(watch, "2", SendKind.TRANSACTION);
        watch.atRest("pg", places);
        assertThat(watcher.verdict().violations())
                .as("the end of a transaction may be on its way")
                .isEqualTo(3);
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

    /** What follows a change of settings is judged by them; what it found under way is not judged at all. */
    @Test
    void m1JudgesWhatFollowsAChange() {
        RetriesAsSpecified watcher = new RetriesAsSpecified();
        Watch watch = Watch.with(() -> now, watcher);
        AtomicReference<ProducerConfig> settings = new AtomicReference<>(config);
        watch.joined("pg", HOST, "pg", HandMadeRun.CLOCK, settings::get, config);
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
}
