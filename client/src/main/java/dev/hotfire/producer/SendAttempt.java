// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a send, as {@link SendCheck}s and {@link SendHook}s see it (B-HOOK-06). The same object is shown to all of
 * them, before and after. Used by one thread at a time, and not to be kept for longer than the after-hook.
 */
public interface SendAttempt {
    /** Without its namespace. */
    String producerGroup();

    /** The user's namespace; empty if there is none. */
    String namespace();

    /** The address of this client's machine: the born host. */
    String clientHost();

    SendMode mode();

    /** 1 for the first attempt of a send. */
    int number();

    /** Where this attempt goes. */
    MessageQueue queue();

    /** Where this attempt goes, as {@code host:port}. */
    String brokerAddress();

    /** The message as this attempt sends it; shows what {@link #property} has set. */
    SentMessage message();

    /**
     * Sets a property of the message, from this attempt on; the caller's own message stays as it is (B-TRACE-13). Has a
     * meaning only before the attempt.
     *
     * @throws IllegalArgumentException if name or value is blank or has a separator character (W-12), if the name is one
     *     that the producer itself depends on, or if the properties would become too large; nothing is set then
     * @throws IllegalStateException    after the attempt has begun
     */
    void property(String name, String value);

    /** Whatever hooks want to keep from before to after: theirs alone, empty at first. */
    Map<Object, Object> attributes();

    /** What the broker stored; null before the end, and for attempts that did not get so far, or were one-way. */
    @Nullable
    SendResult result();

    /**
     * Why the attempt failed: most often a {@link SendException} that says what the send would end with now. Null before
     * the end, and for attempts that succeeded.
     */
    @Nullable
    Throwable failure();
}
