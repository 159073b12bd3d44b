// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import java.io.PrintStream;

/** What a main class arranges around official code. */
final class Surroundings {
    private static final int FAILED = 1;

    private Surroundings() {}

    /**
     * Keeps the official client's log on standard error and out of the home directory, and standard output for our
     * lines. To be called before the first official class is loaded.
     *
     * @return where our lines go
     */
    static PrintStream arrange() {
        System.setProperty("rmq.logback.configurationFile", "hotfire-official-logback.xml");
        // Release 4 writes files, wherever it is told to.
        System.setProperty("rocketmq.client.logRoot", System.getProperty("java.io.tmpdir"));
        PrintStream lines = System.out;
        System.setOut(System.err);
        return lines;
    }

    /** Does the work and ends the JVM, whatever threads official code may have left running in it. */
    @SuppressWarnings("CatchAndPrintStackTrace") // Standard error is where the parent looks for it.
    static void runAndExit(Work work) {
        int status = 0;
        try {
            work.run();
        } catch (Exception e) {
            e.printStackTrace();
            status = FAILED;
        }
        System.exit(status);
    }

    /** What a main class is for. */
    interface Work {
        void run() throws Exception;
    }
}
