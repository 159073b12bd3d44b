// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Lab;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.runtime.Machine;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs cases, many at once, each with a cluster of its own, all with one driver process.
 *
 * <p>Each ends by its limit, whatever the client does. A driver's death takes the cases that ran with it along, of which at
 * most one is to blame: they run again, one by one, and who kills the driver then fails.
 */
public final class SuiteRunner {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteRunner.class);

    /** Most cases wait most of the time: two cores carry so many. */
    public static final int DEFAULT_WORKERS = 12;

    private static final Duration CLOSING_LIMIT = Duration.ofMillis(300);

    private final Machine machine;
    private final TcpLab lab;
    private final Supplier<? extends Driver> starter;
    private final String client;
    private final int workers;
    private final Consumer<CaseResult> listener;
    private final AtomicInteger markers = new AtomicInteger();

    /**
     * @param machine  whose threads run cases
     * @param starter  starts a driver; fails with {@link DriverGoneException}
     * @param listener told of each result, by the thread that came to it
     */
    public SuiteRunner(
            Machine machine,
            String client,
            Supplier<? extends Driver> starter,
            int workers,
            Consumer<CaseResult> listener) {
        this.machine = machine;
        this.lab = new TcpLab(machine);
        this.client = client;
        this.starter = starter;
        this.workers = workers;
        this.listener = listener;
    }

    /**
     * Runs cases.
     *
     * @throws DriverGoneException  if the client is no driver from the beginning; no case was run
     * @throws InterruptedException if the thread was interrupted; nothing is left running
     */
    public RunResult run(List<Case> cases, KnownFailures known) throws InterruptedException {
        long startedNanos = lab.nanoTime();
        Map<String, CaseResult> results = new ConcurrentHashMap<>();
        try (Drivers drivers = new Drivers(starter, lab)) {
            drivers.live();
            ConcurrentLinkedQueue<Case> again = new ConcurrentLinkedQueue<>();
            Map<String, String> troubles = new ConcurrentHashMap<>();
            abreast(cases, item -> {
                CaseResult result = runGuarded(item, drivers, troubles);
                if (result == null) {
                    again.add(item);
                } else {
                    ended(result, results);
                }
            });
            for (Case item : again) {
                troubles.remove(item.id());
                CaseResult result = runGuarded(item, drivers, troubles);
                String trouble = troubles.get(item.id());
                if (result == null && trouble != null) {
                    result = failed(item, "the suite itself failed, twice: " + trouble);
                }
                ended(result != null ? result : dead(item, drivers), results);
            }
            List<CaseResult> ordered = new ArrayList<>();
            cases.forEach(item -> ordered.add(results.get(item.id())));
            long millis = (lab.nanoTime() - startedNanos) / 1_000_000;
            return known.applied(new RunResult(client, drivers.name(), ordered, List.of(), millis));
        }
    }

    private void ended(CaseResult result, Map<String, CaseResult> results) {
        results.put(result.item().id(), result);
        listener.accept(result);
    }

    private void abreast(List<Case> cases, Consumer<Case> run) throws InterruptedException {
        ConcurrentLinkedQueue<Case> todo = new ConcurrentLinkedQueue<>(cases);
        Executor executor = machine.executor("cases", workers);
        CountDownLatch left = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            executor.execute(() -> {
                try {
                    for (Case item = todo.poll(); item != null; item = todo.poll()) {
                        run.accept(item);
                    }
                } finally {
                    left.countDown();
                }
            });
        }
        try {
            left.await();
        } catch (InterruptedException e) {
            todo.clear();
            throw e;
        }
    }

    /** As {@link #runOnce}; also null if the suite failed, a port that was taken most likely: then the trouble is noted. */
    private @Nullable CaseResult runGuarded(Case item, Drivers drivers, Map<String, String> troubles) {
        try {
            return runOnce(item, drivers);
        } catch (RuntimeException e) {
            LOG.warn("case {} could not be run to its end", item.id(), e);
            troubles.put(item.id(), String.valueOf(e));
            return null;
        }
    }

    /** Null if the driver was gone before the case's end. */
    private @Nullable CaseResult runOnce(Case item, Drivers drivers) {
        Driver driver;
        try {
            driver = drivers.live();
        } catch (DriverGoneException e) {
            drivers.diedOf(String.valueOf(e.getMessage()));
            return drivers.areHopeless() ? failed(item, e.getMessage()) : null;
        }
        if (!driver.features().containsAll(item.needs())) {
            TreeMap<String, Boolean> lacking = new TreeMap<>();
            item.needs().stream()
                    .filter(need -> !driver.features().contains(need))
                    .forEach(need -> lacking.put(need, true));
            return new CaseResult(item, Verdict.UNSUPPORTED, List.of("without " + lacking.keySet()), List.of(), 0);
        }
        FakeCluster cluster = lab.start(item.cluster(FakeCluster.builder()));
        Trial trial = new Trial(item, lab, driver, cluster, "c" + markers.incrementAndGet());
        try {
            return judged(item, trial, drivers, driver);
        } finally {
            List<Call> closing = trial.cleanUp();
            CompletableFuture<?> closed =
                    CompletableFuture.allOf(closing.stream().map(Call::first).toArray(CompletableFuture<?>[]::new));
            lab.until(closed::isDone, CLOSING_LIMIT);
            lab.stop(cluster);
        }
    }

    private @Nullable CaseResult judged(Case item, Trial trial, Drivers drivers, Driver driver) {
        try {
            item.run(trial);
        } catch (Trial.UnsupportedCaseException e) {
            drivers.worked();
            return new CaseResult(
                    item, Verdict.UNSUPPORTED, List.of("without " + e.getMessage()), List.of(), millis(trial));
        } catch (DriverGoneException e) {
            drivers.diedOf(String.valueOf(e.getMessage()));
            return null;
        } catch (Trial.StopException e) {
            drivers.examine(driver);
            trial.judgement().expect(false, "the case can't go on", e.getMessage());
        } catch (Lab.LimitException e) {
            drivers.examine(driver);
            trial.judgement().expect(false, "an end within the case's limit", "nothing within " + e.getMessage());
        }
        if (driver.isAlive()) {
            drivers.worked();
        }
        List<String> failures = trial.judgement().failures();
        if (!failures.isEmpty()) {
            List<String> trace = Trace.of(trial.cluster().journal().entries(), trial.calls(), trial.startedNanos());
            return new CaseResult(item, Verdict.FAIL, failures, trace, millis(trial));
        }
        List<String> weaknesses = trial.judgement().weaknesses();
        if (!weaknesses.isEmpty()) {
            List<String> trace = Trace.of(trial.cluster().journal().entries(), trial.calls(), trial.startedNanos());
            return new CaseResult(item, Verdict.NON_STRICT, weaknesses, trace, millis(trial));
        }
        return new CaseResult(item, Verdict.PASS, List.of(), List.of(), millis(trial));
    }

    private long millis(Trial trial) {
        return (lab.nanoTime() - trial.startedNanos()) / 1_000_000;
    }

    private static CaseResult failed(Case item, @Nullable String why) {
        return new CaseResult(item, Verdict.FAIL, List.of(String.valueOf(why)), List.of(), 0);
    }

    private static CaseResult dead(Case item, Drivers drivers) {
        return failed(item, "the client's process ended during the case, twice" + drivers.lastEnd());
    }
}
