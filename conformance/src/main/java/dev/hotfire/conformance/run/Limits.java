// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import java.time.Duration;

/**
 * How patient a run is. Immutable.
 *
 * @param whole       when no further case is begun
 * @param sharedHello what a driver that serves many cases may take to answer a hello, when something seems wrong with it
 * @param ownHello    the same for a driver that serves one case
 */
public record Limits(Duration whole, Duration sharedHello, Duration ownHello) {
    /** A sound client takes a tenth of the whole. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(270), Duration.ofSeconds(5), Duration.ofSeconds(2));

    /** The same with another limit of the whole. */
    public Limits withWhole(Duration other) {
        return new Limits(other, sharedHello, ownHello);
    }
}
