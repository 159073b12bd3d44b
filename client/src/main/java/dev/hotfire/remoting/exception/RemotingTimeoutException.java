// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.exception;

import org.jspecify.annotations.Nullable;

/** No answer in time: the request may have had its effect. */
public class RemotingTimeoutException extends RemotingException {
    public RemotingTimeoutException(@Nullable String message) {
        super(message);
    }

    /** With the {@code host:port} that was waited for. */
    public RemotingTimeoutException(@Nullable String addr, long timeoutMillis) {
        this(addr, timeoutMillis, null);
    }

    /** With the {@code host:port} that was waited for. */
    public RemotingTimeoutException(@Nullable String addr, long timeoutMillis, @Nullable Throwable cause) {
        super("wait response on the channel <" + addr + "> timeout, " + timeoutMillis + "(ms)", cause);
    }
}
