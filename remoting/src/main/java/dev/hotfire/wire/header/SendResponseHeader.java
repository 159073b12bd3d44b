// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderSource;
import org.jspecify.annotations.Nullable;

/**
 * The header of a send's response (W-8), for the codes that mean the message is stored: 0, 10, 11 and 12.
 *
 * @param msgId         the offset message id, of a batch a list with commas; {@code "0"} for a reply
 * @param queueId       the queue that the message went to
 * @param queueOffset   the (first) message's offset in that queue; of a half message, its offset in the half queue
 * @param transactionId the message's UNIQ_KEY
 * @param batchUniqId   the id of the whole, when the broker stored a batch as one message
 * @param recallHandle  of a timer message, see {@link RecallHeader}
 * @param region        where the broker stands
 * @param traceOn       false tells the client not to trace this message
 */
public record SendResponseHeader(
        String msgId,
        int queueId,
        long queueOffset,
        @Nullable String transactionId,
        @Nullable String batchUniqId,
        @Nullable String recallHandle,
        String region,
        boolean traceOn)
        implements CommandHeader {
    /** The region of a broker that does not name one. */
    public static final String DEFAULT_REGION = "DefaultRegion";

    private static final String ON = "true";
    private static final String OFF = "false";

    public SendResponseHeader {
        requireNonNull(msgId, "msgId");
        requireNonNull(region, "region");
    }

    /** The response to an ordinary send: default region, traced. */
    public static SendResponseHeader stored(
            String msgId, int queueId, long queueOffset, @Nullable String transactionId) {
        return new SendResponseHeader(msgId, queueId, queueOffset, transactionId, null, null, DEFAULT_REGION, true);
    }

    /** Reads the header of {@code response}. */
    public static SendResponseHeader from(HeaderSource response) {
        return from(response, "");
    }

    /**
     * As the other.
     *
     * @param uniqueId what the message was sent with: brokers tell it again, and that takes no new text
     */
    public static SendResponseHeader from(HeaderSource response, String uniqueId) {
        return read(
                response,
                uniqueId,
                (code, msgId, queueId, queueOffset, transactionId, batchUniqId, recallHandle, region, traceOn) ->
                        new SendResponseHeader(
                                msgId,
                                queueId,
                                queueOffset,
                                transactionId,
                                batchUniqId,
                                recallHandle,
                                region,
                                traceOn));
    }

    /** Takes in what a header says, for those who read so many that the header itself would be garbage. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Makes of the fields what is wanted; they are those of the record.
         *
         * @param code the response's
         */
        T read(
                int code,
                String msgId,
                int queueId,
                long queueOffset,
                @Nullable String transactionId,
                @Nullable String batchUniqId,
                @Nullable String recallHandle,
                String region,
                boolean traceOn);
    }

    /** What {@code reader} makes of the header of {@code response}; {@code uniqueId} as in {@link #from(HeaderSource, String)}. */
    public static <T> T read(HeaderSource response, String uniqueId, Reader<T> reader) {
        HeaderFields fields = new HeaderFields(response);
        String region = fields.text("MSG_REGION", DEFAULT_REGION);
        return reader.read(
                response.code(),
                fields.requiredText("msgId"),
                fields.requiredInteger("queueId"),
                fields.requiredLong("queueOffset"),
                fields.text("transactionId", uniqueId),
                fields.text("batchUniqId"),
                fields.text("recallHandle"),
                region == null || region.isEmpty() ? DEFAULT_REGION : region,
                // Only the word counts: whatever else stands there, or nothing, means on.
                !OFF.equals(fields.text("TRACE_ON", ON)));
    }

    @Override
    public Frame.Builder writeTo(Frame.Builder frame) {
        return frame.field("msgId", msgId)
                .field("queueId", queueId)
                .field("queueOffset", queueOffset)
                .field("transactionId", transactionId)
                .field("batchUniqId", batchUniqId)
                .field("recallHandle", recallHandle)
                .field("TRACE_ON", traceOn)
                .field("MSG_REGION", region);
    }
}
