// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.ProducerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Draws the faults of a run. */
final class FaultGenerator {
    /** The most that a run has. */
    private static final int MOST = 12;

    /** How many runs of a hundred, as a share, have one server that fails and nothing else. */
    private static final double ONE_SERVER = 0.12;

    /** How many others have a change of settings more, which lasts. */
    private static final double SETTINGS_CHANGE = 0.25;

    /** In how many of the others two faults come together. */
    private static final double TOGETHER = 0.25;

    /** In how many of those with a producer whose close may end before its sends it is closed while nobody answers. */
    private static final double CUT_SHORT = 0.3;

    /** How much longer a send may take than a close waits, for what is cut short to show. */
    private static final Duration CUT = Duration.ofSeconds(1);

    /** The ways in which it does. */
    private static final List<FaultId> OUTAGES = Stream.of(FaultId.values())
            .filter(id -> id.scope() == FaultId.Scope.NODE && id.exclusion().isEmpty())
            .toList();

    /** Those of which a client need not wait to hear. */
    private static final List<FaultId> SEEN_AT_ONCE = List.of(FaultId.T01, FaultId.T04, FaultId.T05, FaultId.B05);

    private static final Duration LONGEST = Duration.ofSeconds(8);

    private final Draw draw;
    private final Draw apart;
    private final ClusterSpec cluster;
    private final List<ProducerSpec> producers;
    private final Duration from;
    private final Duration until;

    /**
     * @param apart draws what came later, so that runs without it are what they were
     * @param from  when the first may begin
     * @param until when all are over
     */
    FaultGenerator(
            Draw draw, Draw apart, ClusterSpec cluster, List<ProducerSpec> producers, Duration from, Duration until) {
        this.draw = draw;
        this.apart = apart;
        this.cluster = cluster;
        this.producers = producers;
        this.from = from;
        this.until = until;
    }

    /** In a few runs one server fails, now this way, now that, and all else is well. */
    List<Fault> faults() {
        if (draw.chance(ONE_SERVER)) {
            return ofOneServer();
        }
        List<FaultId> possible = new ArrayList<>();
        for (FaultId id : FaultId.values()) {
            if (draw.chance(0.5) && id.exclusion().isEmpty()) {
                possible.add(id);
            }
        }
        int count = draw.between(1, MOST);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < count && !possible.isEmpty(); i++) {
            faults.add(fault(draw.oneOf(possible)));
        }
        if (apart.chance(SETTINGS_CHANGE)) {
            Fault change = settingsChange();
            faults.add(change);
            if (change.id() == FaultId.N08) {
                // Another list as long as that one.
                Duration at = apart.evenly(change.at(), until.minusMillis(20));
                faults.add(change.withAt(at).withLasting(until.minus(at)));
            }
        }
        if (faults.size() > 1 && apart.chance(TOGETHER)) {
            Fault first = apart.oneOf(faults);
            Fault other = apart.oneOf(faults);
            if (first.id() != other.id() && first.id() != FaultId.N17 && other.id() != FaultId.N17) {
                faults.add(beside(first, other));
            }
        }
        List<ProducerSpec> hasty = producers.stream()
                .filter(FaultGenerator::closesBeforeItsSendsEnd)
                .toList();
        if (!hasty.isEmpty() && apart.chance(CUT_SHORT)) {
            cutShort(apart.oneOf(hasty), faults);
        }
        withoutHoles(faults);
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private static boolean closesBeforeItsSendsEnd(ProducerSpec producer) {
        return producer.tuning()
                .closeTimeout()
                .filter(close -> producer.timeout().compareTo(close.plus(CUT)) > 0)
                .isPresent();
    }

    /** A close that does not wait as long as its sends may take, while no broker answers any: the two hardly ever meet. */
    private void cutShort(ProducerSpec producer, List<Fault> faults) {
        Duration at = apart.evenly(from, until.minusMillis(20));
        Duration close = apart.evenly(at, at.plus(producer.timeout()));
        if (close.compareTo(until.minusMillis(20)) < 0) {
            Duration silence = producer.timeout().multipliedBy(2);
            faults.add(during(FaultId.T23, Optional.empty(), at, silence, silence.toNanos()));
            faults.add(during(FaultId.C10, Optional.of(producer.group()), close, apart.millis(10, 2_000), 0));
        }
    }

    private Fault during(FaultId id, Optional<String> on, Duration at, Duration lasting, long amount) {
        Duration left = until.minus(at);
        return new Fault(id, "", on, at, lasting.compareTo(left) < 0 ? lasting : left, new Trigger.Always(), amount);
    }

    /** Among so many faults one of them is rare; what goes by old settings shows only while others fail sends. */
    private Fault settingsChange() {
        FaultId id = apart.oneOf(FaultId.C13, FaultId.C13, FaultId.C13, FaultId.N08);
        Duration at = apart.evenly(from, until.minusMillis(20));
        return new Fault(
                id,
                id.kinds().isEmpty() ? "" : apart.oneOf(id.kinds()),
                Optional.of(apart.oneOf(producers).group()),
                at,
                until.minus(at),
                new Trigger.Always(),
                0);
    }

