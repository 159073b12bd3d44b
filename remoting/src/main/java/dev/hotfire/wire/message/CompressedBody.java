// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BodyCompressor} made of a body. Its bytes may lie in an array that is used again once it was given back; who
 * forgets to give it back makes garbage, and no harm. For one thread at a time.
 */
public final class CompressedBody {
    private final int length;
    private final @Nullable Lender lender;
    private byte @Nullable [] room;

    /** Whose array it is. */
    interface Lender {
        /** The array is nobody's from now on. */
        void takeBack(byte[] room);
    }

    /** Bytes of its own, unless there is a lender. */
    CompressedBody(byte[] room, int length, @Nullable Lender lender) {
        this.room = room;
        this.length = length;
        this.lender = lender;
    }

    /** How many bytes it has; also when it was given back. */
    public int length() {
        return length;
    }

    /** Appends all bytes to {@code out}. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(room(), 0, length);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOf(room(), length);
    }

    /** Nobody reads the bytes any more. To be told once; again is harmless. */
    public void giveBack() {
        byte[] read = room;
        room = null;
        if (read != null && lender != null) {
            lender.takeBack(read);
        }
    }

    byte[] room() {
        byte[] there = room;
        if (there == null) {
            throw new IllegalStateException("a compressed body was given back, and is read after that");
        }
        return there;
    }
}
