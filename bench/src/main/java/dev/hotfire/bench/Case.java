// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is measured: a way of sending, with its numbers. */
public enum Case {
    ASYNC("asynchronous, 1,000 in flight", 100, 1_000),
    ASYNC_FLOOD("asynchronous, 100,000 in flight", 100, 100_000),
    SYNC("synchronous, 1 thread", 100, 1),
    SYNC_SPIN("synchronous, 1 thread, ours looks for the end for 200 us before it is parked", 100, 1),
    SYNC_PINNED("synchronous, 1 thread, client and broker on one core", 100, 1),
    SYNC_64("synchronous, 64 threads", 100, 64),
    ONEWAY("one way, unpaced", 100, 1),
    BATCH_32("explicit batches of 32, 1 thread", 100, 1),
    AUTO_ASYNC("automatic batches, 1,000 asynchronous sends in flight", 100, 1_000),
    AUTO_SYNC_64("automatic batches, 64 synchronous threads", 100, 64),
    BODY_16K("asynchronous, 16 KiB bodies, not compressed", 16 << 10, 256),
    BODY_16K_ZLIB("asynchronous, 16 KiB bodies, zlib", 16 << 10, 256),
    OPEN_10K("asynchronous, 10,000 a second on schedule", 100, 0, 10_000),
    OPEN_100K("asynchronous, 100,000 a second on schedule", 100, 0, 100_000),
    OPEN_600K("asynchronous, 600,000 a second on schedule", 100, 0, 600_000),
    OPEN_900K("asynchronous, 900,000 a second on schedule", 100, 0, 900_000),
    SECOND_PRODUCER("another producer beside one that has sent, to its first message that is acknowledged", 100, 0),
    COLD_START("a new JVM, from its start to the first message that is acknowledged", 100, 0);

    /** How many messages an explicit batch has. */
    static final int BATCH = 32;

    private final String title;
    private final int bodyBytes;
    private final int atOnce;
    private final int perSecond;

    Case(String title, int bodyBytes, int atOnce) {
        this(title, bodyBytes, atOnce, 0);
    }

    Case(String title, int bodyBytes, int atOnce, int perSecond) {
        this.title = title;
        this.bodyBytes = bodyBytes;
        this.atOnce = atOnce;
        this.perSecond = perSecond;
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** What people write: {@code async-flood}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How large each message's body is. */
    int bodyBytes() {
        return bodyBytes;
    }

    /** How many sends are in flight, or how many threads send. */
    int atOnce() {
        return atOnce;
    }

    /** How many sends are due in a second, whatever becomes of those before; 0 where the next waits for the last. */
    int perSecond() {
        return perSecond;
    }

    /** Whether client and broker run on one core: then a wake-up from one core to another is no part of what is measured. */
    boolean isPinned() {
        return this == SYNC_PINNED;
    }

    /** Whether the bare network library, which has no batches and no bound on what is under way, can do this too. */
    boolean isForBare() {
        return perSecond > 0
                || this == ASYNC
                || this == SYNC
                || this == SYNC_SPIN
                || this == SYNC_PINNED
                || this == SYNC_64
                || this == BODY_16K;
    }

    /** Whether a start is what is measured, and not messages. */
    boolean isStart() {
        return this == COLD_START || this == SECOND_PRODUCER;
    }

    /** What the client of this case is made with. */
    Setup setup(String nameServer) {
        return new Setup(
                nameServer,
                this == AUTO_ASYNC || this == AUTO_SYNC_64,
                this == BODY_16K_ZLIB,
                this == ASYNC_FLOOD ? atOnce : 0,
                this == SYNC_SPIN,
                this == SECOND_PRODUCER);
    }

    /**
     * The case with this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Case of(String id) {
        for (Case candidate : values()) {
            if (candidate.id().equals(id)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("case: '" + id + "' (expected: one of "
                + Arrays.stream(values()).map(Case::id).collect(Collectors.joining(", ")) + ")");
    }
}
