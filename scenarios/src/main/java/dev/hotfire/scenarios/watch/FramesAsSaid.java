// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * X1: each frame says what its attempt is: this broker, this queue, this topic and group, and flags and properties that go
 * with its kind of send. All attempts of a send carry the same message.
 */
final class FramesAsSaid extends Watcher {
    private static final Set<String> OF_DELAYS = Set.of(
            PropertyNames.DELAY,
            PropertyNames.TIMER_DELIVER_MS,
            PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS);

    FramesAsSaid() {
        super("X1", "frames say what their attempts are");
    }

    @Override
    void onMalformed(String server, String what) {
        violated(server + " read a send that makes no sense: " + what);
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenSend send = frame.send();
        SeenAttempt attempt = frame.attempt();
        if (frame.party() == null) {
            if (send != null) {
                violated(frame.describe() + ": group is " + frame.header().producerGroup());
            }
            return;
        }
        if (send == null) {
            violated(frame.describe() + ": its producer began no such send");
            return;
        }
        if (attempt == null) {
            violated(frame.describe() + ": queue " + frame.header().queueId() + " of "
                    + frame.header().brokerName() + " at " + frame.address() + " is none of its attempts' "
                    + send.attempts);
            return;
        }
        SeenCall call = send.call;
        if (call != null) {
            compare(frame, attempt, call);
        }
        SeenFrame first = send.firstFrame;
        if (first != null) {
            expect(
                    frame,
                    "body",
                    Arrays.equals(first.frame().body(), frame.frame().body()));
            expect(frame, "properties", first.properties().equals(frame.properties()));
            expect(frame, "sysFlag", first.header().sysFlag() == frame.header().sysFlag());
        }
    }

    private void compare(SeenFrame frame, SeenAttempt attempt, SeenCall call) {
        SendRequestHeader header = frame.header();
        Invocation invocation = call.invocation;
        SendKind kind = invocation.kind();
        expect(frame, "group", header.producerGroup().equals(invocation.group()));
        expect(frame, "topic", header.topic().equals(invocation.topic()));
        String broker = attempt.queue.brokerName();
        // Static topics name a logical broker; the frame names the real one.
        expect(frame, "broker", Objects.equals(header.brokerName(), broker) || broker.startsWith("__"));
        expect(frame, "defaultTopic", header.defaultTopic().equals(call.config.templateTopic()));
        expect(frame, "defaultTopicQueueNums", header.defaultTopicQueueNums() == call.config.defaultTopicQueues());
        expect(frame, "flag", header.flag() == 0);
        expect(frame, "unitMode", header.unitMode() == call.config.unitMode());
        expect(frame, "reconsumeTimes", header.reconsumeTimes() == 0 && header.maxReconsumeTimes() == null);
        expect(frame, "oneway", frame.frame().isOneway() == (kind == SendKind.ONEWAY));
        boolean batch = frame.frame().code() == RequestCode.SEND_BATCH_MESSAGE;
        expect(frame, "batch", header.batch() == batch);
        int transaction = kind == SendKind.TRANSACTION ? SysFlag.TRANSACTION_PREPARED : 0;
        expect(frame, "sysFlag", (header.sysFlag() & ~(SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK)) == transaction);
        Map<String, String> properties = batch ? frame.elements().get(0).properties() : frame.properties();
        expect(frame, "WAIT", "true".equals(properties.get(PropertyNames.WAIT)));
        boolean half = kind == SendKind.TRANSACTION;
        expect(frame, "TRAN_MSG", half == "true".equals(properties.get(PropertyNames.TRAN_MSG)));
        expect(
                frame,
                "PGROUP",
                Objects.equals(properties.get(PropertyNames.PRODUCER_GROUP), half ? invocation.group() : null));
        boolean request = kind == SendKind.REQUEST;
        expect(frame, "CORRELATION_ID", request == properties.containsKey(PropertyNames.CORRELATION_ID));
        expect(frame, "REPLY_TO_CLIENT", request == properties.containsKey(PropertyNames.REPLY_TO_CLIENT));
        boolean delayed = kind == SendKind.DELAYED || kind == SendKind.RECALLED;
        expect(frame, "delay", delayed == properties.keySet().stream().anyMatch(OF_DELAYS::contains));
    }

    private void expect(SeenFrame frame, String what, boolean right) {
        if (!right) {
            violated(frame.describe() + ": wrong " + what + " in " + frame.header());
        }
    }
}
