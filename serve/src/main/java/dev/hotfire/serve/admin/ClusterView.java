// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A cluster in JSON: its servers and topics, as they are now. */
final class ClusterView {
    private final FakeCluster cluster;
    private final Counters counters;

    ClusterView(FakeCluster cluster, Counters counters) {
        this.cluster = cluster;
        this.counters = counters;
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("nameServerAddresses", cluster.nameServerAddresses());
        json.writeFieldName("nameServers");
        writeNameServers(json);
        json.writeFieldName("brokers");
        writeBrokers(json);
        json.writeFieldName("topics");
        writeTopics(json);
        json.writeEndObject();
    }

    void writeNameServers(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (FakeNameServer nameServer : cluster.nameServers()) {
            write(json, nameServer);
        }
        json.writeEndArray();
    }

    void write(JsonGenerator json, FakeNameServer nameServer) throws IOException {
        json.writeStartObject();
        writeProcess(json, nameServer);
        json.writeNumberField("topics", nameServer.view().routes().size());
        json.writeEndObject();
    }

    void writeBrokers(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (FakeBroker broker : cluster.brokers()) {
            write(json, broker);
        }
        json.writeEndArray();
    }

    void write(JsonGenerator json, FakeBroker broker) throws IOException {
        json.writeStartObject();
        writeProcess(json, broker);
        json.writeStringField("brokerName", broker.brokerName());
        json.writeNumberField("brokerId", broker.brokerId());
        json.writeStringField("role", broker.isMaster() ? "master" : "slave");
        json.writeStringField("clusterName", broker.clusterName());
        json.writeNumberField("stored", broker.log().appended());
        json.writeBooleanField("readOnly", isReadOnly(broker));
        json.writeArrayFieldStart("listedBy");
        for (FakeNameServer nameServer : cluster.nameServers()) {
            if (isListed(broker, nameServer)) {
                json.writeString(nameServer.name());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeProcess(JsonGenerator json, FakeNode node) throws IOException {
        json.writeStringField("name", node.name());
        json.writeStringField("address", node.address().toString());
        json.writeStringField("state", Words.of(node.state()));
        json.writeNumberField("connections", node.connections().size());
        json.writeNumberField("requests", counters.received(node.name()));
        json.writeNumberField("malformedFrames", node.server().malformedFrames());
    }

    private static boolean isListed(FakeBroker broker, FakeNameServer nameServer) {
        BrokerData data = nameServer.view().cluster().brokers().get(broker.brokerName());
        return data != null && data.brokerAddrs().containsKey(broker.brokerId());
    }

    /** Whether there is nothing that a producer might write to. */
    private static boolean isReadOnly(FakeBroker broker) {
        List<TopicConfig> topics = userTopics(broker);
        return !topics.isEmpty() && topics.stream().noneMatch(topic -> Permission.isWriteable(topic.perm()));
    }

    /** The topics of a broker that people made. */
    static List<TopicConfig> userTopics(FakeBroker broker) {
        return broker.topics().values().stream()
                .filter(topic -> isMadeByPeople(topic.topic()))
                .toList();
    }

    /** Neither the protocol's own, nor made by a broker for replies. */
    static boolean isMadeByPeople(String topic) {
        return !SystemTopics.isSystem(topic) && !topic.endsWith("_REPLY_TOPIC");
    }

    /** Topics that people made: by name, and by broker name what each has of it. */
    SortedMap<String, SortedMap<String, TopicConfig>> topics() {
        TreeMap<String, SortedMap<String, TopicConfig>> all = new TreeMap<>();
        for (FakeBroker broker : cluster.masters()) {
            for (TopicConfig topic : userTopics(broker)) {
                all.computeIfAbsent(topic.topic(), name -> new TreeMap<>()).put(broker.brokerName(), topic);
            }
        }
        return all;
    }

    void writeTopics(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (var topic : topics().entrySet()) {
            writeTopic(json, topic.getKey(), topic.getValue());
        }
        json.writeEndArray();
    }

    void writeTopic(JsonGenerator json, String name, SortedMap<String, TopicConfig> byBroker) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeArrayFieldStart("brokers");
        for (var entry : byBroker.entrySet()) {
            TopicConfig config = entry.getValue();
            json.writeStartObject();
            json.writeStringField("brokerName", entry.getKey());
            json.writeNumberField("readQueues", config.readQueueNums());
            json.writeNumberField("writeQueues", config.writeQueueNums());
            json.writeStringField("permission", Words.ofPermission(config.perm()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
