// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

/**
 * A broker that a producer avoids, as {@link Producer#avoidedBrokers()} shows it. Times are those of the producer's monotonic
 * clock, as everywhere at {@link SendObserver}.
 *
 * @param brokerName the broker group's name
 * @param sinceNanos when that began
 * @param untilNanos until when it is avoided, or with {@link Isolation#ADAPTIVE} when a send may try it first
 * @param reason     the evidence, for people
 */
public record AvoidedBroker(String brokerName, long sinceNanos, long untilNanos, String reason) {
    public AvoidedBroker {
        requireNonNull(brokerName, "brokerName");
        requireNonNull(reason, "reason");
    }
}
