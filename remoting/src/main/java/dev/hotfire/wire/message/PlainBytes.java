// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Collects what a decompressor gives, up to a bound, in an array that grows with what has come. */
final class PlainBytes {
    private static final int LEAST_BYTES = 512;

    private final int maxBytes;
    private byte[] bytes;
    private int length;

    // The hint is the compressed length, for a first guess.
    PlainBytes(int maxBytes, int hint) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[(int) Math.min(maxBytes, Math.max(LEAST_BYTES, 4L * hint))];
    }

    static byte[] readAll(InputStream in, int maxBytes, int hint) throws IOException {
        PlainBytes plain = new PlainBytes(maxBytes, hint);
        while (true) {
            if (plain.room() == 0) {
                // Full to the bound: one byte more tells a body that just fits from one that does not.
                if (plain.isFull()) {
                    if (in.read() >= 0) {
                        throw plain.tooLong();
                    }
                    return plain.toArray();
                }
                plain.grow();
            }
            int read = in.read(plain.bytes, plain.length, plain.room());
            if (read < 0) {
                return plain.toArray();
            }
            plain.length += read;
        }
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    int room() {
        return bytes.length - length;
    }

    boolean isFull() {
        return length == maxBytes;
    }

    void advance(int read) {
        length += read;
    }

    void grow() {
        bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, 2L * bytes.length));
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    CompressionException tooLong() {
        return new CompressionException("plain body of more than " + maxBytes + " bytes");
    }
}
