// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenTelemetry about each attempt: the histogram {@code messaging.client.operation.duration}, in seconds, and the
 * counter {@code messaging.client.sent.messages}, with topic, group, broker address, and the type of error if there was one.
 * A one-way attempt counts as one without error once it was handed to the network; nobody knows more of it.
 *
 * <p>Set with {@code ProducerConfig.Builder.observer}. For span context see {@link SpanContextHook}.
 */
public final class OpenTelemetryObserver implements SendObserver {
    private static final String SCOPE = "dev.hotfire";
    private static final double NANOS_PER_SECOND = 1e9;

    /** As the conventions advise. */
    private static final List<Double> BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey(Conventions.DESTINATION);
    private static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey(Conventions.SERVER_ADDRESS);
    private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey(Conventions.SERVER_PORT);
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey(Conventions.ERROR_TYPE);

    private final Attributes shared;
    private final DoubleHistogram duration;
    private final LongCounter sent;

    /** The group is the one of the producer that is observed. */
    public OpenTelemetryObserver(OpenTelemetry openTelemetry, String producerGroup) {
        Meter meter = openTelemetry.getMeter(SCOPE);
        this.shared = Attributes.builder()
                .put(Conventions.SYSTEM, Conventions.ROCKETMQ)
                .put(Conventions.OPERATION_NAME, Conventions.SEND)
                .put(Conventions.OPERATION_TYPE, Conventions.SEND)
                .put(Conventions.CLIENT_GROUP, requireNonNull(producerGroup, "producerGroup"))
                .build();
        this.duration = meter.histogramBuilder(Conventions.DURATION)
                .setUnit("s")
                .setDescription("How long attempts to send took")
                .setExplicitBucketBoundariesAdvice(BUCKETS)
                .build();
        this.sent = meter.counterBuilder(Conventions.SENT)
                .setUnit("{message}")
                .setDescription("Messages that were sent, each as often as it was tried")
                .build();
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
        AttributesBuilder attributes = shared.toBuilder()
                .put(DESTINATION, queue.topic())
                .put(SERVER_ADDRESS, Conventions.host(brokerAddress))
                .put(SERVER_PORT, Long.parseLong(Conventions.port(brokerAddress)));
        if (error != null) {
            attributes.put(ERROR_TYPE, error);
        }
        Attributes all = attributes.build();
        duration.record(tookNanos / NANOS_PER_SECOND, all);
        sent.add(Conventions.messages(messageId), all);
    }
}
