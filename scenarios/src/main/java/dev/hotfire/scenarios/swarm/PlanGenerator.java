// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Profile;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.Feature;
import dev.hotfire.scenarios.language.NetworkSpec;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.Shape;
import dev.hotfire.scenarios.language.TopicSpec;
import dev.hotfire.scenarios.language.Tuning;
import dev.hotfire.scenarios.language.WorkloadSpec;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes up a run from a seed. Each run is a few brokers, a few producers and a mix of faults; leans towards the corners where
 * producers have their bugs: retries with few brokers, unequal queues, small limits, closes with sends open.
 *
 * <p>Swarm style: first it is drawn which faults may occur at all, each with even odds, then how often each does. Runs in which
 * everything happens all the time hide what shows when only two things do.
 */
public final class PlanGenerator {
    /** When the first fault may begin, as a share of the run. */
    private static final double WARM_UP = 0.1;

    /** When all is well again, as a share of the run. */
    private static final double HEALED = 0.65;

    private static final int SHORTEST_SECONDS = 6;

    /** Larger than any message, or batch of a caller's. */
    private static final int SMALL_LIMIT = 20_000;

    /** Three of these are more than fits into one request where that is limited so. */
    private static final int MORE_THAN_A_THIRD = 8_000;

    private final SwarmProfile profile;
    private final long seed;
    private final Draw draw;

    /** What all producers do besides; drawn apart, so that runs without are what they would be anyway. */
    private final Set<Feature> features;

    /** Draws limits for those that gather messages, apart for the same reason. */
    private final Draw limits;

    private PlanGenerator(long seed, SwarmProfile profile) {
        this.seed = seed;
        this.profile = profile;
        this.draw = new Draw(RandomSource.seeded(seed).fork("plan"));
        this.features = features(new Draw(RandomSource.seeded(seed).fork("features")));
        this.limits = new Draw(RandomSource.seeded(seed).fork("limits of batches"));
    }

    /** The run that the seed stands for. The same for the same version of this class, wherever it is made. */
    public static Scenario generate(long seed, SwarmProfile profile) {
        return new PlanGenerator(seed, profile).scenario();
    }

    private Scenario scenario() {
        // Either as many sends as there may be, in less time, or all the time with as many as come.
        boolean dense = draw.chance(0.5);
        int seconds = dense ? draw.between(SHORTEST_SECONDS, profile.seconds()) : profile.seconds();
        int sends = dense ? profile.sends() : draw.between(profile.sends() / 10, profile.sends());
        Duration length = Duration.ofSeconds(seconds);
        ClusterSpec cluster = cluster();
        List<ProducerSpec> producers = producers();
        List<WorkloadSpec> workloads = workloads(cluster, producers, length, sends);
        Duration warm = Duration.ofMillis((long) (length.toMillis() * WARM_UP));
        Duration heal = Duration.ofMillis((long) (length.toMillis() * HEALED));
        List<Fault> faults = new FaultGenerator(
                        draw, new Draw(RandomSource.seeded(seed).fork("more faults")), cluster, producers, warm, heal)
                .faults();
        return new Scenario(
                "seed-" + seed,
                "",
                OptionalLong.of(seed),
                cluster,
                network(),
                producers,
                workloads,
                faults,
                Optional.of(heal),
                Scenario.Ties.DRAWN,
                List.of(),
                length,
                List.of());
    }

