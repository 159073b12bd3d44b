// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.ProcessDriver;
import dev.hotfire.runtime.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a client's driver is started. Immutable.
 *
 * @param client      as it was named on the command line
 * @param command     the program and its arguments
 * @param folder      its current folder
 * @param environment what it gets on top of this process's own
 */
public record Launch(String client, List<String> command, Path folder, Map<String, String> environment) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Starts it, and waits for its hello. */
    public ProcessDriver start(Machine machine) {
        return ProcessDriver.start(machine, command, folder, environment);
    }
}
