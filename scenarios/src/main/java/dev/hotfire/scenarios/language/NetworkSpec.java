// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.LinkConditions;

/**
 * What lies between producers and the cluster while nothing else is said.
 *
 * @param conditions what every link does to bytes in each direction
 */
public record NetworkSpec(LinkConditions conditions) {
    public NetworkSpec {
        requireNonNull(conditions, "conditions");
    }
}
