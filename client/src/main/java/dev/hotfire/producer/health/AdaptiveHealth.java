// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.runtime.RandomSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our adaptive policy: a broker is suspected by what its peers do better, avoided as long as there is one that is not
 * suspected, and tried again with single sends. docs/policy.md has the reasons. Confined to the loop, but for
 * {@link BrokerLoad}.
 *
 * <p>Evidence against a broker is, in the order in which it comes: silence while several attempts are under way; failures in a
 * row; a share of failures. An answer that takes far longer than others' is a failure. What an answer says about a message or
 * a route is no evidence, only a sign of life.
 */
public final class AdaptiveHealth implements BrokerHealth {
    private static final long MILLI = 1_000_000;

    /** Silence says nothing with fewer attempts under way. */
    private static final int SILENT_ATTEMPTS = 3;

    /** What failures without a success between them weigh together when it is enough. */
    private static final int WEIGHT_IN_A_ROW = 9;

    /** Of an attempt that was not answered, or far too late: three are enough. One that found nobody to connect to is enough. */
    private static final int HEAVY = 3;

    /** Of a refusal in time: it costs little, and where messages are to blame it comes from all brokers now and then. */
    private static final int LIGHT = 1;

    /** Failures among the last thirty or so, in 1,024ths: 15 %. */
    private static final int FAILURE_SHARE = 154;

    /** Refusals among as many, 40 %, where another broker has less than a quarter of that. */
    private static final int TROUBLED_SHARE = 410;

    private static final int SHARE_SHIFT = 5;
    private static final int WHOLE = 1_024;

    /** Before anything is known about peers. */
    private static final long SILENCE_UNKNOWN_NANOS = 500 * MILLI;

    /** A timer that fires so late says that this process stood still, and nothing about brokers. */
    private static final long STALL_NANOS = 10 * MILLI;

    /** What was computed about peers is good for so long. */
    private static final long FRESH_NANOS = 5 * MILLI;

    /** A broker that stored nothing for so long is no alternative to anybody. */
    private static final long GOOD_NANOS = 60_000 * MILLI;

    private static final long FIRST_PROBE_NANOS = 100 * MILLI;
    private static final long LAST_PROBE_NANOS = 1_200 * MILLI;

    /** Who tries an avoided broker waits longer than others: a second copy is dear, and there are few of them. */
    private static final int PATIENCE_OF_PROBES = 2;

    /** How often an avoided broker is asked for a sign of life that costs no message, and how long the answer may take. */
    private static final long PULSE_NANOS = 200 * MILLI;

    private static final long PULSE_TIMEOUT_NANOS = 100 * MILLI;

    /** A broker without a sign of life loses so many turns to be tried, in case that it answers nothing but sends. */
    private static final int LIFELESS_TURNS = 7;

    private static final int GOOD_PROBES = 3;
    private static final int MOST_GOOD_PROBES = 24;

    /** Who is suspected again this soon after a release has to prove more. */
    private static final long RELAPSE_NANOS = 30_000 * MILLI;

    /** The share of a broker that comes back grows by a quarter in each of these. */
    private static final long RAMP_NANOS = 50 * MILLI;

    private final Deadlines deadlines;
    private final Listener listener;
    private final Prober prober;
    private final RandomSource jitter;
    private final Map<String, Broker> brokers = new LinkedHashMap<>();

    /** Retries: when nobody stores, they only keep an overloaded cluster from coming back. */
    private final Budget retries = new Budget(100, 10, 100 * MILLI);

    /** Attempts given up before their time: each may make a second copy, and where they are many it is not the broker. */
    private final Budget doubts = new Budget(20, 3_000, 5_000 * MILLI);

    /** Sends that try an avoided broker: each is late, and may make a second copy, so they are to be few of all sends. */
    private final Budget trials = new Budget(4, 200, 30_000 * MILLI);

    private long patienceNanos;

    /** The least that peers' limits are, and the least of the others; whose the first is. */
    private long firstLimitNanos = NO_LIMIT;

    private long secondLimitNanos = NO_LIMIT;
    private @Nullable Broker first;
    private long limitsNanos;
    private boolean limitsKnown;

