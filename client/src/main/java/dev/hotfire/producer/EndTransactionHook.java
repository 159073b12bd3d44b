// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/**
 * Sees how transactions end, before their brokers are told: those that ended here and those that a broker asked about
 * (B-HOOK-07).
 *
 * <p>Called in the thread that ran the local transaction or the {@link TransactionChecker}. What is thrown is logged and has
 * no other effect.
 */
@FunctionalInterface
public interface EndTransactionHook {
    void endTransaction(TransactionEnd end);
}
