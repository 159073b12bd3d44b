// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** The request could not be written, or its connection was lost: it may have arrived. */
public class RemotingSendRequestException extends RemotingException {
    /** With the {@code host:port} that the request was for. */
    public RemotingSendRequestException(@Nullable String addr) {
        this(addr, null);
    }

    /** With the {@code host:port} that the request was for. */
    public RemotingSendRequestException(@Nullable String addr, @Nullable Throwable cause) {
        super("send request to <" + addr + "> failed", cause);
    }
}