    /** @param jitter so that producers don't probe in step */
    public AdaptiveHealth(
            Deadlines deadlines, Listener listener, Prober prober, RandomSource jitter, Settings settings) {
        this.deadlines = deadlines;
        this.listener = listener;
        this.prober = prober;
        this.jitter = jitter;
        this.patienceNanos = settings.patienceNanos();
    }

    /** What choosers see of a broker. */
    public BrokerLoad load(String brokerName) {
        return broker(brokerName).load;
    }

    private Broker broker(String name) {
        Broker known = brokers.get(name);
        if (known == null) {
            known = new Broker(name);
            brokers.put(name, known);
        }
        return known;
    }

    @Override
    public Standing standing(String brokerName) {
        Broker broker = brokers.get(brokerName);
        return broker != null && broker.avoided ? Standing.AVOIDED : Standing.GOOD;
    }

    @Override
    public long patienceNanos(String brokerName, long nowNanos) {
        Broker broker = broker(brokerName);
        long limitNanos = limitNanos(broker, nowNanos);
        boolean affordable = broker.avoided || (retries.hasOne(nowNanos) && doubts.hasOne(nowNanos));
        if (limitNanos == NO_LIMIT || !affordable) {
            return NO_LIMIT;
        }
        return broker.avoided ? PATIENCE_OF_PROBES * limitNanos : limitNanos;
    }

    @Override
    public boolean allowsRetry(String brokerName, long nowNanos) {
        // What was under way to a broker when it came to be avoided may go elsewhere; after that there are few of them.
        return broker(brokerName).avoided || retries.take(nowNanos);
    }

    @Override
    public void onStart(String brokerName, Kind kind, long nowNanos) {
        if (kind == Kind.ONEWAY) {
            return;
        }
        Broker broker = broker(brokerName);
        if (broker.underWay == 0) {
            broker.heardNanos = nowNanos;
        }
        broker.underWay(broker.underWay + 1);
        broker.silence.begin(nowNanos, silenceNanos(broker, nowNanos));
    }

    @Override
    public void onDropped(String brokerName, Kind kind) {
        if (kind != Kind.ONEWAY) {
            Broker broker = broker(brokerName);
            broker.underWay(broker.underWay - 1);
        }
    }

    @Override
    public void onAttempt(
            String brokerName, Kind kind, Ending ending, String reason, long startedNanos, long nowNanos) {
        if (ending == Ending.SUBMITTED) {
            return;
        }
        Broker broker = broker(brokerName);
        if (kind != Kind.ONEWAY) {
            broker.underWay(broker.underWay - 1);
        }
        long tookNanos = nowNanos - startedNanos;
        switch (ending) {
            case STORED -> {
                retries.onStored();
                doubts.onStored();
                trials.onStored();
                broker.heardNanos = nowNanos;
                boolean alternative = broker.isAlternative(nowNanos);
                broker.storedNanos = nowNanos;
                broker.stored = true;
                if (!alternative) {
                    // Now others may be avoided for it.
                    judgeAll(nowNanos);
                }
                long limitNanos = limitNanos(broker, nowNanos);
                broker.latency.add(tookNanos);
                if (limitNanos != NO_LIMIT && tookNanos > limitNanos) {
                    onFailure(broker, HEAVY, "answered after " + tookNanos / MILLI + " ms", nowNanos);
                } else {
                    onSuccess(broker, startedNanos, nowNanos);
                }
            }
            case REFUSED -> broker.heardNanos = nowNanos;
            case TROUBLED -> {
                broker.heardNanos = nowNanos;
                broker.troubledShare += (WHOLE - broker.troubledShare) >> SHARE_SHIFT;
                onFailure(broker, LIGHT, reason, nowNanos);
            }
            case UNREACHED -> {
                broker.latency.addAtLeast(tookNanos);
                if (!broker.avoided && tookNanos >= patienceNanos) {
                    doubts.charge();
                }
                onFailure(broker, HEAVY, reason, nowNanos);
            }
            case UNCONNECTED -> onFailure(broker, WEIGHT_IN_A_ROW, reason, nowNanos);
            case SUBMITTED -> {}
        }
    }

