// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.trace;

/** A text that is no trace record. */
public final class MalformedTraceException extends IllegalArgumentException {
    public MalformedTraceException(String message) {
        super(message);
    }
}
