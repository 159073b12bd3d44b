// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.history.TraceHash;

/** Message bodies: of the wanted size, and each different, so that a mix-up shows. */
final class Bodies {
    /** Printable, so that a dump can be read, and repetitive enough to be worth compressing. */
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz012345";

    private Bodies() {}

    static byte[] make(RandomSource random, int bytes) {
        byte[] body = new byte[bytes];
        long bits = 0;
        for (int i = 0; i < bytes; i++) {
            // Twelve letters of five bits fit into a draw.
            bits = i % 12 == 0 ? random.nextLong() : bits >>> 5;
            body[i] = (byte) ALPHABET.charAt((int) (bits & 31));
        }
        return body;
    }

    static long hash(byte[] body) {
        return new TraceHash().add(body).value();
    }
}
