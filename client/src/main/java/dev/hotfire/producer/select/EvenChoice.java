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
        for (Target[] targets : best) {
            Target other = nextOther(targets, brokerName);
            if (other != null) {
                return other;
            }
        }
        return next();
    }

    private @Nullable Target nextOther(Target[] targets, String brokerName) {
        int others = 0;
        for (Target target : targets) {
            if (!target.brokerName().equals(brokerName)) {
                others++;
            }
        }
        int skip = others == 0 ? 0 : positions.nextRetry(others);
        for (Target target : targets) {
            if (!target.brokerName().equals(brokerName) && skip-- == 0) {
                return target;
            }
        }
        return null;
    }
}
