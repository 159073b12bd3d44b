// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.points;

import java.util.Locale;

/** Where a send is, as far as it can be seen from outside. */
public enum Phase {
    /** It has come to its producer's loop, and gets a queue or waits for a route. */
    CHOOSING,
    /** An attempt is the first on its connection, or finds none. */
    CONNECTING,
    /** A broker has read it and has not answered. */
    WAITING,
    /** Another attempt begins. */
    RETRYING,
    /** It ends. */
    COMPLETING;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
