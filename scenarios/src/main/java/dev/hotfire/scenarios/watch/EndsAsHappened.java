// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.PropertyNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X10: results and failures say what happened: the attempt that stored the message, the broker's id of that very copy, the
 * handle that takes it back; or each attempt as it ended, the time that all took, and a reason that people can read.
 */
final class EndsAsHappened extends Watcher {
    /** Codes from here on are the producer's own: its words, not a broker's. */
    private static final int OWN_CODES = 10_000;

    /** The copies of messages that no producer of the run sends, as far as anybody knows, by their unique ids. */
    private final Map<String, List<SeenMessage.Copy>> copiesOfOthers = new HashMap<>();

    EndsAsHappened() {
        super("X10", "results and failures say what happened");
    }

    @Override
    void onStored(SeenCopy copy) {
        if (copy.uniqueId() != null) {
            List<SeenMessage.Copy> copies = copy.of() == null
                    ? copiesOfOthers.computeIfAbsent(copy.uniqueId(), id -> new ArrayList<>(1))
                    : copy.of().copies;
            copies.add(new SeenMessage.Copy(copy.broker(), copy.message().commitLogOffset()));
        }
    }

    private List<SeenMessage.Copy> copiesOf(String uniqueId) {
        SeenMessage message = watch().message(uniqueId);
        return message == null ? copiesOfOthers.getOrDefault(uniqueId, List.of()) : message.copies;
    }

    @Override
    void onSendEnded(SeenSend send) {
        SendResult result = send.result;
        SendException failure = send.failure;
        if (result != null) {
            check(send, result);
        } else if (failure != null) {
            check(send, failure);
        }
    }

    /** What never left is known by its caller's failure alone. */
    @Override
    void onTold(SeenCall call) {
        String text = call.failure == null ? "" : String.valueOf(call.failure.getMessage());
        if (text.contains("has no queue that can be written to")) {
            RouteBook.Page page = watch().page(call.party.host, watch().wire(call.invocation.topic()));
            if (page != null && !page.isNumbered() && !page.always().isEmpty()) {
                violated(call + ": failed with " + text + ", and every route had " + page.always());
            }
        }
    }

    @Override
    void onResult(SeenCall call, SendResult result) {
        // Of messages that shared a batch each has its own.
        ids(call, result.messageId(), result);
    }

    // ---- results ----

    private void check(SeenSend send, SendResult result) {
        int number = result.attempts();
        SeenAttempt attempt = number < 1 || number > send.attempts.size() ? null : send.attempts.get(number - 1);
        AttemptOutcome outcome = attempt == null ? null : attempt.outcome;
        if (attempt == null
                || !(outcome instanceof AttemptOutcome.Stored stored)
                || stored.status() != result.status()
                || stored.queueOffset() != result.queueOffset()) {
            violated(send + ": its result is that of attempt " + number + ", which ended with " + outcome + ": "
                    + result);
            return;
        }
        String broker = result.queue().brokerName();
        if (!broker.equals(attempt.queue.brokerName())
                || !result.queue().topic().equals(attempt.queue.topic())) {
            violated(attempt + ": its result names " + result.queue());
        }
        if (send.isBatch()) {
            return;
        }
        if (!result.messageId().equals(send.messageId)) {
            violated(send + ": its result is that of " + result.messageId());
        }
        SeenCall call = send.call;
        if (call != null) {
            handle(send, call, result, broker);
            if (call.invocation.kind() == SendKind.TRANSACTION && result.transactionId() == null) {
                violated(send + ": its result has no transaction id");
            }
        }
    }

    /** The broker's ids lead to copies that were stored, element by element. */
    private void ids(Object send, String messageId, SendResult result) {
        String broker = result.queue().brokerName();
        String[] unique = messageId.split(",", -1);
        String[] told = result.offsetMessageId().split(",", -1);
        if (told.length != unique.length) {
            return;
        }
        for (int i = 0; i < told.length; i++) {
            List<SeenMessage.Copy> stored = copiesOf(unique[i]);
            Long offset = offsetOf(told[i]);
            if (offset == null || !isAmong(stored, broker, offset)) {
                violated(send + ": its result has broker's id " + told[i] + " on " + broker + ", and its copies are "
                        + stored);
                return;
            }
        }
    }

    private static boolean isAmong(List<SeenMessage.Copy> stored, String broker, long offset) {
        for (int i = 0; i < stored.size(); i++) {
            SeenMessage.Copy copy = stored.get(i);
            if (copy.commitLogOffset() == offset
                    && (copy.broker().equals(broker) || broker.equals(Place.LOGICAL_BROKER))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Long offsetOf(String id) {
        try {
            return OffsetMessageId.parse(id).offset();
        } catch (MalformedIdException e) {
            return null;
        }
    }

    private void handle(SeenSend send, SeenCall call, SendResult result, String broker) {
        boolean timed = call.message != null && call.message.property(PropertyNames.TIMER_DELAY_MS) != null;
        String handle = result.recallHandle();
        if (timed != (handle != null)) {
            violated(send + ": its result has recall handle " + handle + " (expected: " + (timed ? "one)" : "none)"));
            return;
        }
        if (handle != null) {
            RecallHandle decoded = RecallHandle.decode(handle);
            if (!decoded.messageId().equals(send.messageId)
                    || !decoded.topic().equals(watch().wire(call.invocation.topic()))
                    || !(decoded.brokerName().equals(broker) || broker.equals(Place.LOGICAL_BROKER))) {
                violated(send + ": its result has the recall handle of " + decoded);
            }
        }
    }

    // ---- failures ----

    private void check(SeenSend send, SendException failure) {
        List<Attempt> told = failure.attempts();
        boolean same = told.size() == send.attempts.size();
        for (int i = 0; same && i < told.size(); i++) {
            SeenAttempt seen = send.attempts.get(i);
            Attempt attempt = told.get(i);
            same = attempt.number() == seen.number
                    && attempt.queue().equals(seen.queue)
                    && Objects.equals(attempt.outcome(), seen.outcome);
        }
        if (!same) {
            violated(send + ": its failure lists " + told + ", and " + send.attempts + " were made");
        }
        long took = send.endedAt - send.startedAt;
        if (watch().isPunctual() && failure.elapsed().toNanos() != took) {
            violated(send + ": its failure says that it took "
                    + failure.elapsed().toNanos() + " ns (expected: " + took + ")");
        }
        String text = String.valueOf(failure.getMessage());
        if (text.isBlank() || text.startsWith("null")) {
            violated(send + ": its failure says nothing: " + failure);
        }
        SeenCall call = send.call;
        if (call != null && !failure.topic().equals(call.invocation.topic())) {
            violated(send + ": its failure is about topic " + failure.topic());
        }
    }

    @Override
    void onAttemptEnded(SeenAttempt attempt) {
        AttemptOutcome outcome = attempt.outcome;
        String reason = "said";
        if (outcome instanceof AttemptOutcome.Unknown unknown
                && (unknown.responseCode() < 0 || unknown.responseCode() >= OWN_CODES)) {
            reason = unknown.reason();
        } else if (outcome instanceof AttemptOutcome.Refused refused && refused.responseCode() >= OWN_CODES) {
            reason = refused.remark();
        }
        if (reason.contains("was idle")) {
            violated(attempt + ": its connection was closed for being idle: " + outcome);
        }
        // A connection that was closed or retired long ago has no reason any more; nobody should have begun with it.
        if (reason.isBlank() || reason.equals("null")) {
            violated(attempt + ": ended for no reason that anybody knows: " + outcome);
        }
    }
}
