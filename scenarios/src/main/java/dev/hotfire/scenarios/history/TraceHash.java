// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A running 64-bit hash over everything that happens in a simulated run, in order. Two runs with one hash did the same;
 * the first difference changes all that follow.
 *
 * <p>Each value is multiplied into the state and the state is mixed with the finaliser of SplitMix64 (Steele, Lea, Flood
 * 2014), so that order, absence and position all matter. It guards against accidents, not against malice. Not safe for
 * use by several threads.
 */
public final class TraceHash {
    /** Eight bytes as a number, the first of them the highest. */
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private long state = 0x6A09E667F3BCC908L;

    /** Feeds a number. */
    public TraceHash add(long value) {
        state = mix(state * MULTIPLIER + value);
        return this;
    }

    /** Feeds a text: its length and its characters, four at a time. */
    public TraceHash add(String text) {
        int length = text.length();
        long hash = mix(state * MULTIPLIER + length);
        int i = 0;
        for (; i + 3 < length; i += 4) {
            long word = (long) text.charAt(i) << 48
                    | (long) text.charAt(i + 1) << 32
                    | (long) text.charAt(i + 2) << 16
                    | text.charAt(i + 3);
            hash = mix(hash * MULTIPLIER + word);
        }
        if (i < length) {
            long word = 0;
            for (; i < length; i++) {
                word = word << 16 | text.charAt(i);
            }
            hash = mix(hash * MULTIPLIER + word);
        }
        state = hash;
        return this;
    }

    /** Feeds a text, or that there is none. */
    public TraceHash addOrNone(@Nullable String text) {
        return text == null ? add(-1) : add(text);
    }

    /** Feeds bytes, preceded by their number, so that neighbours can't run into each other. */
    public TraceHash add(byte[] bytes) {
        long hash = mix(state * MULTIPLIER + bytes.length);
        int i = 0;
        for (; i + 7 < bytes.length; i += 8) {
            hash = mix(hash * MULTIPLIER + (long) WORDS.get(bytes, i));
        }
        if (i < bytes.length) {
            long word = 0;
            for (; i < bytes.length; i++) {
                word = word << 8 | (bytes[i] & 0xFF);
            }
            hash = mix(hash * MULTIPLIER + word);
        }
        state = hash;
        return this;
    }

    /** The hash of what was fed so far. */
    public long value() {
        return state;
    }

    /** The hash as 16 hexadecimal digits. */
    public String hex() {
        return String.format("%016x", state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
