// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * L4: a close is over in the time that it was given, and what it takes to say goodbye; every send has its end by then, and whatever
 * its caller waits for, once the close is forced, has it at once, so that nobody is told of it when the producer is gone. A
 * close that waits for nobody takes no time, as every place in flight came back (I18).
 */
final class CloseInTime extends Watcher {
    /** A producer waits half a second for brokers to hear its goodbye; and a tenth is allowed. */
    private static final long GOODBYE = 600_000_000L;

    private final Map<Party, Long> began = new LinkedHashMap<>();
    private final Map<Party, Boolean> idle = new LinkedHashMap<>();

    /** When sends that were open as their producer began to close are over at the latest; and so those that take back. */
    private final Map<SeenCall, Long> sendsUntil = new HashMap<>();

    private final Set<SeenCall> recalls = new LinkedHashSet<>();
    private final Map<SeenCall, Long> recallsUntil = new HashMap<>();

    CloseInTime() {
        super("L4", "closes end in time");
    }

    @Override
    void onClosing(Party party, long now) {
        began.put(party, now);
        idle.put(party, party.open == 0);
        long until = now + party.now().closeTimeout().toNanos();
        if (party.open > 0) {
            for (SeenCall call : watch().calls()) {
                if (call.party == party && call.terminal == null) {
                    sendsUntil.put(call, until);
                }
            }
        }
        for (SeenCall call : recalls) {
            if (call.party == party) {
                recallsUntil.put(call, until);
            }
        }
    }

    @Override
    void onTold(SeenCall call) {
        inTime(call, "it", sendsUntil.remove(call));
    }

    @Override
    void onRecalling(SeenCall call, String handle) {
        recalls.add(call);
    }

    @Override
    void onRecalled(SeenCall call, @Nullable String id, @Nullable RecallException failure) {
        recalls.remove(call);
        inTime(call, "taking it back", recallsUntil.remove(call));
    }

    private void inTime(SeenCall call, String what, @Nullable Long until) {
        long late = watch().lateNanos();
        if (until != null && late >= 0 && watch().now() > until + late) {
            violated(call + ": " + what + " ended " + (watch().now() - until)
                    + " ns after the close of its producer was to be forced");
        }
    }

    @Override
    void onClosed(Party party, long now) {
        Long since = began.remove(party);
        long late = watch().lateNanos();
        if (since == null || late < 0) {
            return;
        }
        ProducerConfig config = party.now();
        long took = now - since;
        // A trace is flushed by a producer inside, which has the same time once more.
        long given = config.closeTimeout().toNanos() * (config.trace() ? 2 : 1) + GOODBYE + late;
        if (took > given) {
            violated(party.group + ": its close took " + took + " ns (expected: at most " + given + ")");
        }
        boolean waited = Boolean.TRUE.equals(idle.get(party))
                && took >= config.closeTimeout().toNanos();
        if (waited
                && party.finalClose
                && since > watch().settledAt()
                && !config.trace()
                && config.closeTimeout().toNanos() > GOODBYE) {
            violated(party.group + ": its close waited " + took + " ns for sends, and none was open");
        }
        // Over real threads the end of a send is on its way to who waits for it.
        if (config.batching() == null && watch().isPunctual()) {
            for (SeenCall call : watch().calls()) {
                if (call.party == party && call.terminal == null && call.invocation.atNanos() < since) {
                    violated("send " + call.invocation.sendId() + ": has no end when its producer has closed");
                }
            }
        }
    }

    @Override
    void atEnd(Watch watch) {
        began.forEach((party, since) -> violated(party.group + ": its close never ended"));
    }
}
