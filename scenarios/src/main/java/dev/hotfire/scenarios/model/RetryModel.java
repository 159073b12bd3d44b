// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.model;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Certainty;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The executable specification of retries: what happened to a send so far decides what may come next.
 *
 * <p>Everything is a function of the rules that the send was called with, of when it was called, and of the attempts that
 * are over. It says nothing about which broker is next; that takes routes and health, which have invariants of their own.
 */
public final class RetryModel {
    private static final int CONNECT_FAILED = 10_001;
    private static final int TIMED_OUT = 10_002;
    private static final int FORBIDDEN = 10_003;

    private RetryModel() {}

    /** What may come next. */
    public enum Next {
        /** Another attempt, at once. */
        ATTEMPT,
        /** The end. */
        END,
        /** Either: the time is over in this very instant, or nobody can say. */
        EITHER
    }

    /** An attempt that is over. Times are nanoseconds of one clock. */
    public record Step(long startedAt, long endedAt, AttemptOutcome outcome) {}

    /**
     * What a send is called with.
     *
     * @param attempts            how many attempts it has
     * @param timeoutNanos        the time that it has
     * @param attemptTimeoutNanos the most for an attempt that is not the last, or -1
     * @param official            whether the official client's decisions are asked for, in an asynchronous send
     * @param retriedCodes        the answers after which another attempt is made
     * @param whenNotStored       whether one is made after a success that is weak
     * @param patienceNanos       after how long an attempt that is not the last may be given up before its time, for the
     *     producer judges by peers, and its retries have a budget; -1 if neither may be
     */
    public record Rules(
            int attempts,
            long timeoutNanos,
            long attemptTimeoutNanos,
            boolean official,
            Set<Integer> retriedCodes,
            boolean whenNotStored,
            long patienceNanos) {
        /** The rules of a send that does not block its caller. */
        public static Rules of(ProducerConfig config, Invocation send, boolean bound) {
            boolean official = config.profile() == Profile.COMPATIBLE;
            boolean once = send.oneway() || (bound && !official);
            Duration most = config.attemptTimeout();
            return new Rules(
                    once ? 1 : send.maxAttempts(),
                    config.sendTimeout().toNanos(),
                    most == null || official ? -1 : most.toNanos(),
                    official,
                    config.retriedCodes(),
                    config.retryWhenNotStored(),
                    config.isolation() == Isolation.ADAPTIVE ? config.patience().toNanos() : -1);
        }
    }

    /** What may come after these attempts, the last of which has just ended. */
    public static Next next(Rules rules, long calledAt, List<Step> past) {
        Step last = past.get(past.size() - 1);
        if (!isRetried(rules, last.outcome)) {
            return followsGoAway(rules, past) ? Next.EITHER : Next.END;
        }
        if (attemptsLeft(rules, past) <= 0) {
            return Next.END;
        }
        boolean open = last.endedAt - calledAt >= rules.timeoutNanos || rules.patienceNanos >= 0;
        return open ? Next.EITHER : Next.ATTEMPT;
    }

    /**
     * GO_AWAY asks for the same once more. That is not counted where it would cost the last attempt; officially it is never
     * counted, but for an answer to a request that follows one itself.
     */
    private static int attemptsLeft(Rules rules, List<Step> past) {
        int free = 0;
        int counted = 0;
        boolean follows = false;
        for (Step step : past) {
            counted++;
            boolean asks = isGoAway(step.outcome);
            follows = asks && (rules.official ? !follows : free == 0 && counted >= rules.attempts);
            free += follows ? 1 : 0;
        }
        return rules.attempts + free - past.size();
    }

    private static boolean followsGoAway(Rules rules, List<Step> past) {
        return isGoAway(past.get(past.size() - 1).outcome) && attemptsLeft(rules, past) > 0;
    }

    private static boolean isGoAway(AttemptOutcome outcome) {
        return outcome instanceof AttemptOutcome.Refused refused && refused.responseCode() == ResponseCode.GO_AWAY;
    }

