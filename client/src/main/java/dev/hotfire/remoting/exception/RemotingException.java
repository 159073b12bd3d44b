// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** A name server or broker could not be talked to. The subclass says what failed. */
public class RemotingException extends Exception {
    public RemotingException(@Nullable String message) {
        super(message);
    }

    public RemotingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
