// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.TransactionCheckListener;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** How transactions end, in both worlds' words, and the user's listener as the engine's checker. */
final class Transactions {
    private Transactions() {}

    static TransactionState state(@Nullable LocalTransactionState state) {
        if (state == null) {
            return TransactionState.UNKNOWN;
        }
        return switch (state) {
            case COMMIT_MESSAGE -> TransactionState.COMMIT;
            case ROLLBACK_MESSAGE -> TransactionState.ROLLBACK;
            case UNKNOW -> TransactionState.UNKNOWN;
        };
    }

    static LocalTransactionState state(TransactionState state) {
        return switch (state) {
            case COMMIT -> LocalTransactionState.COMMIT_MESSAGE;
            case ROLLBACK -> LocalTransactionState.ROLLBACK_MESSAGE;
            case UNKNOWN -> LocalTransactionState.UNKNOW;
        };
    }

    /**
     * Asks whichever listener the producer has by then; the older kind comes first (B-TXN-10). On the user's executor, if
     * there is one: its queue and its threads are the user's own limit.
     */
    static TransactionChecker checker(TransactionMQProducer producer) {
        return half -> {
            FutureTask<TransactionState> check = new FutureTask<>(() -> ask(producer, half));
            ExecutorService executor = producer.getExecutorService();
            if (executor == null) {
                check.run();
            } else {
                executor.execute(check);
            }
            try {
                return check.get();
            } catch (ExecutionException e) {
                // As the listener threw it: its text goes to the broker.
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        };
    }

    @SuppressWarnings("deprecation") // What the official client still takes.
    private static TransactionState ask(TransactionMQProducer producer, StoredMessage half) {
        MessageExt message = Messages.stored(half, null);
        String id = half.properties().get(PropertyNames.UNIQ_KEY);
        if (id != null && !id.isEmpty()) {
            message.setTransactionId(id);
        }
        TransactionCheckListener older = producer.getTransactionCheckListener();
        if (older != null) {
            return state(older.checkLocalTransactionState(message));
        }
        TransactionListener listener = producer.getTransactionListener();
        return listener == null ? TransactionState.UNKNOWN : state(listener.checkLocalTransaction(message));
    }
}
