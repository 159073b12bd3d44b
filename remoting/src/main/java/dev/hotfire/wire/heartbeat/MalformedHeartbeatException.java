// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.heartbeat;

import org.jspecify.annotations.Nullable;

/** A body that is no heartbeat. */
public final class MalformedHeartbeatException extends IllegalArgumentException {
    public MalformedHeartbeatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
