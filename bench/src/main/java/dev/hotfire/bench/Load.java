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
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a client as busy as a case asks for, and notes how long each send took. In most cases the next send waits for the end of
 * the last. Where sends are due on schedule, each counts from when it was due, so that a client that holds up those who send
 * does not hide how late they are.
 */
final class Load {
    private static final long MAX_LATENCY_NANOS = 60_000_000_000L;

    /** Differing bodies, so that nobody's cache or compressor has it too easy: half noise, half text. */
    private static final int BODIES = 64;

    private final Client client;
    private final List<byte[]> bodies = new ArrayList<>();
    private final Recorder latency = new Recorder(MAX_LATENCY_NANOS, 3);
    private final LongAdder failed = new LongAdder();
    private @Nullable Client open;
    private int threadsBefore;

    /** The same threads in every round: what one has allocated is lost when it ends. */
    private final ExecutorService callers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    });

    Load(int bodyBytes, Client client) {
        this.client = client;
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < BODIES; i++) {
            byte[] body = new byte[bodyBytes];
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
    long run(Case which, long nanos) throws Exception {
        return switch (which) {
            case ASYNC, ASYNC_FLOOD, AUTO_ASYNC, BODY_16K, BODY_16K_ZLIB -> async(nanos, which.atOnce());
            case SYNC, SYNC_SPIN, SYNC_PINNED, SYNC_64, AUTO_SYNC_64 -> threads(nanos, which.atOnce());
            case OPEN_10K, OPEN_100K, OPEN_600K, OPEN_900K -> onSchedule(nanos, which.perSecond());
            case ONEWAY -> oneway(nanos);
            case BATCH_32 -> batches(nanos);
            case SECOND_PRODUCER -> starts(nanos);
            case COLD_START -> throw new IllegalArgumentException(which.id() + " has no rounds");
        };
    }

    /** One thread, so many sends in flight. */
    long async(long nanos, int atOnce) throws Exception {
        Semaphore places = new Semaphore(atOnce);
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
        places.acquire(atOnce);
        return stored.sum();
    }

    /** One thread that sends what is due, and does not look at what became of those before. */
    private long onSchedule(long nanos, int perSecond) throws Exception {
        LongAdder stored = new LongAdder();
        Semaphore ended = new Semaphore(0);
        long everyNanos = 1_000_000_000L / perSecond;
        int count = (int) Math.max(1, nanos / everyNanos);
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begun + i * everyNanos;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            client.sendAsync(bodies.get(i % BODIES), well -> {
                latency.recordValue(Math.min(MAX_LATENCY_NANOS, System.nanoTime() - due));
                if (well) {
                    stored.increment();
                } else {
                    failed.increment();
                }
                ended.release();
            });
        }
        ended.acquire(count);
        return stored.sum();
    }

    /** So many threads, each of which sends and waits. */
    long threads(long nanos, int threads) throws Exception {
        long end = System.nanoTime() + nanos;
        List<Future<Long>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
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

    /** One producer after the other beside the first, which sends as well; the last of them stays until {@link #settle}. */
    private long starts(long nanos) throws Exception {
        client.send(bodies.get(0));
        threadsBefore = Usage.threads();
        long started = 0;
        long end = System.nanoTime() + nanos;
        for (int i = 0; i == 0 || System.nanoTime() - end < 0; i++) {
            settle();
            long begun = System.nanoTime();
            Client another = client.another();
            open = another;
            another.send(bodies.get(i % BODIES));
            latency.recordValue(System.nanoTime() - begun);
            started++;
        }
        return started;
    }

    /** How many threads there were before the others that the last run started; 0 if it started none. */
    int threadsBefore() {
        return threadsBefore;
    }

    /** Closes what a run left open to be looked at. */
    void settle() {
        Client left = open;
        open = null;
        if (left != null) {
            left.close();
        }
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
