// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Our adaptive policy: a broker is suspected by what its peers do better, avoided as long as there is one that is not
 * suspected, and tried again with single sends. docs/policy.md has the reasons. Confined to the loop, but for
 * {@link BrokerLoad}.
 *
 * <p>Evidence against a broker is, in the order in which it comes: silence while several attempts are under way; failures in a
 * row; a share of failures. An answer that takes far longer than others' is a failure. What an answer says about a message or
 * a route is no evidence, only a sign of life.
 *
 * <p>Of silence only what was begun since the last answer counts: where some answers take long, stragglers from before it meet
 * sooner or later. Without knowledge of anybody it takes half a second. Refusals in time weigh less than no answer, because
 * they cost little, and because a message that makes brokers stumble gets them from all. A failure of what was begun before
 * a broker came back is no news. One-way sends are no tries: they would prove nothing.
 *
 * <p>What may be spoilt by helping has a {@link Budget}. A try is only begun if it and all that are under way, of whichever
 * broker, may go badly, and only given up if that can be paid for. Whether giving up an attempt is worth it is looked at again
 * when it comes to it: if peers have become slower, or no retry may follow, the attempt goes on.
 */
public final class AdaptiveHealth implements BrokerHealth {
    private static final long MILLI = 1_000_000;

    /** Silence says nothing with fewer attempts unanswered. */
    private static final int SILENT_ATTEMPTS = 3;

    /** Silence is never shorter, unless the patience is. */
    private static final long LEAST_SILENCE_NANOS = 20 * MILLI;

    /** Before anything is known about anybody. */
    private static final long SILENCE_UNKNOWN_NANOS = 500 * MILLI;

    /** An answer that came sooner is never late, unless the patience is less: brokers may differ by that much and be well. */
    private static final long LEAST_LATE_NANOS = 50 * MILLI;

    /** Who takes less in the mean is not slow, whatever its peers take. */
    private static final long SLOW_NANOS = 25 * MILLI;

    /** What went unanswered before a pause of so long belongs to no silence after it. */
    private static final long FORGOTTEN_NANOS = 5_000 * MILLI;

    /** A timer that fires so late says that this process stood still, and nothing about brokers. */
    private static final long STALL_NANOS = 10 * MILLI;

    /** A broker that stored nothing for so long is no alternative to anybody. */
    private static final long GOOD_NANOS = 60_000 * MILLI;

    private static final long FIRST_PROBE_NANOS = 100 * MILLI;
    private static final long LAST_PROBE_NANOS = 1_300 * MILLI;
    private static final int PROBE_GROWTH = 3;

    /** Of the interval, at random, so that producers don't try in step. */
    private static final double PROBE_JITTER = 0.125;

    /** How often an avoided broker is asked for a sign of life that costs no message, and how long the answer may take. */
    private static final long PULSE_NANOS = 200 * MILLI;

    private static final long PULSE_TIMEOUT_NANOS = 100 * MILLI;

    /** A broker without a sign of life loses so many turns to be tried, in case that it answers nothing but sends. */
    private static final int LIFELESS_TURNS = 9;

    private static final int GOOD_PROBES = 3;
    private static final int MOST_GOOD_PROBES = 24;

    /** Who is suspected again this soon after a release has to prove more. */
    private static final long RELAPSE_NANOS = 30_000 * MILLI;

    private final Deadlines deadlines;
    private final MachineClock clock;
    private final Listener listener;
    private final Prober prober;
    private final RandomSource jitter;
    private final Map<String, Broker> brokers = new LinkedHashMap<>();
    private @Nullable Broker lastAsked;

    /** Retries: when nobody stores, they only keep an overloaded cluster from coming back. */
    private final Budget retries;

    /** Attempts given up before their time: each may make a second copy, so they are to be few of all sends. */
    private final Budget doubts;

    /** Tries of an avoided broker that went badly: each was late, and may make a second copy. */
    private final Budget trials;

    private final PeerLimits peers = new PeerLimits();
    private long patienceNanos;

