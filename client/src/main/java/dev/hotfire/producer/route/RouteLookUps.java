// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.runtime.MachineClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What name servers said, for all producers of a runtime: who asks for what is being asked waits for the same answer, and
 * who can do with what another producer was told lately is told at once. Confined to the loop.
 *
 * <p>A producer's own answers are not repeated to it: it asks because it wants to know better. Only routes are remembered;
 * that there is none, or nobody to ask, may be over in a moment.
 */
public final class RouteLookUps {
    private final NameServers nameServers;
    private final MachineClock clock;
    private final Map<String, Topic> topics = new HashMap<>();

    public RouteLookUps(NameServers nameServers, MachineClock clock) {
        this.nameServers = nameServers;
        this.clock = clock;
    }

    /** What is known of one topic. */
    private static final class Topic {
        private final List<Consumer<RouteAnswer>> waiting = new ArrayList<>();
        private RouteAnswer.@Nullable Found known;
        private @Nullable Object askedBy;
        private long knownSinceNanos;
    }

    /**
     * Looks up a route.
     *
     * @param topic       as it is on the wire
     * @param asker       who asks; {@link #forget} forgets it
     * @param maxAgeNanos how old another's answer may be
     * @param consumer    called once, on the loop, perhaps before this returns
     */
    void lookUp(String topic, Object asker, long maxAgeNanos, Consumer<RouteAnswer> consumer) {
        Topic entry = topics.computeIfAbsent(topic, name -> new Topic());
        RouteAnswer.Found known = entry.known;
        if (known != null && entry.askedBy != asker && clock.nanoTime() - entry.knownSinceNanos <= maxAgeNanos) {
            consumer.accept(known);
            return;
        }
        entry.waiting.add(consumer);
        if (entry.waiting.size() == 1) {
            nameServers.lookUp(topic, answer -> onAnswer(topic, entry, asker, answer));
        }
    }

    private void onAnswer(String topic, Topic entry, Object asker, RouteAnswer answer) {
        if (answer instanceof RouteAnswer.Found found) {
            entry.known = found;
            entry.askedBy = asker;
            entry.knownSinceNanos = clock.nanoTime();
        } else {
            topics.remove(topic, entry);
        }
        List<Consumer<RouteAnswer>> told = new ArrayList<>(entry.waiting);
        entry.waiting.clear();
        told.forEach(consumer -> consumer.accept(answer));
    }

    /** Lets go of somebody who is gone, and of what nobody else asked for since. */
    void forget(Object asker) {
        topics.values().removeIf(entry -> entry.waiting.isEmpty() && entry.askedBy == asker);
    }
}
