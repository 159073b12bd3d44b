// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.Set;

/**
 * When a send makes another attempt, and how long an attempt may take: all in which the profiles differ about a single
 * send. Immutable; a send keeps the rules that it began with.
 *
 * @param config              what they are made of
 * @param compatible          whether the decisions are the official client's
 * @param retries             attempts after the first of sends that wait
 * @param asyncRetries        the same of those that don't
 * @param attemptTimeoutNanos the most for an attempt that is not the last one, or {@link #NO_LIMIT}
 * @param retriedCodes        answers after which another attempt is made
 * @param whenNotStored       whether one is made after a success that is none
 */
record RetryRules(
        ProducerConfig config,
        boolean compatible,
        int retries,
        int asyncRetries,
        long attemptTimeoutNanos,
        Set<Integer> retriedCodes,
        boolean whenNotStored) {
    static final long NO_LIMIT = -1;

    static RetryRules of(ProducerConfig config) {
        Duration attemptTimeout = config.attemptTimeout();
        return new RetryRules(
                config,
                config.profile() == Profile.COMPATIBLE,
                config.retries(),
                config.asyncRetries(),
                attemptTimeout == null ? NO_LIMIT : attemptTimeout.toNanos(),
                config.retriedCodes(),
                config.retryWhenNotStored());
    }

    /** Whether these are the rules of this very configuration, so that they need not be made again. */
    @SuppressWarnings("ReferenceEquality") // One comparison per send; an equal one costs no more than new rules.
    boolean areOf(ProducerConfig settings) {
        return config == settings;
    }

    /**
     * How many attempts a send has (B-RETRY-01, B-ASYNC-05). One-way there is nothing to learn from.
     *
     * @param chosen whether the caller chose the queue: it is never exchanged, and only an officially asynchronous send
     *               tries it again (B-ASYNC-08)
     */
    int attempts(Ending ending, boolean chosen) {
        if (ending == Ending.ONEWAY || (chosen && !isOfficialAsync(ending))) {
            return 1;
        }
        return 1 + (ending == Ending.SYNC ? retries : asyncRetries);
    }

    /**
     * How long an attempt may take.
     *
     * @param leftNanos    what is left for all, above 0
     * @param attemptsLeft this one included
     */
    long attemptNanos(Ending ending, long leftNanos, int attemptsLeft) {
        if (attemptsLeft <= 1) {
            return leftNanos;
        }
        if (attemptTimeoutNanos != NO_LIMIT && (!compatible || ending == Ending.SYNC)) {
            return Math.min(leftNanos, attemptTimeoutNanos);
        }
        // With all the time for the first attempt one silent broker is the end of the send (B-RETRY-04).
        return compatible ? leftNanos : Math.max(1, leftNanos / attemptsLeft);
    }

    /**
     * The most that an attempt may take where answers take longer than its share: a copy elsewhere would come no sooner. Half
     * a share is left for another one.
     *
     * @param leftNanos    what was left when it began
     * @param attemptsLeft this one included
     */
    long mostNanos(Ending ending, long leftNanos, int attemptsLeft) {
        long shareNanos = attemptNanos(ending, leftNanos, attemptsLeft);
        return mayTakeLonger() && attemptsLeft > 1 ? leftNanos - shareNanos / 2 : shareNanos;
    }

    /** Whether an attempt may take longer than its share where there is reason to: neither officially nor by its own timeout. */
    boolean mayTakeLonger() {
        return !compatible && attemptTimeoutNanos == NO_LIMIT;
    }

    /** Whether another attempt may be made after an answer that says the message is not stored, or may not be. */
    boolean afterAnswer(Ending ending, int responseCode) {
        return !isOfficialAsync(ending) && retriedCodes.contains(responseCode);
    }

    /** Whether another attempt may be made after no answer came in time, or one that says where nothing can be. */
    boolean afterSilence(Ending ending) {
        // The official client notices silence when nothing is left of the time (B-ASYNC-07).
        return !isOfficialAsync(ending);
    }

    /** Whether another attempt may be made after a success with a status other than SEND_OK. */
    boolean afterWeakSuccess(Ending ending) {
        return whenNotStored && !isOfficialAsync(ending);
    }

    /**
     * Whether GO_AWAY is followed without counting: the same request once more, to the same broker, on a new connection
     * (B-REMOTE-12). Officially each attempt may do so once; ours count it, unless none would be left.
     *
     * @param attemptsLeft after the one that was answered so
     */
    boolean followsGoAway(int responseCode, boolean followedAlready, int attemptsLeft) {
        return responseCode == ResponseCode.GO_AWAY && !followedAlready && (compatible || attemptsLeft <= 0);
    }

    /** Whether GO_AWAY, if not followed, is to be taken as a lost connection, and so always retried (B-RETRY-13). */
    boolean goAwayIsLoss(int responseCode) {
        return compatible && responseCode == ResponseCode.GO_AWAY;
    }

    private boolean isOfficialAsync(Ending ending) {
        return compatible && ending == Ending.ASYNC;
    }
}
