// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Namespace;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /** What producers, and hooks, add to messages. */
    private static final Set<String> ADDED = Set.of(
            PropertyNames.UNIQ_KEY,
            PropertyNames.WAIT,
            PropertyNames.TRAN_MSG,
            PropertyNames.PRODUCER_GROUP,
            PropertyNames.CORRELATION_ID,
            PropertyNames.REPLY_TO_CLIENT,
            PropertyNames.TTL,
            PropertyNames.INSTANCE_ID,
            Watch.HOOK_PROPERTY);

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
        FirstFrame first = send.firstFrame;
        if (first != null) {
            expect(frame, "body", Arrays.equals(first.body(), frame.frame().body()));
            Map<String, String> properties = MessageProperties.decode(first.properties());
            expect(frame, "properties", withoutHooks(properties).equals(withoutHooks(frame.properties())));
            expect(frame, "sysFlag", first.sysFlag() == frame.header().sysFlag());
        }
    }

    private void compare(SeenFrame frame, SeenAttempt attempt, SeenCall call) {
        SendRequestHeader header = frame.header();
        Invocation invocation = call.invocation;
        SendKind kind = invocation.kind();
        expect(frame, "group", header.producerGroup().equals(watch().wire(invocation.group())));
        expect(frame, "topic", header.topic().equals(watch().wire(invocation.topic())));
        String broker = attempt.queue.brokerName();
        // Static topics name a logical broker; the frame names the real one.
        expect(frame, "broker", Objects.equals(header.brokerName(), broker) || broker.startsWith("__"));
        if (!isGatheredAnew(frame, call)) {
            expect(frame, "defaultTopic", header.defaultTopic().equals(call.config.templateTopic()));
            expect(frame, "defaultTopicQueueNums", header.defaultTopicQueueNums() == call.config.defaultTopicQueues());
            expect(frame, "unitMode", header.unitMode() == call.config.unitMode());
        }
        expect(frame, "reconsumeTimes", header.reconsumeTimes() == 0 && header.maxReconsumeTimes() == null);
        expect(frame, "oneway", frame.frame().isOneway() == (kind == SendKind.ONEWAY));
        boolean batch = frame.frame().code() == RequestCode.SEND_BATCH_MESSAGE;
        expect(frame, "batch", header.batch() == batch);
        int transaction = kind == SendKind.TRANSACTION ? SysFlag.TRANSACTION_PREPARED : 0;
        expect(frame, "sysFlag", (header.sysFlag() & ~(SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK)) == transaction);
        Map<String, String> properties = batch ? frame.elements().get(0).properties() : frame.properties();
        expect(frame, "WAIT", "true".equals(properties.get(PropertyNames.WAIT)));
        if (batch) {
            for (BatchBody.Element element : frame.elements()) {
                String key = element.properties().get(PropertyNames.KEYS);
                carries(frame, key == null ? null : watch().call(key), element.properties(), element.flag());
            }
            expect(frame, "flag", header.flag() == 0);
        } else {
            carries(frame, frame.call(), frame.properties(), header.flag());
        }
        String tenant = watch().namespace().kind() == Namespace.Kind.PREFIX
                ? watch().namespace().name()
                : null;
        expect(
                frame,
                "INSTANCE_ID",
                batch || Objects.equals(frame.properties().get(PropertyNames.INSTANCE_ID), tenant));
        born(frame, attempt);
        boolean half = kind == SendKind.TRANSACTION;
        expect(frame, "TRAN_MSG", half == "true".equals(properties.get(PropertyNames.TRAN_MSG)));
        expect(
                frame,
                "PGROUP",
                Objects.equals(
                        properties.get(PropertyNames.PRODUCER_GROUP), half ? watch().wire(invocation.group()) : null));
        boolean request = kind == SendKind.REQUEST;
        expect(frame, "CORRELATION_ID", request == properties.containsKey(PropertyNames.CORRELATION_ID));
        expect(frame, "REPLY_TO_CLIENT", request == properties.containsKey(PropertyNames.REPLY_TO_CLIENT));
        if (request) {
            String ttl = Long.toString(Math.max(1, invocation.timeoutNanos() / 1_000_000));
            expect(frame, "TTL", ttl.equals(properties.get(PropertyNames.TTL)));
            String address = properties.getOrDefault(PropertyNames.REPLY_TO_CLIENT, "");
            expect(frame, "REPLY_TO_CLIENT", address.startsWith(call.party.host + "@"));
        }
        boolean delayed = kind == SendKind.DELAYED || kind == SendKind.RECALLED;
        expect(frame, "delay", delayed == isDelayed(properties));
    }

    /** Messages that wait for company while settings change go by those that are in force when they leave. */
    private static boolean isGatheredAnew(SeenFrame frame, SeenCall call) {
        return call.config.batching() != null
                && frame.frame().code() == RequestCode.SEND_BATCH_MESSAGE
                && !call.party.isSettled(call.invocation.atNanos(), frame.now(), 0);
    }

    private static boolean isDelayed(Map<String, String> properties) {
        for (String name : OF_DELAYS) {
            if (properties.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    /** What the caller put into the message, in its order, and besides only what producers add. */
    private void carries(SeenFrame frame, @Nullable SeenCall call, Map<String, String> properties, int flag) {
        Message message = call == null ? null : call.message;
        if (message == null) {
            return;
        }
        expect(frame, "flag", flag == message.flag());
        Iterator<Map.Entry<String, String>> own =
                message.properties().entrySet().iterator();
        Map.Entry<String, String> next = own.hasNext() ? own.next() : null;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (next != null && next.equals(property)) {
                next = own.hasNext() ? own.next() : null;
            } else if (!ADDED.contains(property.getKey())) {
                violated(frame.describe() + ": has property " + property + ", and its message " + message.properties());
                return;
            }
        }
        if (next != null) {
            violated(frame.describe() + ": lacks " + next + " in its place, in " + properties);
        }
    }

    /** A frame is made when its attempt begins, or for the first attempt when the send is called. */
    private void born(SeenFrame frame, SeenAttempt attempt) {
        long late = watch().lateNanos();
        if (!watch().hasSteadyClocks(attempt) || !attempt.isAloneThere()) {
            return;
        }
        long since = attempt.number == 1 ? attempt.send.startedAt : Choice.before(attempt).endedAt;
        // Real clocks are read one after the other, and are not that steady.
        long apart = late > 0 ? 4 : 1;
        long least = attempt.wallMillis - (attempt.startedAt - since) / 1_000_000 - apart;
        long born = frame.header().bornTimestamp();
        expect(
                frame,
                "bornTimestamp",
                born >= least && born <= attempt.wallMillis + apart + Math.max(0, late) / 1_000_000);
    }

    private static Map<String, String> withoutHooks(Map<String, String> properties) {
        if (!properties.containsKey(Watch.HOOK_PROPERTY)) {
            return properties;
        }
        Map<String, String> without = new LinkedHashMap<>(properties);
        without.remove(Watch.HOOK_PROPERTY);
        return without;
    }

    private void expect(SeenFrame frame, String what, boolean right) {
        if (!right) {
            violated(frame.describe() + ": wrong " + what + " in " + frame.header());
        }
    }
}
