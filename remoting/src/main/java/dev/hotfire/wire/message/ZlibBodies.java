// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Bodies in a zlib stream (RFC 1950). */
final class ZlibBodies {
    private ZlibBodies() {}

    static byte[] decompress(byte[] compressed, int maxBytes) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            PlainBytes plain = new PlainBytes(maxBytes, compressed.length);
            byte[] beyond = new byte[1];
            while (!inflater.finished()) {
                int read;
                if (plain.room() > 0) {
                    read = inflater.inflate(plain.array(), plain.length(), plain.room());
                    plain.advance(read);
                } else if (plain.isFull()) {
                    // The checksum may still be unread: ask for one byte more, which must not come.
                    read = inflater.inflate(beyond);
                    if (read > 0) {
                        throw plain.tooLong();
                    }
                } else {
                    plain.grow();
                    continue;
                }
                if (read == 0 && !inflater.finished()) {
                    throw new IOException(inflater.needsDictionary() ? "needs a dictionary" : "ends too early");
                }
            }
            return plain.toArray();
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
