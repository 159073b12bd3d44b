// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Body;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Topics: what brokers have of them, what may be done with them, what is stored in them. */
final class TopicResource {
    /** What brokers take. */
    private static final Pattern NAME = Pattern.compile("[%|a-zA-Z0-9_-]{1,127}");

    private static final int MAX_TOPICS = 10_000;
    private static final int MAX_MESSAGES = 1_000;

    private final FakeCluster cluster;
    private final ClusterView view;

    TopicResource(FakeCluster cluster, ClusterView view) {
        this.cluster = cluster;
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/topics", false, this::topics),
                new Route("POST", "/topics", false, this::create),
                new Route("GET", "/topics/{topic}", false, this::topic),
                new Route("PATCH", "/topics/{topic}", false, this::change),
                new Route("DELETE", "/topics/{topic}", false, this::remove),
                new Route("GET", "/topics/{topic}/messages", false, this::messages));
    }

    private Answer topics(Call call) {
        call.requireOnlyParameters();
        return Answer.json(view::writeTopics);
    }

    private Answer create(Call call) {
        call.requireOnlyParameters();
        Body body = call.fields("name", "queues");
        String name = body.text("name");
        if (!NAME.matcher(name).matches()) {
            throw HttpProblem.unexpected("name", name, "letters, digits, '%', '|', '_' and '-', 1 to 127 of them");
        }
        if (SystemTopics.isSystem(name)) {
            throw HttpProblem.unexpected("name", name, "another name; this one belongs to brokers");
        }
        int queues = body.number("queues", 8, 1, QueueData.MAX_QUEUES);
        SortedMap<String, SortedMap<String, TopicConfig>> present = view.topics();
        if (present.containsKey(name)) {
            throw new IllegalStateException(
                    "name: '" + name + "' (expected: a topic that does not exist; PATCH changes one)");
        }
        if (present.size() >= MAX_TOPICS) {
            throw new IllegalStateException("topics: " + present.size() + " (expected: fewer than " + MAX_TOPICS + ")");
        }
        cluster.topic(name, queues);
        return written(201, name);
    }

    private Answer topic(Call call) {
        call.requireOnlyParameters();
        return written(200, nameOf(call));
    }

    private Answer written(int status, String name) {
        SortedMap<String, TopicConfig> byBroker = requireTopic(name);
        return Answer.json(status, json -> view.writeTopic(json, name, byBroker));
    }

    private String nameOf(Call call) {
        String name = call.variable("topic");
        requireTopic(name);
        return name;
    }

    private SortedMap<String, TopicConfig> requireTopic(String name) {
        SortedMap<String, TopicConfig> byBroker = view.topics().get(name);
        if (byBroker == null) {
            throw HttpProblem.notFound("topic", name, "one of those in /topics");
        }
        return byBroker;
    }

    private Answer change(Call call) {
        call.requireOnlyParameters();
        String name = nameOf(call);
        Body body = call.fields("broker", "queues", "readQueues", "writeQueues", "permission");
        int queues = body.number("queues", -1, 1, QueueData.MAX_QUEUES);
        int read = body.number("readQueues", queues, 0, QueueData.MAX_QUEUES);
        int write = body.number("writeQueues", queues, 0, QueueData.MAX_QUEUES);
        @Nullable String word = body.optionalText("permission");
        int perm = word == null ? -1 : Words.permission(word);
        for (FakeBroker broker : having(name, body.optionalText("broker"))) {
            TopicConfig config = broker.topics().get(name);
            if (config != null) {
                broker.topic(new TopicConfig(
                        name,
                        read < 0 ? config.readQueueNums() : read,
                        write < 0 ? config.writeQueueNums() : write,
                        perm < 0 ? config.perm() : perm | (config.perm() & ~Permission.READ_WRITE)));
            }
        }
        return written(200, name);
    }

    private List<FakeBroker> having(String topic, @Nullable String brokerName) {
        List<FakeBroker> having = cluster.masters().stream()
                .filter(broker -> broker.topics().containsKey(topic))
                .filter(broker -> brokerName == null || broker.brokerName().equals(brokerName))
                .toList();
        if (having.isEmpty() && brokerName != null) {
            throw HttpProblem.unexpected(
                    "broker", brokerName, "one of " + requireTopic(topic).keySet());
        }
        return having;
    }

    private Answer remove(Call call) {
        call.requireOnlyParameters();
        call.requireNoBody();
        cluster.removeTopic(nameOf(call));
        return Answer.done();
    }

    // ---- messages ----

    private Answer messages(Call call) {
        call.requireOnlyParameters("broker", "queue", "key", "skip", "limit");
        String topic = nameOf(call);
        int queue = (int) call.numberParameter("queue", -1, 0, QueueData.MAX_QUEUES);
        @Nullable String key = call.parameter("key");
        long skip = call.numberParameter("skip", 0, 0, Long.MAX_VALUE);
        long limit = call.numberParameter("limit", 100, 1, MAX_MESSAGES);
        List<Found> found = new ArrayList<>();
        for (FakeBroker broker : having(topic, call.parameter("broker"))) {
            for (StoredMessage message : broker.stored(topic)) {
                if ((queue < 0 || message.queueId() == queue) && (key == null || hasKey(message, key))) {
                    found.add(new Found(broker.brokerName(), message));
                }
            }
        }
        int from = (int) Math.min(skip, found.size());
        List<Found> page = found.subList(from, (int) Math.min(from + limit, found.size()));
        return Answer.json(json -> {
            json.writeStartObject();
            json.writeNumberField("found", found.size());
            json.writeArrayFieldStart("messages");
            for (Found one : page) {
                write(json, one);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static boolean hasKey(StoredMessage message, String key) {
        return key.equals(message.properties().get(PropertyNames.UNIQ_KEY))
                || List.of(message.properties()
                                .getOrDefault(PropertyNames.KEYS, "")
                                .split(" "))
                        .contains(key);
    }

    private record Found(String brokerName, StoredMessage message) {}

    private static void write(JsonGenerator json, Found found) throws IOException {
        StoredMessage message = found.message();
        json.writeStartObject();
        json.writeStringField("broker", found.brokerName());
        json.writeNumberField("queue", message.queueId());
        json.writeNumberField("offset", message.queueOffset());
        json.writeStringField("messageId", message.messageId());
        json.writeStringField(
                "bornAt", Instant.ofEpochMilli(message.bornTimestamp()).toString());
        json.writeStringField(
                "storedAt", Instant.ofEpochMilli(message.storeTimestamp()).toString());
        json.writeObjectFieldStart("properties");
        for (Map.Entry<String, String> property : message.properties().entrySet()) {
            json.writeStringField(property.getKey(), property.getValue());
        }
        json.writeEndObject();
        boolean compressed = SysFlag.isCompressed(message.sysFlag());
        json.writeBooleanField("compressed", compressed);
        @Nullable String text = compressed ? null : textOf(message.body());
        if (text != null) {
            json.writeStringField("body", text);
        }
        json.writeBinaryField("bodyBase64", message.body());
        json.writeEndObject();
    }

    /** Null for what is no UTF-8. */
    static @Nullable String textOf(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