    private void onSuccess(Broker broker, long startedNanos, long nowNanos) {
        broker.failuresInARow = 0;
        broker.weightInARow = 0;
        broker.failureShare -= broker.failureShare >> SHARE_SHIFT;
        broker.troubledShare -= broker.troubledShare >> SHARE_SHIFT;
        // What was sent before the suspicion proves nothing about now.
        if (!broker.suspected || startedNanos - broker.suspectedNanos < 0) {
            return;
        }
        broker.goodInARow++;
        if (broker.goodInARow < broker.goodNeeded) {
            if (broker.avoided) {
                broker.load.offerTicket();
            }
            return;
        }
        release(broker, nowNanos);
    }

    private void onFailure(Broker broker, int weight, String reason, long nowNanos) {
        broker.goodInARow = 0;
        broker.failuresInARow++;
        broker.weightInARow += weight;
        if (weight >= HEAVY) {
            broker.failureShare += (WHOLE - broker.failureShare) >> SHARE_SHIFT;
        }
        if (broker.suspected) {
            return;
        }
        if (broker.weightInARow >= WEIGHT_IN_A_ROW) {
            int failures = broker.failuresInARow;
            suspect(
                    broker,
                    failures == 1 ? "no connection: " + reason : failures + " failures in a row, the last: " + reason,
                    nowNanos);
        } else if (broker.failureShare >= FAILURE_SHARE) {
            suspect(broker, "too many failures, the last: " + reason, nowNanos);
        } else if (broker.troubledShare >= TROUBLED_SHARE && isMoreTroubled(broker, nowNanos)) {
            suspect(broker, "far more refusals than others, the last: " + reason, nowNanos);
        }
    }

    /** Whether another broker refuses far less: what messages or the load of all are to blame for comes from all. */
    private boolean isMoreTroubled(Broker broker, long nowNanos) {
        for (Broker other : brokers.values()) {
            if (!other.suspected && other.isAlternative(nowNanos) && other.troubledShare * 4 < broker.troubledShare) {
                return true;
            }
        }
        return false;
    }

    private void suspect(Broker broker, String reason, long nowNanos) {
        boolean relapse = broker.releasedOnce && nowNanos - broker.releasedNanos < RELAPSE_NANOS;
        broker.goodNeeded = relapse ? Math.min(MOST_GOOD_PROBES, broker.goodNeeded * 2) : GOOD_PROBES;
        broker.suspected = true;
        broker.suspectedNanos = nowNanos;
        broker.reason = reason;
        broker.goodInARow = 0;
        broker.ramp.stop();
        broker.probes.begin(nowNanos);
        limitsKnown = false;
        judgeAll(nowNanos);
    }

    private void release(Broker broker, long nowNanos) {
        broker.suspected = false;
        broker.releasedOnce = true;
        broker.releasedNanos = nowNanos;
        broker.failuresInARow = 0;
        broker.weightInARow = 0;
        broker.failureShare = 0;
        broker.troubledShare = 0;
        broker.latency.forget();
        broker.probes.stop();
        if (broker.avoided) {
            broker.ramp.begin(nowNanos);
        }
        limitsKnown = false;
        judgeAll(nowNanos);
    }

    /** A broker that is suspected is avoided as long as there is another one that is not: bad is better than none. */
    private void judgeAll(long nowNanos) {
        boolean anyGood = false;
        for (Broker broker : brokers.values()) {
            anyGood |= !broker.suspected && broker.isAlternative(nowNanos);
        }
        // A copy: who is told may ask for brokers that are new here.
        for (Broker broker : List.copyOf(brokers.values())) {
            boolean avoid = broker.suspected && anyGood;
            if (avoid == broker.avoided) {
                continue;
            }
            broker.avoided = avoid;
            if (avoid) {
                listener.onIsolated(broker.name, broker.probes.nextNanos, broker.reason);
            } else {
                broker.load.withdrawTicket();
                listener.onReleased(broker.name);
            }
        }
    }

