// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.trace.MalformedTraceException;
import dev.hotfire.wire.trace.TraceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * X17: the message trace tells each send once, as it was: which message, where, how long it took and how it ended; and once
 * nothing is wrong any more it tells them all.
 */
final class TracesTrue extends Watcher {
    private static final int LARGEST = 1 << 22;

    private final Set<String> read = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private final Map<Party, List<SeenSend>> endedOf = new HashMap<>();
    private final Map<SeenSend, Integer> places = new HashMap<>();

    TracesTrue() {
        super("X17", "traces tell what happened");
    }

    @Override
    void onStored(SeenCopy copy) {
        StoredMessage message = copy.message();
        // A trace message can be stored twice, as any other.
        if (!message.topic().equals(SystemTopics.TRACE) || !read.add(String.valueOf(copy.uniqueId()))) {
            return;
        }
        try {
            List<SeenSend> sends = new ArrayList<>();
            for (TraceRecord record :
                    TraceRecord.decode(new String(message.decompressed(LARGEST).body(), UTF_8))) {
                SeenSend send = record instanceof TraceRecord.Publish publish ? compare(publish) : null;
                if (send != null) {
                    sends.add(send);
                }
            }
            between(sends);
        } catch (MalformedTraceException e) {
            violated("a trace message makes no sense: " + e.getMessage());
        }
    }

    /** What one message tells has no gaps: nothing that ended between its first and its last record is left out. */
    private void between(List<SeenSend> sends) {
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (SeenSend send : sends) {
            first = Math.min(first, places.getOrDefault(send, first));
            last = Math.max(last, places.getOrDefault(send, last));
        }
        if (last < 0) {
            return;
        }
        List<SeenSend> ended = endedOf.getOrDefault(sends.get(0).party, List.of());
        for (SeenSend send : ended.subList(Math.min(first, last), last)) {
            if (isTraced(send) && send.topic().equals(sends.get(0).topic()) && !told.contains(send.messageId)) {
                violated(send + ": the trace leaves it out, and tells of those before and after it");
            }
        }
    }

    @Override
    void onSendEnded(SeenSend send) {
        if (!send.attempts.isEmpty() && send.party.first.trace()) {
            List<SeenSend> ended = endedOf.computeIfAbsent(send.party, party -> new ArrayList<>());
            places.put(send, ended.size());
            ended.add(send);
        }
    }

    private @Nullable SeenSend compare(TraceRecord.Publish publish) {
        String id = String.valueOf(publish.msgId());
        SeenSend send = watch().sendOf(id);
        if (send == null || !send.ended || send.attempts.isEmpty()) {
            violated("the trace tells of message " + id + ", which " + (send == null ? "nobody sent" : "has no end"));
            return null;
        }
        if (!told.add(id)) {
            violated(send + ": the trace tells of it again");
        }
        SendResult result = send.result;
        int number = result == null ? send.attempts.size() : result.attempts();
        SeenAttempt last = send.attempts.get(Math.max(1, Math.min(number, send.attempts.size())) - 1);
        expect(send, "group", publish.group(), send.party.group);
        expect(send, "topic", publish.topic(), last.queue.topic());
        expect(send, "storeHost", publish.storeHost(), last.address);
        expect(send, "success", publish.success(), result != null && result.status() == SendStatus.SEND_OK);
        expect(send, "offsetMsgId", publish.offsetMsgId(), result == null ? null : result.offsetMessageId());
        if (watch().hasSteadyClocks()) {
            expect(send, "costMillis", (long) publish.costMillis(), (send.endedAt - send.startedAt) / 1_000_000);
        }
        return send;
    }

    private void expect(SeenSend send, String what, @Nullable Object found, @Nullable Object wanted) {
        if (!Objects.equals(found, wanted)) {
            violated(send + ": the trace says " + what + " " + found + " (expected: " + wanted + ")");
        }
    }

    @Override
    void atEnd(Watch watch) {
        for (SeenSend send : watch.sends()) {
            SeenCall call = send.call;
            if (call != null
                    && call.config.trace()
                    && call.invocation.kind() != SendKind.ONEWAY
                    && send.ended
                    && !send.attempts.isEmpty()
                    && send.startedAt > watch.settledAt()
                    && !send.party.isHurried()
                    && !send.party.isClosing(send.endedAt)
                    && isTraced(send)
                    && !told.contains(send.messageId)) {
                violated(send + ": the trace does not tell of it");
            }
        }
    }

    /** Long lists of ids come in parts, and brokers may want no trace. */
    private static boolean isTraced(SeenSend send) {
        SendResult result = send.result;
        SeenCall call = send.call;
        return !send.isBatch()
                && call != null
                && call.invocation.kind() != SendKind.ONEWAY
                && (result == null || result.traceOn());
    }
}
