// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.handler.codec.DecoderException;
import org.jspecify.annotations.Nullable;

/** Bytes that are no RocketMQ frame. The stream has lost its framing: nothing after it can be trusted. */
public final class MalformedFrameException extends DecoderException {
    public MalformedFrameException(String message) {
        super(message);
    }

    public MalformedFrameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
