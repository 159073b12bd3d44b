// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link QueueSelector} threw, returned null, or returned a queue that it was not offered (B-SELECT-06). Nothing was
 * sent. What it threw is the cause.
 */
public final class QueueSelectionException extends SendException {
    public QueueSelectionException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
