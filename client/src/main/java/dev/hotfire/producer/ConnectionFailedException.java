// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No connection to a broker came about, or the last one broke before an answer. */
public final class ConnectionFailedException extends SendException {
    private final boolean broken;

    /** @param broken whether there was a connection, which may have carried the message */
    public ConnectionFailedException(
            String what,
            String topic,
            List<Attempt> attempts,
            Duration elapsed,
            boolean broken,
            @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
        this.broken = broken;
    }

    /** Whether there was a connection in the last attempt, which broke; false if none came about. */
    public boolean isBroken() {
        return broken;
    }
}
