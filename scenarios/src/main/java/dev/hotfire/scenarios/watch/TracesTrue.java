// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.trace.MalformedTraceException;
import dev.hotfire.wire.trace.TraceRecord;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * X17: the message trace tells each send once, as it was: which message, where, how long it took and how it ended; and once
 * nothing is wrong any more it tells them all.
 */
final class TracesTrue extends Watcher {
    private static final int LARGEST = 1 << 22;

    private final Set<String> read = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    TracesTrue() {
        super("X17", "traces tell what happened");
    }

    @Override
    void onStored(String broker, StoredMessage message, long now) {
        // A trace message can be stored twice, as any other.
        if (!message.topic().equals(SystemTopics.TRACE)
                || !read.add(String.valueOf(message.properties().get(PropertyNames.UNIQ_KEY)))) {
            return;
        }
        try {
            for (TraceRecord record :
                    TraceRecord.decode(new String(message.decompressed(LARGEST).body(), UTF_8))) {
                if (record instanceof TraceRecord.Publish publish) {
                    compare(publish);
                }
            }
        } catch (MalformedTraceException e) {
            violated("a trace message makes no sense: " + e.getMessage());
        }
    }

    private void compare(TraceRecord.Publish publish) {
        String id = String.valueOf(publish.msgId());
        SeenSend send = watch().sendOf(id);
        if (send == null || !send.ended || send.attempts.isEmpty()) {
            violated("the trace tells of message " + id + ", which " + (send == null ? "nobody sent" : "has no end"));
            return;
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
    }

    private void expect(SeenSend send, String what, Object found, Object wanted) {
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
        return !send.isBatch() && (result == null || result.traceOn());
    }
}
