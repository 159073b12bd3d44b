// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, read from its header fields without judging them: what is absent or unreadable is null.
 *
 * @param topic         the topic it names
 * @param queueId       the queue it names; negative when the broker is to choose
 * @param producerGroup the sending group
 * @param brokerName    the broker that the client thinks it is talking to
 * @param properties    the message's properties as they travel (W-12), of a batch those of the batch itself
 */
public record RequestFacts(
        @Nullable String topic,
        @Nullable Integer queueId,
        @Nullable String producerGroup,
        @Nullable String brokerName,
        @Nullable String properties) {

    /** Reads the fields under the names that the request code gives them (W-7, W-9). */
    public static RequestFacts of(Frame request) {
        return isShortNamed(request.code())
                ? new RequestFacts(
                        request.field("b"),
                        intField(request, "e"),
                        request.field("a"),
                        request.field("n"),
                        request.field("i"))
                : new RequestFacts(
                        request.field("topic"),
                        intField(request, "queueId"),
                        request.field("producerGroup"),
                        request.field("bname"),
                        request.field("properties"));
    }

    /** Whether requests of this code bring a message to store or to pass on. */
    public static boolean isSend(int requestCode) {
        return requestCode == RequestCode.SEND_MESSAGE
                || requestCode == RequestCode.SEND_REPLY_MESSAGE
                || isShortNamed(requestCode);
    }

    /** Whether the header is that of a V2 send, whose fields have names of one letter. */
    private static boolean isShortNamed(int requestCode) {
        return requestCode == RequestCode.SEND_MESSAGE_V2
                || requestCode == RequestCode.SEND_BATCH_MESSAGE
                || requestCode == RequestCode.SEND_REPLY_MESSAGE_V2;
    }

    private static @Nullable Integer intField(Frame request, String name) {
        String text = request.field(name);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
