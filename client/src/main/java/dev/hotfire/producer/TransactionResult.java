// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/**
 * A transactional send whose half message was stored (B-TXN-06).
 *
 * @param half    where the half message is: the queue is the one it is for, the offset its place among half messages
 * @param state   what the broker was told about the local transaction
 * @param failure what the local transaction threw, in which case the state is {@link TransactionState#UNKNOWN}; else null
 */
public record TransactionResult(
        SendResult half, TransactionState state, @Nullable Exception failure) {}
