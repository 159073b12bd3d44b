// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaRun;
import dev.hotfire.scenarios.arena.Measures;
import dev.hotfire.scenarios.arena.Promise;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the runs that promises ask for, spread over threads, and says which are kept. */
final class PromiseRuns {
    private final int mostSeeds;
    private final int firstSeed;
    private final int jobs;
    private final PrintWriter out;

    /** Of each cell, however many promises look at it. */
    private final Map<ArenaCell, List<Future<Measures>>> runs = new LinkedHashMap<>();

    private final AtomicLong done = new AtomicLong();
    private int clauses;
    private int held;
    private int judged;

    /**
     * @param mostSeeds of each cell, if as many are asked for
     * @param jobs      how many runs at a time
     */
    PromiseRuns(int mostSeeds, int firstSeed, int jobs, PrintWriter out) {
        this.mostSeeds = mostSeeds;
        this.firstSeed = firstSeed;
        this.jobs = jobs;
        this.out = out;
    }

    private int seeds(Promise.Part part) {
        return Math.min(mostSeeds, part.seeds());
    }

    /** Whether all were kept that it came to. */
    boolean run(List<Promise> promises) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(jobs);
        try (Interruption interruption = Interruption.expected()) {
            begin(promises, threads);
            long count = runs.values().stream().mapToLong(List::size).sum();
            try (Progress progress = Progress.of("arena", count, " runs")) {
                for (Promise promise : promises) {
                    if (!judge(promise, progress, interruption)) {
                        break;
                    }
                }
            }
            out.println("promises=" + judged + " clauses=" + clauses + " held=" + held + " short=" + (clauses - held)
                    + " runs=" + done.get());
            out.flush();
        } finally {
            threads.shutdownNow();
        }
        return held == clauses;
    }

    private void begin(List<Promise> promises, ExecutorService threads) {
        for (Promise promise : promises) {
            for (Promise.Part part : promise.parts()) {
                List<Future<Measures>> begun = runs.computeIfAbsent(part.cell(), cell -> new ArrayList<>());
                while (begun.size() < seeds(part)) {
                    long seed = (long) firstSeed + begun.size();
                    begun.add(threads.submit(() -> {
                        Measures measures = ArenaRun.run(part.cell(), seed, Promise.GOOD_TIME)
                                .measures();
                        done.incrementAndGet();
                        return measures;
                    }));
                }
            }
        }
    }

    /** False if it was told to stop before all was known. */
    private boolean judge(Promise promise, Progress progress, Interruption interruption)
            throws InterruptedException, ExecutionException {
        Map<ArenaCell, List<Measures>> results = new HashMap<>();
        boolean all = true;
        int asked = 0;
        for (Promise.Part part : promise.parts()) {
            List<Measures> measures = new ArrayList<>();
            for (Future<Measures> one :
                    runs.getOrDefault(part.cell(), List.of()).subList(0, seeds(part))) {
                if (interruption.happened()) {
                    return false;
                }
                measures.add(one.get());
                progress.stepTo(done.get());
            }
            results.put(part.cell(), measures);
            all &= measures.size() == part.seeds();
            asked = Math.max(asked, part.seeds());
        }
        progress.pause();
        out.println(promise.id() + ": " + promise.title()
                + (all ? " (all seeds, " + asked + ")" : " (" + mostSeeds + " of " + asked + " seeds)"));
        for (Promise.Clause clause : promise.judge(cell -> results.getOrDefault(cell, List.of()))) {
            clauses++;
            held += clause.holds() ? 1 : 0;
            out.println(Promise.line(clause));
        }
        out.println();
        out.flush();
        judged++;
        return true;
    }
}
