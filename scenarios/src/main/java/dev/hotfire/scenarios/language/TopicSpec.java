// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

/**
 * A topic.
 *
 * @param name   a legal topic name
 * @param queues how many queues it has on each broker, at least 1
 */
public record TopicSpec(String name, int queues) {
    public TopicSpec {
        requireNonNull(name, "name");
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues + " (expected: >= 1)");
        }
    }
}
