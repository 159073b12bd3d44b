// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jpountz.lz4.LZ4FrameInputStream;

/** Bodies in an LZ4 frame. Loaded only where the library is. */
final class Lz4Bodies {
    private Lz4Bodies() {}

    static byte[] decompress(byte[] compressed, int maxBytes) throws IOException {
        if (compressed.length == 0) {
            throw new IOException("ends too early");
        }
        try (LZ4FrameInputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(compressed))) {
            return PlainBytes.readAll(in, maxBytes, compressed.length);
        } catch (RuntimeException e) {
            // LZ4Exception for spoilt blocks, and plain ones for kinds of frames that the library does not know.
            throw new IOException(e.getMessage(), e);
        }
    }
}
