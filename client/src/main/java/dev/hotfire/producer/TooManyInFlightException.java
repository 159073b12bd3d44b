// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The producer had as much in flight as {@link SendLimits} allow, and no place came free in time. Nothing was sent. */
public final class TooManyInFlightException extends SendException {
    public TooManyInFlightException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
