// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The ways to send with our producer. Each returns what was sent and what became of it; a failure fails the test. */
enum Sending {
    SYNC {
        @Override
        List<SentMessage> send(Producer producer, List<Message> messages) throws SendException, InterruptedException {
            List<SentMessage> sent = new ArrayList<>();
            for (Message message : messages) {
                sent.add(stored(message, producer.send(message)));
            }
            return sent;
        }
    },

    ASYNC {
        @Override
        List<SentMessage> send(Producer producer, List<Message> messages)
                throws ExecutionException, InterruptedException, TimeoutException {
            List<CompletableFuture<SendResult>> results = new ArrayList<>();
            for (Message message : messages) {
                results.add(producer.sendAsync(message));
            }
            List<SentMessage> sent = new ArrayList<>();
            for (int i = 0; i < messages.size(); i++) {
                sent.add(stored(messages.get(i), results.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS)));
            }
            return sent;
        }
    },

    ONEWAY {
        @Override
        List<SentMessage> send(Producer producer, List<Message> messages)
                throws ExecutionException, InterruptedException, TimeoutException {
            List<CompletableFuture<Void>> handedOver = new ArrayList<>();
            List<SentMessage> sent = new ArrayList<>();
            for (Message message : messages) {
                handedOver.add(producer.sendOneway(message));
                sent.add(sent(message, Optional.empty(), Optional.empty()));
            }
            for (CompletableFuture<Void> one : handedOver) {
                one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            return sent;
        }
    },

    BATCH {
        @Override
        List<SentMessage> send(Producer producer, List<Message> messages) throws SendException, InterruptedException {
            List<SentMessage> sent = new ArrayList<>();
            int from = 0;
            for (int size = 1; from < messages.size(); size = size % MAX_BATCH + 1) {
                List<Message> batch = messages.subList(from, Math.min(messages.size(), from + size));
                sent.addAll(sendBatch(producer, batch));
                from += batch.size();
            }
            return sent;
        }
    };

    /** Two large bodies are at least 50 messages apart, so a batch of so many stays well below 4 MiB. */
    private static final int MAX_BATCH = 40;

    private static final int LIMIT_SECONDS = 60;

    abstract List<SentMessage> send(Producer producer, List<Message> messages) throws Exception;

    /** One batch, and what became of each of its messages. */
    static List<SentMessage> sendBatch(Producer producer, List<Message> batch)
            throws SendException, InterruptedException {
        SendResult result = producer.sendBatch(batch);
        List<String> messageIds = List.of(result.messageId().split(",", -1));
        List<SentMessage> sent = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Place place = Place.inBatch(placeOf(result), i);
            sent.add(sent(batch.get(i), Optional.of(messageIds.get(i)), Optional.of(place)));
        }
        return sent;
    }

    private static SentMessage stored(Message message, SendResult result) {
        return sent(message, Optional.of(result.messageId()), Optional.of(placeOf(result)));
    }

    private static Place placeOf(SendResult result) {
        if (result.status() != SendStatus.SEND_OK) {
            throw new AssertionError(result + " (expected: SEND_OK)");
        }
        return new Place(
                result.queue().brokerName(), result.queue().queueId(), result.queueOffset(), result.offsetMessageId());
    }

    private static SentMessage sent(Message message, Optional<String> messageId, Optional<Place> place) {
        return new SentMessage(
                message.properties().get(SentMessage.NUMBER),
                messageId,
                message.flag(),
                Body.of(message.body()),
                message.properties(),
                place);
    }
}
