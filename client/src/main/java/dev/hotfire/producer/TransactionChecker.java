// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.StoredMessage;

/**
 * Answers the brokers' questions about transactions whose end they have not heard of: because the word got lost, or
 * whoever was to give it is gone. Brokers ask any member of the producer group, so what it decides by must be known to
 * all of them.
 */
@FunctionalInterface
public interface TransactionChecker {
    /**
     * Finds out how a local transaction ended. Called on threads of its own, at most
     * {@link ProducerConfig#checkThreads()} at a time, and for one message more than once.
     *
     * @param half the half message as the broker stored it, with the topic and queue that it is for and a plain body
     * @return how it ended; null counts as {@link TransactionState#UNKNOWN}, after which the broker asks again
     * @throws Exception when that can't be found out now; counts as {@link TransactionState#UNKNOWN}
     */
    TransactionState check(StoredMessage half) throws Exception;
}
