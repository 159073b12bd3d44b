// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

/** What lives in a simulated world keeps itself busy within one instant, so that no time passes any more. */
public final class TimeStandsStillException extends IllegalStateException {
    TimeStandsStillException(long nanos) {
        super("time stands still: tasks keep queueing each other at " + nanos + " ns");
    }
}
