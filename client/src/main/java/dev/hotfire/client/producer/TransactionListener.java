// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import org.jspecify.annotations.Nullable;

/** What a transactional producer asks its user. */
public interface TransactionListener {
    /**
     * The local transaction, run in the thread of the send once the half message is stored.
     *
     * @param arg what the caller gave to the send
     * @return how it ended; null is {@link LocalTransactionState#UNKNOW}
     */
    @Nullable
    LocalTransactionState executeLocalTransaction(Message msg, @Nullable Object arg);

    /**
     * How the transaction of this half message ended, because the broker doesn't know. Called on threads for checks,
     * possibly several times for one message, and in another process than the one that sent it.
     */
    @Nullable
    LocalTransactionState checkLocalTransaction(MessageExt msg);
}
