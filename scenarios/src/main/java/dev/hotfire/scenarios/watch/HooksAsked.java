// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.MalformedHeaderException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * X14: hooks see each attempt once before and once after, with its outcome, and before their callers hear of the end; what
 * they set is in the frame; they see each end of a transaction, and add to all requests.
 */
final class HooksAsked extends Watcher {
    private final IdentityHashMap<SendAttempt, Boolean> over = new IdentityHashMap<>();
    private final Set<String> before = new HashSet<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final Set<String> ends = new HashSet<>();

    HooksAsked() {
        super("X14", "hooks see each attempt once, before and after");
    }

    private static String key(String messageId, int number) {
        return number + " " + messageId;
    }

    @Override
    void onHooked(Party party, SendAttempt attempt, boolean isBefore) {
        String id = attempt.message().messageId();
        if (isBefore) {
            if (over.put(attempt, false) != null) {
                violated("attempt " + attempt.number() + " of message " + id + ": its hook was asked again before it");
            }
            before.add(key(id, attempt.number()));
            open.merge(id, 1, Integer::sum);
            return;
        }
        Boolean wasOver = over.put(attempt, true);
        if (wasOver == null || wasOver) {
            violated("attempt " + attempt.number() + " of message " + id + ": its hook was asked "
                    + (wasOver == null ? "after it, and not before" : "again after it"));
            return;
        }
        open.merge(id, -1, Integer::sum);
        SeenSend send = watch().sendOf(id);
        if (send != null && attempt.number() <= send.attempts.size()) {
            compare(send.attempts.get(attempt.number() - 1), attempt);
        }
    }

    private void compare(SeenAttempt seen, SendAttempt shown) {
        AttemptOutcome outcome = seen.outcome;
        boolean stored = outcome instanceof AttemptOutcome.Stored;
        // One that was prepared and not made may have the number of another; a one-way attempt has no outcome.
        if (outcome != null
                && seen.queue.equals(shown.queue())
                && (stored != (shown.result() != null) || (!stored && shown.failure() == null))) {
            violated(seen + ", " + outcome + ": its hook is shown " + shown.result() + shown.failure());
        }
    }

    @Override
    void onTold(SeenCall call) {
        SeenSend send = call.send;
        SendKind kind = call.invocation.kind();
        if (send != null && kind != SendKind.REQUEST && !send.isBatch() && open.getOrDefault(send.messageId, 0) > 0) {
            violated("send " + call.invocation.sendId() + ": its caller hears of its end before its hook does");
        }
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        SeenCall call = attempt == null ? null : attempt.send.call;
        if (attempt == null || call == null || call.config.sendHooks().isEmpty()) {
            return;
        }
        if (!before.contains(key(attempt.send.messageId, attempt.number))) {
            violated(attempt + ": no hook was asked before it");
        }
        String property = frame.properties().get(Watch.HOOK_PROPERTY);
        if (attempt.isAloneThere() && !Integer.toString(attempt.number).equals(property)) {
            violated(frame.describe() + ": its hook set property " + attempt.number + " (found: " + property + ")");
        }
    }

    @Override
    void onEnding(Party party, TransactionEnd end) {
        ends.add(end.fromCheck() + " " + end.messageId());
    }

    @Override
    void onRequestRead(SeenRequest request) {
        boolean hooks = false;
        for (Party party : watch().parties()) {
            if (party.host.equals(request.host())) {
                // Over TCP all have one host; and messages about messages have a producer without hooks.
                if (party.first.requestHooks().isEmpty() || party.first.trace() || !watch().hasSteadyClocks()) {
                    return;
                }
                hooks = true;
            }
        }
        if (!hooks) {
            return;
        }
        int code = request.frame().code();
        if (!Integer.toString(code).equals(request.frame().field(Watch.HOOK_FIELD))) {
            violated(request.describe() + ": its hook's field is "
                    + request.frame().field(Watch.HOOK_FIELD) + " (expected: " + code + ")");
        }
        if (code == RequestCode.END_TRANSACTION) {
            try {
                EndTransactionHeader header = EndTransactionHeader.from(request.frame());
                if (!ends.contains(header.fromTransactionCheck() + " " + header.msgId())) {
                    violated(request.describe() + ": no hook was told of the end of " + header.msgId());
                }
            } catch (MalformedHeaderException e) {
                // Told elsewhere.
                return;
            }
        }
    }

    @Override
    void atEnd(Watch watch) {
        over.forEach((attempt, isOver) -> {
            if (!isOver) {
                violated("attempt " + attempt.number() + " of message "
                        + attempt.message().messageId() + ": its hook was never asked after it");
            }
        });
    }
}
