// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.run.WorldKind;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the scenario that a command line names. */
final class ScenarioFiles {
    private ScenarioFiles() {}

    /** @throws ScenarioException if there is no such file, or none that is a scenario */
    static Scenario read(String file) throws ScenarioException {
        try {
            return ScenarioReader.read(Path.of(file));
        } catch (InvalidPathException e) {
            throw new ScenarioException(e.getMessage() + " (expected: a scenario file)");
        }
    }

    /** Whether the scenario has faults that the world can't have; if so, they are named. */
    static boolean cannotBeHad(Scenario scenario, WorldKind world, String file, PrintWriter err) {
        if (world != WorldKind.TCP || scenario.overTcp()) {
            return false;
        }
        scenario.faults().stream()
                .filter(fault -> !fault.overTcp())
                .forEach(fault -> err.println(
                        file + ": fault '" + fault + "' (expected: one that can be brought about over TCP)"));
        return true;
    }
}
