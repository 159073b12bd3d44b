// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.protocol;

import org.jspecify.annotations.Nullable;

/** How the header of a command is written (W-2, W-3). */
public enum SerializeType {
    JSON((byte) 0),
    ROCKETMQ((byte) 1);

    private final byte code;

    SerializeType(byte code) {
        this.code = code;
    }

    /** The type with this code, or null. */
    public static @Nullable SerializeType valueOf(byte code) {
        for (SerializeType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }

    public byte getCode() {
        return code;
    }
}
