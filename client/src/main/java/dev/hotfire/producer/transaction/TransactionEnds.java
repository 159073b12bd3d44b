// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.transaction;

import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.OnewayRequest;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.message.SysFlag;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells brokers how transactions ended: END_TRANSACTION (37), once and unanswered (W-16.1 point 2). Confined to the loop.
 *
 * <p>Whom it tells is always given, and is always a broker: an address that is not known can't mean a name server here
 * (hazards of B-TXN-07 and B-REMOTE-20).
 */
public final class TransactionEnds {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionEnds.class);

    /** An exception's text can have any length, and a header can't. */
    private static final int MAX_REMARK_CHARACTERS = 1024;

    private final Connections connections;
    private final Deadlines deadlines;
    private boolean closed;

    public TransactionEnds(Connections connections, Deadlines deadlines) {
        this.connections = connections;
        this.deadlines = deadlines;
    }

    /** The state as END_TRANSACTION carries it. */
    public static int wireValue(TransactionState state) {
        return switch (state) {
            case COMMIT -> SysFlag.TRANSACTION_COMMIT;
            case ROLLBACK -> SysFlag.TRANSACTION_ROLLBACK;
            case UNKNOWN -> 0;
        };
    }

    /**
     * Tells one broker about one transaction. Failures are logged: the broker will ask (B-TXN-06).
     *
     * @param remark  why the state is not known, or null
     * @param timeout how long the network may take to accept it
     * @param done    called on the loop when it is out, or has failed
     */
    public void tell(
            Address broker,
            EndTransactionHeader header,
            @Nullable String remark,
            long nowNanos,
            Duration timeout,
            Runnable done) {
        if (closed) {
            onFailure(broker, header, new IOException("producer is closed"), done);
            return;
        }
        Frame request = header.writeTo(Frame.request(RequestCode.END_TRANSACTION))
                .remark(remark == null ? null : shortened(remark))
                .build();
        OnewayRequest.send(
                connections.to(broker), deadlines, nowNanos + timeout.toNanos(), request, new OnewayRequest.Listener() {
                    @Override
                    public void onHandedOver() {
                        done.run();
                    }

                    @Override
                    public void onFailure(IOException cause) {
                        TransactionEnds.onFailure(broker, header, cause, done);
                    }
                });
    }

    private static void onFailure(Address broker, EndTransactionHeader header, IOException cause, Runnable done) {
        LOG.warn(
                "{} was not told the end ({}) of transaction {} and will ask: {}",
                broker,
                header.commitOrRollback(),
                header.msgId(),
                cause.getMessage());
        done.run();
    }

    private static String shortened(String remark) {
        return remark.length() <= MAX_REMARK_CHARACTERS ? remark : remark.substring(0, MAX_REMARK_CHARACTERS);
    }

    /** Tells nobody anything from now on. */
    public void close() {
        closed = true;
    }
}
