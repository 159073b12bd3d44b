// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.Message;
import org.jspecify.annotations.Nullable;

/** The work of one transaction, as earlier releases took it; {@link TransactionListener} has taken its place. */
@Deprecated
@FunctionalInterface
public interface LocalTransactionExecuter {
    LocalTransactionState executeLocalTransactionBranch(Message msg, @Nullable Object arg);
}
