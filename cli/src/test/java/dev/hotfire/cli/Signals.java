// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Signals that tests send to processes of their own. */
final class Signals {
    private static final Path KILL = Path.of("/bin/kill");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final long INTERRUPT = 1L << 1;

    private Signals() {}

    /**
     * Whoever runs a build in the background of a script has SIGINT ignored by all that it starts, and a JVM leaves that as it
     * is: then no process of ours can be interrupted.
     */
    static void assumeInterruptsArrive() throws IOException {
        assumeThat(KILL).as("a kill to send the signal with").isExecutable();
        if (Files.isReadable(STATUS)) {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(IGNORED)) {
                    long ignored = Long.parseUnsignedLong(
                            line.substring(IGNORED.length()).trim(), 16);
                    assumeThat(ignored & INTERRUPT)
                            .as("SIGINT is ignored by this process, and by all that it starts")
                            .isZero();
                }
            }
        }
    }

    /** Sends one, as {@code -INT}. */
    static void send(String signal, Process to) throws IOException, InterruptedException {
        new ProcessBuilder(KILL.toString(), signal, Long.toString(to.pid()))
                .start()
                .waitFor();
    }
}
