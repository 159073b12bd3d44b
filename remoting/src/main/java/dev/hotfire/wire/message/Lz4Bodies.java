// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;

/** Bodies in an LZ4 frame. Loaded only where the library is. */
final class Lz4Bodies {
    /** Magic number, independent blocks, blocks of up to 4 MiB, and the checksum of those two bytes. */
    private static final byte[] FRAME_HEADER = {0x04, 0x22, 0x4D, 0x18, 0x60, 0x70, 0x73};

    private static final int MAX_BLOCK_BYTES = 4 * 1024 * 1024;

    /** Set in a block's length when the block is stored as it is. */
    private static final int RAW_BLOCK = 0x8000_0000;

    private Lz4Bodies() {}

    // By hand, as the library's stream takes 8 MiB of buffers for every body, however short. The bytes are the same.
    static byte[] compress(byte[] plain) throws IOException {
        try {
            return frame(plain);
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static byte[] frame(byte[] plain) {
        LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
        int blocks = (int) (((long) plain.length + MAX_BLOCK_BYTES - 1) / MAX_BLOCK_BYTES);
        int most = Math.addExact(
                FRAME_HEADER.length + 4 * blocks + 4,
                Math.multiplyExact(
                        Math.max(1, blocks), compressor.maxCompressedLength(Math.min(plain.length, MAX_BLOCK_BYTES))));
        byte[] out = new byte[most];
        System.arraycopy(FRAME_HEADER, 0, out, 0, FRAME_HEADER.length);
        int at = FRAME_HEADER.length;
        for (int from = 0; from < plain.length; from += MAX_BLOCK_BYTES) {
            int bytes = Math.min(MAX_BLOCK_BYTES, plain.length - from);
            int length = compressor.compress(plain, from, bytes, out, at + 4);
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
        return Arrays.copyOf(out, at + 4);
    }

    static byte[] decompress(byte[] compressed, int maxBytes) throws IOException {
        if (compressed.length == 0) {
            throw new IOException("ends too early");
        }
        try (LZ4FrameInputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(compressed))) {
            return PlainBytes.readAll(in, maxBytes, compressed.length);
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void putLittleEndian(byte[] out, int at, int value) {
        out[at] = (byte) value;
        out[at + 1] = (byte) (value >>> 8);
        out[at + 2] = (byte) (value >>> 16);
        out[at + 3] = (byte) (value >>> 24);
    }
}
