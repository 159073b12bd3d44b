// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.utils;

import dev.hotfire.client.common.ClientErrorCode;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.common.MixAll;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageConst;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For those who answer requests. */
public class MessageUtil {
    /**
     * The reply to a request (B-REQREPLY-11): to the cluster that the request came through, with what ties it to its request.
     *
     * @throws MQClientException with {@link ClientErrorCode#CREATE_REPLY_MESSAGE_EXCEPTION} if the request is null, or no
     *     broker has noted its cluster on it
     */
    public static Message createReplyMessage(@Nullable Message requestMessage, byte @Nullable [] body)
            throws MQClientException {
        if (requestMessage == null) {
            throw new MQClientException(
                    ClientErrorCode.CREATE_REPLY_MESSAGE_EXCEPTION,
                    "create reply message fail, requestMessage cannot be null.");
        }
        String cluster = requestMessage.getProperty(MessageConst.PROPERTY_CLUSTER);
        if (cluster == null) {
            throw new MQClientException(
                    ClientErrorCode.CREATE_REPLY_MESSAGE_EXCEPTION,
                    "create reply message fail, requestMessage error, property[" + MessageConst.PROPERTY_CLUSTER
                            + "] is null.");
        }
        Message reply = new Message();
        reply.setTopic(MixAll.getReplyTopic(cluster));
        reply.setBody(body);
        MessageAccessor.putProperty(reply, MessageConst.PROPERTY_MESSAGE_TYPE, MixAll.REPLY_MESSAGE_FLAG);
        for (String name : List.of(
                MessageConst.PROPERTY_CORRELATION_ID,
                MessageConst.PROPERTY_MESSAGE_REPLY_TO_CLIENT,
                MessageConst.PROPERTY_MESSAGE_TTL)) {
            MessageAccessor.putProperty(reply, name, requestMessage.getProperty(name));
        }
        return reply;
    }

    /** The client id of who asks; null if the message is no request. */
    public static @Nullable String getReplyToClient(Message msg) {
        return msg.getProperty(MessageConst.PROPERTY_MESSAGE_REPLY_TO_CLIENT);
    }
}
