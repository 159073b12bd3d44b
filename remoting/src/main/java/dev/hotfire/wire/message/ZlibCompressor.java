// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Makes zlib streams (RFC 1950), any number of them, one after the other. */
final class ZlibCompressor implements Compressor {
    private final Deflater deflater;
    private final int level;

    /**
     * @throws IllegalArgumentException when there is no such level
     */
    ZlibCompressor(int level) {
        this.deflater = new Deflater(level);
        this.level = level;
    }

    @Override
    public Compression kind() {
        return Compression.ZLIB;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public CompressedBody compress(byte[] plain, byte[] given, CompressedBody.@Nullable Lender lender) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        // At level 0 zlib cuts its blocks by the room that it is offered: always the same for the same body, whatever
        // is given.
        int room = 64 + plain.length;
        byte[] out = given.length >= room ? given : new byte[room];
        int length = 0;
        while (true) {
            length += deflater.deflate(out, length, room - length);
            if (deflater.finished()) {
                return new CompressedBody(out, length, lender);
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
