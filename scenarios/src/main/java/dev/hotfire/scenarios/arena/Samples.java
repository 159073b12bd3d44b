// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happened in one run, as numbers in arrays: all that {@link Measures} are made of. Times count from the first send. */
final class Samples {
    static final byte OPEN = 0;
    static final byte OK = 1;
    static final byte FAILED = 2;
    static final byte UNKNOWN = 3;

    /** Number of brokers. */
    final int brokers;

    private int sends;
    private long[] dueNanos = new long[1024];
    private long[] endNanos = new long[1024];
    private byte[] outcome = new byte[1024];
    private byte[] copies = new byte[1024];

    private int attempts;
    private long[] attemptNanos = new long[1024];
    private byte[] attemptBroker = new byte[1024];
    private boolean[] attemptIsRetry = new boolean[1024];

    private int hits;
    private long[] hitNanos = new long[64];

    private int isolations;
    private long[] isolatedNanos = new long[16];
    private byte[] isolatedBroker = new byte[16];

    /** Whether who avoids a broker says so: the omniscient policy and official clients don't. */
    private final boolean isolationsAreSaid;

    /** Ids of messages of which an attempt ended without anybody knowing. */
    final Set<String> unknownIds = new HashSet<>();

    /** Ids and indexes of messages with more than one copy. */
    private final List<Copy> extra = new ArrayList<>();

    /** Requests to brokers that bring no message and are there to find out whether they live. */
    long probeRequests;

    record Copy(int send, String messageId) {}

    Samples(int brokers, boolean isolationsAreSaid) {
        this.brokers = brokers;
        this.isolationsAreSaid = isolationsAreSaid;
    }

    /** A send is due; returns its index. */
    int due(long nanos) {
        if (sends == dueNanos.length) {
            dueNanos = Arrays.copyOf(dueNanos, sends * 2);
            endNanos = Arrays.copyOf(endNanos, sends * 2);
            outcome = Arrays.copyOf(outcome, sends * 2);
            copies = Arrays.copyOf(copies, sends * 2);
        }
        dueNanos[sends] = nanos;
        return sends++;
    }

    void ended(int send, long nanos, byte how) {
        endNanos[send] = nanos;
        outcome[send] = how;
    }

    void stored(int send, String messageId) {
        if (++copies[send] > 1) {
            extra.add(new Copy(send, messageId));
        }
    }

    /** An attempt begins. In the order of time. */
    void attempt(long nanos, int broker, boolean retry) {
        if (attempts == attemptNanos.length) {
            attemptNanos = Arrays.copyOf(attemptNanos, attempts * 2);
            attemptBroker = Arrays.copyOf(attemptBroker, attempts * 2);
            attemptIsRetry = Arrays.copyOf(attemptIsRetry, attempts * 2);
        }
        attemptNanos[attempts] = nanos;
        attemptBroker[attempts] = (byte) broker;
        attemptIsRetry[attempts++] = retry;
    }

    /** A fault that is bad for some sends only met one of them. */
    void hit(long nanos) {
        if (hits == hitNanos.length) {
            hitNanos = Arrays.copyOf(hitNanos, hits * 2);
        }
        hitNanos[hits++] = nanos;
    }

    void isolated(long nanos, int broker) {
        if (isolations == isolatedNanos.length) {
            isolatedNanos = Arrays.copyOf(isolatedNanos, isolations * 2);
            isolatedBroker = Arrays.copyOf(isolatedBroker, isolations * 2);
        }
        isolatedNanos[isolations] = nanos;
        isolatedBroker[isolations++] = (byte) broker;
    }

    int sends() {
        return sends;
    }

    long dueNanos(int send) {
        return dueNanos[send];
    }

    long endNanos(int send) {
        return endNanos[send];
    }

    byte outcome(int send) {
        return outcome[send];
    }

    List<Copy> extraCopies() {
        return extra;
    }

    int attempts() {
        return attempts;
    }

    long attemptNanos(int attempt) {
        return attemptNanos[attempt];
    }

    int attemptBroker(int attempt) {
        return attemptBroker[attempt];
    }

    boolean attemptIsRetry(int attempt) {
        return attemptIsRetry[attempt];
    }

    int hits() {
        return hits;
    }

    int isolations() {
        return isolations;
    }

    /** Whether nothing speaks against it that a broker was isolated before then. */
    boolean mayBeIsolated(int broker, long beforeNanos) {
        if (!isolationsAreSaid) {
            return true;
        }
        for (int i = 0; i < isolations; i++) {
            if (isolatedBroker[i] == broker && isolatedNanos[i] < beforeNanos) {
                return true;
            }
        }
        return false;
    }

    long isolatedNanos(int isolation) {
        return isolatedNanos[isolation];
    }

    int isolatedBroker(int isolation) {
        return isolatedBroker[isolation];
    }

    /** When attempts on a broker began; on any if it is -1. */
    long[] attemptTimes(int broker) {
        long[] times = new long[attempts];
        int count = 0;
        for (int i = 0; i < attempts; i++) {
            if (broker < 0 || attemptBroker[i] == broker) {
                times[count++] = attemptNanos[i];
            }
        }
        return Arrays.copyOf(times, count);
    }
}