    /**
     * Another fault while the first lasts, and on the same server if both are of one kind: what one does to whoever is about to
     * make up for the other shows only then. Both occur in the run as it is.
     */
    private Fault beside(Fault first, Fault other) {
        return new Fault(
                other.id(),
                other.kind(),
                first.id().scope() == other.id().scope() ? first.on() : other.on(),
                first.at(),
                first.lasting(),
                other.trigger(),
                other.amount());
    }

    private List<Fault> ofOneServer() {
        boolean nameServer = draw.chance(0.5);
        List<String> names = nameServer ? cluster.nameServerNames() : cluster.brokers();
        String server = draw.oneOf(names);
        List<Fault> faults = new ArrayList<>();
        int count = draw.between(1, 4);
        // Once routes are known, hardly anybody misses a name server.
        boolean fromTheBeginning = draw.chance(nameServer ? 0.8 : 0.4);
        for (int i = 0; i < count; i++) {
            if (i > 0 || !fromTheBeginning) {
                faults.add(fault(draw.oneOf(OUTAGES), Optional.of(server)));
            } else if (nameServer) {
                Fault fault = fault(draw.oneOf(SEEN_AT_ONCE), Optional.of(server));
                faults.add(fault.withAt(Duration.ZERO).withLasting(draw.millis(1_000, (int) until.toMillis())));
            } else {
                faults.add(fault(draw.oneOf(OUTAGES), Optional.of(server)).withAt(Duration.ZERO));
            }
        }
        withoutHoles(faults);
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    /** A stream loses all that comes, or what is written at once; no network has it lose bytes from the middle of a frame. */
    private static void withoutHoles(List<Fault> faults) {
        if (faults.stream().anyMatch(fault -> fault.id() == FaultId.T09)) {
            faults.removeIf(
                    fault -> fault.id() == FaultId.T11 || fault.id() == FaultId.T12 || fault.id() == FaultId.T13);
        }
    }

    private Fault fault(FaultId id) {
        return fault(id, target(id));
    }

    private Fault fault(FaultId id, Optional<String> target) {
        Duration at = draw.evenly(from, until.minusMillis(20));
        if (id == FaultId.N17) {
            at = Duration.ZERO;
        }
        Duration longest = until.minus(at);
        if (longest.compareTo(LONGEST) > 0) {
            longest = LONGEST;
        }
        Duration lasting = draw.millis(10, (int) longest.toMillis());
        return new Fault(
                id,
                id.kinds().isEmpty() ? "" : draw.oneOf(id.kinds()),
                target,
                at,
                lasting,
                trigger(id),
                amount(id, lasting));
    }

    private Optional<String> target(FaultId id) {
        return switch (id.scope()) {
            case REQUESTS -> draw.chance(0.3) ? Optional.empty() : Optional.of(draw.oneOf(cluster.brokers()));
            case BROKER -> Optional.of(draw.oneOf(cluster.brokers()));
            case NAME_SERVER ->
                draw.chance(0.3) ? Optional.empty() : Optional.of(draw.oneOf(cluster.nameServerNames()));
            case NODE ->
                Optional.of(draw.chance(0.8) ? draw.oneOf(cluster.brokers()) : draw.oneOf(cluster.nameServerNames()));
            case CLIENT -> Optional.of(draw.oneOf(producers).group());
            case CLUSTER -> Optional.empty();
        };
    }

    private Trigger trigger(FaultId id) {
        switch (id.scope()) {
            case BROKER, NODE, CLUSTER -> {
                return new Trigger.Always();
            }
            case CLIENT -> {
                return switch (id) {
                    case C05, C06 -> new Trigger.Every(draw.between(2, 50));
                    // A broker keeps so much and no more, and four megabytes take their time.
                    case C09 -> new Trigger.First(draw.between(1, 9));
                    default -> new Trigger.Always();
                };
            }
            case REQUESTS, NAME_SERVER -> {
                if (id == FaultId.B01 || id == FaultId.B02) {
                    return new Trigger.Nth(draw.between(1, 50));
                }
                return draw.oneOf(
                        new Trigger.Always(),
                        new Trigger.Chance(draw.oneOf(0.02, 0.1, 0.5)),
                        new Trigger.Every(draw.between(2, 20)),
                        new Trigger.First(draw.between(1, 10)),
                        new Trigger.Nth(draw.between(1, 50)));
            }
        }
        throw new AssertionError(id.scope());
    }

    private long amount(FaultId id, Duration lasting) {
        return switch (id.amount()) {
            case NONE -> 0;
            case COUNT ->
                switch (id) {
                    case T13 -> draw.oneOf(1, 2, 3, 7, 50);
                    case B03 -> draw.between(1, 20);
                    case B15 -> draw.oneOf(5, 20, 100);
                    case C08 -> draw.oneOf(1, 2, 10, 1_000);
                    default -> throw new AssertionError(id);
                };
            case DURATION ->
                switch (id) {
                    // A byte at a time: more would not get through at all.
                    case T11, T12 -> TimeUnit.MICROSECONDS.toNanos(draw.oneOf(1, 10, 100, 1_000));
                    case T23, B04 -> draw.millis(500, 5_000).toNanos();
                    case T24, T25, B16, C11 ->
                        draw.millis(50, (int) Math.max(51, lasting.toMillis())).toNanos();
                    case C03, C14 -> draw.millis(5, 300).toNanos();
                    case C02 ->
                        draw.oneOf(Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofDays(40))
                                .toNanos();
                    default -> draw.millis(1, 3_000).toNanos();
                };
        };
    }
}
