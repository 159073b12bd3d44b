// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Profile;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Settings of a producer that most scenarios leave alone. What is empty or false is as the producer has it by default.
 *
 * @param runtime            the name of the runtime that it shares with others of that name; of its own if empty
 * @param profile            whose decisions it makes
 * @param closeTimeout       how long a close waits for sends
 * @param attemptTimeout     the most that one attempt gets
 * @param maxInFlight        how many sends may be open; the next is refused
 * @param compressOver       the size in bytes above which bodies are compressed
 * @param batching           how long messages wait for company, if they do
 * @param routeRefresh       how often routes are read again
 * @param heartbeat          how often brokers hear of it
 * @param detector           whether avoided brokers are tried
 * @param retryWhenNotStored whether a weak success is tried elsewhere
 * @param trace              whether it traces its messages
 * @param hooks              whether it has hooks, which look, and set a property and a header field
 * @param asyncRetries       attempts after the first of sends whose callers don't wait; as for others if empty
 * @param maxInFlightBytes   how many bytes of bodies may be open; the next is refused
 * @param maxMessageBytes    the largest body; larger ones are refused
 * @param idleTimeout        after how long without anything to do connections are closed
 * @param namespace          whose topics and groups it means. What one producer has, all have: topics are made under it
 * @param signed             whether it signs its requests. What one producer does, all do: servers want it of everybody
 * @param features           what it does besides
 */
public record Tuning(
        Optional<String> runtime,
        Profile profile,
        Optional<Duration> closeTimeout,
        Optional<Duration> attemptTimeout,
        OptionalInt maxInFlight,
        OptionalInt compressOver,
        Optional<Duration> batching,
        Optional<Duration> routeRefresh,
        Optional<Duration> heartbeat,
        boolean detector,
        boolean retryWhenNotStored,
        boolean trace,
        boolean hooks,
        OptionalInt asyncRetries,
        OptionalInt maxInFlightBytes,
        OptionalInt maxMessageBytes,
        Optional<Duration> idleTimeout,
        Optional<String> namespace,
        boolean signed,
        Set<Feature> features) {
    /** Everything as the producer has it by default. */
    public static final Tuning NONE = new Tuning(
            Optional.empty(),
            Profile.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            false,
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Set.of());

    public Tuning {
        requireNonNull(runtime, "runtime");
        requireNonNull(profile, "profile");
        requireNonNull(closeTimeout, "closeTimeout");
        requireNonNull(attemptTimeout, "attemptTimeout");
        requireNonNull(maxInFlight, "maxInFlight");
        requireNonNull(compressOver, "compressOver");
        requireNonNull(batching, "batching");
        requireNonNull(routeRefresh, "routeRefresh");
        requireNonNull(heartbeat, "heartbeat");
        requireNonNull(asyncRetries, "asyncRetries");
        requireNonNull(maxInFlightBytes, "maxInFlightBytes");
        requireNonNull(maxMessageBytes, "maxMessageBytes");
        requireNonNull(idleTimeout, "idleTimeout");
        requireNonNull(namespace, "namespace");
        // In the order of their declaration, wherever they come from.
        Set<Feature> ordered = EnumSet.noneOf(Feature.class);
        ordered.addAll(features);
        features = Collections.unmodifiableSet(ordered);
    }

    /** The same with another bound on the size of what is sent at once. */
    public Tuning withMaxMessageBytes(int newMaxMessageBytes) {
        return new Tuning(
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
                OptionalInt.of(newMaxMessageBytes),
                idleTimeout,
                namespace,
                signed,
                features);
    }
}
