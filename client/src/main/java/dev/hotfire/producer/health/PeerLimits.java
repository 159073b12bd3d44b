// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static dev.hotfire.producer.health.BrokerHealth.NO_LIMIT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What answers of a broker's peers hardly ever take, by the median of those that are not suspected, or the quicker of the two in
 * the middle. Not by the best of them: a broker may be nearer than all others, which are well. Confined to the loop.
 */
final class PeerLimits {
    /** What was computed is good for so long. */
    private static final long FRESH_NANOS = 5_000_000;

    /** Who answered last so much longer ago than another one did says nothing about now: it may have left long ago. */
    private static final long STALE_NANOS = 60_000_000_000L;

    private final List<Member> members = new ArrayList<>();

    /** Room for the limits of those that others are compared with, in order. */
    private long[] limits = new long[8];

    private long[] means = new long[8];

    private long computedNanos;
    private boolean computed;

    /** One broker among its peers. */
    static final class Member {
        private final Latency latency = new Latency();
        private boolean isMeasure = true;
        private long heardNanos;

        /** Whether others are compared with it now, and by what. */
        private boolean isCompared;

        private long limitNanos;
        private long meanNanos;

        /** What it is to be compared with. */
        private long peersNanos = NO_LIMIT;

        private long peersMeanNanos = NO_LIMIT;

        private Member(long nowNanos) {
            heardNanos = nowNanos;
        }

        /** It answered. */
        void heard(long nowNanos) {
            heardNanos = nowNanos;
        }

        /** How long its own answers take. */
        Latency latency() {
            return latency;
        }
    }

    Member join(long nowNanos) {
        Member member = new Member(nowNanos);
        members.add(member);
        computed = false;
        return member;
    }

    void leave(Member member) {
        members.remove(member);
        computed = false;
    }

    void clear() {
        members.clear();
        computed = false;
    }

    /** Whether others are to be compared with it: not while it is suspected. */
    void isMeasure(Member member, boolean isMeasure) {
        member.isMeasure = isMeasure;
        computed = false;
    }

    /** The limit for a broker; {@link BrokerHealth#NO_LIMIT} if there is nobody to compare it with. */
    long nanos(Member member, long nowNanos) {
        if (!computed || nowNanos - computedNanos > FRESH_NANOS) {
            compute(nowNanos);
        }
        return member.peersNanos;
    }

    /** What its peers take in the mean; {@link BrokerHealth#NO_LIMIT} if there is nobody to compare it with. */
    long meanNanos(Member member, long nowNanos) {
        if (!computed || nowNanos - computedNanos > FRESH_NANOS) {
            compute(nowNanos);
        }
        return member.peersMeanNanos;
    }

    private void compute(long nowNanos) {
        computed = true;
        computedNanos = nowNanos;
        int count = 0;
        // Counted from the newest sign of anybody, not from now: where there is little traffic, all are heard of
        // rarely.
        long sinceNanos = Long.MAX_VALUE;
        for (Member member : members) {
            sinceNanos = member.latency.isKnown() ? Math.min(sinceNanos, nowNanos - member.heardNanos) : sinceNanos;
        }
        for (Member member : members) {
            member.isCompared = member.isMeasure
                    && member.latency.isKnown()
                    && nowNanos - member.heardNanos - sinceNanos <= STALE_NANOS;
            if (member.isCompared) {
                if (count == limits.length) {
                    limits = Arrays.copyOf(limits, 2 * count);
                    means = Arrays.copyOf(means, 2 * count);
                }
                member.limitNanos = member.latency.limitNanos();
                member.meanNanos = member.latency.meanNanos();
                means[count] = member.meanNanos;
                limits[count++] = member.limitNanos;
            }
        }
        Arrays.sort(limits, 0, count);
        Arrays.sort(means, 0, count);
        for (Member member : members) {
            member.peersNanos = middle(limits, count, member.isCompared, member.limitNanos);
            member.peersMeanNanos = middle(means, count, member.isCompared, member.meanNanos);
        }
    }

    /** Of sorted figures the one in the middle, without the one that is left out, if it is among them. */
    private static long middle(long[] sorted, int count, boolean leavesOut, long leftOut) {
        int peers = count - (leavesOut ? 1 : 0);
        if (peers == 0) {
            return NO_LIMIT;
        }
        int middle = (peers - 1) / 2;
        return sorted[leavesOut && leftOut <= sorted[middle] ? middle + 1 : middle];
    }
}
