// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static dev.hotfire.official.check.Difference.AN_END_COMES_IN_TIME;
import static dev.hotfire.official.check.Difference.ASYNCHRONOUS_FAILURES_HAVE_CODES;
import static dev.hotfire.official.check.Difference.A_ONEWAY_FAILURE_IS_TOLD;
import static dev.hotfire.official.check.Difference.A_RETRY_NAMES_ITS_OWN_QUEUE;
import static dev.hotfire.official.check.Difference.A_TIMEOUT_IS_CALLED_SO;
import static dev.hotfire.official.check.Difference.GO_AWAY_IS_AN_ANSWER;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.official.check.Cell.Cluster;
import dev.hotfire.official.check.Cell.Mode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** All the cells. Round robin stands before broker-a's queue 0 in each, and each broker has two queues. */
final class Cells {
    /** Those in the official retry set and others, GO_AWAY aside. */
    private static final int[] ERRORS = {1, 2, 14, 16, 17, 204, 205, 3, 13, 26, 29, 215, 777};

    private static final int[] WEAK_SUCCESSES = {
        ResponseCode.FLUSH_DISK_TIMEOUT, ResponseCode.SLAVE_NOT_AVAILABLE, ResponseCode.FLUSH_SLAVE_TIMEOUT
    };

    private static final List<Mode> ANSWERED = List.of(Mode.SYNC, Mode.ASYNC, Mode.BATCH);
    private static final List<Mode> WAITING = List.of(Mode.SYNC, Mode.BATCH);

    private final List<Cell> cells = new ArrayList<>();

    private Cells() {}

    static List<Cell> all() {
        Cells all = new Cells();
        all.addAnswers();
        all.addGoAways();
        all.addWeakSuccesses();
        all.addLostConnections();
        all.addBrokersDown();
        all.addSilence();
        all.addChosenQueues();
        all.addTable();
        return all.cells;
    }

    private void add(Cell cell) {
        cells.add(cell);
    }

    private void addAnswers() {
        for (int code : ERRORS) {
            for (Mode mode : ANSWERED) {
                add(Cell.of(mode, "everybody answers " + code).with(sends -> sends.answer(code, "told so")));
            }
        }
        for (Mode mode : ANSWERED) {
            add(Cell.of(mode, "no fault").sends(3).with());
            add(Cell.of(mode, "no retries, everybody is busy").retries(0).with(sends -> sends.answer(2, "busy")));
            add(Cell.of(mode, "five retries, everybody is busy").retries(5).with(sends -> sends.answer(2, "busy")));
            add(Cell.of(mode, "the first is busy").sends(3).with(sends -> sends.first(1)
                    .answer(2, "busy")));
            add(Cell.of(mode, "busy, then refused")
                    .with(sends -> sends.first(1).answer(2, "busy"), sends -> sends.answer(13, "illegal")));
            add(Cell.of(mode, "13 is retried, too").retryAlso(13).with(sends -> sends.answer(13, "illegal")));
        }
        add(Cell.of(Mode.SYNC, "no fault, twelve sends").sends(12).with());
        add(Cell.of(Mode.SYNC, "no fault, twelve sends from twelve threads")
                .sends(12)
                .fromOwnThreads()
                .differs(Difference.ALL_THREADS_GO_ROUND_TOGETHER)
                .with());
        add(Cell.of(Mode.ONEWAY, "no fault").with());
        add(Cell.of(Mode.ONEWAY, "everybody answers 2").with(sends -> sends.answer(2, "busy")));
        add(Cell.of(Mode.ONEWAY, "no retries, everybody closes")
                .retries(0)
                .alone()
                .with(FaultRule.Builder::closeBefore));
        add(Cell.of(Mode.ONEWAY, "everybody is silent").with(FaultRule.Builder::silent));
    }

    private void addGoAways() {
        for (Mode mode : ANSWERED) {
            add(Cell.of(mode, "the first goes away").alone().with(sends -> sends.first(1)
                    .answer(1500, "going")));
            add(Cell.of(mode, "all go away")
                    .alone()
                    .differs(GO_AWAY_IS_AN_ANSWER)
                    .differs(mode == Mode.ASYNC ? new Difference[] {A_RETRY_NAMES_ITS_OWN_QUEUE} : new Difference[0])
                    .with(sends -> sends.answer(1500, "going")));
        }
        add(Cell.of(Mode.SYNC, "no retries, the first goes away")
                .retries(0)
                .alone()
                .with(sends -> sends.first(1).answer(1500, "going")));
    }

    private void addWeakSuccesses() {
        for (Mode mode : ANSWERED) {
            for (int code : WEAK_SUCCESSES) {
                add(Cell.of(mode, "everybody stores with " + code).with(sends -> sends.storeThenAnswer(code, "weak")));
            }
            add(Cell.of(mode, "everybody stores with 10, another broker is wanted")
                    .whenNotStored()
                    .with(sends -> sends.storeThenAnswer(10, "weak")));
            add(Cell.of(mode, "the first stores with 12, another broker is wanted")
                    .whenNotStored()
                    .with(sends -> sends.first(1).storeThenAnswer(12, "weak")));
            add(Cell.of(mode, "the first stores with 11, another broker is wanted, which refuses")
                    .whenNotStored()
                    .with(sends -> sends.first(1).storeThenAnswer(11, "weak"), sends -> sends.answer(13, "illegal")));
        }
    }

