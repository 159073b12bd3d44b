// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.check.Violations;
import dev.hotfire.scenarios.sim.SimulatedMachine;
import dev.hotfire.scenarios.sim.SimulatedWorld;

/**
 * I18: at the end nothing is left behind. A producer that was closed has no connection and no timer, and once all is
 * closed, no machine has a buffer that was not released. Only a simulated world can be asked.
 */
final class Leftovers {
    private final SimulatedWorld world;
    private final Violations violations = new Violations();

    Leftovers(SimulatedWorld world) {
        this.world = world;
    }

    /** Looks at the producers' machines, while the rest of the world still lives. */
    void afterTheProducers(String namePrefix) {
        for (SimulatedMachine machine : world.allMachines()) {
            if (machine.name().startsWith(namePrefix)) {
                if (machine.hasTimers()) {
                    violations.add(machine.name() + ": a timer is still set");
                }
                if (machine.openChannels() > 0) {
                    violations.add(machine.name() + ": " + machine.openChannels() + " channels are still open");
                }
            }
        }
    }

    /** Looks at every machine, once the world is closed. */
    Verdict afterTheWorld() {
        for (SimulatedMachine machine : world.allMachines()) {
            long bytes = machine.bufferBytesInUse();
            if (bytes != 0) {
                violations.add(machine.name() + ": " + bytes + " bytes of buffers were not released");
            }
        }
        return violations.verdict("I18", "nothing is left behind");
    }
}
