// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.ControlFunction;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.Request;
import dev.hotfire.link.Latency;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.ResponseCode;
import org.jspecify.annotations.Nullable;

/**
 * How long a broker takes for a send, and how many it can take: a fault rule in code for all sends of one broker.
 *
 * <p>Each send takes a time drawn from the broker's service time; requests don't wait for each other, as with a broker's
 * thread pool, unless there is a {@link #capacity}. Then they also stand in one queue that moves at that pace, and one
 * that would stand there for longer than 200 ms is answered with SYSTEM_BUSY, as by a broker's default setting. Simplified:
 * it is answered at once rather than after these 200 ms, and takes a twentieth of the room that a stored one takes. In that
 * queue there may also be sends of {@link #others}.
 *
 * <p>Confined to the broker's loop.
 */
public final class BrokerService implements ControlFunction {
    /** The official broker's waitTimeMillsInSendQueue. */
    private static final long LONGEST_WAIT_NANOS = 200_000_000;

    private static final int REFUSALS_PER_SERVED = 20;
    private static final long REFUSED = -1;

    private static final FaultAction BUSY = new FaultAction.Answer(
            ResponseCode.SYSTEM_BUSY, "[TIMEOUT_CLEAN_QUEUE]broker busy, start flow control for a while");

    private final ServiceTime time;
    private final RandomSource random;
    private final RandomSource othersRandom;
    private final MachineClock clock;
    private @Nullable ControlFunction disturbance;
    private @Nullable ServiceTime added;
    private long paceNanos;
    private long freeAtNanos;

    /** Between two sends of others in the mean; 0 without any. */
    private double othersGapNanos;

    /** When the next of these comes. */
    private long nextOtherNanos;

    /** How long one send takes, in nanoseconds, not negative. */
    @FunctionalInterface
    public interface ServiceTime {
        /** One draw. */
        long drawNanos(RandomSource random);
    }

    /**
     * @param random this broker's own
     * @param clock  that of the broker's machine
     */
    public BrokerService(ServiceTime time, RandomSource random, MachineClock clock) {
        this.time = requireNonNull(time, "time");
        this.random = requireNonNull(random, "random");
        this.othersRandom = random.fork("sends of others");
        this.clock = requireNonNull(clock, "clock");
        this.freeAtNanos = clock.nanoTime();
    }

    /** What is asked about each send first, and decides about it unless it passes it on; null for nothing. */
    public void disturb(@Nullable ControlFunction first) {
        this.disturbance = first;
    }

    /** How much longer each send takes from now on; null for nothing. */
    public void slower(@Nullable ServiceTime more) {
        this.added = more;
    }

    /** How many sends a second there are room for from now on; 0 for any number. */
    public void capacity(double perSecond) {
        letOthersIn(clock.nanoTime());
        this.paceNanos = perSecond == 0 ? 0 : Math.round(1e9 / perSecond);
    }

    /**
     * How many sends a second other producers make here from now on, at random times (a Poisson process), whatever becomes of
     * them. They only take room.
     */
    public void others(double perSecond) {
        long now = clock.nanoTime();
        letOthersIn(now);
        this.othersGapNanos = perSecond == 0 ? 0 : 1e9 / perSecond;
        this.nextOtherNanos = now + gapNanos();
    }

    private long gapNanos() {
        return (long) (-StrictMath.log(1 - othersRandom.nextDouble()) * othersGapNanos);
    }

    /** Those of others that came by now: nobody looked for them before. */
    private void letOthersIn(long nowNanos) {
        while (othersGapNanos > 0 && nextOtherNanos - nowNanos <= 0) {
            if (paceNanos > 0) {
                queue(nextOtherNanos);
            }
            nextOtherNanos += gapNanos();
        }
    }

    /** How long one that comes then stands in the queue; {@link #REFUSED} if it may not. */
    private long queue(long atNanos) {
        long free = freeAtNanos - atNanos > 0 ? freeAtNanos : atNanos;
        long waitNanos = free - atNanos;
        boolean refused = waitNanos > LONGEST_WAIT_NANOS;
        freeAtNanos = free + (refused ? paceNanos / REFUSALS_PER_SERVED : paceNanos);
        return refused ? REFUSED : waitNanos;
    }

    @Override
    public FaultAction decide(Request request) {
        if (disturbance != null) {
            FaultAction action = disturbance.decide(request);
            if (!(action instanceof FaultAction.PassOn)) {
                return action;
            }
        }
        long waitNanos = 0;
        if (paceNanos > 0) {
            long now = clock.nanoTime();
            letOthersIn(now);
            waitNanos = queue(now);
            if (waitNanos == REFUSED) {
                return BUSY;
            }
        }
        long addedNanos = added == null ? 0 : added.drawNanos(random);
        return new FaultAction.Delay(new Latency.Constant(waitNanos + addedNanos + time.drawNanos(random)));
    }
}
