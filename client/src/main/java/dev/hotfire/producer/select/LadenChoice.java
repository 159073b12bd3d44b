// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.select;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.health.BrokerLoad;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Round robin, with a second look: who has much more under way than another broker is passed over for it, and so is who has
 * just come back, for some of its turns. As long as all keep up each queue gets its turn, as in {@link EvenChoice}, and brokers take
 * turns too.
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
        if (best.length > 0) {
            best[0] = interleaved(best[0]);
        }
        Target[] usual = best.length == 0 ? all : best[0];
        this.loads = new BrokerLoad[usual.length];
        this.others = new int[usual.length][];
        Map<String, int[]> placesOfOthers = new HashMap<>();
        for (int i = 0; i < usual.length; i++) {
            String broker = usual[i].brokerName();
            loads[i] = loadOf.apply(broker);
            others[i] = placesOfOthers.computeIfAbsent(broker, name -> placesOfOthers(usual, name));
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

    /**
     * The same queues in an order that goes from broker to broker. In the order of the route a broker gets as many messages in a row
     * as it has queues, and one that has little room is laden before an answer could tell.
     */
    private static Target[] interleaved(Target[] targets) {
        Map<String, List<Target>> byBroker =
                Arrays.stream(targets).collect(groupingBy(Target::brokerName, LinkedHashMap::new, toList()));
        record Spread(Target target, double turn) {}
        List<Spread> spread = new ArrayList<>();
        double phase = 0.5 / byBroker.size();
        for (List<Target> own : byBroker.values()) {
            for (int i = 0; i < own.size(); i++) {
                spread.add(new Spread(own.get(i), (i + phase) / own.size()));
            }
            // So that those with few queues don't all have the same turn.
            phase += 1.0 / byBroker.size();
        }
        return spread.stream()
                .sorted(Comparator.comparingDouble(Spread::turn))
                .map(Spread::target)
                .toArray(Target[]::new);
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
        int turn = positions.nextRetry(alternatives.length);
        int other = alternatives[turn];
        if (!loads[other].isIdle()) {
            // The next place is most often another broker's, if there are several.
            int second = alternatives[(turn + 1) % alternatives.length];
            if (loads[other].isMoreLadenThan(loads[second])) {
                other = second;
            }
        }
        return usual[back && !load.isMoreLadenThan(loads[other]) ? place : other];
    }
}
