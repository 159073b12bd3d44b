// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** No connection: nothing was sent. */
public class RemotingConnectException extends RemotingException {
    /** With the {@code host:port} that could not be connected to. */
    public RemotingConnectException(@Nullable String addr) {
        this(addr, null);
    }

    /** With the {@code host:port} that could not be connected to. */
    public RemotingConnectException(@Nullable String addr, @Nullable Throwable cause) {
        super("connect to " + addr + " failed", cause);
    }
}
