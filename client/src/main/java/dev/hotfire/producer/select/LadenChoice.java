// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.health.BrokerLoad;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Round robin, with a second look: who has much more under way than another broker is passed over for it, and so is who has
 * just come back, for some of its turns. As long as all keep up it is {@link EvenChoice}, turn for turn.
 *
 * <p>Of those that are avoided, one is chosen now and then, when its turn to be tried has come.
 */
final class LadenChoice extends EvenChoice {
    /** The loads of {@code best[0]}, place by place. */
    private final BrokerLoad[] loads;

    /** For each place of {@code best[0]} the places of other brokers; one array for all places of a broker. */
    private final int[][] others;

    private final Avoided[] avoided;

    /** A broker that is to be tried again now and then. */
    private record Avoided(BrokerLoad load, List<Target> targets) {}

    LadenChoice(
            PublishRoute route,
            Function<String, Standing> health,
            Positions positions,
            Function<String, BrokerLoad> loadOf) {
        super(route, health, positions);
        Target[] usual = best.length == 0 ? all : best[0];
        this.loads = new BrokerLoad[usual.length];
        this.others = new int[usual.length][];
        for (int i = 0; i < usual.length; i++) {
            String broker = usual[i].brokerName();
            boolean again = i > 0 && usual[i - 1].brokerName().equals(broker);
            loads[i] = again ? loads[i - 1] : loadOf.apply(broker);
            others[i] = again ? others[i - 1] : placesOfOthers(usual, broker);
        }
        List<Avoided> shunned = new ArrayList<>();
        List<String> names =
                Arrays.stream(all).map(Target::brokerName).distinct().toList();
        for (String name : names) {
            if (Arrays.stream(usual).noneMatch(target -> target.brokerName().equals(name))) {
                shunned.add(new Avoided(
                        loadOf.apply(name),
                        Arrays.stream(all)
                                .filter(target -> target.brokerName().equals(name))
                                .toList()));
            }
        }
        this.avoided = shunned.toArray(Avoided[]::new);
    }

    private static int[] placesOfOthers(Target[] targets, String brokerName) {
        int[] places = new int[targets.length];
        int count = 0;
        for (int i = 0; i < targets.length; i++) {
            if (!targets[i].brokerName().equals(brokerName)) {
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    @Override
    public Target next() {
        for (Avoided broker : avoided) {
            if (broker.load.takeTicket()) {
                return broker.targets.get(positions.nextRetry(broker.targets.size()));
            }
        }
        return nextUnanswered();
    }

    /** It would prove nothing about a broker that is to be tried. */
    @Override
    public Target nextUnanswered() {
        Target[] usual = best[0];
        int place = positions.next(usual.length);
        BrokerLoad load = loads[place];
        boolean back = load.takesTurn();
        int[] alternatives = others[place];
        if ((back && load.isIdle()) || alternatives.length == 0) {
            return usual[place];
        }
        // Another one each time, so that nobody gets all the turns that his neighbour is passed over for.
        int other = alternatives[positions.nextRetry(alternatives.length)];
        return usual[back && !load.isMoreLadenThan(loads[other]) ? place : other];
    }
}
