// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Round robin over the brokers in the best standing, and nothing but them (B-SELECT-01, -02). */
class EvenChoice extends QueueChoice {
    /** All queues, and before them the sets of better ones: good, then good or avoided. Each has at least one. */
    final Target[][] best;

    final Positions positions;

    /** For retries: one for each of {@link #best}; made by the first retry, for most choices see none. */
    private volatile OtherBrokers @Nullable [] others;

    EvenChoice(PublishRoute route, Function<String, Standing> health, Positions positions) {
        super(route);
        this.positions = positions;
        this.best = Arrays.stream(Standing.values())
                .map(worst -> Arrays.stream(all)
                        .filter(target -> health.apply(target.brokerName()).compareTo(worst) <= 0)
                        .toArray(Target[]::new))
                .filter(targets -> targets.length > 0)
                .toArray(Target[][]::new);
    }

    @Override
    public Target next() {
        return best[0][positions.next(best[0].length)];
    }

    @Override
    public final Target nextAvoiding(String brokerName) {
        for (OtherBrokers targets : others()) {
            Target other = targets.next(brokerName, positions);
            if (other != null) {
                return other;
            }
        }
        return next();
    }

    /** Two threads may both make them, and they make the same. */
    private OtherBrokers[] others() {
        OtherBrokers[] known = others;
        if (known == null) {
            known = Arrays.stream(best).map(OtherBrokers::new).toArray(OtherBrokers[]::new);
            others = known;
        }
        return known;
    }
}
