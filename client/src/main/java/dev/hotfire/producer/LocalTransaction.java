// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** The caller's own work that a message is tied to. */
@FunctionalInterface
public interface LocalTransaction {
    /**
     * Does the work, once the half message is stored and before anybody can see it. May block.
     *
     * @param transactionId the half message's id, which a {@link TransactionChecker} will see as its
     *     {@code messageId()}: to be written down together with the work
     * @return how it ended; null counts as {@link TransactionState#UNKNOWN}
     * @throws Exception when that is not known; counts as {@link TransactionState#UNKNOWN}
     */
    TransactionState execute(String transactionId) throws Exception;
}
