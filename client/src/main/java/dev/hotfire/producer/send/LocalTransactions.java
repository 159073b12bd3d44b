// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.LocalTransaction;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.transaction.TransactionEnds;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.OffsetMessageId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows a half message that was stored: the local transaction, in the thread that calls, and the word to the
 * broker about its end (B-TXN-04 to -06). Whatever happens, the end is told exactly once.
 */
final class LocalTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(LocalTransactions.class);

    private final SendEngine engine;

    LocalTransactions(SendEngine engine) {
        this.engine = engine;
    }

    /** Runs the local transaction if the half message is safe, and ends the transaction in any case. */
    TransactionResult conclude(SendOperation half, SendResult stored, LocalTransaction local) {
        if (stored.status() != SendStatus.SEND_OK) {
            return rollBack(half, stored);
        }
        try {
            TransactionState state = known(engine.callOut(() -> local.execute(stored.messageId())), stored);
            tell(half, stored, state, null);
            return new TransactionResult(stored, state, null);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("local transaction {} failed: its end is not known", stored.messageId(), e);
            tellFailed(half, stored, e);
            return new TransactionResult(stored, TransactionState.UNKNOWN, e);
        } catch (Error e) {
            tellFailed(half, stored, e);
            throw e;
        }
    }

    /** Ends a transaction whose local part never began. */
    TransactionResult rollBack(SendOperation half, SendResult stored) {
        tell(half, stored, TransactionState.ROLLBACK, null);
        return new TransactionResult(stored, TransactionState.ROLLBACK, null);
    }

    @SuppressWarnings("ConstantValue") // A user without null analysis may answer null.
    private static TransactionState known(TransactionState state, SendResult stored) {
        if (state == null) {
            LOG.warn("local transaction {} answered null: taken as UNKNOWN", stored.messageId());
            return TransactionState.UNKNOWN;
        }
        return state;
    }

    private void tellFailed(SendOperation half, SendResult stored, Throwable failure) {
        tell(half, stored, TransactionState.UNKNOWN, "executeLocalTransactionBranch exception: " + failure);
    }

    private void tell(SendOperation half, SendResult stored, TransactionState state, @Nullable String remark) {
        if (!engine.endTransactionHooks().isEmpty()) {
            engine.endTransactionHooks()
                    .before(new TransactionEnd(
                            engine.config().producerGroup(),
                            half.storedBy().brokerAddress().toString(),
                            half.sent(),
                            stored.messageId(),
                            stored.transactionId(),
                            state,
                            false));
        }
        long commitLogOffset;
        try {
            commitLogOffset = OffsetMessageId.parse(stored.offsetMessageId()).offset();
        } catch (MalformedIdException e) {
            LOG.warn("the end of transaction {} can't be told, its broker will ask", stored.messageId(), e);
            engine.halfMessages().endUntold(half);
            return;
        }
        EndTransactionHeader end = new EndTransactionHeader(
                // Without its namespace, while the group has it (B-TXN-14).
                stored.queue().topic(),
                engine.config().namespace().wrap(engine.config().producerGroup()),
                stored.queueOffset(),
                commitLogOffset,
                TransactionEnds.wireValue(state),
                false,
                stored.messageId(),
                stored.transactionId(),
                half.storedBy().brokerName());
        engine.halfMessages().end(half, end, remark);
    }
}
