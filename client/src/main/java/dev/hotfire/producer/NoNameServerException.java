// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** There is no name server to ask for a route: none is configured, and none was discovered (B-ROUTE-04). Nothing was sent. */
public final class NoNameServerException extends SendException {
    public NoNameServerException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }
}
