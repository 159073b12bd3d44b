// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.compression;

import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import java.io.IOException;

/** The compressor of each type. */
public class CompressorFactory {
    /** Far more than any frame holds (W-1), and less than a heap. */
    private static final int MAX_PLAIN_BYTES = 256 << 20;

    public static Compressor getCompressor(CompressionType type) {
        Compression compression = type.compression();
        return new Compressor() {
            @Override
            public byte[] compress(byte[] src, int level) throws IOException {
                try {
                    return compression.compress(src, level);
                } catch (CompressionException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }

            @Override
            public byte[] decompress(byte[] src) throws IOException {
                try {
                    return compression.decompress(src, MAX_PLAIN_BYTES);
                } catch (CompressionException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
        };
    }
}
