// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObserversTest {
    private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 1);

    private static Attempt attempt(AttemptOutcome outcome) {
        return new Attempt(1, QUEUE, "10.0.0.1:10911", 0, 20_000_000, outcome);
    }

    private static final Attempt STORED = attempt(new AttemptOutcome.Stored(SendStatus.SEND_OK, 7));
    private static final Attempt BUSY = attempt(new AttemptOutcome.Refused(2, "busy"));
    private static final Attempt SILENT = attempt(new AttemptOutcome.Unknown(10_002, "no answer"));

    @Test
    void micrometerHearsOfEachAttempt() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MicrometerObserver observer = new MicrometerObserver(registry, "pg");
        observer.attemptEnded("a", STORED);
        observer.attemptEnded("a,b,c", STORED);
        observer.attemptEnded("d", BUSY);
        observer.attemptEnded("d", SILENT);

        Timer stored = registry.get("messaging.client.operation.duration")
                .tags(
                        "messaging.system",
                        "rocketmq",
                        "messaging.operation.name",
                        "send",
                        "messaging.destination.name",
                        "orders",
                        "messaging.rocketmq.client_group",
                        "pg",
                        "server.address",
                        "10.0.0.1",
                        "server.port",
                        "10911",
                        "error.type",
                        "none")
                .timer();
        assertThat(stored.count()).isEqualTo(2);
        assertThat(stored.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40.0);
        Counter messages = registry.get("messaging.client.sent.messages")
                .tags("error.type", "none")
                .counter();
        assertThat(messages.count()).isEqualTo(4.0);
        observer.onewayWritten("e", 1, STORED.queue(), STORED.brokerAddress(), 10_000_000);
        assertThat(messages.count()).as("with a one-way one").isEqualTo(5.0);
        assertThat(stored.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(50.0);
        assertThat(registry.get("messaging.client.sent.messages").counters().stream()
                        .map(counter -> counter.getId().getTag("error.type")))
                .containsExactlyInAnyOrder("none", "SYSTEM_BUSY", "timeout");
    }

    @Test
    void openTelemetryHearsOfEachAttempt() {
        InMemoryMetricReader reader = InMemoryMetricReader.create();
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(reader).build())
                .build();
        try (sdk) {
            OpenTelemetryObserver observer = new OpenTelemetryObserver(sdk, "pg");
            observer.attemptEnded("a", STORED);
            observer.onewayWritten("b", 1, STORED.queue(), STORED.brokerAddress(), 10_000_000);
            observer.attemptEnded("d", SILENT);

            Map<String, MetricData> metrics = reader.collectAllMetrics().stream()
                    .collect(Collectors.toMap(MetricData::getName, metric -> metric));
            assertThat(metrics)
                    .containsOnlyKeys("messaging.client.operation.duration", "messaging.client.sent.messages");
            MetricData duration = metrics.get("messaging.client.operation.duration");
            assertThat(duration.getUnit()).isEqualTo("s");
            assertThat(duration.getHistogramData().getPoints())
                    .hasSize(2)
                    .extracting(HistogramPointData::getSum)
                    .containsExactlyInAnyOrder(0.03, 0.02);
            MetricData sent = metrics.get("messaging.client.sent.messages");
            LongPointData stored = sent.getLongSumData().getPoints().stream()
                    .filter(point -> point.getAttributes().get(AttributeKey.stringKey("error.type")) == null)
                    .findFirst()
                    .orElseThrow();
            assertThat(stored.getValue()).isEqualTo(2);
            assertThat(stored.getAttributes().asMap())
                    .containsEntry(AttributeKey.stringKey("messaging.system"), "rocketmq")
                    .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "orders")
                    .containsEntry(AttributeKey.stringKey("messaging.rocketmq.client_group"), "pg")
                    .containsEntry(AttributeKey.stringKey("server.address"), "10.0.0.1")
                    .containsEntry(AttributeKey.longKey("server.port"), 10911L);
        }
    }
}
