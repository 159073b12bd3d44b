// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.scenarios.history.ContentHash;
import dev.hotfire.scenarios.history.TraceHash;
import java.nio.charset.StandardCharsets;

/** Message bodies: of the wanted size, and each different, so that a mix-up shows. */
final class Bodies {
    /** Printable, so that a dump can be read, and repetitive enough to be worth compressing. */
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz012345".getBytes(StandardCharsets.US_ASCII);

    private static final long STEP = 0x9E3779B97F4A7C15L;

    /** From here on the last quarter says once more what the first said: some ways to compress find nothing else. */
    private static final int WITH_REPETITION = 1_000;

    private Bodies() {}

    /** The body of the send with this id: always the same, whatever other sends there are. */
    static byte[] make(String sendId, int bytes) {
        byte[] body = new byte[bytes];
        long state = new TraceHash().add(sendId).value();
        // Twelve letters of five bits fit into a number.
        for (int i = 0; i < bytes; i += 12) {
            state += STEP;
            long bits = state * STEP ^ state >>> 29;
            int end = Math.min(bytes, i + 12);
            for (int letter = i; letter < end; letter++) {
                body[letter] = ALPHABET[(int) (bits & 31)];
                bits >>>= 5;
            }
        }
        if (bytes >= WITH_REPETITION) {
            System.arraycopy(body, 0, body, bytes - bytes / 4, bytes / 4);
        }
        return body;
    }

    static long hash(byte[] body) {
        return ContentHash.of(body);
    }
}
