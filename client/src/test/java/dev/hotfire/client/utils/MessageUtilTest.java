// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.utils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B-REQREPLY-11")
class MessageUtilTest {
    @Test
    void aReplyGoesBackThroughTheClusterOfItsRequest() throws Exception {
        Message request = new Message("orders", "?".getBytes(UTF_8));
        MessageAccessor.putProperty(request, "CLUSTER", "east");
        MessageAccessor.putProperty(request, "CORRELATION_ID", "id");
        MessageAccessor.putProperty(request, "REPLY_TO_CLIENT", "client");
        MessageAccessor.putProperty(request, "TTL", "3000");
        Message reply = MessageUtil.createReplyMessage(request, "!".getBytes(UTF_8));
        assertThat(reply.getTopic()).isEqualTo("east_REPLY_TOPIC");
        assertThat(reply.getBody()).asString(UTF_8).isEqualTo("!");
        assertThat(reply.getProperties())
                .isEqualTo(Map.of(
                        "MSG_TYPE", "reply", "CORRELATION_ID", "id", "REPLY_TO_CLIENT", "client", "TTL", "3000"));
        assertThat(MessageUtil.getReplyToClient(request)).isEqualTo("client");
    }

    @Test
    void whatIsNoRequestHasNoReply() {
        refuses(null, "requestMessage cannot be null");
        refuses(new Message("orders", new byte[] {1}), "property[CLUSTER] is null");
    }

    private static void refuses(Message request, String text) {
        assertThatThrownBy(() -> MessageUtil.createReplyMessage(request, new byte[] {1}))
                .isInstanceOfSatisfying(MQClientException.class, e -> {
                    assertThat(e.getResponseCode()).isEqualTo(10007);
                    assertThat(e.getErrorMessage()).contains(text);
                });
    }
}
