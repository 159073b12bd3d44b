// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import org.jspecify.annotations.Nullable;

/**
 * How a frame's header is laid out (W-1): the byte in front of the header length says which.
 *
 * <p>Both kinds may alternate on one connection. A reader goes by the type byte of the frame in hand, never by what it
 * sent itself.
 */
public enum HeaderEncoding {
    /** One JSON object (W-2). */
    JSON(0),
    /** The fixed binary layout (W-3). */
    ROCKETMQ(1);

    private final int typeByte;

    HeaderEncoding(int typeByte) {
        this.typeByte = typeByte;
    }

    /** The type byte on the wire, 0 or 1. */
    public int typeByte() {
        return typeByte;
    }

    /** The encoding with this type byte, or null when no encoding has it. */
    public static @Nullable HeaderEncoding ofTypeByte(int typeByte) {
        return switch (typeByte) {
            case 0 -> JSON;
            case 1 -> ROCKETMQ;
            default -> null;
        };
    }
}
