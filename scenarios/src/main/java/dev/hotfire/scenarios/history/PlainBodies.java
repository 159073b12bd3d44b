// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.SysFlag;
import java.util.HashMap;
import java.util.Map;

/**
 * What the bodies of a run are before they are compressed. A body is met each time that it is read, and once more wherever it
 * was stored, with the same bytes: they are decompressed once.
 *
 * <p>Safe from any thread.
 */
public final class PlainBodies {
    private static final int LARGEST_BYTES = 16 << 20;

    /** A body as its sender had it: its {@link ContentHash} and its size. */
    public record Plain(long hash, int bytes) {
        static Plain of(byte[] body) {
            return new Plain(ContentHash.of(body), body.length);
        }
    }

    private record Compressed(Compression by, long hash, int bytes) {}

    private final Map<Compressed, Plain> known = new HashMap<>();

    /** None yet. */
    public PlainBodies() {}

    /** A body that is taken as it is. */
    public static Plain asItIs(byte[] body) {
        return Plain.of(body);
    }

    /**
     * A body that travels or is stored.
     *
     * @param sysFlag that of its message, which says whether and how it is compressed
     * @throws CompressionException if it is said to be compressed and is not
     */
    public synchronized Plain of(byte[] body, int sysFlag) {
        if (!SysFlag.isCompressed(sysFlag)) {
            return Plain.of(body);
        }
        Compression by = Compression.ofSysFlag(sysFlag);
        Compressed compressed = new Compressed(by, ContentHash.of(body), body.length);
        Plain plain = known.get(compressed);
        if (plain == null) {
            plain = Plain.of(by.decompress(body, LARGEST_BYTES));
            known.put(compressed, plain);
        }
        return plain;
    }
}
