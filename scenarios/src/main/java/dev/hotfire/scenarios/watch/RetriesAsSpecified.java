// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.scenarios.model.RetryModel;
import dev.hotfire.scenarios.model.RetryModel.Next;
import dev.hotfire.scenarios.model.RetryModel.Rules;
import dev.hotfire.scenarios.model.RetryModel.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * M1: what a send does is what the executable specification of retries allows: another attempt where there must be one,
 * none where there must not, each with its share of the time, and the right kind of end.
 */
final class RetriesAsSpecified extends Watcher {
    RetriesAsSpecified() {
        super("M1", "sends do what the specification of retries allows");
    }

    @Override
    void atEnd(Watch watch) {
        for (SeenSend send : watch.sends()) {
            SeenCall call = send.call;
            if (call != null && send.ended && isOfOneMind(watch, send, call)) {
                check(watch, send, call);
            }
        }
    }

    /** Whether the producer went by the same settings from the call to the end of the send. */
    private static boolean isOfOneMind(Watch watch, SeenSend send, SeenCall call) {
        Party party = call.party;
        long late = watch.lateNanos();
        return !party.again
                && (!party.reconfigured
                        || (late >= 0 && party.isSettled(call.invocation.atNanos(), send.endedAt, late)));
    }

    private void check(Watch watch, SeenSend send, SeenCall call) {
        Rules rules = Rules.of(call.config, call.invocation, call.isBound());
        List<Step> past = new ArrayList<>();
        for (int i = 0; i < send.attempts.size(); i++) {
            SeenAttempt attempt = send.attempts.get(i);
            AttemptOutcome outcome = attempt.outcome;
            if (outcome == null) {
                if (i + 1 < send.attempts.size()) {
                    violated(attempt + ": another one began while it was under way");
                }
                return;
            }
            if (attempt.number != i + 1) {
                violated(attempt + ": is the " + (i + 1) + ". attempt");
            }
            Step step = new Step(attempt.startedAt, attempt.endedAt, outcome);
            String wrong = RetryModel.wrongTime(rules, send.startedAt, past, step, watch.lateNanos());
            if (wrong != null) {
                violated(attempt + ": " + wrong);
            }
            past.add(step);
            boolean more = i + 1 < send.attempts.size();
            Next next = RetryModel.next(rules, send.startedAt, past);
            if (more && next == Next.END) {
                violated(attempt + ", " + outcome + ": another one followed (expected: the end)");
            } else if (!more && next == Next.ATTEMPT && !isCutShort(send)) {
                violated(attempt + ", " + outcome + ": no other followed, but " + send.failure + send.result);
            }
        }
        if (send.result == null
                && send.failure == null
                && !past.isEmpty()
                && call.invocation.kind() != SendKind.ONEWAY) {
            violated(send + ": ended with nothing");
        }
        String wrongEnd =
                past.isEmpty() ? null : RetryModel.wrongEnd(rules, send.startedAt, past, send.result, send.failure);
        if (wrongEnd != null) {
            violated(send + ": " + wrongEnd);
        }
    }

    /** Whether its caller has the reply already: then the message is stored, and no other copy wanted. */
    private static boolean isReplied(SeenSend send) {
        SeenCall call = send.call;
        Terminal told = call == null ? null : call.terminal;
        return call != null
                && told != null
                && call.invocation.kind() == SendKind.REQUEST
                && told.told() == TerminalClass.OK
                && told.atNanos() <= send.endedAt;
    }

    /** Whether it ended for a reason that no attempt has. */
    private static boolean isCutShort(SeenSend send) {
        return send.failure instanceof ProducerClosedException
                || send.failure instanceof SendAbandonedException
                || send.failure instanceof NoRouteException
                || send.party.isClosing(send.endedAt)
                || isReplied(send)
                || (send.failure instanceof SendTimeoutException
                        && send.call != null
                        && send.endedAt - send.startedAt >= send.call.invocation.timeoutNanos());
    }
}
