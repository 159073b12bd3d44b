// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.common.message.MessageExt;
import org.jspecify.annotations.Nullable;

/**
 * The older half of {@link TransactionListener}.
 *
 * @deprecated as in the official client: a {@link TransactionListener} does both.
 */
@Deprecated
public interface TransactionCheckListener {
    /** How the transaction of this half message ended. */
    @Nullable
    LocalTransactionState checkLocalTransactionState(MessageExt msg);
}
