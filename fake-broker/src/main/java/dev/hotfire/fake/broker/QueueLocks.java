// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who of a group may consume a queue: what orderly consumers ask for, LOCK_BATCH_MQ (41) and UNLOCK_BATCH_MQ (42), after
 * broker 5.5.0. A lock is held for 60 s from the last time that it was asked for. Under the server's lock, as all
 * handlers. Simplified: other brokers of the same name are not asked.
 */
final class QueueLocks {
    private static final long LIFE_MILLIS = Duration.ofSeconds(60).toMillis();
    private static final int MAX_ELEMENTS = 65_536;

    private final BrokerTime time;

    /** By group, then by queue. In memory, so a crash frees all. */
    private final Map<String, Map<Queue, Lock>> locks = new HashMap<>();

    private record Queue(String topic, String brokerName, int queueId) {}

    private record Lock(String clientId, long untilMillis) {}

    private record LockRequest(String group, String clientId, List<Queue> queues) {}

    QueueLocks(BrokerTime time) {
        this.time = time;
    }

    /** LOCK_BATCH_MQ (41): answers with those queues that the client has locked now. */
    Reply lock(Request request) {
        LockRequest asked = read(request.frame().body());
        long now = time.currentTimeMillis();
        Map<Queue, Lock> ofGroup = locks.computeIfAbsent(asked.group, group -> new HashMap<>());
        List<Queue> locked = new ArrayList<>();
        for (Queue queue : asked.queues) {
            Lock lock = ofGroup.get(queue);
            if (lock == null || lock.untilMillis <= now || lock.clientId.equals(asked.clientId)) {
                ofGroup.put(queue, new Lock(asked.clientId, now + LIFE_MILLIS));
                locked.add(queue);
            }
        }
        return Reply.of(
                request.respond(ResponseCode.SUCCESS).body(write(locked)).build());
    }

    /** UNLOCK_BATCH_MQ (42): gives up what the client holds of these queues. */
    Reply unlock(Request request) {
        LockRequest asked = read(request.frame().body());
        Map<Queue, Lock> ofGroup = locks.getOrDefault(asked.group, Map.of());
        for (Queue queue : asked.queues) {
            Lock lock = ofGroup.get(queue);
            if (lock != null && lock.clientId.equals(asked.clientId)) {
                ofGroup.remove(queue);
            }
        }
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    /** Whether somebody of the group consumes in order, and may at present. */
    boolean isOrderly(String group) {
        long now = time.currentTimeMillis();
        return locks.getOrDefault(group, Map.of()).values().stream().anyMatch(lock -> lock.untilMillis > now);
    }

    void forgetAll() {
        locks.clear();
    }

    private static LockRequest read(byte[] body) {
        try {
            return JsonInput.read(new String(body, StandardCharsets.UTF_8), MAX_ELEMENTS, QueueLocks::read);
        } catch (IOException e) {
            throw new IllegalArgumentException("body of " + body.length + " bytes: " + e.getMessage(), e);
        }
    }

    private static LockRequest read(JsonInput json) throws IOException {
        Parts parts = new Parts();
        json.object("lock request", field -> {
            switch (field) {
                case "consumerGroup" -> parts.group = json.text(field);
                case "clientId" -> parts.clientId = json.text(field);
                case "mqSet" -> json.array(field, () -> parts.queues.add(readQueue(json)));
                default -> json.skip();
            }
        });
        return new LockRequest(
                required(json, "consumerGroup", parts.group), required(json, "clientId", parts.clientId), parts.queues);
    }

    private static Queue readQueue(JsonInput json) throws IOException {
        Parts parts = new Parts();
        json.object("mqSet", field -> {
            switch (field) {
                case "topic" -> parts.topic = json.text(field);
                case "brokerName" -> parts.brokerName = json.text(field);
                case "queueId" -> parts.queueId = json.integer(field);
                default -> json.skip();
            }
        });
        return new Queue(
                required(json, "topic", parts.topic), required(json, "brokerName", parts.brokerName), parts.queueId);
    }

    private static String required(JsonInput json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            throw json.unexpected("end of the object", "a field named " + name + " before it");
        }
        return value;
    }

    private static byte[] write(List<Queue> queues) {
        String text = JsonOutput.write(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("lockOKMQSet");
            for (Queue queue : queues) {
                json.writeStartObject();
                json.writeStringField("brokerName", queue.brokerName);
                json.writeNumberField("queueId", queue.queueId);
                json.writeStringField("topic", queue.topic);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Parts {
        private final List<Queue> queues = new ArrayList<>();
        private @Nullable String group;
        private @Nullable String clientId;
        private @Nullable String topic;
        private @Nullable String brokerName;
        private int queueId;
    }
}
