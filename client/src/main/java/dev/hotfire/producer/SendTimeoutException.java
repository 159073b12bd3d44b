// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The send's time was up. The last cause and all attempts come with it (B-RETRY-07's hazard is gone). With {@link
 * Isolation#ADAPTIVE} an attempt's time being up is enough where the budget for retries allows no other.
 */
public final class SendTimeoutException extends SendException {
    public SendTimeoutException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
