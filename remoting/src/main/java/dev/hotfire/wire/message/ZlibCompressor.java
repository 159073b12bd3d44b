// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Makes zlib streams (RFC 1950), any number of them, one after the other. For one thread at a time; must be closed. */
final class ZlibCompressor implements AutoCloseable {
    /** What is kept from body to body. Larger ones are rare, and get an array of their own. */
    private static final int MOST_SCRATCH_BYTES = 1 << 20;

    private final Deflater deflater;
    private final int level;
    private byte[] scratch = {};

    /**
     * @throws IllegalArgumentException when there is no such level
     */
    ZlibCompressor(int level) {
        this.deflater = new Deflater(level);
        this.level = level;
    }

    int level() {
        return level;
    }

    byte[] compress(byte[] plain) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        // At level 0 zlib cuts its blocks by the room that it is offered: always the same for the same body, whatever
        // is kept.
        int room = 64 + plain.length;
        byte[] out = scratch.length >= room ? scratch : new byte[room];
        int length = 0;
        while (true) {
            length += deflater.deflate(out, length, room - length);
            if (deflater.finished()) {
                if (out.length <= MOST_SCRATCH_BYTES) {
                    scratch = out;
                }
                return Arrays.copyOf(out, length);
            }
            room = 2 * room;
            if (room > out.length) {
                out = Arrays.copyOf(out, room);
            }
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
