// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.IOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * Makes LZ4 frames. By hand, as the library's stream takes 8 MiB of buffers for every body, however short; the bytes are the
 * same. Loaded only where the library is.
 */
final class Lz4Compressor implements Compressor {
    /** Magic number, independent blocks, blocks of up to 4 MiB, and the checksum of those two bytes. */
    private static final byte[] FRAME_HEADER = {0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73};

    private static final int MAX_BLOCK_BYTES = 4 * 1024 * 1024;

    /** Set in a block's length when the block is stored as it is. */
    private static final int RAW_BLOCK = 0x8000_0000;

    private final LZ4Compressor blocks = LZ4Factory.fastestInstance().fastCompressor();
    private final int level;

    /** @param level of no effect */
    Lz4Compressor(int level) {
        this.level = level;
    }

    @Override
    public Compression kind() {
        return Compression.LZ4;
    }

    @Override
    public int level() {
        return level;
    }

    @Override
    public CompressedBody compress(byte[] plain, byte[] given, CompressedBody.@Nullable Lender lender)
            throws IOException {
        int most = mostBytes(plain.length);
        byte[] out = given.length >= most ? given : new byte[most];
        try {
            return new CompressedBody(out, frame(plain, out), lender);
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private int mostBytes(int plainBytes) {
        int count = (int) (((long) plainBytes + MAX_BLOCK_BYTES - 1) / MAX_BLOCK_BYTES);
        return Math.addExact(
                FRAME_HEADER.length + 4 * count + 4,
                Math.multiplyExact(
                        Math.max(1, count), blocks.maxCompressedLength(Math.min(plainBytes, MAX_BLOCK_BYTES))));
    }

    private int frame(byte[] plain, byte[] out) {
        System.arraycopy(FRAME_HEADER, 0, out, 0, FRAME_HEADER.length);
        int at = FRAME_HEADER.length;
        for (int from = 0; from < plain.length; from += MAX_BLOCK_BYTES) {
            int bytes = Math.min(MAX_BLOCK_BYTES, plain.length - from);
            int length = blocks.compress(plain, from, bytes, out, at + 4);
            if (length < bytes) {
                putLittleEndian(out, at, length);
            } else {
                length = bytes;
                putLittleEndian(out, at, length | RAW_BLOCK);
                System.arraycopy(plain, from, out, at + 4, length);
            }
            at += 4 + length;
        }
        putLittleEndian(out, at, 0);
        return at + 4;
    }

    private static void putLittleEndian(byte[] out, int at, int value) {
        out[at] = (byte) value;
        out[at + 1] = (byte) (value >>> 8);
        out[at + 2] = (byte) (value >>> 16);
        out[at + 3] = (byte) (value >>> 24);
    }

    @Override
    public void close() {
        // Nothing of it lies outside the heap.
    }
}