    /** @param jitter so that producers don't probe in step */
    public AdaptiveHealth(
            Deadlines deadlines,
            MachineClock clock,
            Listener listener,
            Prober prober,
            RandomSource jitter,
            Settings settings) {
        this.deadlines = deadlines;
        this.clock = clock;
        this.listener = listener;
        this.prober = prober;
        this.jitter = jitter;
        this.patienceNanos = settings.patienceNanos();
        long nowNanos = clock.nanoTime();
        this.retries = new Budget(100, 100, 10, 250 * MILLI, nowNanos);
        this.doubts = new Budget(16, 200, 3_750, 60_000 * MILLI, nowNanos);
        this.trials = new Budget(2, 4, 2_000, 30_000 * MILLI, nowNanos);
    }

    /** What choosers see of a broker. */
    public BrokerLoad load(String brokerName) {
        return broker(brokerName).load;
    }

    /** Several questions about one broker come in a row, with the name that its route has for it. */
    @SuppressWarnings("ReferenceEquality") // An equal one is looked up.
    private Broker broker(String name) {
        Broker last = lastAsked;
        if (last != null && last.askedAs == name) {
            return last;
        }
        Broker known = brokers.get(name);
        if (known == null) {
            known = new Broker(name);
            brokers.put(name, known);
        }
        known.askedAs = name;
        lastAsked = known;
        return known;
    }

    @Override
    public Standing standing(String brokerName) {
        Broker broker = brokers.get(brokerName);
        return broker != null && broker.avoided ? Standing.AVOIDED : Standing.GOOD;
    }

    @Override
    public long patienceNanos(String brokerName, long startedNanos, long nowNanos) {
        Broker broker = broker(brokerName);
        long peersNanos = peersNanos(broker, nowNanos);
        if (peersNanos == NO_LIMIT) {
            return NO_LIMIT;
        }
        boolean affordable = doubts.hasOne(nowNanos) && (broker.avoided || retries.hasOne(nowNanos));
        // What it costs is paid when it is given up, so what can't be paid then is not given up.
        affordable |= broker.isTriedBy(startedNanos) && trials.hasOne(nowNanos);
        return affordable ? Math.max(patienceNanos, peersNanos) : NO_LIMIT;
    }

    @Override
    public long usualNanos(String brokerName, long nowNanos) {
        long peersNanos = peersNanos(broker(brokerName), nowNanos);
        return peersNanos == NO_LIMIT ? 0 : peersNanos;
    }

    @Override
    public boolean isWorthWaitingFor(String brokerName, long startedNanos, long copyNanos, long nowNanos) {
        Broker broker = broker(brokerName);
        long peersNanos = peersNanos(broker, nowNanos);
        return peersNanos != NO_LIMIT
                && peersNanos / Latency.MEANS > copyNanos
                && broker.answeredOnce
                && broker.answeredNanos - startedNanos > 0
                && !broker.suspected
                && broker.evidence.losesLittle();
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
        boolean alone = broker.underWay == 0;
        if (alone && nowNanos - broker.begunNanos > FORGOTTEN_NANOS) {
            broker.lost = 0;
            broker.begunSince = 0;
        }
        broker.begunNanos = nowNanos;
        if (++broker.begunSince == SILENT_ATTEMPTS || alone) {
            broker.silentNanos = nowNanos;
        }
        broker.underWay++;
        broker.showLoad();
        if (broker.avoided && isTry(kind)) {
            broker.tryBegins();
        }
        broker.silence.begin(nowNanos, silenceNanos(broker, nowNanos));
    }

    /** Whether a send of this kind may go elsewhere afterwards: only that makes second copies, for which there is a budget. */
    private static boolean isTry(Kind kind) {
        return kind == Kind.SYNC || kind == Kind.ASYNC;
    }