    private static boolean isRetried(Rules rules, AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Stored stored) {
            return stored.status() != SendStatus.SEND_OK && rules.whenNotStored && !rules.official;
        }
        int code;
        if (outcome instanceof AttemptOutcome.Refused refused) {
            code = refused.responseCode();
            if (code == CONNECT_FAILED || code == FORBIDDEN) {
                // Officially a connection that did not come in time is noticed when no time is left.
                return !rules.official || code == FORBIDDEN || !refused.remark().startsWith("no connection within");
            }
            if (code == ResponseCode.GO_AWAY) {
                return rules.official || rules.retriedCodes.contains(code);
            }
        } else {
            code = ((AttemptOutcome.Unknown) outcome).responseCode();
            if (code == -1) {
                return true;
            }
            boolean success = code == ResponseCode.SUCCESS
                    || code == ResponseCode.FLUSH_DISK_TIMEOUT
                    || code == ResponseCode.SLAVE_NOT_AVAILABLE
                    || code == ResponseCode.FLUSH_SLAVE_TIMEOUT;
            if (code == TIMED_OUT || success) {
                return !rules.official;
            }
        }
        return !rules.official && rules.retriedCodes.contains(code);
    }

    /**
     * What is wrong with the time that an attempt took; null if nothing is.
     *
     * @param past      the attempts before it
     * @param lateNanos how late a timer may be; -1 for as late as it likes
     */
    public static @Nullable String wrongTime(Rules rules, long calledAt, List<Step> past, Step step, long lateNanos) {
        if (!past.isEmpty() && step.startedAt < past.get(past.size() - 1).endedAt) {
            return "began before the last one was over";
        }
        long left = calledAt + rules.timeoutNanos - step.startedAt;
        int attemptsLeft = past.isEmpty() ? rules.attempts : attemptsLeft(rules, past);
        long share = left;
        if (attemptsLeft > 1) {
            if (rules.attemptTimeoutNanos >= 0) {
                share = Math.min(left, rules.attemptTimeoutNanos);
            } else if (!rules.official) {
                share = Math.max(1, left / attemptsLeft);
            }
        }
        long took = step.endedAt - step.startedAt;
        boolean silent = step.outcome instanceof AttemptOutcome.Unknown unknown && unknown.responseCode() == TIMED_OUT;
        // Where all brokers take longer than a share, the others are no better bet: then it is given up while half a
        // share is
        // left, or not at all.
        boolean mayTakeMore = attemptsLeft > 1 && rules.patienceNanos >= 0 && rules.attemptTimeoutNanos < 0;
        boolean givenUp = silent && took < left;
        long most = !mayTakeMore ? share : givenUp ? left - share / 2 : left;
        if (lateNanos >= 0 && took > most + lateNanos) {
            return "took " + took + " ns (expected: at most its share, " + most + ")";
        }
        long least = attemptsLeft > 1 && rules.patienceNanos >= 0 ? Math.min(share, rules.patienceNanos) : share;
        if (silent && took < least) {
            return "was given up after " + took + " ns (expected: its share, " + least + ")";
        }
        return null;
    }

    /** What is wrong with the end of a send, after these attempts; null if nothing is. */
    public static @Nullable String wrongEnd(
            Rules rules, long calledAt, List<Step> past, @Nullable SendResult result, @Nullable SendException failure) {
        Step last = past.get(past.size() - 1);
        boolean stored = past.stream().anyMatch(step -> step.outcome instanceof AttemptOutcome.Stored);
        if (stored != (result != null)) {
            return stored
                    ? "a broker stored it, and its caller is told " + failure
                    : "no broker stored it, and its caller is told " + result;
        }
        if (result != null) {
            boolean weakest = result.status() != SendStatus.SEND_OK;
            boolean best = past.stream()
                    .anyMatch(step ->
                            step.outcome instanceof AttemptOutcome.Stored copy && copy.status() == SendStatus.SEND_OK);
            return weakest && best ? "a weaker copy is reported than there is" : null;
        }
        if (failure == null) {
            return null;
        }
        boolean open = past.stream().anyMatch(step -> step.outcome instanceof AttemptOutcome.Unknown);
        if (open != (failure.certainty() == Certainty.UNKNOWN)) {
            return "its caller is told " + failure.certainty() + " after " + past;
        }
        if (failure.attempts().size() != past.size()) {
            return "its failure lists " + failure.attempts().size() + " attempts of " + past.size();
        }
        if (failure instanceof SendRefusedException refused && refused.responseCode() != codeOf(last.outcome)) {
            return "its failure has code " + refused.responseCode() + " after " + last.outcome;
        }
        if (failure instanceof SendTimeoutException
                && last.endedAt - calledAt < rules.timeoutNanos
                && failure.elapsed().toNanos() < rules.timeoutNanos
                && rules.patienceNanos < 0
                && !rules.official) {
            return "timed out with time left";
        }
        if (failure instanceof ConnectionFailedException
                && codeOf(last.outcome) != -1
                && codeOf(last.outcome) != CONNECT_FAILED) {
            return "its failure is a lost connection, after " + last.outcome;
        }
        return null;
    }

    private static int codeOf(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Refused refused) {
            return refused.responseCode();
        }
        return outcome instanceof AttemptOutcome.Unknown unknown ? unknown.responseCode() : 0;
    }
}
