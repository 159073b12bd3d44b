// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import java.util.Arrays;

/**
 * Which further fields a binary header had, in which order: what {@link JsonShape} is for the other encoding. The next header is
 * most often one with the same fields and other values, so each name is compared with the one that is expected at its place, and
 * nobody has to look for a name afterwards. For one thread.
 */
final class BinaryShape {
    private static final int NAME_LENGTH_BYTES = 2;
    private static final int VALUE_LENGTH_BYTES = 4;

    /** The names, each behind its length as it stands in the header. */
    private byte[] names = new byte[256];

    /** Where each of them begins in {@link #names}; behind the last, where that ends. */
    private final int[] starts = new int[FrameView.MAX_FIELDS + 1];

    private int fieldCount;

    /**
     * Remembers the fields of a header that was read.
     *
     * @param fields where names and values begin and end, see {@link FrameView}
     */
    void learn(byte[] header, int[] fields, int count) {
        fieldCount = 0;
        int room = 0;
        for (int field = 0; field < count; field++) {
            room += NAME_LENGTH_BYTES + fields[4 * field + 1] - fields[4 * field];
        }
        if (names.length < room) {
            names = new byte[room];
        }
        int at = 0;
        for (int field = 0; field < count; field++) {
            int from = fields[4 * field] - NAME_LENGTH_BYTES;
            int bytes = fields[4 * field + 1] - from;
            System.arraycopy(header, from, names, at, bytes);
            at += bytes;
            starts[field + 1] = at;
        }
        fieldCount = count;
    }

    /**
     * Whether a header's further fields are those that were learned, each with a value that is not empty. If so, they are where
     * {@code fields} says then, and there are {@link #fieldCount} of them.
     *
     * @param from where the first begins, and {@code to} where the last must end
     */
    boolean isLike(byte[] header, int from, int to, int[] fields) {
        int at = from;
        for (int i = 0; i < fieldCount; i++) {
            int nameBytes = starts[i + 1] - starts[i];
            int nameTo = at + nameBytes;
            int valueFrom = nameTo + VALUE_LENGTH_BYTES;
            if (valueFrom >= to || !Arrays.equals(header, at, nameTo, names, starts[i], starts[i + 1])) {
                return false;
            }
            int valueBytes = FrameView.readInt(header, nameTo);
            if (valueBytes <= 0 || valueBytes > to - valueFrom) {
                return false;
            }
            int field = 4 * i;
            fields[field] = at + NAME_LENGTH_BYTES;
            fields[field + 1] = nameTo;
            fields[field + 2] = valueFrom;
            at = valueFrom + valueBytes;
            fields[field + 3] = at;
        }
        return at == to && fieldCount > 0;
    }

    int fieldCount() {
        return fieldCount;
    }
}