    @Override
    public void onDropped(String brokerName, Kind kind, long startedNanos) {
        if (kind != Kind.ONEWAY) {
            Broker broker = broker(brokerName);
            broker.ends(kind, startedNanos);
            broker.begunSince = broker.silentAttempts();
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
            broker.ends(kind, startedNanos);
        }
        boolean tried = isTry(kind) && broker.isTriedBy(startedNanos);
        long tookNanos = nowNanos - startedNanos;
        switch (ending) {
            case STORED -> {
                retries.onStored();
                doubts.onStored();
                trials.onStored();
                broker.answered(nowNanos);
                boolean alternative = broker.isAlternative(nowNanos);
                broker.storedNanos = nowNanos;
                broker.stored = true;
                if (!alternative) {
                    // Now others may be avoided for it.
                    judgeAll(nowNanos);
                }
                long peersNanos = peersNanos(broker, nowNanos);
                broker.latency.add(tookNanos);
                broker.compare(nowNanos);
                if (peersNanos != NO_LIMIT && tookNanos > Math.max(peersNanos, atMostPatience(LEAST_LATE_NANOS))) {
                    if (tried) {
                        // No second copy comes of it.
                        trials.takeHalf(nowNanos);
                    }
                    onFailure(
                            broker,
                            Evidence.HEAVY,
                            "answered after " + tookNanos / MILLI + " ms",
                            startedNanos,
                            nowNanos);
                } else {
                    onSuccess(broker, startedNanos, nowNanos);
                }
            }
            case REFUSED -> broker.answered(nowNanos);
            case TROUBLED -> {
                broker.answered(nowNanos);
                onFailure(broker, Evidence.LIGHT, reason, startedNanos, nowNanos);
            }
            case UNREACHED, GIVEN_UP -> {
                if (kind != Kind.ONEWAY) {
                    broker.unanswered(startedNanos);
                }
                broker.latency.addAtLeast(tookNanos);
                broker.compare(nowNanos);
                // That there is enough for what is given up was seen to when its time was looked at.
                boolean paid = tried && trials.take(nowNanos);
                if (ending == Ending.GIVEN_UP && !paid) {
                    doubts.take(nowNanos);
                }
                onFailure(broker, Evidence.HEAVY, reason, startedNanos, nowNanos);
            }
            case UNCONNECTED -> onFailure(broker, Evidence.ENOUGH_IN_A_ROW, reason, startedNanos, nowNanos);
            case SUBMITTED -> {}
        }
    }

    private void onSuccess(Broker broker, long startedNanos, long nowNanos) {
        broker.evidence.onGood();
        // What was sent before the suspicion proves nothing about now.
        if (!broker.suspected || startedNanos - broker.suspectedNanos < 0) {
            return;
        }
        broker.goodInARow++;
        if (broker.goodInARow < broker.goodNeeded) {
            if (broker.avoided) {
                broker.probes.hurry(nowNanos);
            }
            return;
        }
        release(broker, nowNanos);
    }

    private void onFailure(Broker broker, int weight, String reason, long startedNanos, long nowNanos) {
        if (broker.releasedOnce && startedNanos - broker.releasedNanos < 0) {
            // From before it came back: that was known.
            return;
        }
        broker.goodInARow = 0;
        if (weight == Evidence.LIGHT) {
            broker.evidence.onRefusal();
        } else {
            broker.evidence.onFailure(weight);
        }
        if (broker.suspected) {
            return;
        }
        if (broker.evidence.isEnoughInARow()) {
            int failures = broker.evidence.failuresInARow();
            suspect(
                    broker,
                    failures == 1 ? "no connection: " + reason : failures + " failures in a row, the last: " + reason,
                    nowNanos);
        } else if (broker.evidence.isTooMuchLoss() && anyPeer(broker, Evidence::losesFarLess, nowNanos)) {
            suspect(broker, "too many failures, the last: " + reason, nowNanos);
        } else if (broker.evidence.isTooMuchRefused() && anyPeer(broker, Evidence::refusesFarLess, nowNanos)) {
            suspect(broker, "far more refusals than others, the last: " + reason, nowNanos);
        }
    }

