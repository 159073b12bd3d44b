// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Profile;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Says how a producer of a scenario is set up. What is left out is as files have it: 3 s, two retries, the table. */
public final class ProducerBuilder {
    private final String group;
    private Duration timeout = ScenarioReader.DEFAULT_TIMEOUT;
    private int retries = ScenarioReader.DEFAULT_RETRIES;
    private Isolation isolation = Isolation.TABLE;
    private Optional<String> runtime = Optional.empty();
    private Profile profile = Profile.DEFAULT;
    private Optional<Duration> closeTimeout = Optional.empty();
    private Optional<Duration> attemptTimeout = Optional.empty();
    private OptionalInt maxInFlight = OptionalInt.empty();
    private OptionalInt compressOver = OptionalInt.empty();
    private Optional<Duration> batching = Optional.empty();
    private Optional<Duration> routeRefresh = Optional.empty();
    private Optional<Duration> heartbeat = Optional.empty();
    private boolean detector;
    private boolean retryWhenNotStored;
    private boolean trace;
    private boolean hooks;
    private OptionalInt asyncRetries = OptionalInt.empty();
    private OptionalInt maxInFlightBytes = OptionalInt.empty();
    private OptionalInt maxMessageBytes = OptionalInt.empty();
    private Optional<Duration> idleTimeout = Optional.empty();
    private Optional<String> namespace = Optional.empty();
    private boolean signed;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);

    ProducerBuilder(String group) {
        this.group = group;
    }

    /** The time that one send has, all attempts included. */
    public ProducerBuilder timeout(String time) {
        timeout = Times.of("timeout", time);
        return this;
    }

    /** How many attempts may follow the first. */
    public ProducerBuilder retries(int count) {
        retries = count;
        return this;
    }

    /** Whether it avoids brokers that failed. */
    public ProducerBuilder isolation(Isolation policy) {
        isolation = policy;
        return this;
    }

    /** The name of the runtime that it shares with others of that name. */
    public ProducerBuilder runtime(String name) {
        runtime = Optional.of(name);
        return this;
    }

    /** Whose decisions it makes. */
    public ProducerBuilder profile(Profile whose) {
        profile = whose;
        return this;
    }

    /** How long a close waits for sends. */
    public ProducerBuilder closeTimeout(String time) {
        closeTimeout = Optional.of(Times.of("closeTimeout", time));
        return this;
    }

    /** The most that one attempt gets. */
    public ProducerBuilder attemptTimeout(String time) {
        attemptTimeout = Optional.of(Times.of("attemptTimeout", time));
        return this;
    }

    /** How many sends may be open; the next is refused. */
    public ProducerBuilder maxInFlight(int sends) {
        maxInFlight = OptionalInt.of(sends);
        return this;
    }

    /** The size in bytes above which bodies are compressed. */
    public ProducerBuilder compressOver(int bytes) {
        compressOver = OptionalInt.of(bytes);
        return this;
    }

    /** Has messages wait so long for company. */
    public ProducerBuilder batching(String time) {
        batching = Optional.of(Times.of("batching", time));
        return this;
    }

    /** How often routes are read again. */
    public ProducerBuilder routeRefresh(String time) {
        routeRefresh = Optional.of(Times.of("routeRefresh", time));
        return this;
    }

    /** How often brokers hear of it. */
    public ProducerBuilder heartbeat(String time) {
        heartbeat = Optional.of(Times.of("heartbeat", time));
        return this;
    }

    /** Has it try avoided brokers. */
    public ProducerBuilder detector() {
        detector = true;
        return this;
    }

    /** Has it try elsewhere what was stored weakly. */
    public ProducerBuilder retryWhenNotStored() {
        retryWhenNotStored = true;
        return this;
    }

    /** Has it trace its messages. */
    public ProducerBuilder trace() {
        trace = true;
        return this;
    }

    /** Gives it hooks, which look and do nothing. */
    public ProducerBuilder hooks() {
        hooks = true;
        return this;
    }

    /** How many attempts may follow the first where the caller does not wait, if not as many as of others. */
    public ProducerBuilder asyncRetries(int count) {
        asyncRetries = OptionalInt.of(count);
        return this;
    }

    /** How many bytes of bodies may be open; the next send is refused. */
    public ProducerBuilder maxInFlightBytes(int bytes) {
        maxInFlightBytes = OptionalInt.of(bytes);
        return this;
    }

    /** The largest body; larger ones are refused. */
    public ProducerBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = OptionalInt.of(bytes);
        return this;
    }

    /** After how long without anything to do connections are closed. */
    public ProducerBuilder idleTimeout(String time) {
        idleTimeout = Optional.of(Times.of("idleTimeout", time));
        return this;
    }

    /** Whose topics and groups it means. What one producer has, all have: topics are made under it. */
    public ProducerBuilder namespace(String name) {
        namespace = Optional.of(name);
        return this;
    }

    /** Has it sign its requests. What one producer does, all do: servers want it of everybody. */
    public ProducerBuilder signed() {
        signed = true;
        return this;
    }

    /** What it does besides. */
    public ProducerBuilder features(Feature... more) {
        features.addAll(List.of(more));
        return this;
    }

    ProducerSpec build() {
        return new ProducerSpec(
                group,
                timeout,
                retries,
                isolation,
                new Tuning(
                        runtime,
                        profile,
                        closeTimeout,
                        attemptTimeout,
                        maxInFlight,
                        compressOver,
                        batching,
                        routeRefresh,
                        heartbeat,
                        detector,
                        retryWhenNotStored,
                        trace,
                        hooks,
                        asyncRetries,
                        maxInFlightBytes,
                        maxMessageBytes,
                        idleTimeout,
                        namespace,
                        signed,
                        features));
    }
}
