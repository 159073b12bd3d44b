// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The caller stopped waiting: its thread was interrupted. Observers and hooks see it too where a request got its reply before
 * any broker had confirmed it; its caller does not, who has what it waited for.
 */
public final class SendAbandonedException extends SendException {
    public SendAbandonedException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
