// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

/** A command whose ext fields do not make the header that its code asks for. The connection is sound; the command is not. */
public final class MalformedHeaderException extends IllegalArgumentException {
    public MalformedHeaderException(String message) {
        super(message);
    }
}
