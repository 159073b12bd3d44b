// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Request {@code END_TRANSACTION} (W-16.1): how a half message's local transaction ended. Oneway.
 *
 * @param topic                the user's topic, or what a check named
 * @param producerGroup        must be the group in the half message's property PGROUP
 * @param tranStateTableOffset the half message's queue offset, from the send response
 * @param commitLogOffset      the half message's commit log offset, from its offset message id
 * @param commitOrRollback     8 commit, 12 rollback, 0 not known yet: the transaction bits of a sysFlag
 * @param fromTransactionCheck true in the answer to a check
 * @param msgId                the client's message id (UNIQ_KEY)
 * @param brokerName           the broker that the client means; proxies and static topics need it
 */
public record EndTransactionHeader(
        @Nullable String topic,
        String producerGroup,
        long tranStateTableOffset,
        long commitLogOffset,
        int commitOrRollback,
        boolean fromTransactionCheck,
        String msgId,
        @Nullable String transactionId,
        @Nullable String brokerName)
        implements CommandHeader {
    public EndTransactionHeader {
        requireNonNull(producerGroup, "producerGroup");
        requireNonNull(msgId, "msgId");
    }

    /** Reads the header of {@code frame}. */
    public static EndTransactionHeader from(Frame frame) {
        HeaderFields fields = new HeaderFields(frame);
        return new EndTransactionHeader(
                fields.text("topic"),
                fields.requiredText("producerGroup"),
                fields.requiredLong("tranStateTableOffset"),
                fields.requiredLong("commitLogOffset"),
                fields.requiredInteger("commitOrRollback"),
                fields.bool("fromTransactionCheck", false),
                fields.requiredText("msgId"),
                fields.text("transactionId"),
                fields.text("bname"));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("topic", topic)
                .field("producerGroup", producerGroup)
                .field("tranStateTableOffset", tranStateTableOffset)
                .field("commitLogOffset", commitLogOffset)
                .field("commitOrRollback", commitOrRollback)
                .field("fromTransactionCheck", fromTransactionCheck)
                .field("msgId", msgId)
                .field("transactionId", transactionId)
                .field("bname", brokerName);
    }
}
