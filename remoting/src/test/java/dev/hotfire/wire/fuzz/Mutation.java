// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.fuzz;

import java.util.Arrays;

/** One way to spoil bytes. Positions are taken modulo the length, so that every mutation fits everywhere. */
sealed interface Mutation {
    byte[] applyTo(byte[] bytes);

    /** One bit turns over. */
    record FlipBit(int position, int bit) implements Mutation {
        @Override
        public byte[] applyTo(byte[] bytes) {
            byte[] spoilt = bytes.clone();
            if (spoilt.length > 0) {
                spoilt[position % spoilt.length] ^= (byte) (1 << bit);
            }
            return spoilt;
        }
    }

    /** The rest is missing. */
    record CutOff(int position) implements Mutation {
        @Override
        public byte[] applyTo(byte[] bytes) {
            return Arrays.copyOf(bytes, bytes.length == 0 ? 0 : position % bytes.length);
        }
    }

    /**
     * Some bytes are replaced, as a length that lies.
     *
     * @param with one character per byte
     */
    record Overwrite(int position, String with) implements Mutation {
        @Override
        public byte[] applyTo(byte[] bytes) {
            byte[] spoilt = bytes.clone();
            for (int i = 0; i < with.length() && spoilt.length > 0; i++) {
                spoilt[(position + i) % spoilt.length] = (byte) with.charAt(i);
            }
            return spoilt;
        }
    }

    /** Some bytes are there twice, or from elsewhere. */
    record Copy(int from, int length, int to) implements Mutation {
        @Override
        public byte[] applyTo(byte[] bytes) {
            if (bytes.length == 0) {
                return bytes;
            }
            int start = from % bytes.length;
            int end = Math.min(bytes.length, start + length);
            int at = to % bytes.length;
            byte[] spoilt = new byte[bytes.length + end - start];
            System.arraycopy(bytes, 0, spoilt, 0, at);
            System.arraycopy(bytes, start, spoilt, at, end - start);
            System.arraycopy(bytes, at, spoilt, at + end - start, bytes.length - at);
            return spoilt;
        }
    }
}