    /** Nobody knows any more where it is. */
    private void forget(Broker broker) {
        deadlines.remove(broker.silence);
        broker.probes.stop();
        brokers.remove(broker.name);
        listener.onReleased(broker.name);
    }

    private long silenceNanos(Broker broker, long nowNanos) {
        long limitNanos = limitNanos(broker, nowNanos);
        if (limitNanos != NO_LIMIT) {
            return limitNanos;
        }
        return broker.latency.isKnown()
                ? Math.max(patienceNanos, broker.latency.limitNanos())
                : Math.max(patienceNanos, SILENCE_UNKNOWN_NANOS);
    }

    /** What the best of its peers hardly ever takes; {@link #NO_LIMIT} if there is none to compare with. */
    private long limitNanos(Broker broker, long nowNanos) {
        if (!limitsKnown || nowNanos - limitsNanos > FRESH_NANOS) {
            computeLimits(nowNanos);
        }
        long peersNanos = broker == first ? secondLimitNanos : firstLimitNanos;
        return peersNanos == NO_LIMIT ? NO_LIMIT : Math.max(patienceNanos, peersNanos);
    }

    private void computeLimits(long nowNanos) {
        limitsKnown = true;
        limitsNanos = nowNanos;
        first = null;
        firstLimitNanos = NO_LIMIT;
        secondLimitNanos = NO_LIMIT;
        for (Broker broker : brokers.values()) {
            if (broker.suspected || !broker.latency.isKnown()) {
                continue;
            }
            long limitNanos = broker.latency.limitNanos();
            if (limitNanos < firstLimitNanos) {
                secondLimitNanos = firstLimitNanos;
                firstLimitNanos = limitNanos;
                first = broker;
            } else if (limitNanos < secondLimitNanos) {
                secondLimitNanos = limitNanos;
            }
        }
    }

    @Override
    public void settings(Settings newSettings) {
        patienceNanos = newSettings.patienceNanos();
    }

    @Override
    public void close() {
        for (Broker broker : brokers.values()) {
            deadlines.remove(broker.silence);
            broker.probes.stop();
            broker.ramp.stop();
        }
        brokers.clear();
    }

    /** What is known about one broker. */
    private final class Broker {
        private final String name;
        private final BrokerLoad load = new BrokerLoad();
        private final Latency latency = new Latency();
        private final Silence silence = new Silence(this);
        private final Probes probes = new Probes(this);
        private final Ramp ramp = new Ramp(this);
        private int underWay;

        private boolean stored;
        private long storedNanos;

        /** When it last answered, or the first of what is under way was begun. */
        private long heardNanos;

        private int failuresInARow;
        private int weightInARow;
        private int failureShare;

        /** The same of refusals in time. */
        private int troubledShare;

        private boolean suspected;
        private boolean avoided;
        private long suspectedNanos;
        private String reason = "";
        private int goodInARow;
        private int goodNeeded = GOOD_PROBES;
        private boolean releasedOnce;
        private long releasedNanos;

        Broker(String name) {
            this.name = name;
        }

        /** Whether it stored something lately. */
        boolean isAlternative(long nowNanos) {
            return stored && nowNanos - storedNanos < GOOD_NANOS;
        }

        void underWay(int attempts) {
            underWay = attempts;
            load.underWay(attempts);
        }
    }

    /** Looks from time to time whether a broker that has something to answer says anything at all. */
    private final class Silence extends Deadlines.Entry {
        private final Broker broker;
        private boolean listening;
        private long dueNanos;

        Silence(Broker broker) {
            this.broker = broker;
        }

        /** Looks in so long, unless it does so sooner anyway. */
        void begin(long nowNanos, long limitNanos) {
            if (!listening || dueNanos - nowNanos > limitNanos) {
                listening = true;
                listen(nowNanos + limitNanos);
            }
        }

        private void listen(long untilNanos) {
            dueNanos = untilNanos;
            deadlines.set(this, untilNanos);
        }

