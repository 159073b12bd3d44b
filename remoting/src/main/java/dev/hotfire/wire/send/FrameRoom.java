// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.send;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the header of one frame after the other is put together, before it is copied into a buffer in one go. A plain array: each
 * write into a buffer checks its bounds, its room and its references, which for the thirty small parts of a header takes several
 * times as long as the copy. For one thread at a time; grows, and keeps what it grew to.
 */
public final class FrameRoom {
    /** The most characters of a long in decimal, sign included. */
    private static final int MAX_DIGITS = 20;

    private byte[] bytes = new byte[512];
    private int size;

    /** Forgets what is in it. */
    public void clear() {
        size = 0;
    }

    /** How many bytes are in it. */
    public int size() {
        return size;
    }

    /** Appends all to {@code out}. */
    public void copyTo(ByteBuf out) {
        out.writeBytes(bytes, 0, size);
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    /** Appends one byte. */
    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void putShort(int value) {
        reserve(2);
        bytes[size] = (byte) (value >>> 8);
        bytes[size + 1] = (byte) value;
        size += 2;
    }

    void putInt(int value) {
        reserve(4);
        setInt(size, value);
        size += 4;
    }

    void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** Appends bytes. */
    public void putBytes(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    /** Appends a text in UTF-8. */
    public void putText(String text) {
        int length = text.length();
        reserve(length);
        byte[] out = bytes;
        int at = size;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                size = at + i;
                putBytes(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            out[at + i] = (byte) character;
        }
        size = at + length;
    }

    /** Appends a text with its length before it. */
    void putSizedText(String text) {
        putInt(0);
        int begin = size;
        putText(text);
        setInt(begin - 4, size - begin);
    }

    /** Appends a number in decimal, with its length before it. */
    void putSizedDecimal(long value) {
        reserve(4 + MAX_DIGITS);
        if (value == Long.MIN_VALUE) {
            putSizedText(Long.toString(value));
            return;
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long r = rest; r >= 10; r /= 10) {
            digits++;
        }
        int sign = value < 0 ? 1 : 0;
        putInt(sign + digits);
        if (sign == 1) {
            bytes[size++] = '-';
        }
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }
}
