// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import java.util.Locale;

/** How large the runs of a swarm are. */
public enum SwarmProfile {
    /** A few hundred sends each, in seconds: for builds, and while looking for something. */
    BRIEF(300, 20),
    /** 3,000 sends or 60 seconds each. */
    FULL(3_000, 60);

    private final int sends;
    private final int seconds;

    SwarmProfile(int sends, int seconds) {
        this.sends = sends;
        this.seconds = seconds;
    }

    /** How many sends a run has at the most. */
    int sends() {
        return sends;
    }

    /** How long it lasts at the most, with a little more for sends that are open at its end. */
    int seconds() {
        return seconds;
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
