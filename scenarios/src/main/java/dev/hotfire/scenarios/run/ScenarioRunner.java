// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.runtime.World;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.sim.EndlessException;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Runs a scenario from its beginning to its end. */
public final class ScenarioRunner {
    /** What a scenario is run with that names no seed, and whose caller names none either. */
    public static final long DEFAULT_SEED = 1;

    private static final int LOOP_THREADS = 2;

    private ScenarioRunner() {}

    /**
     * Runs a scenario and waits for its end: in a simulated world as fast as this thread can, over TCP in real time.
     *
     * @param listener told of each second as soon as it is over
     * @throws RunException         if the run could not be brought to its end; whatever happens <i>in</i> it is reported
     * @throws InterruptedException if the thread was interrupted while it waited; everything is closed then
     */
    public static RunReport run(Scenario scenario, WorldKind kind, long seed, RunListener listener)
            throws RunException, InterruptedException {
        requireNonNull(scenario, "scenario");
        requireNonNull(listener, "listener");
        return switch (kind) {
            case SIM -> simulated(scenario, WorldKind.SIM, seed, listener);
            case TCP -> overTcp(scenario, seed, listener);
        };
    }

    /**
     * Runs a scenario in a simulated world, and judges it as if it had been over TCP: by what can be judged there, and with the
     * time that real threads are given. What it breaks even so does not hang on virtual time being exact.
     *
     * @throws RunException if the run could not be brought to its end
     */
    public static RunReport simulateJudgedAsOverTcp(Scenario scenario, long seed) throws RunException {
        return simulated(requireNonNull(scenario, "scenario"), WorldKind.TCP, seed, RunListener.NONE);
    }

    private static RunReport simulated(Scenario scenario, WorldKind judgedAs, long seed, RunListener listener)
            throws RunException {
        SimulatedWorld world = SimulatedWorld.seeded(seed);
        if (scenario.ties() == Scenario.Ties.FIXED) {
            world.fixOrder();
        }
        Leftovers leftovers = new Leftovers(world);
        RunReport report;
        // Closed by the end of the block, since what is left behind shows only then.
        try (world) {
            Trace trace = Trace.of(world::nanosSinceBeginning);
            Run run = new Run(scenario, world, judgedAs, seed, trace, listener);
            CompletableFuture<RunReport> done = run.start();
            BooleanSupplier isOver = () ->
                    done.isDone() || run.isEndless(world.instants(), Duration.ofNanos(world.nanosSinceBeginning()));
            if (!world.runUntil(isOver, run.limit())) {
                // In virtual time nothing is slow: whoever waits now waits for something that will never come.
                throw new RunException(
                        "the run stopped at " + Duration.ofNanos(world.nanosSinceBeginning()) + " without an end",
                        null);
            }
            if (!done.isDone()) {
                throw new RunException(
                        "the run came to no end: there was something to do " + world.instants() + " times within "
                                + Duration.ofNanos(world.nanosSinceBeginning()),
                        null);
            }
            report = done.join();
            leftovers.afterTheProducers(Run.PRODUCER_MACHINE_PREFIX);
        } catch (EndlessException e) {
            // Whoever is busy for ever is as bad as who waits for ever.
            throw new RunException("the run came to no end: " + e.getMessage(), e);
        } catch (CompletionException e) {
            throw new RunException("the run failed: " + e.getCause(), e.getCause());
        }
        // Over TCP nobody can tell what is left behind.
        return judgedAs == WorldKind.SIM ? report.with(leftovers.afterTheWorld()) : report;
    }

    private static RunReport overTcp(Scenario scenario, long seed, RunListener listener)
            throws RunException, InterruptedException {
        try (World world = TcpWorld.seeded(LOOP_THREADS, seed)) {
            Run run = new Run(scenario, world, WorldKind.TCP, seed, Trace.none(), listener);
            CompletableFuture<RunReport> done = run.start();
            return done.get(run.limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new RunException("the run failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new RunException("the run did not end in time", e);
        }
    }
}
