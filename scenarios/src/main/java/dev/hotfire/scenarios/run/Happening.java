// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.util.Objects.requireNonNull;

/**
 * Something that happened in a run, besides sends.
 *
 * @param atNanos when, after the run began
 * @param kind    what kind of thing
 * @param who     the producer group that avoids a broker or does so no longer; empty for what the timeline did
 * @param what    the broker's name, or what the timeline did, in words
 */
public record Happening(long atNanos, Kind kind, String who, String what) {
    /** What kind of thing happened. */
    public enum Kind {
        /** The timeline or a fault did something. */
        EVENT,
        /** A producer avoids a broker from now on. */
        AVOIDED,
        /** A producer no longer avoids a broker. */
        RELEASED
    }

    public Happening {
        requireNonNull(kind, "kind");
        requireNonNull(who, "who");
        requireNonNull(what, "what");
    }
}
