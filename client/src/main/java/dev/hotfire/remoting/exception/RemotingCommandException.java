// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** A request or response whose header is not what it should be. */
public class RemotingCommandException extends RemotingException {
    public RemotingCommandException(@Nullable String message) {
        super(message, null);
    }

    public RemotingCommandException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
