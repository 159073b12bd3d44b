// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A topic.
 *
 * @param name   a legal topic name
 * @param queues how many queues it has on each broker, at least 1
 * @param perBroker how many it has on brokers where that is another number, by broker name; each at least 1
 * @param numbered whether its queues are numbered across all brokers, so many in all (a static topic)
 */
public record TopicSpec(String name, int queues, Map<String, Integer> perBroker, boolean numbered) {
    public TopicSpec {
        requireNonNull(name, "name");
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues + " (expected: >= 1)");
        }
        perBroker = Collections.unmodifiableMap(new LinkedHashMap<>(perBroker));
        perBroker.forEach((broker, count) -> {
            if (count < 1) {
                throw new IllegalArgumentException("perBroker: " + count + " on " + broker + " (expected: >= 1)");
            }
        });
    }

    /** A topic with the same number of queues on each broker. */
    public TopicSpec(String name, int queues) {
        this(name, queues, Map.of(), false);
    }
}
