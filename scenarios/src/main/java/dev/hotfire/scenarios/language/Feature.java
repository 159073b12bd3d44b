// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

/** What a producer of a scenario does besides, if it is told to. What one producer of a runtime does, all of it do. */
public enum Feature {
    /** Bodies are compressed with LZ4, and not with zlib. */
    LZ4,
    /** Bodies are compressed with Zstandard. */
    ZSTD,
    /** It belongs to a unit, and says so. */
    UNIT,
    /** Its requests are marked as those of a stream. */
    STREAM,
    /** Its requests name a zone. */
    ZONE,
    /** Its requests name a namespace, and its topics and groups don't; not together with {@link Tuning#namespace}. */
    TENANT,
    /** It gives connections 300 ms to come about. */
    IMPATIENT
}
