// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.nio.ByteBuffer;

/** Lengths that strangers announce, checked before anything is allocated for them. */
final class Lengths {
    private Lengths() {}

    static void require(String name, int bytes, int left) {
        if (bytes < 0 || bytes > left) {
            throw new MalformedMessageException(
                    name + ": " + bytes + " (expected: 0 to " + left + ", the bytes that are left)");
        }
    }

    static byte[] read(String name, ByteBuffer in, int bytes, int left) {
        require(name, bytes, Math.min(left, in.remaining()));
        byte[] read = new byte[bytes];
        in.get(read);
        return read;
    }
}
