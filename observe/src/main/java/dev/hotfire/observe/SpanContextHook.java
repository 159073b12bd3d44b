// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendHook;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * Puts the context of the span that is current where a send is called into the properties of what is sent, by the
 * propagators that OpenTelemetry is set up with, so that a consumer can go on from there (B-TRACE-13).
 *
 * <p>Set with {@code ProducerConfig.Builder.sendHooks}. Only what is prepared in the caller's thread has a current span: a
 * retry keeps the properties of the attempt before, and messages that wait for their topic's first route carry none.
 */
public final class SpanContextHook implements SendHook {
    private final TextMapPropagator propagator;

    public SpanContextHook(OpenTelemetry openTelemetry) {
        this.propagator =
                requireNonNull(openTelemetry, "openTelemetry").getPropagators().getTextMapPropagator();
    }

    @Override
    public void beforeSend(SendAttempt attempt) {
        propagator.inject(Context.current(), attempt, (carrier, name, value) -> {
            if (carrier != null && !value.isBlank()) {
                carrier.property(name, value);
            }
        });
    }
}
