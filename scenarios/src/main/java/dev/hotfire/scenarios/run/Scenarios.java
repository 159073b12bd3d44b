// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioReader;
import java.nio.file.Path;

/**
 * Scenarios in tests, each in one line: {@code Scenarios.run(scenario).verify()}. In virtual time unless told otherwise, with
 * the scenario's own seed or 1, on the calling thread.
 */
public final class Scenarios {
    private Scenarios() {}

    /**
     * Runs a scenario in virtual time.
     *
     * @throws IllegalStateException if it could not be brought to its end; whatever happens <i>in</i> it is reported
     */
    public static RunReport run(Scenario scenario) {
        return run(scenario, WorldKind.SIM);
    }

    /**
     * Runs a scenario in virtual time, or over TCP in real time.
     *
     * @throws IllegalStateException if it could not be brought to its end, or the thread was interrupted
     */
    public static RunReport run(Scenario scenario, WorldKind world) {
        return run(scenario, world, scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED));
    }

    /**
     * Runs a scenario with another seed than its own.
     *
     * @throws IllegalStateException if it could not be brought to its end, or the thread was interrupted
     */
    public static RunReport run(Scenario scenario, WorldKind world, long seed) {
        try {
            return ScenarioRunner.run(scenario, world, seed, RunListener.NONE);
        } catch (RunException e) {
            throw new IllegalStateException(scenario.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(scenario.name() + ": interrupted", e);
        }
    }

    /**
     * Runs the scenario of a file in virtual time.
     *
     * @throws IllegalArgumentException if it is not there, or no scenario
     * @throws IllegalStateException    if it could not be brought to its end
     */
    public static RunReport run(Path file) {
        try {
            return run(ScenarioReader.read(file));
        } catch (ScenarioException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
