// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import java.util.Arrays;

/**
 * What a JSON header looked like, but for the values of its further fields and its opaque. A server writes the answers to one
 * kind of request alike, so the next header is most often the last one with other values in the same places. That is found out
 * by comparing what lies between them, which takes a fraction of the time that reading takes.
 *
 * <p>A header that is like the shape would be read just so: what lies between the values is the same to the byte, and a value
 * can't hold what would end it. For one thread.
 */
final class JsonShape {
    private static final int NO_FIELD = -1;

    private byte[] bytes = new byte[512];

    /** How many bytes the header had; 0 while none is known. */
    private int length;

    /** Where the values that may differ begin and end, in the order in which they lie. */
    private final int[] from = new int[FrameView.MAX_FIELDS + 1];

    private final int[] to = new int[FrameView.MAX_FIELDS + 1];

    /** How far before each value the name of its field begins and ends. */
    private final int[] nameFrom = new int[FrameView.MAX_FIELDS + 1];

    private final int[] nameTo = new int[FrameView.MAX_FIELDS + 1];
    private int values;
    private int opaqueAt = NO_FIELD;
    private int opaque;

    /**
     * Remembers a header that was read.
     *
     * @param fields where the names and values of its further fields begin and end, see {@link FrameView}
     */
    void learn(byte[] header, int headerBytes, int[] fields, int fieldCount, int opaqueFrom, int opaqueTo) {
        if (bytes.length < headerBytes) {
            bytes = new byte[headerBytes];
        }
        System.arraycopy(header, 0, bytes, 0, headerBytes);
        length = headerBytes;
        values = 0;
        opaqueAt = NO_FIELD;
        boolean hasOpaque = opaqueTo > opaqueFrom;
        for (int i = 0; i < 4 * fieldCount; i += 4) {
            if (hasOpaque && opaqueAt == NO_FIELD && opaqueFrom < fields[i + 2]) {
                addOpaque(opaqueFrom, opaqueTo);
            }
            from[values] = fields[i + 2];
            to[values] = fields[i + 3];
            nameFrom[values] = fields[i + 2] - fields[i];
            nameTo[values] = fields[i + 2] - fields[i + 1];
            values++;
        }
        if (hasOpaque && opaqueAt == NO_FIELD) {
            addOpaque(opaqueFrom, opaqueTo);
        }
    }

    private void addOpaque(int opaqueFrom, int opaqueTo) {
        opaqueAt = values;
        from[values] = opaqueFrom;
        to[values] = opaqueTo;
        values++;
    }

    /**
     * Whether a header is like the one that was learned. If so, its further fields are where {@code fields} says then, there are
     * as many as there were, and it has {@link #opaque}.
     */
    boolean isLike(byte[] header, int headerBytes, int[] fields) {
        int at = 0;
        int seen = 0;
        int field = 0;
        opaque = 0;
        for (int i = 0; i < values; i++) {
            int between = from[i] - seen;
            if (headerBytes - at < between || !Arrays.equals(header, at, at + between, bytes, seen, from[i])) {
                return false;
            }
            at += between;
            int valueFrom = at;
            at = i == opaqueAt ? readOpaque(header, at, headerBytes) : FrameView.endOfText(header, at, headerBytes);
            if (at == valueFrom) {
                return false;
            }
            if (i != opaqueAt) {
                fields[field] = valueFrom - nameFrom[i];
                fields[field + 1] = valueFrom - nameTo[i];
                fields[field + 2] = valueFrom;
                fields[field + 3] = at;
                field += 4;
            }
            seen = to[i];
        }
        return length > 0
                && headerBytes - at == length - seen
                && Arrays.equals(header, at, headerBytes, bytes, seen, length);
    }

    /** The opaque of the header that was found to be alike. */
    int opaque() {
        return opaque;
    }

    /** Reads a number that is not negative, which opaques rarely are; returns where it ends, or {@code at} if there is none. */
    private int readOpaque(byte[] header, int at, int end) {
        long value = 0;
        int i = at;
        for (int digit; i < end && (digit = header[i] - '0') >= 0 && digit <= 9; i++) {
            value = 10 * value + digit;
        }
        int digits = i - at;
        if (digits > 10 || value > Integer.MAX_VALUE || (digits > 1 && header[at] == '0')) {
            return at;
        }
        opaque = (int) value;
        return i;
    }
}
