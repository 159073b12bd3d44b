// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/**
 * How a transaction ends, as its broker is about to be told (B-HOOK-07).
 *
 * @param producerGroup without its namespace
 * @param brokerAddress where the half message is, as {@code host:port}
 * @param message       the half message: as it was sent, or, after a check, as the broker showed it
 * @param messageId     UNIQ_KEY
 * @param transactionId as the broker named it
 * @param state         what the broker will be told
 * @param fromCheck     whether the broker had asked
 */
public record TransactionEnd(
        String producerGroup,
        String brokerAddress,
        SentMessage message,
        String messageId,
        @Nullable String transactionId,
        TransactionState state,
        boolean fromCheck) {}
