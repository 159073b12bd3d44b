// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Bodies in a Zstandard frame. Loaded only where the library is. */
final class ZstdBodies {
    private ZstdBodies() {}

    static byte[] decompress(byte[] compressed, int maxBytes) throws IOException {
        if (compressed.length == 0) {
            throw new IOException("ends too early");
        }
        try (ZstdInputStreamNoFinalizer in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(compressed))) {
            return PlainBytes.readAll(in, maxBytes, compressed.length);
        }
    }
}
