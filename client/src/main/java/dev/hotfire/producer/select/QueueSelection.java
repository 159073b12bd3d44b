// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A user's selector with what it is to be asked, and the one place that distrusts its answer (B-SELECT-06).
 *
 * @param message as the selector will see it
 */
public record QueueSelection<K extends @Nullable Object>(QueueSelector<? super K> selector, Message message, K key) {
    public QueueSelection {
        requireNonNull(selector, "selector");
        requireNonNull(message, "message");
    }

    /**
     * What a send asks.
     *
     * @param topic the message's topic without its namespace, as the selector is to see it (B-SELECT-06)
     */
    public static <K extends @Nullable Object> QueueSelection<K> of(
            QueueSelector<? super K> selector, Message message, String topic, K key) {
        Message seen = topic.equals(message.topic()) ? message : copy(message, topic, message.body());
        return new QueueSelection<>(selector, seen, key);
    }

    /**
     * Asks the selector. User code: never on the loop.
     *
     * @param choice       the queues to choose from, at least one
     * @param elapsedNanos since the call of the send
     * @throws QueueSelectionException if the selector threw an exception, returned null, or returned a queue that is not
     *     among those it was given
     */
    public Target choose(QueueChoice choice, LongSupplier elapsedNanos) throws QueueSelectionException {
        List<MessageQueue> queues = choice.queues();
        MessageQueue chosen;
        try {
            chosen = selector.select(queues, message, key);
        } catch (Exception e) {
            // Other languages of the JVM throw checked exceptions that nobody declares.
            throw failed("queue selector threw " + e, elapsedNanos, e);
        }
        if (chosen == null) {
            throw failed("queue selector returned null", elapsedNanos, null);
        }
        Target target = choice.find(chosen);
        if (target == null) {
            throw failed(
                    "queue selector returned " + chosen + " (expected: one of the " + queues.size()
                            + " queues it was given)",
                    elapsedNanos,
                    null);
        }
        return target;
    }

    /** What the send fails with if the selector did not get as far as to choose. */
    public QueueSelectionException failed(String what, LongSupplier elapsedNanos, @Nullable Throwable cause) {
        return new QueueSelectionException(
                what, message.topic(), List.of(), Duration.ofNanos(elapsedNanos.getAsLong()), cause);
    }

    /** The same with a body of its own, for a selector that is asked only after the call of the send has returned. */
    public QueueSelection<K> detached() {
        byte[] body = message.body().clone();
        return new QueueSelection<>(selector, copy(message, message.topic(), body), key);
    }

    private static Message copy(Message message, String topic, byte[] body) {
        Message.Builder copy = Message.builder(topic).body(body).flag(message.flag());
        message.properties().forEach(copy::system);
        return copy.build();
    }
}
