// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

/** A text that is no identifier of the kind asked for. */
public final class MalformedIdException extends IllegalArgumentException {
    public MalformedIdException(String message) {
        super(message);
    }
}
