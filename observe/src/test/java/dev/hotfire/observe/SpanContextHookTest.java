// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SentMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SpanContextHookTest {
    private static final class SeenAttempt implements SendAttempt {
        final Map<String, String> properties = new LinkedHashMap<>();

        @Override
        public String producerGroup() {
            return "pg";
        }

        @Override
        public String namespace() {
            return "";
        }

        @Override
        public String clientHost() {
            return "10.0.0.2";
        }

        @Override
        public SendMode mode() {
            return SendMode.SYNC;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public MessageQueue queue() {
            return new MessageQueue("orders", "broker-a", 1);
        }

        @Override
        public String brokerAddress() {
            return "10.0.0.1:10911";
        }

        @Override
        public SentMessage message() {
            return new SentMessage("orders", "id", 0, 0, false, properties, new byte[1]);
        }

        @Override
        public void property(String name, String value) {
            properties.put(name, value);
        }

        @Override
        public Map<Object, Object> attributes() {
            return new LinkedHashMap<>();
        }

        @Override
        public @Nullable SendResult result() {
            return null;
        }

        @Override
        public @Nullable Throwable failure() {
            return null;
        }
    }

    @Test
    @Tag("B-TRACE-13")
    void theCurrentSpanTravelsInTheProperties() {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        try (sdk) {
            SpanContextHook hook = new SpanContextHook(sdk);
            SeenAttempt without = new SeenAttempt();
            hook.beforeSend(without);
            assertThat(without.properties).isEmpty();

            SpanContext span = SpanContext.create(
                    "0af7651916cd43dd8448eb211c80319c",
                    "b7ad6b7169203331",
                    TraceFlags.getSampled(),
                    TraceState.getDefault());
            SeenAttempt within = new SeenAttempt();
            try (Scope current = Span.wrap(span).makeCurrent()) {
                assertThat(current).isNotNull();
                hook.beforeSend(within);
            }
            assertThat(within.properties)
                    .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
    }
}