    private void addLostConnections() {
        for (Mode mode : ANSWERED) {
            Difference[] ownQueue =
                    mode == Mode.ASYNC ? new Difference[] {A_RETRY_NAMES_ITS_OWN_QUEUE} : new Difference[0];
            add(Cell.of(mode, "everybody closes").alone().differs(ownQueue).with(FaultRule.Builder::closeBefore));
            add(Cell.of(mode, "no retries, everybody closes").retries(0).alone().with(FaultRule.Builder::closeBefore));
            add(Cell.of(mode, "the first resets").alone().differs(ownQueue).with(sends -> sends.first(1)
                    .resetBefore()));
            add(Cell.of(mode, "the first stores and closes")
                    .alone()
                    .differs(ownQueue)
                    .with(sends -> sends.first(1).storeThenClose()));
        }
    }

    private void addBrokersDown() {
        for (Mode mode : ANSWERED) {
            boolean async = mode == Mode.ASYNC;
            add(Cell.of(mode, "the first broker is down")
                    .on(Cluster.FIRST_DOWN)
                    .differs(async ? new Difference[] {A_RETRY_NAMES_ITS_OWN_QUEUE} : new Difference[0])
                    .with());
            add(Cell.of(mode, "all brokers are down")
                    .on(Cluster.ALL_DOWN)
                    .differs(async ? new Difference[] {ASYNCHRONOUS_FAILURES_HAVE_CODES} : new Difference[0])
                    .with());
        }
        add(Cell.of(Mode.SYNC, "no retries, the first broker is down")
                .on(Cluster.FIRST_DOWN)
                .retries(0)
                .with());
        add(Cell.of(Mode.ONEWAY, "all brokers are down")
                .on(Cluster.ALL_DOWN)
                .differs(A_ONEWAY_FAILURE_IS_TOLD)
                .with());
    }

    private void addSilence() {
        for (Mode mode : WAITING) {
            add(Cell.of(mode, "everybody is silent")
                    .timeout(800)
                    .alone()
                    .dawdles()
                    .differs(A_TIMEOUT_IS_CALLED_SO)
                    .with(FaultRule.Builder::silent));
            add(Cell.of(mode, "everybody is silent, a limit per attempt")
                    .timeout(3_000)
                    .attemptTimeout(600)
                    .alone()
                    .with(FaultRule.Builder::silent));
            add(Cell.of(mode, "the first is silent, a limit per attempt")
                    .attemptTimeout(600)
                    .alone()
                    .with(sends -> sends.first(1).silent()));
        }
        add(Cell.of(Mode.ASYNC, "everybody is silent")
                .timeout(800)
                .alone()
                .differs(ASYNCHRONOUS_FAILURES_HAVE_CODES, AN_END_COMES_IN_TIME)
                .with(FaultRule.Builder::silent));
        add(Cell.of(Mode.ASYNC, "the first is silent, a limit per attempt")
                .timeout(1_200)
                .attemptTimeout(600)
                .alone()
                .differs(ASYNCHRONOUS_FAILURES_HAVE_CODES, AN_END_COMES_IN_TIME)
                .with(sends -> sends.first(1).silent()));
    }

    private void addChosenQueues() {
        for (Mode mode : List.of(Mode.SYNC, Mode.ASYNC)) {
            add(Cell.of(mode, "a chosen queue's broker is busy")
                    .toChosenQueue()
                    .with(sends -> sends.answer(2, "busy")));
            add(Cell.of(mode, "a chosen queue's broker is down")
                    .on(Cluster.FIRST_DOWN)
                    .toChosenQueue()
                    .differs(
                            mode == Mode.ASYNC
                                    ? new Difference[] {ASYNCHRONOUS_FAILURES_HAVE_CODES}
                                    : new Difference[0])
                    .with());
        }
        // Asynchronously, that is three times the same connection: officially the third request may get lost on the one
        // that is just being closed (hazard of B-REMOTE-17).
        add(Cell.of(Mode.SYNC, "a chosen queue's broker closes")
                .toChosenQueue()
                .alone()
                .with(FaultRule.Builder::closeBefore));
        add(Cell.of(Mode.SYNC, "a chosen queue's broker is silent")
                .toChosenQueue()
                .timeout(800)
                .alone()
                .with(FaultRule.Builder::silent));
        add(Cell.of(Mode.ONEWAY, "to a chosen queue").toChosenQueue().with());
    }

    private void addTable() {
        for (Mode mode : WAITING) {
            add(Cell.of(mode, "the table, the first is busy")
                    .table()
                    .brokersOnly()
                    .sends(4)
                    .with(sends -> sends.first(1).answer(2, "busy")));
            add(Cell.of(mode, "the table, the first closes")
                    .table()
                    .alone()
                    .brokersOnly()
                    .sends(4)
                    .with(sends -> sends.first(1).closeBefore()));
            add(Cell.of(mode, "the table, everybody closes, three retries")
                    .table()
                    .alone()
                    .retries(3)
                    .brokersOnly()
                    .with(FaultRule.Builder::closeBefore));
        }
        add(Cell.of(Mode.SYNC, "the table, a message is refused")
                .table()
                .sends(4)
                .with(sends -> sends.first(1).answer(13, "illegal")));
        add(Cell.of(Mode.SYNC, "the table, the first is slow").table().sends(4).with(sends -> sends.first(1)
                .storeThenDelay(Duration.ofSeconds(2))));
        add(Cell.of(Mode.ASYNC, "the table, a message is refused")
                .table()
                .sends(4)
                .with(sends -> sends.first(1).answer(13, "illegal")));
        add(Cell.of(Mode.SYNC, "the table, a chosen queue's broker is busy, then others")
                .table()
                .toChosenQueue()
                .sends(2)
                .with(sends -> sends.answer(2, "busy")));
    }
}
