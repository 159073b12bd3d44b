// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes Zstandard frames as a streaming encoder writes them, which is what official producers use (W-15): without the plain
 * length in front, and with the level's own window. Loaded only where the library is.
 */
final class ZstdCompressor implements Compressor {
    private final ZstdCompressCtx context;
    private final int level;

    /**
     * @throws IllegalArgumentException when there is no such level
     */
    ZstdCompressor(int level) {
        if (level < Zstd.minCompressionLevel() || level > Zstd.maxCompressionLevel()) {
            throw new IllegalArgumentException("level: " + level + " (expected: " + Zstd.minCompressionLevel() + " to "
                    + Zstd.maxCompressionLevel() + ")");
        }
        this.context = new ZstdCompressCtx();
        this.level = level;
    }

    @Override
    public Compression kind() {
        return Compression.ZSTD;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public CompressedBody compress(byte[] plain, byte[] given, CompressedBody.@Nullable Lender lender)
            throws IOException {
        // A frame that failed half way is no part of this one. It forgets the level as well.
        context.reset();
        context.setLevel(level);
        ByteBuffer in = ByteBuffer.wrap(plain);
        int most = Math.toIntExact(Zstd.compressBound(plain.length));
        byte[] room = given.length >= most ? given : new byte[most];
        ByteBuffer out = ByteBuffer.wrap(room);
        try {
            // In two steps, as the end is not to be known when the frame begins: its length would go into the header.
            EndDirective step = EndDirective.CONTINUE;
            boolean ended = false;
            while (!ended) {
                if (!out.hasRemaining()) {
                    int written = room.length;
                    room = Arrays.copyOf(room, Math.multiplyExact(2, written));
                    out = ByteBuffer.wrap(room).position(written);
                }
                if (!in.hasRemaining()) {
                    step = EndDirective.END;
                }
                ended = context.compressByteBufferStream(out, in, step) && step == EndDirective.END;
            }
        } catch (ZstdException e) {
            throw new IOException(e.getMessage(), e);
        }
        return new CompressedBody(room, out.position(), lender);
    }

    @Override
    public void close() {
        context.close();
    }
}
