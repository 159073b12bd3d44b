// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import org.jspecify.annotations.Nullable;

/** A body that could not be compressed or decompressed: damaged, too long when plain, or of a kind without a library. */
public final class CompressionException extends RuntimeException {
    public CompressionException(String message) {
        super(message);
    }

    public CompressionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
