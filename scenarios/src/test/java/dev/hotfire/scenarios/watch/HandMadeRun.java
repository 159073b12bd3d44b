// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.history.ContentHash;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.BatchBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that is made by hand, of producers on one machine, for one watcher to look at. */
final class HandMadeRun {
    static final String HOST = "10.0.0.9";
    static final String TOPIC = "orders";
    static final long SECOND = 1_000_000_000L;
    private static final String ADDRESS = "10.0.0.1:10911";

    /** It stands still. */
    static final MachineClock CLOCK = new MachineClock() {
        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public long currentTimeMillis() {
            return 0;
        }
    };

    final Watch watch;
    final Link link = new Link("broker-a", 1, HOST, 0);
    long now = SECOND;
    private ProducerConfig settings;
    private int sends;

    HandMadeRun(Watcher watcher, ProducerConfig settings) {
        this.watch = Watch.with(() -> now, watcher);
        this.settings = settings;
    }

    static ProducerConfig.Builder settings() {
        return ProducerConfig.builder("pg").nameServers("10.0.0.8:9876");
    }

    /** A producer comes, on the machine that all of them have. */
    void joins(String group) {
        watch.joined(group, HOST, "shared", CLOCK, () -> settings, settings);
    }

    /** It goes again. */
    void closes(String group) {
        watch.closing(group, false);
        watch.closed(group);
    }

    /** All producers go by other settings from now on. */
    void changes(ProducerConfig newSettings) {
        settings = newSettings;
        watch.fault(
                new Fault(
                        FaultId.C13,
                        "latencies",
                        Optional.of("pg"),
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        new Trigger.Always(),
                        0),
                true);
    }

    SendObserver observer(String group) {
        return watch.observer(group, 0);
    }

    /** A send of a topic is called. */
    SeenCall call(String group, String topic) {
        String sendId = "s-" + ++sends;
        byte[] body = sendId.getBytes(UTF_8);
        watch.called(new Invocation(
                sendId, group, topic, ContentHash.of(body), body.length, SendKind.PLAIN, null, 3 * SECOND, 0, 3, now));
        watch.handed(sendId, Message.of(topic, body));
        return requireNonNull(watch.call(sendId));
    }

    /** The first attempt of a send begins. */
    SeenAttempt begins(SeenCall call, String broker) {
        String group = call.invocation.group();
        String messageId = "id-" + call.invocation.sendId();
        MessageQueue queue = new MessageQueue(call.invocation.topic(), broker, 0);
        observer(group).sendStarted(messageId, call.invocation.topic(), call.invocation.atNanos());
        observer(group).attemptStarted(messageId, 1, queue, ADDRESS, now);
        SeenSend send = requireNonNull(watch.sendOf(messageId));
        send.call = call;
        return send.attempts.get(0);
    }

    void ends(SeenAttempt attempt, AttemptOutcome outcome) {
        observer(attempt.send.party.group)
                .attemptEnded(
                        attempt.send.messageId,
                        new Attempt(1, attempt.queue, ADDRESS, attempt.startedAt, now - attempt.startedAt, outcome));
    }

    /** A send that is called, and whose only attempt ends at once. */
    SeenAttempt attempt(String group, AttemptOutcome outcome) {
        SeenAttempt attempt = begins(call(group, TOPIC), "broker-a");
        ends(attempt, outcome);
        return attempt;
    }

    SeenFrame frame(
            SeenAttempt attempt,
            Map<String, String> properties,
            List<BatchBody.Element> elements,
            RouteBook.Page page) {
        SendRequestHeader header = new SendRequestHeader(
                "pg", TOPIC, "TBW102", 4, 0, 0, 0, 0, null, 0, false, null, !elements.isEmpty(), "broker-a");
        int code = elements.isEmpty() ? RequestCode.SEND_MESSAGE_V2 : RequestCode.SEND_BATCH_MESSAGE;
        return new SeenFrame(
                "broker-a",
                ADDRESS,
                link,
                header.writeTo(Frame.request(code)).build(),
                header,
                properties,
                elements,
                attempt.send.party,
                null,
                attempt.send.call,
                attempt.send,
                attempt,
                page,
                now);
    }

    SeenRequest request(Frame.Builder frame) {
        return new SeenRequest("broker-a", link, HOST, frame.build(), now);
    }
}
