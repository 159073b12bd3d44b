// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import org.jspecify.annotations.Nullable;

/** What became of a transactional send: where the half message is, and how the local transaction ended. */
public class TransactionSendResult extends SendResult {
    private @Nullable LocalTransactionState localTransactionState;

    /** What the broker was told; null before it was told anything. */
    public @Nullable LocalTransactionState getLocalTransactionState() {
        return localTransactionState;
    }

    public void setLocalTransactionState(@Nullable LocalTransactionState localTransactionState) {
        this.localTransactionState = localTransactionState;
    }
}
