// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

/** Keeps producers and servers from logging: where thousands of runs fail on purpose, nobody reads why each did. */
final class QuietLog {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private QuietLog() {}

    /** To be called before anything logs; a level that the user chose stays. */
    static void begin() {
        if (System.getProperty(LEVEL) == null) {
            System.setProperty(LEVEL, "off");
        }
    }
}
