// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.mutated;

import dev.hotfire.runtime.RandomSource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Spoils frames: one to three changes each, mostly behind the length, so that most are read to their end. */
final class Spoiler {
    private static final int LENGTH_BYTES = 4;
    private static final int HEADER_LENGTH_BYTES = 4;

    /** Numbers at the edge of something. */
    private static final int[] EDGES = {
        0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 16 << 20, (16 << 20) + 1, 0x0100_0000, 0x00FF_FFFF, 255, 65_535
    };

    private static final byte[] TELLING = "\0\1\2{}[]\":,-9\\u\u007F".getBytes(StandardCharsets.UTF_8);

    private Spoiler() {}

    /** A spoilt copy. Its length says the truth, unless the length itself was spoilt. */
    static byte[] spoil(byte[] frame, RandomSource random) {
        byte[] spoilt = frame.clone();
        int changes = 1 + random.nextInt(3);
        boolean lengthSpoilt = false;
        for (int i = 0; i < changes; i++) {
            int kind = random.nextInt(20);
            if (kind == 0) {
                putInt(spoilt, 0, EDGES[random.nextInt(EDGES.length)]);
                lengthSpoilt = true;
            } else if (kind == 1 && spoilt.length >= LENGTH_BYTES + HEADER_LENGTH_BYTES) {
                putInt(spoilt, LENGTH_BYTES, EDGES[random.nextInt(EDGES.length)]);
            } else {
                spoilt = changed(spoilt, kind, random);
            }
        }
        if (!lengthSpoilt) {
            putInt(spoilt, 0, spoilt.length - LENGTH_BYTES);
        }
        return spoilt;
    }

    private static byte[] changed(byte[] frame, int kind, RandomSource random) {
        int inside = frame.length - LENGTH_BYTES;
        if (inside == 0) {
            return frame;
        }
        int at = LENGTH_BYTES + random.nextInt(inside);
        int some = 1 + random.nextInt(Math.min(16, frame.length - at));
        switch (kind) {
            case 2, 3, 4, 5, 6, 7 -> frame[at] ^= (byte) (1 << random.nextInt(8));
            case 8, 9, 10 -> frame[at] = TELLING[random.nextInt(TELLING.length)];
            case 11, 12 -> frame[at] = (byte) random.nextInt(256);
            case 13 -> {
                if (at + 4 <= frame.length) {
                    putInt(frame, at, EDGES[random.nextInt(EDGES.length)]);
                }
            }
            case 14 -> {
                return Arrays.copyOf(frame, at);
            }
            case 15, 16 -> {
                // Without some bytes.
                byte[] shorter = Arrays.copyOf(frame, frame.length - some);
                System.arraycopy(frame, at + some, shorter, at, frame.length - at - some);
                return shorter;
            }
            case 17, 18 -> {
                // Some bytes twice.
                byte[] longer = Arrays.copyOf(frame, frame.length + some);
                System.arraycopy(frame, at, longer, at + some, frame.length - at);
                return longer;
            }
            default -> {
                // Bytes change places with others.
                int other = LENGTH_BYTES + random.nextInt(inside);
                byte kept = frame[at];
                frame[at] = frame[other];
                frame[other] = kept;
            }
        }
        return frame;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
