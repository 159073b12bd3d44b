// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.compression;

import dev.hotfire.wire.message.Compression;

/** How a body is compressed. */
public enum CompressionType {
    LZ4(1, Compression.LZ4),
    ZSTD(2, Compression.ZSTD),
    ZLIB(3, Compression.ZLIB);

    private final int value;
    private final Compression compression;

    CompressionType(int value, Compression compression) {
        this.value = value;
        this.compression = compression;
    }

    public int getValue() {
        return value;
    }

    /**
     * The type of a name, in capitals or not.
     *
     * @throws RuntimeException if there is none
     */
    public static CompressionType of(String name) {
        for (CompressionType type : values()) {
            if (type.name().equalsIgnoreCase(name.strip())) {
                return type;
            }
        }
        throw new IllegalArgumentException("Unsupported compress type name: " + name);
    }

    /**
     * The type of a number; 0 is what older messages say for ZLIB.
     *
     * @throws RuntimeException if there is none
     */
    public static CompressionType findByValue(int value) {
        return switch (value) {
            case 1 -> LZ4;
            case 2 -> ZSTD;
            case 0, 3 -> ZLIB;
            default -> throw new IllegalArgumentException("Unknown compress type value: " + value);
        };
    }

    /** The bits of a message's sysFlag that say it. */
    public int getCompressionFlag() {
        return compression.sysFlagBits();
    }

    Compression compression() {
        return compression;
    }
}
