// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

/** How the process ends, whichever command it is. {@code hotfire --help} tells users the same. */
final class ExitCode {
    /** The run kept every invariant and expectation. */
    static final int PASSED = 0;

    /** The run broke one. */
    static final int VIOLATED = 1;

    /** The command line or the scenario is wrong; nothing was run. */
    static final int BAD_INPUT = 2;

    /** The run could not be brought to its end: a defect of hotfire, or of the computer it runs on. */
    static final int BROKEN = 3;

    /**
     * What the JVM makes of Ctrl-C and of SIGTERM. Nobody returns it; commands that write something at their end do so
     * before.
     */
    static final String STOPPED = "130, 143";

    private ExitCode() {}
}
