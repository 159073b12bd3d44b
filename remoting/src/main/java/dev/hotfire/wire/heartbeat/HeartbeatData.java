// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.heartbeat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a heartbeat (W-11): who the client is, and which groups it is a member of. Its lists are unmodifiable.
 *
 * @param clientId       {@code <ip>@<instance>}, the address that brokers push to
 * @param producerGroups group names
 * @param consumerGroups what a fake broker needs to know of consumers, and no more
 * @param fingerprint    0, or in a heartbeat of version 2 the {@link #computeFingerprint}
 * @param withoutSub     whether a version 2 heartbeat leaves its subscriptions out
 */
public record HeartbeatData(
        String clientId,
        List<String> producerGroups,
        List<ConsumerGroup> consumerGroups,
        int fingerprint,
        boolean withoutSub) {
    /** A client has a handful of groups with a handful of subscriptions. */
    private static final int MAX_ELEMENTS = 65_536;

    /**
     * A consumer group that a client is a member of.
     *
     * @param groupName        the group
     * @param consumeType      {@code CONSUME_PASSIVELY} (push) or {@code CONSUME_ACTIVELY} (pull)
     * @param messageModel     {@code CLUSTERING} or {@code BROADCASTING}
     * @param consumeFromWhere such as {@code CONSUME_FROM_LAST_OFFSET}
     */
    public record ConsumerGroup(
            String groupName,
            @Nullable String consumeType,
            @Nullable String messageModel,
            @Nullable String consumeFromWhere,
            List<Subscription> subscriptions,
            boolean unitMode) {
        public ConsumerGroup {
            requireNonNull(groupName, "groupName");
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /**
     * What a consumer group wants of one topic.
     *
     * @param topic          the topic
     * @param subString      tags with {@code ||} between them, {@code *}, or an SQL expression
     * @param expressionType {@code TAG} or {@code SQL92}
     * @param subVersion     the higher one is the newer one
     */
    public record Subscription(
            String topic,
            @Nullable String subString,
            @Nullable String expressionType,
            long subVersion) {
        public Subscription {
            requireNonNull(topic, "topic");
        }
    }

    public HeartbeatData {
        requireNonNull(clientId, "clientId");
        producerGroups = List.copyOf(producerGroups);
        consumerGroups = List.copyOf(consumerGroups);
    }

    /** The heartbeat of version 1 of a client that only produces. */
    public static HeartbeatData ofProducers(String clientId, List<String> producerGroups) {
        return new HeartbeatData(clientId, producerGroups, List.of(), 0, false);
    }

    /** This heartbeat in version 2: with its fingerprint. */
    public HeartbeatData withFingerprint(boolean withoutSub) {
        return new HeartbeatData(clientId, producerGroups, consumerGroups, computeFingerprint(), withoutSub);
    }

    /**
     * A number that changes when the groups or their subscriptions do: the hash of this body with client id, both
     * fields of version 2 and the versions of all subscriptions blanked. For a client that only produces, the same as
     * the official one computes.
     */
    public int computeFingerprint() {
        return new HeartbeatData("", producerGroups, consumerGroups, 0, false)
                .json(true)
                .hashCode();
    }

    public byte[] encode() {
        return json(false).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a body; fields that this record does not have are skipped.
     *
     * @throws MalformedHeartbeatException when the body is no heartbeat
     */
    public static HeartbeatData decode(byte[] body) {
        try {
            return JsonInput.read(new String(body, StandardCharsets.UTF_8), MAX_ELEMENTS, HeartbeatData::read);
        } catch (IOException e) {
            throw new MalformedHeartbeatException("heartbeat of " + body.length + " bytes: " + e.getMessage(), e);
        }
    }

    // Fields in alphabetical order, as the official client has them: the fingerprint depends on it.
    private String json(boolean withoutVersions) {
        return JsonOutput.write(json -> {
            json.writeStartObject();
            json.writeStringField("clientID", clientId);
            json.writeArrayFieldStart("consumerDataSet");
            for (ConsumerGroup group : consumerGroups) {
                writeConsumerGroup(json, group, withoutVersions);
            }
            json.writeEndArray();
            json.writeNumberField("heartbeatFingerprint", fingerprint);
            json.writeArrayFieldStart("producerDataSet");
            for (String group : producerGroups) {
                json.writeStartObject();
                json.writeStringField("groupName", group);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("withoutSub", withoutSub);
            json.writeEndObject();
        });
    }

    private static void writeConsumerGroup(JsonGenerator json, ConsumerGroup group, boolean withoutVersions)
            throws IOException {
        json.writeStartObject();
        writeOptional(json, "consumeFromWhere", group.consumeFromWhere);
        writeOptional(json, "consumeType", group.consumeType);
        json.writeStringField("groupName", group.groupName);
        writeOptional(json, "messageModel", group.messageModel);
        json.writeArrayFieldStart("subscriptionDataSet");
        for (Subscription subscription : group.subscriptions) {
            json.writeStartObject();
            writeOptional(json, "expressionType", subscription.expressionType);
            writeOptional(json, "subString", subscription.subString);
            json.writeNumberField("subVersion", withoutVersions ? 0 : subscription.subVersion);
            json.writeStringField("topic", subscription.topic);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeBooleanField("unitMode", group.unitMode);
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static HeartbeatData read(JsonInput json) throws IOException {
        Parts parts = new Parts();
        json.object("heartbeat", field -> {
            switch (field) {
                case "clientID" -> parts.clientId = json.text(field);
                case "producerDataSet" -> json.array(field, () -> parts.producerGroups.add(readProducerGroup(json)));
                case "consumerDataSet" -> json.array(field, () -> parts.consumerGroups.add(readConsumerGroup(json)));
                case "heartbeatFingerprint" -> parts.fingerprint = json.integer(field);
                case "withoutSub" -> parts.withoutSub = json.bool(field);
                default -> json.skip();
            }
        });
        return new HeartbeatData(
                required(json, "clientID", parts.clientId),
                parts.producerGroups,
                parts.consumerGroups,
                parts.fingerprint,
                parts.withoutSub);
    }

    private static String readProducerGroup(JsonInput json) throws IOException {
        GroupParts group = new GroupParts();
        json.object("producerDataSet", field -> {
            if (field.equals("groupName")) {
                group.name = json.text(field);
            } else {
                json.skip();
            }
        });
        return required(json, "groupName", group.name);
    }

    private static ConsumerGroup readConsumerGroup(JsonInput json) throws IOException {
        GroupParts group = new GroupParts();
        json.object("consumerDataSet", field -> {
            switch (field) {
                case "groupName" -> group.name = json.text(field);
                case "consumeType" -> group.consumeType = json.text(field);
                case "messageModel" -> group.messageModel = modelOf(json.text(field));
                case "consumeFromWhere" -> group.consumeFromWhere = json.text(field);
                case "subscriptionDataSet" -> json.array(field, () -> group.subscriptions.add(readSubscription(json)));
                case "unitMode" -> group.unitMode = json.bool(field);
                default -> json.skip();
            }
        });
        return new ConsumerGroup(
                required(json, "groupName", group.name),
                group.consumeType,
                group.messageModel,
                group.consumeFromWhere,
                group.subscriptions,
                group.unitMode);
    }

    /** C++ clients write a model as its number. */
    private static @Nullable String modelOf(@Nullable String written) {
        return "0".equals(written) ? "BROADCASTING" : "1".equals(written) ? "CLUSTERING" : written;
    }

    private static Subscription readSubscription(JsonInput json) throws IOException {
        SubscriptionParts subscription = new SubscriptionParts();
        json.object("subscriptionDataSet", field -> {
            switch (field) {
                case "topic" -> subscription.topic = json.text(field);
                case "subString" -> subscription.subString = json.text(field);
                case "expressionType" -> subscription.expressionType = json.text(field);
                case "subVersion" -> subscription.subVersion = json.longIntegerOrText(field);
                default -> json.skip();
            }
        });
        return new Subscription(
                required(json, "topic", subscription.topic),
                subscription.subString,
                subscription.expressionType,
                subscription.subVersion);
    }

    private static String required(JsonInput json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            throw json.unexpected("end of the object", "a field named " + name + " before it");
        }
        return value;
    }

    private static final class Parts {
        private final List<String> producerGroups = new ArrayList<>();
        private final List<ConsumerGroup> consumerGroups = new ArrayList<>();
        private @Nullable String clientId;
        private int fingerprint;
        private boolean withoutSub;
    }

    private static final class GroupParts {
        private final List<Subscription> subscriptions = new ArrayList<>();
        private @Nullable String name;
        private @Nullable String consumeType;
        private @Nullable String messageModel;
        private @Nullable String consumeFromWhere;
        private boolean unitMode;
    }

    private static final class SubscriptionParts {
        private @Nullable String topic;
        private @Nullable String subString;
        private @Nullable String expressionType;
        private long subVersion;
    }
}
