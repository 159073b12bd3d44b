// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who consumes which queues, where brokers say so instead of the consumers: QUERY_ASSIGNMENT (400) and
 * SET_MESSAGE_REQUEST_MODE (401), after broker 5.5.0.
 *
 * <p>Each member of a group is told its share of the topic's queues on all brokers, which all brokers reckon alike from the
 * route and from who heartbeats. Simplified: queues are always to be pulled from, as by default; that a group shall pop is
 * refused. Static topics are not assigned.
 */
final class Assignments {
    private static final int MAX_ELEMENTS = 1_024;
    private static final String AVERAGELY = "AVG";
    private static final String BY_CIRCLE = "AVG_BY_CIRCLE";

    private final FakeBroker broker;
    private final RouteLookup routes;

    Assignments(FakeBroker broker, RouteLookup routes) {
        this.broker = broker;
        this.routes = routes;
    }

    /** One queue of the topic that was asked about, in the order in which they are dealt out. */
    private record Queue(String brokerName, int queueId) {}

    /** QUERY_ASSIGNMENT (400): a member's queues, or nothing where it had better keep what it has. */
    Reply query(Request request) {
        Map<String, String> asked = read(request);
        String topic = required(asked, "topic");
        String model = required(asked, "messageModel");
        List<Queue> queues = queuesOf(topic);
        if (queues != null && model.equals("CLUSTERING")) {
            queues = shareOf(
                    String.valueOf(asked.get("clientId")),
                    broker.clients().consumersOf(String.valueOf(asked.get("consumerGroup"))),
                    queues,
                    String.valueOf(asked.get("strategyName")));
        } else if (!model.equals("CLUSTERING") && !model.equals("BROADCASTING")) {
            throw new IllegalArgumentException("messageModel: " + model + " (expected: CLUSTERING or BROADCASTING)");
        }
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .body(write(topic, queues).getBytes(StandardCharsets.UTF_8))
                .build());
    }

    /** SET_MESSAGE_REQUEST_MODE (401): a group pulls, as it does anyway; it can't be made to pop. */
    Reply setMode(Request request) {
        Map<String, String> asked = read(request);
        if (required(asked, "topic").startsWith(SystemTopics.RETRY_PREFIX)) {
            return request.refuse(ResponseCode.NO_PERMISSION, "retry topic is not allowed to set mode");
        }
        String mode = required(asked, "mode");
        return mode.equals("PULL")
                ? Reply.of(request.respond(ResponseCode.SUCCESS).build())
                : request.refuse(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "message request mode " + mode);
    }

    /** All queues that can be read from, in order; null when the topic is unknown, or none that this broker deals out. */
    private @Nullable List<Queue> queuesOf(String topic) {
        TopicRoute route = routes.routeOf(topic);
        if (route == null || !route.queueMappings().isEmpty()) {
            return null;
        }
        List<Queue> queues = new ArrayList<>();
        for (QueueData data : route.queueDatas()) {
            for (int id = 0; id < data.readQueueNums() && Permission.isReadable(data.perm()); id++) {
                queues.add(new Queue(data.brokerName(), id));
            }
        }
        queues.sort(Comparator.comparing(Queue::brokerName).thenComparing(Queue::queueId));
        return queues;
    }

    /**
     * A member's share, by the official strategies of these names: neighbours, the first members one more than the others
     * where it doesn't come out even, or every n-th.
     *
     * @return null when nobody heartbeats for the group, when there is nothing to share, or when the strategy is unknown
     */
    private static @Nullable List<Queue> shareOf(
            String clientId, List<String> members, List<Queue> queues, String strategy) {
        boolean known = strategy.equals(AVERAGELY) || strategy.equals(BY_CIRCLE);
        if (members.isEmpty() || queues.isEmpty() || clientId.isEmpty() || !known) {
            return null;
        }
        int index = members.stream().sorted().toList().indexOf(clientId);
        List<Queue> share = new ArrayList<>();
        if (index < 0) {
            return share;
        }
        int count = members.size();
        if (strategy.equals(BY_CIRCLE)) {
            for (int i = index; i < queues.size(); i += count) {
                share.add(queues.get(i));
            }
            return share;
        }
        int more = queues.size() % count;
        int size = queues.size() / count + (index < more ? 1 : 0);
        int first = index * size + (index < more ? 0 : more);
        share.addAll(queues.subList(first, first + size));
        return share;
    }

    private static String required(Map<String, String> asked, String name) {
        String value = asked.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": absent (expected: a value)");
        }
        return value;
    }

    /** The request's fields that are there, as texts. */
    private static Map<String, String> read(Request request) {
        try {
            String body = new String(request.frame().body(), StandardCharsets.UTF_8);
            return JsonInput.read(body, MAX_ELEMENTS, json -> {
                Map<String, String> fields = new TreeMap<>();
                json.object("request", field -> {
                    String value = json.text(field);
                    if (value != null) {
                        fields.put(field, value);
                    }
                });
                return fields;
            });
        } catch (IOException e) {
            throw new IllegalArgumentException(request.frame().codeName() + ": " + e.getMessage(), e);
        }
    }

    private static String write(String topic, @Nullable List<Queue> queues) {
        return JsonOutput.write(json -> {
            json.writeStartObject();
            if (queues != null) {
                json.writeArrayFieldStart("messageQueueAssignments");
                for (Queue queue : queues) {
                    json.writeStartObject();
                    json.writeObjectFieldStart("messageQueue");
                    json.writeStringField("brokerName", queue.brokerName);
                    json.writeNumberField("queueId", queue.queueId);
                    json.writeStringField("topic", topic);
                    json.writeEndObject();
                    json.writeStringField("mode", "PULL");
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }
}
