// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A world in memory: its machines share the thread that made it and one virtual clock.
 *
 * <p>Nothing happens by itself. Whoever made the world steps it: all machines run what is ready, turn after turn, until
 * nothing is, and then the clock jumps to the next timer of any of them. So an hour of timeouts takes the time that its
 * tasks take. Where the order of two events is a matter of chance in the real world, namely whose turn is first within
 * one instant, the seed decides; everything else follows. One seed, one run.
 *
 * <p>Worlds don't share anything, so several may be stepped at once by threads of their own. Within a world everything
 * belongs to its thread: stepping from another fails, and handing work to its loops from another gives up
 * reproducibility.
 *
 * <p>Waiting is not possible here. A blocking call waits for what only its own thread could do; Netty's promises notice
 * and throw, other futures wait for ever. Use the asynchronous forms and step until they are done.
 */
public final class SimulatedWorld implements World {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedWorld.class);

    /** When every simulated world begins. A fixed date, since stamps on messages are part of a run. */
    public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** Process ids count up from here, by one for each machine. */
    private static final long FIRST_PROCESS_ID = 1_000;

    /** Monotonic clocks begin anywhere up to this many nanoseconds, about twelve days. */
    private static final long MAX_CLOCK_ORIGIN_NANOS = 1_000_000_000_000_000L;

    private static final int MAX_MACHINES = 65_000;

    private final Thread thread = Thread.currentThread();
    private final long seed;
    private final RandomSource random;
    private final RandomSource schedule;
    private final VirtualClock clock = new VirtualClock();
    private final Turns turns = new Turns();
    private final SimulatedNetwork network;
    private final Map<String, SimulatedMachine> byName = new LinkedHashMap<>();
    private final List<SimulatedMachine> machines = new ArrayList<>();
    private final List<SimulatedMachine> turn = new ArrayList<>();
    private boolean fixedOrder;
    private int machinesMade;
    private boolean stepping;
    private boolean closed;
    private long instants;

    private SimulatedWorld(long seed) {
        this.seed = seed;
        this.random = RandomSource.seeded(seed);
        this.schedule = random.fork("schedule");
        this.network = new SimulatedNetwork(random.fork("network"));
    }

    /** A world that belongs to the calling thread and whose every chance follows from {@code seed}. */
    public static SimulatedWorld seeded(long seed) {
        return new SimulatedWorld(seed);
    }

    public long seed() {
        return seed;
    }

    /**
     * A new machine, with an address of its own: the first is 10.0.0.1, the next 10.0.0.2, and so on.
     *
     * @throws IllegalArgumentException if the name is taken, also by a machine that was closed
     */
    @Override
    public SimulatedMachine machine(String name) {
        requireNonNull(name, "name");
        requireThread();
        if (closed) {
            throw new IllegalStateException("world is closed");
        }
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: a name that is not taken)");
        }
        if (machinesMade == MAX_MACHINES) {
            throw new IllegalStateException(
                    "machines: " + machinesMade + " (expected: fewer than " + MAX_MACHINES + ")");
        }
        int number = ++machinesMade;
        RandomSource machineRandom = random.fork("machine " + name);
        long originNanos = machineRandom.fork("clock").nextLong(MAX_CLOCK_ORIGIN_NANOS);
        SimulatedMachine machine = new SimulatedMachine(
                this,
                network,
                turns,
                name,
                hostOf(number),
                FIRST_PROCESS_ID + number,
                new SimulatedClock(clock, originNanos, BEGINNING.toEpochMilli()),
                machineRandom);
        byName.put(name, machine);
        machines.add(machine);
        network.add(machine);
        return machine;
    }

    /** Every machine that was ever made here, closed ones too, in the order of their making. */
    public List<SimulatedMachine> allMachines() {
        return List.copyOf(byName.values());
    }

    private static String hostOf(int number) {
        return "10." + number / 65_536 + "." + number / 256 % 256 + "." + number % 256;
    }

    /** Gives hosts a name, as a name service does. Connections by it try the hosts in the given order. */
    public void name(String name, String... hosts) {
        network.name(requireNonNull(name, "name"), List.of(hosts));
    }

    /** How long a connection takes to be established or refused from now on; nothing by default. */
    public void connectLatency(Latency latency) {
        network.connectLatency(requireNonNull(latency, "latency"));
    }

    /** How often the clock moved from one timer to the next. */
    public long instants() {
        return instants;
    }

    /** Nanoseconds since the world began. */
    public long nanosSinceBeginning() {
        return clock.nanos();
    }

    /** Runs everything that is ready, and what that makes ready, without moving the clock. */
    public void settle() {
        runUntil(() -> false, 0);
    }

    /** Lets {@code duration} pass. */
    public void runFor(Duration duration) {
        long endNanos = clock.nanos() + requireNotNegative(duration);
        runUntil(() -> false, endNanos - clock.nanos());
        clock.advanceTo(endNanos);
        turns.newInstant();
    }

    /**
     * Steps until the condition holds, which is looked at between turns.
     *
     * @param limit how much time may pass
     * @return whether it holds. False when the limit was reached, with the clock at it, or when there is nothing left to
     *     run and no timer up to the limit, with the clock where the last event left it.
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        return runUntil(condition, requireNotNegative(limit));
    }

    private boolean runUntil(BooleanSupplier condition, long limitNanos) {
        requireThread();
        if (stepping) {
            throw new IllegalStateException("the world is being stepped (expected: a call from outside of it)");
        }
        stepping = true;
        turns.stepping(true);
        try {
            return step(condition, clock.nanos() + limitNanos);
        } finally {
            stepping = false;
            turns.stepping(false);
        }
    }

    private boolean step(BooleanSupplier condition, long endNanos) {
        while (!condition.getAsBoolean()) {
            if (runOneTurnEach()) {
                continue;
            }
            long nextNanos = nextTimerNanos();
            if (nextNanos < 0 || nextNanos > endNanos) {
                return false;
            }
            clock.advanceTo(nextNanos);
            instants++;
            turns.newInstant();
        }
        return true;
    }

    private boolean runOneTurnEach() {
        turn.clear();
        boolean ended = false;
        for (int i = 0; i < machines.size(); i++) {
            SimulatedMachine machine = machines.get(i);
            ended |= machine.isEnded();
            if (machine.isClosing() || (!machine.isPaused() && !machine.isEnded() && machine.mayBeReady())) {
                turn.add(machine);
            }
        }
        if (ended) {
            machines.removeIf(SimulatedMachine::isEnded);
        }
        drawOrder();
        boolean ran = false;
        for (int i = 0; i < turn.size(); i++) {
            SimulatedMachine machine = turn.get(i);
            if (machine.isClosing()) {
                machine.endLoop();
                ran = true;
            } else if (!machine.isPaused() && !machine.isEnded()) {
                ran |= machine.runReady() > 0;
            }
        }
        return ran;
    }

    /** Fisher-Yates. On real computers nothing decides who is first, so nothing but the seed may here. */
    private void drawOrder() {
        if (fixedOrder) {
            return;
        }
        for (int i = turn.size() - 1; i > 0; i--) {
            int j = schedule.nextInt(i + 1);
            SimulatedMachine other = turn.get(j);
            turn.set(j, turn.get(i));
            turn.set(i, other);
        }
    }

    /** Has machines take their turns within one instant in the order of their making from now on, rather than as drawn. */
    public void fixOrder() {
        fixedOrder = true;
    }

    private long nextTimerNanos() {
        long nearest = -1;
        for (SimulatedMachine machine : machines) {
            long delay = machine.isPaused() ? -1 : machine.nanosToNextTimer();
            if (delay >= 0 && (nearest < 0 || delay < nearest)) {
                nearest = delay;
            }
        }
        return nearest < 0 ? -1 : clock.nanos() + nearest;
    }

    boolean isBetweenTurns() {
        return !stepping;
    }

    /**
     * Closes every machine. Timers that are left never fire.
     *
     * @throws IllegalStateException when called from within a step: a world can't be closed by what lives in it
     */
    @Override
    public void close() {
        requireThread();
        if (stepping) {
            throw new IllegalStateException("the world is being stepped (expected: a call from outside of it)");
        }
        if (closed) {
            return;
        }
        closed = true;
        // All channels first: a machine's close reaches its peers, and they must still be there to notice.
        machines.forEach(SimulatedMachine::beginClose);
        try {
            while (runReady()) {
                // A turn of one may have the next one do something.
            }
        } catch (EndlessException e) {
            LOG.debug("the world was closed while it was busy: {}", e.getMessage());
        }
        machines.forEach(SimulatedMachine::close);
        machines.clear();
    }

    private boolean runReady() {
        boolean ran = false;
        for (SimulatedMachine machine : machines) {
            ran |= machine.runReady() > 0;
        }
        return ran;
    }

    private void requireThread() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "called from " + Thread.currentThread().getName() + " (expected: the thread that made the world, "
                            + thread.getName() + ")");
        }
    }

    private static long requireNotNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
        }
        return duration.toNanos();
    }
}
