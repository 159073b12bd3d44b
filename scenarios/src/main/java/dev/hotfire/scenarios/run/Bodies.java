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

    /** From here on bodies say each thing four times, as texts do: some ways to compress find nothing else, and all are quick. */
    private static final int WITH_REPETITION = 1_000;

    /** What is said before it is said again; no way to compress looks less far back. */
    private static final int SAID_AGAIN = 192;

    private static final int TIMES = 4;

    private Bodies() {}

    /** The body of the send with this id: always the same, whatever other sends there are. */
    static byte[] make(String sendId, int bytes) {
        byte[] body = new byte[bytes];
        long state = new TraceHash().add(sendId).value();
        if (bytes < WITH_REPETITION) {
            fill(body, 0, bytes, state);
            return body;
        }
        for (int said = 0; said < bytes; said += TIMES * SAID_AGAIN) {
            state = fill(body, said, Math.min(bytes, said + SAID_AGAIN), state);
            int end = Math.min(bytes, said + TIMES * SAID_AGAIN);
            for (int again = said + SAID_AGAIN; again < end; again++) {
                body[again] = body[again - SAID_AGAIN];
            }
        }
        return body;
    }

    /** Puts letters there; returns what the next ones follow from. */
    private static long fill(byte[] body, int begin, int end, long before) {
        long state = before;
        // Twelve letters of five bits fit into a number.
        for (int i = begin; i < end; i += 12) {
            state += STEP;
            long bits = state * STEP ^ state >>> 29;
            int last = Math.min(end, i + 12);
            for (int letter = i; letter < last; letter++) {
                body[letter] = ALPHABET[(int) (bits & 31)];
                bits >>>= 5;
            }
        }
        return state;
    }

    static long hash(byte[] body) {
        return ContentHash.of(body);
    }
}
