// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each name server believes about each topic. */
final class RouteResource {
    private final FakeCluster cluster;

    RouteResource(FakeCluster cluster) {
        this.cluster = cluster;
    }

    List<Route> routes() {
        return List.of(new Route("GET", "/routes", false, this::answer));
    }

    private Answer answer(Call call) {
        call.requireOnlyParameters("topic", "nameServer");
        @Nullable String topic = call.parameter("topic");
        @Nullable String name = call.parameter("nameServer");
        List<FakeNameServer> asked = cluster.nameServers().stream()
                .filter(nameServer -> name == null || nameServer.name().equals(name))
                .toList();
        if (asked.isEmpty()) {
            throw HttpProblem.unexpected(
                    "nameServer",
                    name == null ? "" : name,
                    "one of "
                            + cluster.nameServers().stream()
                                    .map(FakeNameServer::name)
                                    .toList());
        }
        return Answer.json(json -> write(json, asked, topic));
    }

    /** What all of them believe about all topics that people made. */
    void write(JsonGenerator json) throws IOException {
        write(json, cluster.nameServers(), null);
    }

    private static void write(JsonGenerator json, List<FakeNameServer> nameServers, @Nullable String topic)
            throws IOException {
        json.writeStartArray();
        for (FakeNameServer nameServer : nameServers) {
            write(json, nameServer, topic);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, FakeNameServer nameServer, @Nullable String only) throws IOException {
        json.writeStartObject();
        json.writeStringField("nameServer", nameServer.name());
        json.writeArrayFieldStart("topics");
        for (Map.Entry<String, TopicRoute> entry : nameServer.view().routes().entrySet()) {
            String topic = entry.getKey();
            if (only == null ? ClusterView.isMadeByPeople(topic) : only.equals(topic)) {
                write(json, topic, entry.getValue());
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String topic, TopicRoute route) throws IOException {
        json.writeStartObject();
        json.writeStringField("topic", topic);
        String order = route.orderTopicConf();
        if (order != null) {
            json.writeStringField("order", order);
        }
        json.writeArrayFieldStart("queues");
        for (QueueData queues : route.queueDatas()) {
            json.writeStartObject();
            json.writeStringField("brokerName", queues.brokerName());
            json.writeNumberField("readQueues", queues.readQueueNums());
            json.writeNumberField("writeQueues", queues.writeQueueNums());
            json.writeStringField("permission", Words.ofPermission(queues.perm()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("brokers");
        for (BrokerData broker : route.brokerDatas()) {
            json.writeStartObject();
            json.writeStringField("brokerName", broker.brokerName());
            json.writeObjectFieldStart("addresses");
            for (Map.Entry<Long, String> address : broker.brokerAddrs().entrySet()) {
                json.writeStringField(String.valueOf(address.getKey()), address.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
