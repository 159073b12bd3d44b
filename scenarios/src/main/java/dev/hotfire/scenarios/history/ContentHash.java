// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of bytes, to tell a body from another without keeping either. It guards against accidents, not against
 * malice.
 *
 * <p>A {@link TraceHash} could do that too, but each of its steps waits for the one before. Bodies are hashed several times
 * on their way, so this one takes 32 bytes at a time in four lanes that don't wait for each other, as xxHash does (Collet
 * 2012).
 */
public final class ContentHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long BEFORE = 0xC2B2AE3D27D4EB4FL;
    private static final long AFTER = 0x9E3779B185EBCA87L;
    private static final int LANES = 4;
    private static final int BLOCK_BYTES = LANES * Long.BYTES;

    private ContentHash() {}

    /** The hash of these bytes and their number. */
    public static long of(byte[] bytes) {
        long a = 1;
        long b = 2;
        long c = 3;
        long d = 4;
        int i = 0;
        for (; i + BLOCK_BYTES <= bytes.length; i += BLOCK_BYTES) {
            a = take(a, (long) WORDS.get(bytes, i));
            b = take(b, (long) WORDS.get(bytes, i + 8));
            c = take(c, (long) WORDS.get(bytes, i + 16));
            d = take(d, (long) WORDS.get(bytes, i + 24));
        }
        TraceHash all = new TraceHash().add(bytes.length);
        if (i > 0) {
            all.add(a).add(b).add(c).add(d);
        }
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            all.add((long) WORDS.get(bytes, i));
        }
        long rest = 0;
        for (; i < bytes.length; i++) {
            rest = rest << 8 | (bytes[i] & 0xFF);
        }
        return all.add(rest).value();
    }

    private static long take(long lane, long word) {
        return Long.rotateLeft(lane + word * BEFORE, 31) * AFTER;
    }
}
