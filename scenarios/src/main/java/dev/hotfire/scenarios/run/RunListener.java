// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

/** Follows a run while it lasts. Called by one thread at a time, which the run waits for. */
public interface RunListener {
    /** Follows nothing, which makes the run cheaper. */
    RunListener NONE = second -> {};

    /** Another second is over. */
    void onSecond(Second second);
}
