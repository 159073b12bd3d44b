// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compresses one body after another, with what it keeps from those before: setting up a compressor costs more
 * than to compress a body of some kilobytes, and room for what comes out would be garbage for each. The bytes are those of
 * {@link Compression#compress}.
 *
 * <p>For any number of threads; each takes a compressor and an array of its own, and a few of both are kept. Closing frees
 * them, and what is asked for afterwards is still answered.
 */
public final class BodyCompressor implements AutoCloseable {
    /** Each has native memory: a quarter of a megabyte for zlib, some megabytes for Zstandard. */
    private static final int MOST_KEPT = 4;

    /** Larger arrays are rarely needed again. */
    private static final int MOST_KEPT_BYTES = 1 << 20;

    private static final byte[] NO_ROOM = {};

    private final Deque<Compressor> idle = new ArrayDeque<>();
    private final Deque<byte[]> rooms = new ArrayDeque<>();
    private final CompressedBody.Lender lender = this::takeBack;
    private boolean closed;

    /** Compresses a body; parameters and errors as {@link Compression#compress}. To be given back by whoever has read it. */
    public CompressedBody compress(Compression kind, byte[] plain, int level) {
        requireNonNull(kind, "kind");
        Compressor compressor = take(kind, level);
        boolean sound = false;
        try {
            CompressedBody compressed = Compression.compress(compressor, plain, takeRoom(), lender);
            sound = true;
            return compressed;
        } finally {
            if (!sound || !keep(compressor)) {
                compressor.close();
            }
        }
    }

    private Compressor take(Compression kind, int level) {
        Compressor kept;
        synchronized (idle) {
            kept = idle.pollLast();
        }
        if (kept != null && (kept.kind() != kind || kept.level() != level)) {
            // The setting was changed at run time.
            kept.close();
            kept = null;
        }
        return kept == null ? kind.compressor(level) : kept;
    }

    private boolean keep(Compressor compressor) {
        synchronized (idle) {
            if (closed || idle.size() == MOST_KEPT) {
                return false;
            }
            idle.addLast(compressor);
            return true;
        }
    }

    private byte[] takeRoom() {
        synchronized (idle) {
            byte[] kept = rooms.pollLast();
            return kept == null ? NO_ROOM : kept;
        }
    }

    private void takeBack(byte[] room) {
        synchronized (idle) {
            if (!closed && room.length <= MOST_KEPT_BYTES && rooms.size() < MOST_KEPT) {
                rooms.addLast(room);
            }
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
            idle.forEach(Compressor::close);
            idle.clear();
            rooms.clear();
        }
    }
}
