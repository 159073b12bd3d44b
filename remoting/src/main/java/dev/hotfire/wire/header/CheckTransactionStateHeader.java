// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code CHECK_TRANSACTION_STATE} (W-16.1): a broker asks how a half message's transaction ended. Oneway;
 * the answer is a fresh {@link EndTransactionHeader} that repeats both offsets. The body is the half message in
 * stored form.
 *
 * @param topic                the half topic's name
 * @param tranStateTableOffset the half message's queue offset
 * @param commitLogOffset      the half message's commit log offset
 * @param msgId                the client's message id (UNIQ_KEY)
 * @param offsetMsgId          the broker's message id
 * @param brokerName           the broker that the client means; proxies and static topics need it
 */
public record CheckTransactionStateHeader(
        @Nullable String topic,
        long tranStateTableOffset,
        long commitLogOffset,
        @Nullable String msgId,
        @Nullable String transactionId,
        @Nullable String offsetMsgId,
        @Nullable String brokerName)
        implements CommandHeader {
    /** Reads the header of {@code frame}. */
    public static CheckTransactionStateHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new CheckTransactionStateHeader(
                fields.text("topic"),
                fields.requiredLong("tranStateTableOffset"),
                fields.requiredLong("commitLogOffset"),
                fields.text("msgId"),
                fields.text("transactionId"),
                fields.text("offsetMsgId"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("tranStateTableOffset", tranStateTableOffset)
                .field("commitLogOffset", commitLogOffset)
                .field("msgId", msgId)
                .field("transactionId", transactionId)
                .field("offsetMsgId", offsetMsgId)
                .field("bname", brokerName);
    }
}