        @Override
        protected void onDeadline(long nowNanos) {
            if (broker.underWay == 0) {
                listening = false;
                return;
            }
            if (nowNanos - dueNanos > STALL_NANOS) {
                broker.heardNanos = nowNanos;
            }
            long limitNanos = silenceNanos(broker, nowNanos);
            long quietNanos = nowNanos - broker.heardNanos;
            if (!broker.suspected && quietNanos >= limitNanos && broker.underWay >= SILENT_ATTEMPTS) {
                suspect(
                        broker,
                        "silent for " + quietNanos / MILLI + " ms with " + broker.underWay + " attempts under way",
                        nowNanos);
            }
            listen(nowNanos + Math.max(limitNanos - quietNanos, limitNanos / 4));
        }
    }

    /** Has a suspected broker tried again: by a real send at growing intervals, sooner if it shows signs of life. */
    private final class Probes extends Deadlines.Entry {
        private final Broker broker;
        private long nextNanos;
        private long intervalNanos;
        private boolean pulseAwaited;
        private long pulseNanos;

        /** Whether the last pulse that could have been answered was not. */
        private boolean lifeless;

        private int turnsLost;

        Probes(Broker broker) {
            this.broker = broker;
        }

        void begin(long nowNanos) {
            intervalNanos = FIRST_PROBE_NANOS;
            pulseAwaited = false;
            lifeless = false;
            turnsLost = 0;
            next(nowNanos);
            deadlines.set(this, nextNanos);
        }

        void stop() {
            deadlines.remove(this);
            broker.load.withdrawTicket();
        }

        private void next(long nowNanos) {
            nextNanos = nowNanos + intervalNanos + (long) (intervalNanos * 0.25 * jitter.nextDouble());
            intervalNanos = Math.min(LAST_PROBE_NANOS, intervalNanos * 2);
        }

        @Override
        protected void onDeadline(long nowNanos) {
            if (broker.avoided && !pulse(nowNanos)) {
                forget(broker);
                return;
            }
            if (nowNanos - nextNanos >= 0) {
                onTurn(nowNanos);
            }
            long untilNextNanos = nextNanos - nowNanos;
            deadlines.set(this, nowNanos + (untilNextNanos > 0 ? Math.min(untilNextNanos, PULSE_NANOS) : PULSE_NANOS));
        }

        private void onTurn(long nowNanos) {
            if (broker.avoided && !broker.load.hasTicket()) {
                if (lifeless && turnsLost < LIFELESS_TURNS) {
                    turnsLost++;
                } else if (trials.take(nowNanos)) {
                    turnsLost = 0;
                    broker.load.offerTicket();
                } else {
                    // Its turn comes as soon as enough was stored.
                    return;
                }
            }
            next(nowNanos);
        }

        /** Asks for a sign of life, unless one may still come; false if there is nobody left to ask. */
        private boolean pulse(long nowNanos) {
            // Where all answers take long, this one may too.
            long timeoutNanos = Math.max(PULSE_TIMEOUT_NANOS, silenceNanos(broker, nowNanos));
            if (pulseAwaited) {
                if (nowNanos - pulseNanos < timeoutNanos) {
                    return true;
                }
                lifeless = true;
            }
            pulseNanos = nowNanos;
            pulseAwaited = prober.probe(broker.name, timeoutNanos, this::onPulse);
            return pulseAwaited || broker.underWay != 0;
        }

        private void onPulse() {
            pulseAwaited = false;
            if (lifeless && broker.avoided) {
                // It is back; whether it is well, a send can tell.
                broker.load.offerTicket();
            }
            lifeless = false;
        }
    }

    /** Gives a broker that comes back its share by and by. */
    private final class Ramp extends Deadlines.Entry {
        private final Broker broker;
        private int quarters;

        Ramp(Broker broker) {
            this.broker = broker;
        }

        void begin(long nowNanos) {
            quarters = 0;
            step(nowNanos);
        }

        void stop() {
            deadlines.remove(this);
            broker.load.share(BrokerLoad.FULL_SHARE);
        }

        private void step(long nowNanos) {
            quarters++;
            broker.load.share(quarters);
            if (quarters < BrokerLoad.FULL_SHARE) {
                deadlines.set(this, nowNanos + RAMP_NANOS);
            }
        }

        @Override
        protected void onDeadline(long nowNanos) {
            step(nowNanos);
        }
    }
}
