// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The official client's way (B-SELECT-02, B-FAULT-07): the position moves with each queue that is looked at, in first
 * attempts and retries alike, so the queue after one that is skipped gets the skipped one's share.
 *
 * <p>One position for all threads, where the official client has one for each. On a retry with fault tolerance that one
 * jumps to a random place; ours goes on, which no rule can depend on.
 */
final class WalkingChoice extends QueueChoice {
    private final Standing[] standings;
    private final Positions positions;

    WalkingChoice(PublishRoute route, Function<String, Standing> health, Positions positions) {
        super(route);
        this.positions = positions;
        this.standings = new Standing[all.length];
        for (int i = 0; i < all.length; i++) {
            standings[i] = health.apply(all[i].brokerName());
        }
    }

    @Override
    public Target next() {
        return choose(null);
    }

    @Override
    public Target nextAvoiding(String brokerName) {
        return choose(brokerName);
    }

    private Target choose(@Nullable String lastBrokerName) {
        Target chosen = walk(Standing.GOOD, lastBrokerName);
        if (chosen == null) {
            chosen = walk(Standing.AVOIDED, lastBrokerName);
        }
        return chosen == null ? all[positions.next(all.length)] : chosen;
    }

    private @Nullable Target walk(Standing worst, @Nullable String lastBrokerName) {
        for (int looked = 0; looked < all.length; looked++) {
            int index = positions.next(all.length);
            if (standings[index].compareTo(worst) <= 0
                    && !all[index].brokerName().equals(lastBrokerName)) {
                return all[index];
            }
        }
        return null;
    }
}
