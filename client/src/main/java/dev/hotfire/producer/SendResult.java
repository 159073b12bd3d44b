// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/**
 * A message that a broker stored (B-SEND-07).
 *
 * @param status          how durable the copy is
 * @param messageId       the client's own id, the property UNIQ_KEY; for a batch those of its elements, in order,
 *                        separated by commas
 * @param offsetMessageId the broker's id, which leads to the place in its commit log; for a batch as above
 * @param queue           where it went
 * @param queueOffset     the offset in that queue; for a batch that of the first element
 * @param transactionId   set by the broker for every message, meaningful for transactions
 * @param recallHandle    takes a timed message back; null for all others
 * @param regionId        the broker's region
 * @param traceOn         whether the broker wants this message traced
 * @param attempts        how many attempts it took, at least 1
 */
public record SendResult(
        SendStatus status,
        String messageId,
        String offsetMessageId,
        MessageQueue queue,
        long queueOffset,
        @Nullable String transactionId,
        @Nullable String recallHandle,
        String regionId,
        boolean traceOn,
        int attempts) {}