    private ClusterSpec cluster() {
        int count = draw.oneOf(1, 2, 2, 2, 3, 3, 4);
        List<String> brokers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            brokers.add("broker-" + (char) ('a' + i));
        }
        List<TopicSpec> topics = new ArrayList<>();
        topics.add(topic("orders", brokers));
        if (draw.chance(0.4)) {
            topics.add(topic("bills", brokers));
        }
        return new ClusterSpec(
                draw.oneOf(1, 2, 2, 3),
                brokers,
                topics,
                draw.chance(0.5) ? Duration.ofSeconds(draw.between(1, 5)) : Duration.ofMinutes(2),
                draw.chance(0.2) ? 1 : 0,
                draw.chance(0.2) ? HeaderEncoding.ROCKETMQ : HeaderEncoding.JSON);
    }

    private TopicSpec topic(String name, List<String> brokers) {
        if (draw.chance(0.1)) {
            return new TopicSpec(name, draw.between(2, 6), Map.of(), true);
        }
        Map<String, Integer> unequal = new LinkedHashMap<>();
        if (draw.chance(0.5)) {
            brokers.forEach(broker -> unequal.put(broker, draw.oneOf(1, 1, 2, 4, 8)));
        }
        return new TopicSpec(name, draw.oneOf(1, 2, 4), unequal, false);
    }

    private NetworkSpec network() {
        LinkDirection direction = LinkDirection.CLEAR.withLatency(draw.oneOf(
                Latency.none(),
                Latency.constant(Duration.ofMillis(1)),
                Latency.uniform(Duration.ZERO, Duration.ofMillis(draw.between(1, 20))),
                Latency.logNormal(Duration.ofMillis(draw.between(1, 4)), 0.5)));
        return new NetworkSpec(LinkConditions.both(direction));
    }

    // ---- producers ----

    private List<ProducerSpec> producers() {
        int count = draw.oneOf(1, 1, 2, 2, 3);
        boolean together = count > 1 && draw.chance(0.4);
        Tenancy tenancy = new Tenancy(draw.chance(0.15) ? Optional.of("tenant") : Optional.empty(), draw.chance(0.15));
        // On one runtime these can't differ.
        Tuning shared = tuning(together ? Optional.of("shared") : Optional.empty(), tenancy);
        List<ProducerSpec> producers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Tuning own = together ? shared : tuning(Optional.empty(), tenancy);
            producers.add(new ProducerSpec(
                    "pg-" + i, draw.millis(100, 3_000), draw.oneOf(0, 1, 2, 2, 3, 5), isolation(own), own));
        }
        return producers;
    }

    private Isolation isolation(Tuning tuning) {
        if (draw.chance(0.3)) {
            return Isolation.OFF;
        }
        return tuning.profile() == Profile.DEFAULT && draw.chance(0.5) ? Isolation.ADAPTIVE : Isolation.TABLE;
    }

    /** What all producers of a run have in common: whose topics are meant, and whether requests are signed. */
    private record Tenancy(Optional<String> namespace, boolean signed) {}

    private Tuning tuning(Optional<String> runtime, Tenancy tenancy) {
        return limited(drawn(runtime, tenancy));
    }

    private Tuning limited(Tuning tuning) {
        boolean another =
                tuning.batching().isPresent() && tuning.maxMessageBytes().isEmpty() && limits.chance(0.4);
        return another ? tuning.withMaxMessageBytes(SMALL_LIMIT) : tuning;
    }

    private Tuning drawn(Optional<String> runtime, Tenancy tenancy) {
        return new Tuning(
                runtime,
                draw.chance(0.15) ? Profile.COMPATIBLE : Profile.DEFAULT,
                draw.chance(0.5) ? Optional.of(draw.millis(1, 2_000)) : Optional.empty(),
                draw.chance(0.2) ? Optional.of(draw.millis(20, 1_000)) : Optional.empty(),
                draw.chance(0.3) ? OptionalInt.of(draw.oneOf(1, 2, 5, 20)) : OptionalInt.empty(),
                draw.chance(0.3) ? OptionalInt.of(draw.oneOf(50, 200, 1_100)) : OptionalInt.empty(),
                draw.chance(0.2) ? Optional.of(draw.millis(1, 50)) : Optional.empty(),
                Optional.of(draw.millis(200, 5_000)),
                draw.chance(0.5) ? Optional.of(draw.millis(500, 5_000)) : Optional.empty(),
                draw.chance(0.2),
                draw.chance(0.2),
                draw.chance(0.1),
                draw.chance(0.2),
                draw.chance(0.3) ? OptionalInt.of(draw.oneOf(0, 1, 2, 4)) : OptionalInt.empty(),
                draw.chance(0.15) ? OptionalInt.of(draw.oneOf(300, 2_000, 10_000)) : OptionalInt.empty(),
                draw.chance(0.3) ? OptionalInt.of(draw.oneOf(20_000, 50_000)) : OptionalInt.empty(),
                draw.chance(0.15) ? Optional.of(draw.millis(200, 3_000)) : Optional.empty(),
                tenancy.namespace,
                tenancy.signed,
                features);
    }

    private static Set<Feature> features(Draw draw) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        if (draw.chance(0.3)) {
            for (Feature feature : Feature.values()) {
                if (draw.chance(0.3)) {
                    features.add(feature);
                }
            }
        }
        return features;
    }

    // ---- workloads ----

    private List<WorkloadSpec> workloads(
            ClusterSpec cluster, List<ProducerSpec> producers, Duration length, int sends) {
        List<WorkloadSpec.Mode> modes = new ArrayList<>();
        int count = Math.max(producers.size(), draw.between(1, 4));
        for (int i = 0; i < count; i++) {
            modes.add(mode());
        }
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workloads.add(workload(producers.get(i % producers.size()), cluster, modes.get(i), length, sends / count));
        }
        return workloads;
    }

    private WorkloadSpec.Mode mode() {
        if (draw.chance(0.35)) {
            return WorkloadSpec.Mode.ASYNC;
        }
        return draw.oneOf(
                WorkloadSpec.Mode.SYNC,
                WorkloadSpec.Mode.SYNC,
                WorkloadSpec.Mode.ONEWAY,
                WorkloadSpec.Mode.BATCH,
                WorkloadSpec.Mode.TRANSACTION,
                WorkloadSpec.Mode.REQUEST,
                WorkloadSpec.Mode.DELAYED,
                WorkloadSpec.Mode.RECALL);
    }

    private WorkloadSpec workload(
            ProducerSpec producer, ClusterSpec cluster, WorkloadSpec.Mode mode, Duration length, int sends) {
        boolean batches = mode == WorkloadSpec.Mode.BATCH;
        boolean keyed = (mode == WorkloadSpec.Mode.SYNC || mode == WorkloadSpec.Mode.ASYNC) && draw.chance(0.3);
        int batch = batches ? draw.between(1, 8) : 1;
        Shape shape = new Shape(
                draw.oneOf(Shape.Arrival.values()),
                mode == WorkloadSpec.Mode.SYNC ? draw.oneOf(1, 1, 4, 16) : 1,
                keyed ? draw.between(1, 20) : 0,
                batch,
                Optional.empty());
        int rate = (int) Math.max(1, (long) sends * 1_000 / length.toMillis() / batch);
        return new WorkloadSpec(
                producer.group(),
                draw.oneOf(cluster.topics()).name(),
                rate,
                gatheredBytes(producer, mode, bodyBytes(producer)),
                mode,
                Duration.ZERO,
                length,
                shape);
    }

    /** So many that a few messages reach the limit together, where they are gathered and there is one. */
    private int gatheredBytes(ProducerSpec producer, WorkloadSpec.Mode mode, int otherwise) {
        boolean gathered = mode == WorkloadSpec.Mode.SYNC || mode == WorkloadSpec.Mode.ASYNC;
        return gathered
                        && producer.tuning().batching().isPresent()
                        && producer.tuning().maxMessageBytes().isPresent()
                        && limits.chance(0.5)
                ? MORE_THAN_A_THIRD
                : otherwise;
    }

    /** Small and large ones, and some at the very size from which they are compressed. */
    private int bodyBytes(ProducerSpec producer) {
        OptionalInt compressOver = producer.tuning().compressOver();
        return compressOver.isPresent() && draw.chance(0.2)
                ? compressOver.getAsInt() - draw.between(0, 1)
                : draw.oneOf(10, 64, 256, 256, 2_000);
    }
}
