// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a Micrometer registry about each attempt: the timer {@code messaging.client.operation.duration} and the counter
 * {@code messaging.client.sent.messages}, tagged with topic, group, broker address, and the type of error, {@code none} for
 * messages that were stored. A one-way attempt counts as one without error once it was handed to the network; nobody knows
 * more of it.
 *
 * <p>Set with {@code ProducerConfig.Builder.observer}. The registry must be quick, as all of them are.
 */
public final class MicrometerObserver implements SendObserver {
    private static final String NO_ERROR = "none";

    private final MeterRegistry registry;
    private final Tags shared;

    /** The group is the one of the producer that is observed. */
    public MicrometerObserver(MeterRegistry registry, String producerGroup) {
        this.registry = requireNonNull(registry, "registry");
        this.shared = Tags.of(
                Conventions.SYSTEM,
                Conventions.ROCKETMQ,
                Conventions.OPERATION_NAME,
                Conventions.SEND,
                Conventions.OPERATION_TYPE,
                Conventions.SEND,
                Conventions.CLIENT_GROUP,
                requireNonNull(producerGroup, "producerGroup"));
    }

    @Override
    public void attemptEnded(String messageId, Attempt attempt) {
        record(
                messageId,
                attempt.queue(),
                attempt.brokerAddress(),
                attempt.tookNanos(),
                Conventions.errorType(attempt.outcome()));
    }

    @Override
    public void onewayWritten(String messageId, int number, MessageQueue queue, String brokerAddress, long tookNanos) {
        record(messageId, queue, brokerAddress, tookNanos, null);
    }

    private void record(
            String messageId, MessageQueue queue, String brokerAddress, long tookNanos, @Nullable String error) {
        Tags tags = shared.and(
                Conventions.DESTINATION,
                queue.topic(),
                Conventions.SERVER_ADDRESS,
                Conventions.host(brokerAddress),
                Conventions.SERVER_PORT,
                Conventions.port(brokerAddress),
                Conventions.ERROR_TYPE,
                error == null ? NO_ERROR : error);
        Timer.builder(Conventions.DURATION)
                .description("How long attempts to send took")
                .tags(tags)
                .register(registry)
                .record(tookNanos, TimeUnit.NANOSECONDS);
        Counter.builder(Conventions.SENT)
                .description("Messages that were sent, each as often as it was tried")
                .baseUnit("messages")
                .tags(tags)
                .register(registry)
                .increment(Conventions.messages(messageId));
    }
}
