// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two worlds, one behaviour: each of some hundreds of scripted scenarios, a fault by a mode or by settings, looks the same in
 * the simulator and over TCP. The same attempts at the same brokers, the same frames but for time and opaque, the same ends.
 * Else what the simulator proves would be true of the simulator only.
 */
@Timeout(300)
final class TwoWorldsTest {
    /** Over TCP most of the time is spent waiting for timeouts, which several clusters can do at once. */
    private static final int STAGES = 12;

    @Test
    void scenariosLookTheSameInBothWorlds() throws Exception {
        List<Case> scripts = Case.all();
        assertThat(scripts).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        Map<Case, List<String>> simulated = simulated(scripts);
        Map<Case, List<String>> overTcp = overTcp(scripts);
        List<String> differences = new ArrayList<>();
        simulated.forEach((script, seen) -> {
            if (!seen.equals(overTcp.get(script))) {
                differences.add(script + "\n  simulated " + String.join("\n            ", seen) + "\n  over TCP  "
                        + String.join("\n            ", overTcp.getOrDefault(script, List.of())));
            }
        });
        assertThat(differences).as("of %d scenarios", scripts.size()).isEmpty();
        // Scenarios that are all alike would prove nothing.
        assertThat(simulated.values().stream().distinct()).hasSizeGreaterThan(100);
    }

    private static Map<Case, List<String>> simulated(List<Case> scripts) {
        Map<Case, List<String>> seen = new LinkedHashMap<>();
        try (SimulatedWorld world = SimulatedWorld.seeded(1)) {
            Stage stage = new Stage(
                    world,
                    Latency.constant(Duration.ofMillis(1)),
                    () -> world.runFor(Duration.ofMillis(1)),
                    condition -> assertThat(world.runUntil(condition, Duration.ofMinutes(1)))
                            .isTrue());
            for (Case script : scripts) {
                try {
                    seen.put(script, stage.play(script));
                } catch (AssertionError e) {
                    throw new AssertionError(script + " does not end", e);
                }
            }
            stage.close();
        }
        return seen;
    }

    private static Map<Case, List<String>> overTcp(List<Case> scripts) throws Exception {
        Map<Case, List<String>> seen = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(STAGES);
        try {
            List<Future<Map<Case, List<String>>>> parts = new ArrayList<>();
            for (int i = 0; i < STAGES; i++) {
                int first = i;
                parts.add(threads.submit(() -> {
                    Map<Case, List<String>> part = new LinkedHashMap<>();
                    try (TcpWorld world = TcpWorld.seeded(1, first)) {
                        Stage stage = new Stage(world, Latency.none(), () -> {}, TwoWorldsTest::await);
                        for (int script = first; script < scripts.size(); script += STAGES) {
                            part.put(scripts.get(script), stage.play(scripts.get(script)));
                        }
                        stage.close();
                    }
                    return part;
                }));
            }
            for (Future<Map<Case, List<String>>> part : parts) {
                seen.putAll(part.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return seen;
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(condition::getAsBoolean);
    }
}
