// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.message.Compression;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets an error that names the value and what was expected, before any effect. */
class BadInputTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "DEFAULT_PRODUCER", "a b"})
    void aGroupWithAnIllegalNameIsRefused(String group) {
        assertThatThrownBy(() -> ProducerConfig.builder(group)).hasMessageContaining("producerGroup: '" + group + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "host", "host:", ":9876", "host:0", "host:65536", "a:1;b", "::1:9876"})
    void aNameServerThatIsNoAddressIsRefused(String addresses) {
        assertThatThrownBy(() -> ProducerConfig.builder("g").nameServers(addresses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }

    @Test
    void nameServersAreNotDividedByCommas() {
        assertThatThrownBy(() -> ProducerConfig.builder("g").nameServers("a:1,b:2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nameServers: 'a:1,b:2' (expected: host:port[;host:port...], with semicolons)");
    }

    @Test
    void severalNameServersMayBeGiven() {
        ProducerConfig config =
                ProducerConfig.builder("g").nameServers("a:1; b:2;[::1]:3;").build();
        assertThat(config.nameServers()).extracting(Object::toString).containsExactly("a:1", "b:2", "[::1]:3");
    }

    @Test
    @Tag("B-RETRY-14")
    void everySettingIsChecked() {
        refuses("nameServers", builder -> ProducerConfig.builder("g"));
        refuses("nameServerUrl", builder -> builder.nameServerUrl("https://example/nsaddr"));
        refuses("nameServerUrl", builder -> builder.nameServerUrl("nsaddr"));
        refuses("unitName", builder -> builder.unitName("a b"));
        refuses("unitName", builder -> builder.unitName(""));
        refuses("templateTopic", builder -> builder.templateTopic("a b"));
        refuses("topics", builder -> builder.topics(List.of("good", "not good")));
        refuses("sendTimeout", builder -> builder.sendTimeout(Duration.ZERO));
        refuses("retries", builder -> builder.retries(-1));
        refuses("asyncRetries", builder -> builder.asyncRetries(-1));
        refuses("attemptTimeout", builder -> builder.attemptTimeout(Duration.ZERO));
        refuses("retriedCodes", builder -> builder.retriedCodes(Set.of(2, 10)));
        refuses("detectorPeriod", builder -> builder.detectorPeriod(Duration.ZERO));
        refuses("detectorTimeout", builder -> builder.detectorTimeout(Duration.ofMillis(-1)));
        refuses("closeTimeout", builder -> builder.closeTimeout(Duration.ofSeconds(-1)));
        refuses("maxMessageBytes", builder -> builder.maxMessageBytes(16 << 20));
        refuses("compressOverBytes", builder -> builder.compressOver(-1));
        refuses("compressLevel", builder -> builder.compressLevel(-2));
        refuses("compressLevel", builder -> builder.compressLevel(10));
        refuses("compressLevel", builder -> builder.compression(Compression.ZSTD)
                .compressLevel(23));
        refuses("maxInFlight", builder -> builder.maxInFlight(0));
        refuses("maxInFlight", builder -> builder.maxInFlight((1 << 20) + 1));
        refuses("maxInFlightBytes", builder -> builder.maxInFlightBytes(0));
        refuses("maxInFlightBytes", builder -> builder.maxInFlightBytes((1L << 40) + 1));
        refuses("spin", builder -> builder.spin(Duration.ofNanos(-1)));
        refuses("spin", builder -> builder.spin(Duration.ofNanos(1_000_001)));
        refuses("connectTimeout", builder -> builder.connectTimeout(Duration.ofSeconds(-3)));
        refuses("routeRefresh", builder -> builder.routeRefresh(Duration.ZERO));
        refuses("heartbeat", builder -> builder.heartbeat(Duration.ZERO));
        refuses("callbackThreads", builder -> builder.callbackThreads(0));
        refuses("defaultTopicQueues", builder -> builder.defaultTopicQueues(0));
        refuses("checkThreads", builder -> builder.checkThreads(0));
        refuses("maxPendingChecks", builder -> builder.maxPendingChecks(0));
    }

    /**
     * "For ever" does not fit into 64 bits of nanoseconds: such a close timeout threw on the loop, and the close never
     * ended; such a send timeout threw at each send, and took a place in flight for good.
     */
    @Test
    void aDurationBeyondAllMeaningIsRefused() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        refuses("sendTimeout", builder -> builder.sendTimeout(forEver));
        refuses("closeTimeout", builder -> builder.closeTimeout(forEver));
        refuses("spin", builder -> builder.spin(Duration.ofNanos(-1)));
        refuses("spin", builder -> builder.spin(Duration.ofNanos(1_000_001)));
        refuses("connectTimeout", builder -> builder.connectTimeout(forEver));
        refuses("routeRefresh", builder -> builder.routeRefresh(forEver));
        refuses("heartbeat", builder -> builder.heartbeat(forEver));
    }

    private static void refuses(String setting, UnaryOperator<ProducerConfig.Builder> change) {
        ProducerConfig.Builder good = ProducerConfig.builder("g").nameServers("127.0.0.1:9876");
        assertThatThrownBy(() -> change.apply(good).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(setting + ": ")
                .hasMessageContaining("expected:");
    }

    @Test
    void aQueueIdIsNotNegative() {
        assertThatThrownBy(() -> new MessageQueue("t", "b", -1)).hasMessage("queueId: -1 (expected: >= 0)");
    }
}
