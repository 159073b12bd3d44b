// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.scenarios.history.ContentHash;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs that are made by hand, of one producer, for one watcher to look at. */
class WatcherBench {
    static final String HOST = "10.0.0.9";
    static final String TOPIC = "orders";
    static final String A = "10.0.0.1:10911";
    static final String B = "10.0.0.2:10911";
    static final AttemptOutcome LOST = new AttemptOutcome.Unknown(-1, "connection lost");
    static final AttemptOutcome ILLEGAL = new AttemptOutcome.Refused(13, "illegal");

    final ProducerConfig config = ProducerConfig.builder("pg")
            .nameServers("10.0.0.8:9876")
            .isolation(Isolation.TABLE)
            .build();
    final ProducerConfig adaptive =
            config.toBuilder().isolation(Isolation.ADAPTIVE).build();
    final RouteBook routes = new RouteBook();
    final Map<String, SeenMessage> messages = new HashMap<>();
    final Link link = new Link("broker-a", 1, HOST, 0);
    long now = 1_000;

    SeenRequest shortOrFull(boolean withoutSub, String... groups) {
        return request(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(HOST + "@1#2", List.of(groups))
                        .withFingerprint(withoutSub)
                        .encode())
                .build());
    }

    int gathered;

    /** Two more sends, whose queues were chosen for the sake of these keys, or not chosen, in one batch to the first queue. */
    SeenAttempt gathered(Watch watch, @Nullable String firstKey, @Nullable String secondKey) {
        String first = Integer.toString(++gathered);
        String second = Integer.toString(++gathered);
        watch.called(new Invocation(first, "pg", TOPIC, 0, 1, SendKind.PLAIN, firstKey, 3_000_000_000L, 0, 3, now));
        watch.called(new Invocation(second, "pg", TOPIC, 0, 1, SendKind.PLAIN, secondKey, 3_000_000_000L, 0, 3, now));
        SendObserver observer = watch.observer("pg", 0);
        String messageId = "id-" + first + ",id-" + second;
        observer.sendStarted(messageId, TOPIC, now);
        observer.attemptStarted(messageId, 1, new MessageQueue(TOPIC, "broker-a", 0), A, now);
        SeenAttempt attempt = last(watch, first + ",id-" + second);
        attempt.send.call = watch.call(first);
        return attempt;
    }

    @SafeVarargs
    final SeenFrame batch(SeenAttempt attempt, Map<String, String>... properties) {
        SeenFrame frame = frame(attempt, "broker-a", 0, Map.of());
        List<BatchBody.Element> elements = new ArrayList<>();
        for (Map<String, String> one : properties) {
            elements.add(new BatchBody.Element(0, body("1"), one));
        }
        return new SeenFrame(
                frame.server(),
                frame.address(),
                link,
                frame.frame(),
                frame.header(),
                properties[0],
                elements,
                frame.party(),
                null,
                null,
                attempt.send,
                attempt,
                frame.page(),
                now);
    }

    static SendResult result(String sendId, String broker, long offset, int attempts) {
        return new SendResult(
                SendStatus.SEND_OK,
                "id-" + sendId,
                "",
                new MessageQueue(TOPIC, broker, 0),
                offset,
                null,
                null,
                "DefaultRegion",
                true,
                attempts);
    }

    Watch watch(Watcher watcher) {
        return watch(watcher, config);
    }

    Watch watch(Watcher watcher, ProducerConfig settings) {
        Watch watch = Watch.with(() -> now, watcher);
        watch.joined("pg", HOST, "pg", HandMadeRun.CLOCK, () -> settings, settings);
        now++;
        return watch;
    }

    static byte[] body(String sendId) {
        return ("body of " + sendId).getBytes(UTF_8);
    }

    void call(Watch watch, String sendId) {
        call(watch, sendId, SendKind.PLAIN);
    }

    void call(Watch watch, String sendId, SendKind kind) {
        watch.called(new Invocation(
                sendId,
                "pg",
                TOPIC,
                ContentHash.of(body(sendId)),
                body(sendId).length,
                kind,
                null,
                3_000_000_000L,
                0,
                3,
                now));
    }

    SeenAttempt attempt(Watch watch, SendObserver observer, String sendId, String broker, String address) {
        call(watch, sendId);
        observer.sendStarted("id-" + sendId, TOPIC, now);
        observer.attemptStarted("id-" + sendId, 1, new MessageQueue(TOPIC, broker, 0), address, now);
        SeenAttempt attempt = last(watch, sendId);
        attempt.send.call = watch.call(sendId);
        return attempt;
    }

    static SeenAttempt last(Watch watch, String sendId) {
        List<SeenAttempt> attempts = watch.sends().stream()
                .filter(send -> send.messageId.equals("id-" + sendId))
                .findFirst()
                .orElseThrow()
                .attempts;
        return attempts.get(attempts.size() - 1);
    }

    void ended(
            SendObserver observer, String sendId, int number, String broker, String address, AttemptOutcome outcome) {
        observer.attemptEnded(
                "id-" + sendId, new Attempt(number, new MessageQueue(TOPIC, broker, 0), address, now, 0, outcome));
    }

    void ended(
            SendObserver observer,
            String sendId,
            int number,
            String broker,
            String address,
            AttemptOutcome outcome,
            long tookNanos) {
        MessageQueue queue = new MessageQueue(TOPIC, broker, 0);
        observer.attemptEnded("id-" + sendId, new Attempt(number, queue, address, now - tookNanos, tookNanos, outcome));
    }

    SeenFrame frame(SeenAttempt attempt, String broker, int queueId, Map<String, String> properties) {
        return frame(attempt, broker, queueId, properties, body("1"), 0);
    }

    SeenFrame frame(
            SeenAttempt attempt, String broker, int queueId, Map<String, String> properties, byte[] body, int sysFlag) {
        SendRequestHeader header = new SendRequestHeader(
                "pg", TOPIC, "TBW102", 4, queueId, sysFlag, 0, 0, null, 0, false, null, false, broker);
        Frame frame = header.writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(body)
                .build();
        return new SeenFrame(
                "broker-a",
                attempt.address,
                link,
                frame,
                header,
                properties,
                List.of(),
                attempt.send.party,
                attempt.send.messageId.equals(properties.get(PropertyNames.UNIQ_KEY))
                        ? messages.computeIfAbsent(attempt.send.messageId, id -> new SeenMessage(attempt.send))
                        : null,
                attempt.send.call != null
                                && attempt.send.call.invocation.sendId().equals(properties.get(PropertyNames.KEYS))
                        ? attempt.send.call
                        : null,
                attempt.send,
                attempt,
                routes.page(HOST, TOPIC),
                now);
    }

    SeenRequest request(Frame frame) {
        return new SeenRequest("broker-a", link, HOST, frame, now);
    }

    static Frame heartbeat(String... groups) {
        return Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(HOST + "@1#2", List.of(groups)).encode())
                .build();
    }

    static Map<String, String> ids(String uniqueId, String sendId) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQ_KEY, uniqueId);
        properties.put(PropertyNames.KEYS, sendId);
        properties.put(PropertyNames.WAIT, "true");
        return properties;
    }

    static TopicRoute route(String broker, String address) {
        return TopicRoute.of(
                List.of(new QueueData(broker, 2, 2, Permission.READ_WRITE, 0)), List.of(broker(broker, address)));
    }

    static TopicRoute twoBrokers() {
        List<QueueData> queues = new ArrayList<>(route("broker-a", A).queueDatas());
        queues.addAll(route("broker-b", B).queueDatas());
        return TopicRoute.of(queues, List.of(broker("broker-a", A), broker("broker-b", B)));
    }

    static BrokerData broker(String name, String address) {
        return new BrokerData("cluster", name, new TreeMap<>(Map.of(0L, address)), "", false);
    }

    static void assertBroken(Watcher watcher, String example) {
        assertThat(watcher.verdict().examples()).containsExactly(example);
    }
}
