// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.health.BrokerLoad;
import dev.hotfire.producer.route.PublishRoute;
import java.util.function.Function;

/** How sends take turns over the queues of a topic. Has no state: that is in {@link QueueChoice.Positions}. */
public interface QueueOrder {
    /** Ours: all queues that are as good get the same share, whatever stands between them. */
    QueueOrder EVEN = EvenChoice::new;

    /** The official client's: one position walks over all queues and skips those that won't do (B-SELECT-02, B-FAULT-07). */
    QueueOrder OFFICIAL = WalkingChoice::new;

    /** Ours, for a policy that knows how much brokers have to do: even as long as all keep up. */
    static QueueOrder laden(Function<String, BrokerLoad> loadOf) {
        return (route, health, positions) -> new LadenChoice(route, health, positions, loadOf);
    }

    /**
     * The choice as it stands now: a snapshot, which any thread may use.
     *
     * @param health    where each broker stands, by name
     * @param positions where round robin stands; shared with the choice that this one replaces
     */
    QueueChoice choice(PublishRoute route, Function<String, Standing> health, QueueChoice.Positions positions);
}
