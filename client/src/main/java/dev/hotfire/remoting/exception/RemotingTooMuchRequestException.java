// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** Refused by this client: too much is in flight, or no time was left before anything was sent. */
public class RemotingTooMuchRequestException extends RemotingException {
    public RemotingTooMuchRequestException(@Nullable String message) {
        super(message);
    }
}
