// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.util.concurrent.CompletableFuture;

/**
 * What any number of producers in a process share: an event loop, connections, what name servers said, heartbeats, and the
 * threads that complete futures. To brokers they are one client, whose heartbeats name all of their groups (W-11). Made by
 * {@link dev.hotfire.Hotfire#runtime}; safe for use from any number of threads.
 *
 * <p>Some settings are the runtime's: name servers, encryption, credentials, who the client is, and whatever else
 * {@link ProducerConfig#describe()} marks as shared. A producer that does not set them has those of the runtime; one that
 * sets another value is refused, because its siblings could not have it (hazard of B-LIFE-07). Everything else is each
 * producer's own: limits, health of brokers, hooks around sends, transactions.
 *
 * <p>Closing a producer takes leave of the brokers for its group only, and harms no sibling.
 */
public interface ProducerRuntime extends AutoCloseable {
    /**
     * Starts a producer that shares what this runtime has.
     *
     * @throws IllegalArgumentException if a shared setting is set to another value than the runtime's
     * @throws IllegalStateException    if this runtime is closed, or a producer of the same group runs on it (B-LIFE-05);
     *     nothing was started, and the same can be tried again
     */
    Producer start(ProducerConfig config);

    /** The id under which brokers know this client: {@code ip@instance[@unit][@STREAM]} (B-LIFE-07). */
    String clientId();

    /**
     * Closes all producers as each of them would be, then frees what they shared.
     *
     * @return completes when all of that is done; every call returns the same future
     */
    CompletableFuture<Void> closeAsync();

    /** As {@link #closeAsync()}, and waits. From a callback of one of the producers it returns without waiting. */
    @Override
    void close();
}
