// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import org.jspecify.annotations.Nullable;

/** A body that is no route, cluster or topic list. Whoever asked keeps what it knew before. */
public final class MalformedRouteException extends IllegalArgumentException {
    public MalformedRouteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
