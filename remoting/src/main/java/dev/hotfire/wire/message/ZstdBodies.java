// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Bodies in a Zstandard frame. Loaded only where the library is. */
final class ZstdBodies {
    private ZstdBodies() {}

    // The streaming encoder, as in official producers: the one for whole arrays writes the plain length in front.
    static byte[] compress(byte[] plain, int level) throws IOException {
        if (level < Zstd.minCompressionLevel() || level > Zstd.maxCompressionLevel()) {
            throw new IllegalArgumentException("level: " + level + " (expected: " + Zstd.minCompressionLevel() + " to "
                    + Zstd.maxCompressionLevel() + ")");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 + plain.length / 2);
        try (ZstdOutputStreamNoFinalizer stream = new ZstdOutputStreamNoFinalizer(out, level)) {
            stream.write(plain);
        }
        return out.toByteArray();
    }

    static byte[] decompress(byte[] compressed, int maxBytes) throws IOException {
        if (compressed.length == 0) {
            throw new IOException("ends too early");
        }
        try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(compressed))) {
            return PlainBytes.readAll(in, maxBytes, compressed.length);
        }
    }
}
