// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.scenarios.history.History;
import java.util.List;

/** Follows a run while it lasts. Called by one thread at a time, which the run waits for. */
public interface RunListener {
    /** Follows nothing, which makes the run cheaper. */
    RunListener NONE = second -> {};

    /** Another second is over. */
    void onSecond(Second second);

    /**
     * Whether the run is to end now; asked after each second. Then nothing more is sent, what is open comes to its end, and
     * invariants are checked; expectations are not, as they are about the whole.
     */
    default boolean wantsEnd() {
        return false;
    }

    /**
     * The run is over: everything that was sent, and what happened meanwhile, in the order of time. Comes after the last
     * second.
     */
    default void onEnd(History history, List<Happening> happenings) {}
}
