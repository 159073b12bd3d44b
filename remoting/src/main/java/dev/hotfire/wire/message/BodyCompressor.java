// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compresses one body after another, with what it keeps from the one before: for zlib, setting up the compressor costs more
 * than to compress a body of some kilobytes. The bytes are those of {@link Compression#compress}.
 *
 * <p>For any number of threads; each takes a compressor of its own, and a few are kept. Closing frees them, and what is asked
 * for afterwards is still answered.
 */
public final class BodyCompressor implements AutoCloseable {
    /** A Deflater has a quarter of a megabyte of native memory. */
    private static final int MOST_KEPT = 4;

    private final Deque<ZlibCompressor> idle = new ArrayDeque<>();
    private boolean closed;

    /** Compresses a body; parameters and errors as {@link Compression#compress}. */
    public byte[] compress(Compression kind, byte[] plain, int level) {
        requireNonNull(kind, "kind");
        return kind == Compression.ZLIB ? zlib(plain, level) : kind.compress(plain, level);
    }

    private byte[] zlib(byte[] plain, int level) {
        ZlibCompressor compressor = take(level);
        boolean sound = false;
        try {
            byte[] compressed = compressor.compress(plain);
            sound = true;
            return compressed;
        } finally {
            if (!sound || !keep(compressor)) {
                compressor.close();
            }
        }
    }

    private ZlibCompressor take(int level) {
        ZlibCompressor kept;
        synchronized (idle) {
            kept = idle.pollLast();
        }
        if (kept != null && kept.level() != level) {
            // The level was changed at run time.
            kept.close();
            kept = null;
        }
        return kept == null ? new ZlibCompressor(level) : kept;
    }

    private boolean keep(ZlibCompressor compressor) {
        synchronized (idle) {
            if (closed || idle.size() == MOST_KEPT) {
                return false;
            }
            idle.addLast(compressor);
            return true;
        }
    }

    /** How many compressors are kept for later. */
    int kept() {
        synchronized (idle) {
            return idle.size();
        }
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(ZlibCompressor::close);
            idle.clear();
        }
    }
}
