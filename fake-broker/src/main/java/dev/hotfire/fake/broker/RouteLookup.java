// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.wire.route.TopicRoute;
import org.jspecify.annotations.Nullable;

/** What a broker knows of topics on all brokers, which a real one asks its name servers for. Safe from any thread. */
@FunctionalInterface
public interface RouteLookup {
    /** The topic's route, or null for an unknown one. Called with the broker locked: it must not wait for a server. */
    @Nullable
    TopicRoute routeOf(String topic);
}
