// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.run.CaseRun.Ending;
import dev.hotfire.conformance.run.CaseRun.Trouble;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.runtime.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases, many at once, each with a cluster of its own, all with one driver process.
 *
 * <p>Each ends by its limit, whatever the client does. A driver that ends, hangs, or does not answer takes the cases that ran
 * with it along, of which at most one is to blame. None of them is judged by that: they run again, each alone in a process,
 * and what happens there counts. A client that is no use even so is given up, and a run ends by its limit.
 */
public final class SuiteRunner {
    /** Most cases wait most of the time: two cores carry so many. */
    public static final int DEFAULT_WORKERS = 12;

    /** Each has a process: a JVM, perhaps, that takes its time to start. */
    private static final int MAX_ALONE = 8;

    /** After so many cases in a row that a client was no use for, alone in a process, the rest is not tried. */
    static final int MAX_USELESS = 24;

    private final Machine machine;
    private final TcpLab lab;
    private final Supplier<? extends Driver> starter;
    private final String client;
    private final int workers;
    private final Limits limits;
    private final Consumer<CaseResult> listener;
    private final AtomicInteger markers = new AtomicInteger();

    /**
     * As below, with {@link Limits#DEFAULT}.
     *
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
        this(machine, client, starter, workers, Limits.DEFAULT, listener);
    }

    /** With limits of one's own. */
    public SuiteRunner(
            Machine machine,
            String client,
            Supplier<? extends Driver> starter,
            int workers,
            Limits limits,
            Consumer<CaseResult> listener) {
        this.machine = machine;
        this.lab = new TcpLab(machine);
        this.client = client;
        this.starter = starter;
        this.workers = workers;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * Runs cases.
     *
     * @throws DriverGoneException  if the client is no driver from the beginning; no case was run
     * @throws InterruptedException if the thread was interrupted; nothing is left running
     */
    public RunResult run(List<Case> cases, KnownFailures known) throws InterruptedException {
        Run run = new Run(lab.nanoTime());
        try {
            SharedDriver shared = new SharedDriver(starter);
            try (shared) {
                run.abreast(cases, workers, todo -> run.together(todo, shared));
            }
            List<Case> again = new ArrayList<>(run.again);
            // Cases that have much in common stand together in the catalogue: what a client is no use for, too.
            again.sort(Comparator.comparingInt(item -> spread(item.id())));
            run.abreast(again, Math.min(workers, MAX_ALONE), run::alone);
            List<CaseResult> ordered = new ArrayList<>();
            cases.forEach(item -> ordered.add(run.results.get(item.id())));
            List<String> complaints =
                    shared.unexplained(run.troubles.contains(Trouble.ENDED), run.troubles.contains(Trouble.UNANSWERED));
            return known.applied(RunResult.of(client, shared.name(), ordered, complaints, run.millis()));
        } finally {
            run.close();
        }
    }

    private static int spread(String id) {
        return id.hashCode() * 0x9E3779B9;
    }

    /** What is known of a run so far. For all of its threads. */
    private final class Run {
        private final long startedNanos;
        private final Map<String, CaseResult> results = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<Case> again = new ConcurrentLinkedQueue<>();

        // The rest is guarded by this.
        private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
        private final Set<Driver> own = ConcurrentHashMap.newKeySet();
        private int useless;
        private @Nullable String hopeless;
        private boolean closed;

        Run(long startedNanos) {
            this.startedNanos = startedNanos;
        }

        private long millis() {
            return (lab.nanoTime() - startedNanos) / 1_000_000;
        }

        /** Waits until so many threads have done all cases. */
        void abreast(List<Case> cases, int threads, Consumer<ConcurrentLinkedQueue<Case>> work)
                throws InterruptedException {
            if (cases.isEmpty()) {
                return;
            }
            ConcurrentLinkedQueue<Case> todo = new ConcurrentLinkedQueue<>(cases);
            Executor executor = machine.executor("cases", threads);
            CountDownLatch left = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    try {
                        work.accept(todo);
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

        /** With the driver that all share, as long as that is any use. */
        void together(ConcurrentLinkedQueue<Case> todo, SharedDriver shared) {
            for (Case item = todo.poll(); item != null; item = todo.poll()) {
                if (isGivenUp(item)) {
                    continue;
                }
                Driver driver = shared.live();
                if (driver == null) {
                    again.add(item);
                    continue;
                }
                Ending ending = begin(item, driver, limits.sharedHello());
                if (ending.trouble() == null) {
                    ended(ending.result());
                } else {
                    shared.note(ending);
                    again.add(item);
                }
            }
        }

        /** One at a time in a process, which goes on to the next case only if it did nothing wrong. */
        void alone(ConcurrentLinkedQueue<Case> todo) {
            Driver used = null;
            for (Case item = todo.poll(); item != null; item = todo.poll()) {
                if (isGivenUp(item)) {
                    continue;
                }
                Driver driver = used;
                used = null;
                try {
                    Ending ending = driver == null ? null : begin(item, driver, limits.ownHello());
                    if (ending != null && ending.trouble() != null) {
                        ended(driver);
                        ending = null;
                    }
                    if (ending == null) {
                        driver = started();
                        ending = begin(item, driver, limits.ownHello());
                    }
                    judged(ending);
                    if (ending.result().verdict() == Verdict.FAIL) {
                        ended(driver);
                    } else {
                        used = driver;
                    }
                } catch (DriverGoneException e) {
                    String text = "a process for this case alone: " + e.getMessage();
                    judged(new Ending(new CaseResult(item, Verdict.FAIL, List.of(text), List.of(), 0), Trouble.ENDED));
                }
            }
            if (used != null) {
                ended(used);
            }
        }

        private Ending begin(Case item, Driver driver, Duration helloLimit) {
            return new CaseRun(lab, item, driver, helloLimit).run("c" + markers.incrementAndGet());
        }

        /** What came of a case that was alone counts. */
        private void judged(Ending ending) {
            Trouble trouble = ending.trouble();
            synchronized (this) {
                if (trouble == null) {
                    useless = 0;
                } else {
                    troubles.add(trouble);
                    useless++;
                    if (useless >= MAX_USELESS && hopeless == null) {
                        hopeless = MAX_USELESS
                                + " cases in a row, each alone in a process, could not be judged; the last, "
                                + ending.result().item().id() + ": "
                                + ending.result().findings().get(0);
                    }
                }
            }
            ended(ending.result());
        }

        /** Whether there is no use or no time for it any more: then that is its result. */
        private boolean isGivenUp(Case item) {
            String why;
            synchronized (this) {
                why = hopeless;
            }
            if (why == null && millis() >= limits.whole().toMillis()) {
                why = "the limit of " + limits.whole().toSeconds() + " s for the whole suite was over before it began";
            }
            if (why == null) {
                return false;
            }
            ended(new CaseResult(item, Verdict.FAIL, List.of("not run: " + why), List.of(), 0));
            return true;
        }

        private void ended(CaseResult result) {
            results.put(result.item().id(), result);
            listener.accept(result);
        }

        private Driver started() {
            Driver driver = starter.get();
            own.add(driver);
            synchronized (this) {
                if (!closed) {
                    return driver;
                }
            }
            ended(driver);
            throw new DriverGoneException("the run is over");
        }

        private void ended(@Nullable Driver driver) {
            if (driver != null) {
                driver.close();
                own.remove(driver);
            }
        }

        /** Nothing is left, whoever is still at work. */
        void close() {
            synchronized (this) {
                closed = true;
            }
            own.forEach(Driver::close);
        }
    }
}
