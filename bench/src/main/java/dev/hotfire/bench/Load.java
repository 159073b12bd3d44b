// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Keeps a client as busy as a case asks for, and notes how long each send took. Closed loop: the next waits for the last. */
final class Load {
    private static final long MAX_LATENCY_NANOS = 60_000_000_000L;

    /** Differing bodies, so that nobody's cache or compressor has it too easy: half noise, half text. */
    private static final int BODIES = 64;

    private final Case which;
    private final Client client;
    private final List<byte[]> bodies = new ArrayList<>();
    private final Recorder latency = new Recorder(MAX_LATENCY_NANOS, 3);
    private final LongAdder failed = new LongAdder();

    /** The same threads in every round: what one has allocated is lost when it ends. */
    private final ExecutorService callers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    Load(Case which, Client client) {
        this.which = which;
        this.client = client;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < BODIES; i++) {
            byte[] body = new byte[which.bodyBytes()];
            for (int at = 0; at < body.length; at++) {
                boolean noise = (at / 64) % 2 == 0;
                body[at] = (byte) (noise ? random.nextInt(256) : 'a' + at % 26);
            }
            bodies.add(body);
        }
    }

    /** How many sends failed so far. */
    long failed() {
        return failed.sum();
    }

    /** How long the sends of the last run took, in nanoseconds. */
    Histogram takeLatency() {
        return latency.getIntervalHistogram();
    }

    /** Sends for so long; returns how many messages were acknowledged. */
    long run(long nanos) throws Exception {
        return switch (which) {
            case ASYNC, ASYNC_FLOOD, AUTO_ASYNC, BODY_16K, BODY_16K_ZLIB -> async(nanos);
            case SYNC, SYNC_PINNED, SYNC_64, AUTO_SYNC_64 -> threads(nanos);
            case ONEWAY -> oneway(nanos);
            case BATCH_32 -> batches(nanos);
            case COLD_START -> throw new IllegalArgumentException(which.id() + " has no rounds");
        };
    }

    private long async(long nanos) throws Exception {
        Semaphore places = new Semaphore(which.atOnce());
        LongAdder stored = new LongAdder();
        long end = System.nanoTime() + nanos;
        for (int i = 0; ; i++) {
            places.acquire();
            long begun = System.nanoTime();
            if (begun - end >= 0) {
                places.release();
                break;
            }
            client.sendAsync(bodies.get(i % BODIES), well -> {
                latency.recordValue(Math.min(MAX_LATENCY_NANOS, System.nanoTime() - begun));
                if (well) {
                    stored.increment();
                } else {
                    failed.increment();
                }
                places.release();
            });
        }
        places.acquire(which.atOnce());
        return stored.sum();
    }

    private long threads(long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        List<Future<Long>> all = new ArrayList<>();
        for (int t = 0; t < which.atOnce(); t++) {
            int first = t;
            all.add(callers.submit(() -> oneThread(end, first)));
        }
        long stored = 0;
        for (Future<Long> one : all) {
            stored += one.get();
        }
        return stored;
    }

    private long oneThread(long end, int first) {
        long stored = 0;
        for (int i = first; ; i++) {
            long begun = System.nanoTime();
            if (begun - end >= 0) {
                return stored;
            }
            try {
                client.send(bodies.get(i % BODIES));
                stored++;
            } catch (Exception e) {
                failed.increment();
            }
            latency.recordValue(Math.min(MAX_LATENCY_NANOS, System.nanoTime() - begun));
        }
    }

    private long oneway(long nanos) throws Exception {
        long sent = 0;
        long end = System.nanoTime() + nanos;
        for (int i = 0; System.nanoTime() - end < 0; i++) {
            client.sendOneway(bodies.get(i % BODIES));
            sent++;
        }
        return sent;
    }

    private long batches(long nanos) throws Exception {
        long stored = 0;
        long end = System.nanoTime() + nanos;
        for (int i = 0; ; i++) {
            long begun = System.nanoTime();
            if (begun - end >= 0) {
                return stored;
            }
            List<byte[]> batch = new ArrayList<>(Case.BATCH);
            for (int j = 0; j < Case.BATCH; j++) {
                batch.add(bodies.get((i + j) % BODIES));
            }
            client.sendBatch(batch);
            latency.recordValue(System.nanoTime() - begun);
            stored += Case.BATCH;
        }
    }
}
