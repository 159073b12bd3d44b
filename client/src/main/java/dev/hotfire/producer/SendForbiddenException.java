// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;

/** A {@link SendCheck} forbade the last attempt; its exception is the cause. */
public final class SendForbiddenException extends SendException {
    public SendForbiddenException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
