// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.nameserver;

import dev.hotfire.wire.route.TopicRoute;
import org.jspecify.annotations.Nullable;

/** What a name server says instead of what it believes. */
@FunctionalInterface
public interface RouteChange {
    /** Says what it believes. */
    RouteChange NONE = (topic, believed) -> believed;

    /**
     * The answer to one look-up.
     *
     * @param believed the route in the name server's view, null when it knows of no such topic
     * @return null for the answer that there is no such topic
     */
    @Nullable
    TopicRoute routeFor(String topic, @Nullable TopicRoute believed);
}
