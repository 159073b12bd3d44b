// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.language.ScenarioWriter;
import dev.hotfire.scenarios.run.RunException;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.WorldKind;
import dev.hotfire.scenarios.swarm.SeedResult;
import dev.hotfire.scenarios.swarm.Shrinker;
import dev.hotfire.scenarios.swarm.SwarmProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs seeds, in a JVM of its own, until one breaks an invariant, and shrinks that run. Its only line that matters is
 * {@code found=… seconds=… seed=… events=… tcp=… all=…}; {@code found=nothing} when the time is over.
 *
 * <p>Arguments: the invariant that is predicted, or {@code any}; the seconds of processor time that it may take; the first seed; how many
 * seeds at the most. With {@code survey} in place of an invariant it goes on to the end and prints what it finds; with
 * {@code tcp}, a file and an invariant it replays the file over real sockets.
 *
 * <p>With {@code hunt.file} it leaves the shrunk run there; with {@code hunt.untried} it does not try it over real sockets.
 */
final class Hunt {
    /** Over real sockets things don't come in the same order each time. */
    private static final int TRIES_OVER_TCP = 6;

    /** How much sooner a fault begins, and later it is over, where threads may be late. */
    private static final Duration ROOM = Duration.ofMillis(100);

    private Hunt() {}

    public static void main(String[] arguments) throws InterruptedException, IOException, ScenarioException {
        String predicted = arguments[0];
        if (predicted.equals("tcp")) {
            System.out.println("tcp=" + overTcp(ScenarioReader.read(Path.of(arguments[1])), arguments[2]));
            return;
        }
        long endNanos = Long.parseLong(arguments[1]) * 1_000_000_000L;
        long first = Long.parseLong(arguments[2]);
        long last = first + Long.parseLong(arguments[3]) - 1;
        long sends = 0;
        SeedResult other = null;
        double otherSeconds = 0;
        for (long seed = first; seed <= last && cpuNanos() < endNanos; seed++) {
            SeedResult result = run(seed);
            sends += result.sends();
            if (result.violations().isEmpty()) {
                continue;
            }
            double seconds = cpuNanos() / 1e9;
            if (predicted.equals("survey")) {
                result.violations()
                        .forEach(verdict -> System.out.println(result.scenario().name() + " " + verdict));
                continue;
            }
            if (predicted.equals("any") || idsOf(result).contains(predicted)) {
                report(predicted, result, seconds);
                return;
            }
            if (other == null) {
                other = result;
                otherSeconds = seconds;
            }
        }
        if (other != null) {
            report("any", other, otherSeconds);
        } else {
            System.out.println("found=nothing sends=" + sends + " seconds=" + cpuNanos() / 1_000_000_000);
        }
    }

    /** Processor time of the whole JVM, its start, compiler and collector included: a busy machine does not count. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static SeedResult run(long seed) throws InterruptedException {
        return SeedResult.of(seed, SwarmProfile.BRIEF);
    }

    private static List<String> idsOf(SeedResult result) {
        return result.violations().stream().map(Verdict::id).toList();
    }

    /** Whether real sockets show it, too: yes or no; or - where they can't have the faults, or nobody looks for it there. */
    private static String overTcp(Scenario scenario, String invariant) throws InterruptedException {
        if (!scenario.faults().stream().allMatch(fault -> fault.id().overTcp())) {
            return "-";
        }
        Scenario roomy = roomy(scenario, invariant);
        boolean watched = false;
        for (int i = 0; i < TRIES_OVER_TCP; i++) {
            // First with its own seed: what producers draw is the same in both worlds then.
            long seed = scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED) + i / 2;
            try {
                List<Verdict> verdicts = ScenarioRunner.run(
                                i % 2 == 0 ? scenario : roomy, WorldKind.TCP, seed, RunListener.NONE)
                        .invariants();
                for (Verdict verdict : verdicts) {
                    watched |= verdict.id().equals(invariant);
                    if (verdict.id().equals(invariant) && !verdict.holds()) {
                        return "yes";
                    }
                }
            } catch (RunException e) {
                // A run that comes to no end does not do what it should, either.
                return "yes";
            }
        }
        return watched ? "no" : "-";
    }

    /**
     * The same with faults that begin a little sooner and end a little later, so that a send that is a few milliseconds late does
     * not miss them; as it is if that would break something else.
     */
    private static Scenario roomy(Scenario scenario, String invariant) throws InterruptedException {
        List<Fault> longer = scenario.faults().stream()
                .map(fault -> {
                    Duration at = fault.at().compareTo(ROOM) < 0
                            ? Duration.ZERO
                            : fault.at().minus(ROOM);
                    Duration until = fault.at().plus(fault.lasting()).plus(ROOM);
                    return fault.withAt(at).withLasting(until.minus(at));
                })
                .toList();
        Scenario roomy = scenario.withFaults(longer);
        return idsOf(SeedResult.of(roomy, WorldKind.SIM)).contains(invariant) ? roomy : scenario;
    }

    private static void report(String predicted, SeedResult result, double seconds)
            throws InterruptedException, IOException {
        List<String> all = idsOf(result);
        String found = predicted.equals("any") ? all.get(0) : predicted;
        result.violations().forEach(verdict -> System.out.println(verdict));
        if (Boolean.getBoolean("hunt.unshrunk")) {
            System.out.printf("found=%s seconds=%.1f all=%s%n", found, seconds, String.join(",", all));
            return;
        }
        long shrinkingBegan = cpuNanos();
        Shrinker.Shrunk shrunk = Shrinker.shrink(result.scenario(), found);
        System.out.println("shrunk to " + shrunk.scenario());
        String file = System.getProperty("hunt.file", "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), ScenarioWriter.write(shrunk.scenario()));
        }
        System.out.printf(
                "found=%s seconds=%.1f seed=%d events=%d shrinking=%.1f tcp=%s all=%s%n",
                found,
                seconds,
                result.scenario().seed().orElse(0),
                shrunk.events(),
                (cpuNanos() - shrinkingBegan) / 1e9,
                Boolean.getBoolean("hunt.untried") ? "" : overTcp(shrunk.scenario(), found),
                String.join(",", all));
    }
}
