// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

/** How the process ends. */
final class ExitCode {
    /** The run kept every invariant and expectation. */
    static final int PASSED = 0;

    /** The run broke one. */
    static final int VIOLATED = 1;

    /** The command line or the scenario is wrong; nothing was run. */
    static final int BAD_INPUT = 2;

    /** The run could not be brought to its end: a defect of hotfire, or of the computer it runs on. */
    static final int BROKEN = 3;

    private ExitCode() {}
}
