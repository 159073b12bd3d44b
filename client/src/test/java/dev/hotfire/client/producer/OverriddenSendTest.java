// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageQueue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Programs override {@code sendDirect} to see every message on its way out; plain sends must pass through it. */
class OverriddenSendTest {
    private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 1);

    private final Message message = new Message("orders", "hello".getBytes(UTF_8));
    private final List<List<@Nullable Object>> seen = new ArrayList<>();

    private final class Watched extends DefaultMQProducer {
        private final @Nullable SendResult answer;

        Watched(@Nullable SendResult answer) {
            super("pg-watched");
            this.answer = answer;
        }

        @Override
        public @Nullable SendResult sendDirect(
                Message msg, @Nullable MessageQueue mq, @Nullable SendCallback sendCallback) throws MQBrokerException {
            seen.add(Arrays.asList(msg, mq, sendCallback));
            if (sendCallback != null) {
                throw new MQBrokerException(2, "busy");
            }
            return answer;
        }
    }

    @Test
    void sendsThatWaitPassThroughSendDirect() throws Exception {
        SendResult answer = new SendResult();
        DefaultMQProducer producer = new Watched(answer);
        assertThat(producer.send(message)).isSameAs(answer);
        assertThat(producer.send(message, QUEUE)).isSameAs(answer);
        assertThat(seen).containsExactly(Arrays.asList(message, null, null), Arrays.asList(message, QUEUE, null));
    }

    @Test
    void sendsWithACallbackPassThroughSendDirectWhoseFailureTheCallbackHears() throws Exception {
        List<Throwable> heard = new ArrayList<>();
        SendCallback callback = new SendCallback() {
            @Override
            public void onSuccess(SendResult sendResult) {
                throw new AssertionError("nothing was sent");
            }

            @Override
            public void onException(Throwable e) {
                heard.add(e);
            }
        };
        DefaultMQProducer producer = new Watched(new SendResult());
        producer.send(message, callback);
        producer.send(message, QUEUE, callback);
        assertThat(seen)
                .containsExactly(Arrays.asList(message, null, callback), Arrays.asList(message, QUEUE, callback));
        assertThat(heard).hasSize(2).allSatisfy(e -> assertThat(e).isInstanceOf(MQBrokerException.class));
    }

    @Test
    void anOverridingMethodMustReturnWhatASendThatWaitsReturns() {
        assertThatThrownBy(() -> new Watched(null).send(message))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("send: null (expected: a result, as there was no callback)");
    }

    @Test
    void aTraceCountsAsASendHookOnceTheProducerHasStarted() throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("pg-traced", true);
        producer.setNamesrvAddr("127.0.0.1:1");
        assertThat(producer.getDefaultMQProducerImpl().hasSendMessageHook()).isFalse();
        producer.start();
        try {
            assertThat(producer.getDefaultMQProducerImpl().hasSendMessageHook()).isTrue();
        } finally {
            producer.shutdown();
        }
    }
}
