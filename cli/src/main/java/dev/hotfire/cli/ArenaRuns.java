// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.ArenaReport;
import dev.hotfire.scenarios.arena.ArenaRun;
import dev.hotfire.scenarios.arena.CellResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the runs of the arena's cells, spread over threads. Their results are put together in the order of the cells. */
final class ArenaRuns {
    /** So many runs for each thread are begun or wait for it. */
    private static final int AHEAD = 4;

    /** So often somebody looks whether the process was told to stop. */
    private static final long LOOK_MILLIS = 100;

    private final List<ArenaCell> cells;
    private final int seeds;
    private final int firstSeed;
    private final int jobs;
    private final Duration good;

    /**
     * @param cells those that differ in their policy only stand one behind the other
     * @param jobs  how many runs at a time
     * @param good  what a send may take to be good
     */
    ArenaRuns(List<ArenaCell> cells, int seeds, int firstSeed, int jobs, Duration good) {
        this.cells = cells;
        this.seeds = seeds;
        this.firstSeed = firstSeed;
        this.jobs = jobs;
        this.good = good;
    }

    /** How many runs there are in all. */
    long count() {
        return (long) cells.size() * seeds;
    }

    /**
     * Makes them; returns early if the process is told to stop.
     *
     * @param onEntry told of each fault and load of which all policies are through, by this thread
     * @throws ExecutionException if a run fails: its cause says which
     */
    void run(Consumer<ArenaReport.Entry> onEntry, Progress progress, Interruption interruption)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try {
            ArrayDeque<Future<CellResult>> begun = new ArrayDeque<>();
            long next = 0;
            List<CellResult> entry = new ArrayList<>();
            for (long done = 0; done < count(); ) {
                while (next < count() && begun.size() < AHEAD * jobs) {
                    long number = next++;
                    begun.add(threads.submit(() -> one(number)));
                }
                CellResult result = await(begun.remove(), interruption);
                if (result == null) {
                    return;
                }
                boolean isFirstSeed = done % seeds == 0;
                // Curves are shown of the first seed; thousands of others would only take memory.
                entry.add(isFirstSeed ? result : result.withCurvesOf(entry.get(entry.size() - 1)));
                progress.stepTo(++done);
                if (done % seeds == 0 && isLastOfItsEntry((int) (done / seeds) - 1)) {
                    progress.pause();
                    onEntry.accept(ArenaReport.of(entry, good, seeds).entries().get(0));
                    entry.clear();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private CellResult one(long number) {
        ArenaCell cell = cells.get((int) (number / seeds));
        long seed = firstSeed + number % seeds;
        try {
            return ArenaRun.run(cell, seed, good);
        } catch (RuntimeException e) {
            throw new IllegalStateException(cell.title() + ", " + cell.policy().id() + ", seed " + seed + ": " + e, e);
        }
    }

    /** Null if the process is told to stop before that. */
    private static @Nullable CellResult await(Future<CellResult> run, Interruption interruption)
            throws InterruptedException, ExecutionException {
        while (!interruption.happened()) {
            try {
                return run.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // It lasts.
            }
        }
        return null;
    }

    private boolean isLastOfItsEntry(int cell) {
        return cell + 1 == cells.size()
                || !cells.get(cell + 1)
                        .with(ArenaPolicy.ORACLE)
                        .equals(cells.get(cell).with(ArenaPolicy.ORACLE));
    }
}
