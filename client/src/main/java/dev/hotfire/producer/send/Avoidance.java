// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.AvoidedBroker;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.health.AdaptiveHealth;
import dev.hotfire.producer.health.BrokerHealth;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Settings;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.producer.health.IsolationTable;
import dev.hotfire.producer.health.OfficialTable;
import dev.hotfire.producer.health.Prober;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.select.QueueChoice;
import dev.hotfire.producer.select.QueueOrder;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which brokers a producer avoids, and how its sends take turns over what is left: the policy that the configuration asks
 * for, exchanged when that changes. The one place that knows which policies there are. Confined to the loop.
 */
final class Avoidance {
    private final Deadlines deadlines;
    private final MachineClock clock;
    private final Prober prober;
    private final SendObserver observer;
    private final Runnable onChange;
    private final RandomSource jitter;
    private QueueOrder order;

    /** Who is avoided, by name; what {@link #avoided} shows is made of it. */
    private final Map<String, AvoidedBroker> isolated = new TreeMap<>();

    private volatile List<AvoidedBroker> avoided = List.of();
    private Isolation isolation = Isolation.OFF;

    /** How often the policy was exchanged. */
    private int era;

    /** Whether the policy counts what is under way: then it must not hear of ends whose beginnings it did not see. */
    private boolean counting;

    private BrokerHealth health = BrokerHealth.NONE;

    /**
     * @param onChange called when some broker's standing has changed; the queues that sends choose from are stale then
     */
    Avoidance(
            ProducerConfig config,
            Deadlines deadlines,
            MachineClock clock,
            Prober prober,
            RandomSource jitter,
            SendObserver observer,
            Runnable onChange) {
        this.deadlines = deadlines;
        this.clock = clock;
        this.prober = prober;
        this.jitter = jitter;
        this.observer = observer;
        this.onChange = onChange;
        this.order = turnsOf(config);
        configure(config);
    }

    /** How sends take turns where the policy has no say in it. */
    private static QueueOrder turnsOf(ProducerConfig config) {
        return config.profile() == Profile.COMPATIBLE ? QueueOrder.OFFICIAL : QueueOrder.EVEN;
    }

    /** Goes by these settings from now on. Another policy begins without knowledge; the same one keeps what it has. */
    void configure(ProducerConfig config) {
        Settings settings = new Settings(
                config.latencyTable(),
                config.detector(),
                config.detectorPeriod().toNanos(),
                config.detectorTimeout().toNanos(),
                config.patience().toNanos());
        if (config.isolation() == isolation) {
            health.settings(settings);
            return;
        }
        isolation = config.isolation();
        era++;
        counting = isolation == Isolation.ADAPTIVE;
        health.close();
        order = turnsOf(config);
        switch (isolation) {
            case OFF -> health = BrokerHealth.NONE;
            case TABLE ->
                health = config.profile() == Profile.COMPATIBLE
                        ? new OfficialTable(deadlines, new Told(), prober, settings)
                        : new IsolationTable(deadlines, new Told(), settings);
            case ADAPTIVE -> {
                AdaptiveHealth adaptive = new AdaptiveHealth(deadlines, clock, new Told(), prober, jitter, settings);
                health = adaptive;
                order = QueueOrder.laden(adaptive::load);
            }
        }
        List<AvoidedBroker> before = avoided;
        isolated.clear();
        avoided = List.of();
        onChange.run();
        for (AvoidedBroker broker : before) {
            observer.brokerReleased(broker.brokerName());
        }
    }

    /** The queues of a route as sends choose from them now. */
    QueueChoice choice(PublishRoute route, QueueChoice.Positions positions) {
        return order.choice(route, this::standing, positions);
    }

    private Standing standing(String brokerName) {
        return health.standing(brokerName);
    }

    /**
     * An attempt ended, see {@link BrokerHealth#onAttempt}.
     *
     * @param begun what {@link #onStart} said
     */
    void onAttempt(
            Target asked,
            Kind kind,
            BrokerHealth.Ending ending,
            String reason,
            long startedNanos,
            long nowNanos,
            int begun) {
        if (!counting || begun == era) {
            health.onAttempt(asked.brokerName(), kind, ending, reason, startedNanos, nowNanos);
        }
    }

    /**
     * An attempt begins, see {@link BrokerHealth#onStart}.
     *
     * @return what its end is to be reported with: the policy may have been exchanged by then
     */
    int onStart(Target asked, Kind kind, long nowNanos) {
        health.onStart(asked.brokerName(), kind, nowNanos);
        return era;
    }

    /** An attempt ended without its broker having to do with it, see {@link BrokerHealth#onDropped}. */
    void onDropped(Target asked, Kind kind, long startedNanos, int begun) {
        if (begun == era) {
            health.onDropped(asked.brokerName(), kind, startedNanos);
        }
    }

    /** See {@link BrokerHealth#patienceNanos}. */
    long patienceNanos(Target asked, long startedNanos, long nowNanos) {
        return health.patienceNanos(asked.brokerName(), startedNanos, nowNanos);
    }

    /** See {@link BrokerHealth#isWorthWaitingFor}. */
    boolean isWorthWaitingFor(Target asked, long startedNanos, long copyNanos, long nowNanos) {
        return health.isWorthWaitingFor(asked.brokerName(), startedNanos, copyNanos, nowNanos);
    }

    /** See {@link BrokerHealth#usualNanos}. */
    long usualNanos(Target asked, long nowNanos) {
        return health.usualNanos(asked.brokerName(), nowNanos);
    }

    /** See {@link BrokerHealth#allowsRetry}. */
    boolean allowsRetry(Target asked, long nowNanos) {
        return health.allowsRetry(asked.brokerName(), nowNanos);
    }

    /** Who is avoided at this moment, and why, by name. Any thread. */
    List<AvoidedBroker> avoided() {
        return avoided;
    }

    void close() {
        health.close();
        avoided = List.of();
    }

    /** Passes on what a policy says: to observers last, so that sends choose by it once anybody has heard of it. */
    private final class Told implements BrokerHealth.Listener {
        @Override
        public void onIsolated(String brokerName, long untilNanos, String reason) {
            AvoidedBroker before = isolated.get(brokerName);
            long sinceNanos = before == null ? clock.nanoTime() : before.sinceNanos();
            isolated.put(brokerName, new AvoidedBroker(brokerName, sinceNanos, untilNanos, reason));
            avoided = List.copyOf(isolated.values());
            // A table isolates a slow broker anew with every answer, and choices stay as they are.
            if (before == null || counting) {
                onChange.run();
            }
            observer.brokerIsolated(brokerName, untilNanos, reason);
        }

        @Override
        public void onReleased(String brokerName) {
            isolated.remove(brokerName);
            avoided = List.copyOf(isolated.values());
            onChange.run();
            observer.brokerReleased(brokerName);
        }

        @Override
        public void onStandingChanged(String brokerName) {
            onChange.run();
        }
    }
}
