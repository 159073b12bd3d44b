// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static dev.hotfire.scenarios.watch.HandMadeRun.HOST;
import static dev.hotfire.scenarios.watch.HandMadeRun.SECOND;
import static dev.hotfire.scenarios.watch.HandMadeRun.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Watchers of what producers that share a runtime do for each other, and of their connections. */
final class SharedRuntimesTest {
    private static final AttemptOutcome STORED = new AttemptOutcome.Stored(SendStatus.SEND_OK, 1);
    private static final AttemptOutcome LOST = new AttemptOutcome.Unknown(-1, "connection lost");

    private final ProducerConfig config =
            HandMadeRun.settings().routeRefresh(Duration.ofSeconds(4)).build();

    private static Frame.Builder heartbeat(String... groups) {
        return Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(HOST + "@1#2", List.of(groups)).encode());
    }

    private static Frame.Builder question(String topic) {
        return Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC).field("topic", topic);
    }

    @Test
    void x5WantsTheCheckerOfWhoSentAMessageToBeAsked() {
        CheckersAsked watcher = new CheckersAsked();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.joins("pg-2");
        run.watch.decided("pg", "a", TransactionState.UNKNOWN, false);
        run.watch.decided("pg", "b", TransactionState.COMMIT, false);
        run.watch.decided("pg-2", "c", TransactionState.UNKNOWN, false);
        run.now += 3 * SECOND;
        run.watch.decided("pg", "a", TransactionState.COMMIT, true);
        run.watch.decided("pg-2", "d", TransactionState.UNKNOWN, false);
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().holds()).as("there is still time").isTrue();
        run.now += 4 * SECOND;
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().violations()).isOne();
        run.watch.decided("pg", "d", TransactionState.COMMIT, true);
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x5KnowsThatWhoClosesItsConnectionsSoonIsNotAsked() {
        CheckersAsked watcher = new CheckersAsked();
        HandMadeRun run = new HandMadeRun(
                watcher, config.toBuilder().idleTimeout(Duration.ofSeconds(1)).build());
        run.joins("pg");
        run.watch.decided("pg", "a", TransactionState.UNKNOWN, false);
        run.now += 7 * SECOND;
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().holds()).isTrue();
    }

    @Test
    void x7BreaksWhenAHeartbeatNamesWhoHasLeft() {
        ClosedAreSilent watcher = new ClosedAreSilent();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.joins("pg-2");
        run.now += SECOND;
        run.closes("pg-2");
        run.now += SECOND;
        watcher.onRequestRead(run.request(heartbeat("pg", "pg-2")));
        assertThat(watcher.verdict().holds())
                .as("nobody knows when that was sent")
                .isTrue();
        run.link.lastStart = run.attempt("pg", STORED).startedAt;
        watcher.onRequestRead(run.request(heartbeat("pg")));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.onRequestRead(run.request(heartbeat("pg", "pg-2")));
        assertThat(watcher.verdict().violations()).isOne();
        run.joins("pg-2");
        watcher.onRequestRead(run.request(heartbeat("pg", "pg-2")));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x7BreaksWhenARouteIsReadForWhoHasLeft() {
        ClosedAreSilent watcher = new ClosedAreSilent();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.joins("pg-2");
        run.call("pg", TOPIC);
        run.call("pg-2", "bills");
        run.closes("pg-2");
        run.now += 5 * SECOND;
        for (int i = 0; i < 2; i++) {
            run.now += SECOND;
            watcher.onRequestRead(run.request(question(TOPIC)));
            watcher.onRequestRead(run.request(question("somebody else's")));
        }
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().holds()).isTrue();
        for (int i = 0; i < 2; i++) {
            run.now += SECOND;
            watcher.onRequestRead(run.request(question("bills")));
        }
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** A runtime of two, of which pg-2 probes brokers that it avoids, and pg has no use for that. */
    private HandMadeRun whereTheSecondAvoids(Watcher watcher) {
        HandMadeRun run = new HandMadeRun(
                watcher, config.toBuilder().isolation(Isolation.ADAPTIVE).build());
        run.joins("pg-2");
        run.changes(config.toBuilder().isolation(Isolation.TABLE).build());
        run.now++;
        run.joins("pg");
        run.now += SECOND;
        return run;
    }

    @Test
    void x7BreaksWhenBrokersAreProbedForNobody() {
        ClosedAreSilent watcher = new ClosedAreSilent();
        HandMadeRun run = whereTheSecondAvoids(watcher);
        run.closes("pg-2");
        run.now += SECOND;
        run.link.lastStart = run.attempt("pg", STORED).startedAt;
        watcher.onRequestRead(run.request(Frame.request(RequestCode.GET_MAX_OFFSET)));
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** Nobody sends any more, but a heartbeat that leaves somebody out was written when that one had left. */
    @Test
    void x7KnowsFromHeartbeatsWhoHasLeft() {
        ClosedAreSilent watcher = new ClosedAreSilent();
        HandMadeRun run = whereTheSecondAvoids(watcher);
        run.link.lastStart = run.attempt("pg", STORED).startedAt;
        run.observer("pg-2").brokerIsolated("broker-a", 60 * SECOND, "silent");
        watcher.onRequestRead(run.request(heartbeat("pg", "pg-2")));
        run.now += SECOND;
        run.closes("pg-2");
        watcher.onRequestRead(run.request(Frame.request(RequestCode.GET_MAX_OFFSET)));
        assertThat(watcher.verdict().holds()).as("it may be older").isTrue();
        watcher.onRequestRead(run.request(heartbeat("pg")));
        watcher.onRequestRead(run.request(Frame.request(RequestCode.GET_MAX_OFFSET)));
        assertThat(watcher.verdict().violations()).isOne();
    }

    @Test
    void x18WantsOneOfTwoTroublesToLeadToAQuestion() {
        RoutesReadInCompany watcher = new RoutesReadInCompany();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.joins("pg-2");
        run.attempt("pg", LOST);
        run.now += SECOND;
        watcher.onRequestRead(run.request(question(TOPIC)));
        run.attempt("pg", LOST);
        run.now += 5 * SECOND;
        run.attempt("pg", LOST);
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().holds()).isTrue();
        run.now += SECOND;
        run.attempt("pg", LOST);
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** The closer two troubles are to each other, the less can others have asked in between. */
    @Test
    void x18LooksAtTroublesThatAreCloseToEachOther() {
        RoutesReadInCompany watcher = new RoutesReadInCompany();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.joins("pg-2");
        run.now += SECOND;
        run.attempt("pg", LOST);
        watcher.onRequestRead(run.request(question(TOPIC)));
        for (int i = 0; i < 2; i++) {
            run.now += SECOND / 2;
            run.attempt("pg", LOST);
        }
        run.now += SECOND;
        watcher.atEnd(run.watch);
        assertThat(watcher.verdict().violations()).isOne();
        RoutesReadInCompany unwell = new RoutesReadInCompany();
        HandMadeRun disturbed = new HandMadeRun(unwell, config);
        disturbed.joins("pg");
        disturbed.joins("pg-2");
        disturbed.now += SECOND;
        disturbed.attempt("pg", LOST);
        disturbed.now += SECOND / 2;
        disturbed.attempt("pg", LOST);
        disturbed.now += SECOND / 4;
        disturbed.watch.disturbed();
        unwell.atEnd(disturbed.watch);
        assertThat(unwell.verdict().holds()).isTrue();
    }

    @Test
    void x20BreaksWhenAConnectionIsClosedThatIsUsed() {
        ConnectionsKept watcher = new ConnectionsKept();
        HandMadeRun run = new HandMadeRun(
                watcher, config.toBuilder().idleTimeout(Duration.ofSeconds(2)).build());
        run.joins("pg");
        run.link.lastAt = 4 * SECOND;
        watcher.check(run.link);
        run.link.endedAt = 6 * SECOND;
        watcher.check(run.link);
        assertThat(watcher.verdict().holds()).isTrue();
        run.link.endedAt = 5 * SECOND;
        watcher.check(run.link);
        assertThat(watcher.verdict().violations()).isOne();
        run.now = 4 * SECOND;
        run.watch.disturbed();
        watcher.check(run.link);
        assertThat(watcher.verdict().violations()).isOne();
    }

    /** What is read after a fault may be of a connection that was given up during it. */
    @Test
    void x20KnowsWhatSlowLinksHoldUp() {
        ConnectionsKept watcher = new ConnectionsKept();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.watch.fault(
                new Fault(
                        FaultId.B18,
                        "slow",
                        Optional.empty(),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        new Trigger.Always(),
                        3 * SECOND),
                true);
        run.watch.healed();
        long noticed = run.now + 2 * SECOND + config.routeRefresh().toNanos();
        watcher.check(closedWhenRead(noticed + 3 * SECOND));
        assertThat(watcher.verdict().holds()).isTrue();
        watcher.check(closedWhenRead(noticed + 20 * SECOND));
        assertThat(watcher.verdict().violations()).isOne();
    }

    private static Link closedWhenRead(long at) {
        Link link = new Link("broker-a", 2, HOST, at);
        link.lastAt = at;
        link.endedAt = at;
        return link;
    }
}