    /** Whether any is far better: what messages, the network or the load of all are to blame for comes from all. */
    private boolean anyPeer(Broker broker, BiPredicate<Evidence, Evidence> isFarBetter, long nowNanos) {
        for (Broker other : brokers.values()) {
            if (!other.suspected
                    && other.isAlternative(nowNanos)
                    && isFarBetter.test(other.evidence, broker.evidence)) {
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
        broker.lost = 0;
        broker.showLoad();
        broker.ramp.stop();
        broker.probes.begin(nowNanos);
        peers.isMeasure(broker.member, false);
        judgeAll(nowNanos);
        if (broker.avoided) {
            // Who does not even answer this needs no message to be lost on it when its first turn comes.
            broker.probes.pulse(nowNanos);
        }
    }

    private void release(Broker broker, long nowNanos) {
        broker.suspected = false;
        broker.releasedOnce = true;
        broker.releasedNanos = nowNanos;
        broker.evidence.onReturn();
        broker.latency.forget();
        broker.returning = true;
        broker.isSlow(true, 1);
        broker.probes.stop();
        if (broker.avoided) {
            broker.ramp.begin(nowNanos);
        }
        peers.isMeasure(broker.member, true);
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
            broker.avoidedNanos = nowNanos;
            broker.triesUnderWay = 0;
            if (avoid) {
                listener.onIsolated(broker.name, broker.probes.nextNanos, broker.reason);
            } else {
                broker.withdrawTicket();
                listener.onReleased(broker.name);
            }
        }
    }

    /**
     * Lets one send try an avoided broker, if the budget has it and all that try one already end badly; false if not.
     */
    private boolean offerTry(Broker broker, long nowNanos) {
        if (broker.load.hasTicket()) {
            return true;
        }
        // What was taken for this broker and never began is not waited for.
        broker.ticketOut = false;
        int open = 1;
        for (Broker each : brokers.values()) {
            open += each.triesUnderWay + (each.ticketOut ? 1 : 0);
        }
        if (!trials.has(open, nowNanos)) {
            return false;
        }
        broker.ticketOut = true;
        broker.load.offerTicket();
        return true;
    }

    /** Nobody knows any more where it is. */
    private void forget(Broker broker) {
        deadlines.remove(broker.silence);
        broker.probes.stop();
        brokers.remove(broker.name);
        peers.leave(broker.member);
        lastAsked = null;
        listener.onReleased(broker.name);
    }

    private long silenceNanos(Broker broker, long nowNanos) {
        long peersNanos = peersNanos(broker, nowNanos);
        // Who always took longer than others is not silent before it takes longer than ever.
        long ownNanos = broker.answersNanos();
        long leastNanos = peersNanos == NO_LIMIT && ownNanos == NO_LIMIT
                ? SILENCE_UNKNOWN_NANOS
                : atMostPatience(LEAST_SILENCE_NANOS);
        return Math.max(
                leastNanos, Math.max(peersNanos == NO_LIMIT ? 0 : peersNanos, ownNanos == NO_LIMIT ? 0 : ownNanos));
    }

    private long atMostPatience(long nanos) {
        return Math.min(nanos, patienceNanos);
    }

    /** What its peers hardly ever take; {@link #NO_LIMIT} if there is none to compare with. */
    private long peersNanos(Broker broker, long nowNanos) {
        return peers.nanos(broker.member, nowNanos);
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
        peers.clear();
        lastAsked = null;
    }

    /** What is known about one broker. */
    private final class Broker {
        private final String name;
        private final BrokerLoad load = BrokerLoad.idle();
        private final PeerLimits.Member member = peers.join(clock.nanoTime());
        private final Latency latency = member.latency();
        private final Evidence evidence = new Evidence();
        private final Silence silence = new Silence(this);
        private final Probes probes = new Probes(this);
        private final Ramp ramp = new Ramp(deadlines, load);
        private int underWay;

        /** Attempts that ended without an answer since there was one: it may be busy with them all the same. */
        private int lost;

        /** What its answers hardly ever took before the first of these. */
        private long answersNanos;

        private boolean answeredOnce;
        private long answeredNanos;
        private boolean stored;
        private long storedNanos;

        /** The very text that it was asked for with last. */
        private String askedAs;

        /** When the last attempt was. */
        private long begunNanos;

        /** How many were begun since it last answered. */
        private int begunSince;

        /** When the third of these was, or a later one with no other under way: then begins the silence. */
        private long silentNanos;

        private boolean suspected;
        private long suspectedNanos;
        private boolean avoided;

        /** Since when it is avoided, or is not. */
        private long avoidedNanos;

        /** Whether a send may try it, or is about to. */
        private boolean ticketOut;

        /** What was begun since it is avoided, by sends that may still go elsewhere. */
        private int triesUnderWay;

        private String reason = "";
        private int goodInARow;
        private int goodNeeded = GOOD_PROBES;
        private boolean releasedOnce;
        private long releasedNanos;

        /** Whether it has come back, and how long its answers take since is not known yet. */
        private boolean returning;

        Broker(String name) {
            this.name = name;
            this.askedAs = name;
        }

        /** Whether it stored something lately. */
        boolean isAlternative(long nowNanos) {
            return stored && nowNanos - storedNanos < GOOD_NANOS;
        }

        /** Whether an attempt that was begun then tries a broker that was avoided already. */
        boolean isTriedBy(long startedNanos) {
            return avoided && startedNanos - avoidedNanos >= 0;
        }

        void tryBegins() {
            triesUnderWay++;
            ticketOut = load.hasTicket();
        }

        void withdrawTicket() {
            ticketOut = false;
            load.withdrawTicket();
        }

        /** An attempt is under way no more. */
        void ends(Kind kind, long startedNanos) {
            underWay--;
            showLoad();
            if (isTry(kind) && isTriedBy(startedNanos)) {
                triesUnderWay = Math.max(0, triesUnderWay - 1);
            }
        }

        void answered(long nowNanos) {
            answeredOnce = true;
            answeredNanos = nowNanos;
            member.heard(nowNanos);
            begunSince = 0;
            if (lost != 0) {
                lost = 0;
                showLoad();
            }
        }

        /** One ended without an answer. Of who is suspected, or has answered later ones, that says nothing new. */
        void unanswered(long startedNanos) {
            if (!suspected && !(answeredOnce && answeredNanos - startedNanos >= 0)) {
                answersNanos = answersNanos();
                lost++;
                showLoad();
            }
        }

        /** What its answers hardly ever take, not counting what went unanswered since; {@link #NO_LIMIT} if unknown. */
        long answersNanos() {
            if (lost != 0) {
                return answersNanos;
            }
            return latency.isKnown() ? latency.limitNanos() : NO_LIMIT;
        }

        /** Of what was not answered, what was begun since the last answer: stragglers from before say nothing about now. */
        int silentAttempts() {
            return Math.min(begunSince, underWay + lost);
        }

        void showLoad() {
            load.underWay(underWay, lost);
        }

        /** Sees how slow it is, by itself and beside its peers. */
        void compare(long nowNanos) {
            if (!latency.isKnown()) {
                return;
            }
            long meanNanos = latency.meanNanos();
            boolean slow = meanNanos >= (load.isSlow() && !returning ? SLOW_NANOS / 2 : SLOW_NANOS);
            returning = false;
            // Who only was slow is spared, but not weighed: brokers may be near and far, and be well.
            long peersNanos = meanNanos >= SLOW_NANOS ? peers.meanNanos(member, nowNanos) : NO_LIMIT;
            long times = peersNanos == NO_LIMIT ? 1 : meanNanos / Math.max(1, peersNanos);
            isSlow(slow, (int) Math.min(Integer.MAX_VALUE, Math.max(1, times)));
        }

        void isSlow(boolean slow, int times) {
            if (load.slowness(slow, times)) {
                showLoad();
            }
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
                broker.silentNanos = nowNanos;
            }
            long limitNanos = silenceNanos(broker, nowNanos);
            // As long as there are not enough of them it has not begun.
            boolean enough = broker.silentAttempts() >= SILENT_ATTEMPTS;
            long quietNanos = enough ? nowNanos - broker.silentNanos : 0;
            if (!broker.suspected && enough && quietNanos >= limitNanos) {
                suspect(
                        broker,
                        "silent for " + quietNanos / MILLI + " ms with " + broker.silentAttempts()
                                + " attempts unanswered",
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
            broker.withdrawTicket();
        }

        /** There is reason to try the broker at once, or as soon as enough was stored for that. */
        void hurry(long nowNanos) {
            if (!offerTry(broker, nowNanos)) {
                nextNanos = nowNanos;
                turnsLost = LIFELESS_TURNS;
            }
        }

        private void next(long nowNanos) {
            nextNanos = nowNanos + intervalNanos + (long) (intervalNanos * PROBE_JITTER * jitter.nextDouble());
            intervalNanos = Math.min(LAST_PROBE_NANOS, intervalNanos * PROBE_GROWTH);
        }

        @Override
        protected void onDeadline(long nowNanos) {
            // That others stored something is true for a while only.
            judgeAll(nowNanos);
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
                } else if (offerTry(broker, nowNanos)) {
                    turnsLost = 0;
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
            long peersNanos = peersNanos(broker, nowNanos);
            long timeoutNanos = Math.max(PULSE_TIMEOUT_NANOS, peersNanos == NO_LIMIT ? 0 : peersNanos);
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
                hurry(clock.nanoTime());
            }
            lifeless = false;
        }
    }
}
