// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.MessageQueueSelector;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.SendStatus;
import dev.hotfire.client.producer.selector.SelectMessageQueueByHash;
import dev.hotfire.common.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Wraps a producer the way frameworks do: payloads and headers in, one kind of exception out. */
public final class MessageTemplate implements AutoCloseable {
    private final DefaultMQProducer producer;
    private MessageQueueSelector messageQueueSelector = new SelectMessageQueueByHash();

    public MessageTemplate(String nameServer, String group) {
        producer = new DefaultMQProducer(group);
        producer.setNamesrvAddr(nameServer);
        producer.setSendMsgTimeout(5_000);
        producer.setRetryTimesWhenSendFailed(3);
        producer.setRetryTimesWhenSendAsyncFailed(3);
        producer.setMaxMessageSize(4 * 1024 * 1024);
        producer.setCompressMsgBodyOverHowmuch(4_096);
        producer.setRetryAnotherBrokerWhenNotStoreOK(false);
        producer.setVipChannelEnabled(false);
        producer.setInstanceName("template@" + group);
    }

    public void start() throws MQClientException {
        producer.start();
    }

    public void setMessageQueueSelector(MessageQueueSelector messageQueueSelector) {
        this.messageQueueSelector = messageQueueSelector;
    }

    /** Sends to {@code topic:tag}. */
    public SendResult syncSend(String destination, Object payload, Map<String, String> headers, int delayLevel) {
        Message message = message(destination, payload, headers);
        if (delayLevel > 0) {
            message.setDelayTimeLevel(delayLevel);
        }
        try {
            return producer.send(message, producer.getSendMsgTimeout());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public SendResult syncSendOrderly(String destination, Object payload, String hashKey) {
        try {
            return producer.send(
                    message(destination, payload, Map.of()),
                    messageQueueSelector,
                    hashKey,
                    producer.getSendMsgTimeout());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public SendResult syncSendAll(String destination, Collection<?> payloads) {
        List<Message> messages = new ArrayList<>();
        payloads.forEach(payload -> messages.add(message(destination, payload, Map.of())));
        try {
            return producer.send(messages, producer.getSendMsgTimeout());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public CompletableFuture<SendResult> asyncSend(String destination, Object payload) {
        CompletableFuture<SendResult> future = new CompletableFuture<>();
        try {
            producer.send(
                    message(destination, payload, Map.of()),
                    new SendCallback() {
                        @Override
                        public void onSuccess(SendResult sendResult) {
                            future.complete(sendResult);
                        }

                        @Override
                        public void onException(Throwable e) {
                            future.completeExceptionally(e);
                        }
                    },
                    producer.getSendMsgTimeout());
        } catch (Exception e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    private static Message message(String destination, Object payload, Map<String, String> headers) {
        String[] topicAndTag = destination.split(":", 2);
        Message message = new Message(
                topicAndTag[0],
                topicAndTag.length > 1 ? topicAndTag[1] : "",
                String.valueOf(payload).getBytes(StandardCharsets.UTF_8));
        message.setKeys(headers.getOrDefault("KEYS", ""));
        message.setFlag(Integer.parseInt(headers.getOrDefault("FLAG", "0")));
        message.setWaitStoreMsgOK(Boolean.parseBoolean(headers.getOrDefault("WAIT_STORE_MSG_OK", "true")));
        headers.forEach((name, value) -> {
            if (!name.equals("KEYS") && !name.equals("FLAG") && !name.equals("WAIT_STORE_MSG_OK")) {
                message.putUserProperty(name, value);
            }
        });
        return message;
    }

    @Override
    public void close() {
        producer.shutdown();
    }

    public static void main(String[] args) throws Exception {
        try (MessageTemplate template = new MessageTemplate(args[0], "template-group")) {
            template.start();
            SendResult one = template.syncSend("template:one", "first", Map.of("KEYS", "k1 k2", "city", "Berlin"), 0);
            System.out.println("sync " + (one.getSendStatus() == SendStatus.SEND_OK));
            SendResult ordered = template.syncSendOrderly("template:two", "second", "key");
            SendResult orderedToo = template.syncSendOrderly("template:two", "third", "key");
            System.out.println("one queue " + ordered.getMessageQueue().equals(orderedToo.getMessageQueue()));
            System.out.println("batch "
                    + template.syncSendAll("template", List.of(4, 5)).getMsgId().contains(","));
            System.out.println(
                    "async " + template.asyncSend("template:six", "sixth").get().getSendStatus());
        }
    }
}
