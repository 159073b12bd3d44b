// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.route;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.hotfire.wire.json.JsonInput;
import dev.hotfire.wire.json.JsonOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON bodies of name servers (W-10). Two dialects exist: <em>standard</em>, and the one of servers up to 4.9.3
 * (and later ones, unless the client is known to be newer), which writes integer keys bare, as in
 * {@code {0:"127.0.0.1:10911"}}. The readers take both; unknown fields are skipped, null counts as empty.
 */
public final class RouteCodec {
    // A route has an entry per broker and, of a static topic, one per queue.
    private static final int MAX_ROUTE_ELEMENTS = 262_144;

    // Large clusters have topics by the hundred thousand.
    private static final int MAX_TOPIC_ELEMENTS = 1_000_000;

    private static final JsonGenerator.Feature QUOTED_KEYS = JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature();

    private RouteCodec() {}

    /**
     * Reads a topic route, in either dialect.
     *
     * @throws MalformedRouteException when the body is no topic route
     */
    public static TopicRoute decode(byte[] body) {
        return read("topic route", body, MAX_ROUTE_ELEMENTS, RouteCodec::readRoute);
    }

    /**
     * Writes a topic route.
     *
     * @param standardJson whether integer keys are quoted, and characters beyond ASCII escaped
     */
    public static byte[] encode(TopicRoute route, boolean standardJson) {
        return write(standardJson, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("brokerDatas");
            for (BrokerData broker : route.brokerDatas()) {
                writeBroker(json, broker, standardJson);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("filterServerTable");
            json.writeEndObject();
            if (route.orderTopicConf() != null) {
                json.writeStringField("orderTopicConf", route.orderTopicConf());
            }
            json.writeArrayFieldStart("queueDatas");
            for (QueueData queues : route.queueDatas()) {
                writeQueues(json, queues);
            }
            json.writeEndArray();
            if (!route.queueMappings().isEmpty()) {
                json.writeObjectFieldStart("topicQueueMappingByBroker");
                for (Map.Entry<String, TopicQueueMapping> mapping :
                        route.queueMappings().entrySet()) {
                    json.writeFieldName(mapping.getKey());
                    writeMapping(json, mapping.getValue(), standardJson);
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    /**
     * Reads the response body of {@code GET_BROKER_CLUSTER_INFO}.
     *
     * @throws MalformedRouteException when the body is no cluster information
     */
    public static ClusterInfo decodeClusterInfo(byte[] body) {
        return read("cluster information", body, MAX_ROUTE_ELEMENTS, json -> {
            Map<String, BrokerData> brokers = new TreeMap<>();
            Map<String, List<String>> clusters = new TreeMap<>();
            json.object("cluster information", field -> {
                switch (field) {
                    case "brokerAddrTable" -> json.object(field, broker -> brokers.put(broker, readBroker(json)));
                    case "clusterAddrTable" ->
                        json.object(field, cluster -> clusters.put(cluster, readTexts(json, "clusterAddrTable")));
                    default -> json.skip();
                }
            });
            return new ClusterInfo(brokers, clusters);
        });
    }

    /**
     * Writes the response body of {@code GET_BROKER_CLUSTER_INFO}.
     *
     * @param standardJson as in {@link #encode}
     */
    public static byte[] encodeClusterInfo(ClusterInfo info, boolean standardJson) {
        return write(standardJson, json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("brokerAddrTable");
            for (Map.Entry<String, BrokerData> broker : info.brokers().entrySet()) {
                json.writeFieldName(broker.getKey());
                writeBroker(json, broker.getValue(), standardJson);
            }
            json.writeEndObject();
            json.writeObjectFieldStart("clusterAddrTable");
            for (Map.Entry<String, List<String>> cluster : info.clusters().entrySet()) {
                json.writeArrayFieldStart(cluster.getKey());
                for (String brokerName : cluster.getValue()) {
                    json.writeString(brokerName);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /**
     * Reads the response body of {@code GET_ALL_TOPIC_LIST_FROM_NAMESERVER}.
     *
     * @throws MalformedRouteException when the body is no list of topics
     */
    public static List<String> decodeTopicList(byte[] body) {
        return read("topic list", body, MAX_TOPIC_ELEMENTS, json -> {
            List<String> topics = new ArrayList<>();
            json.object("topic list", field -> {
                if (field.equals("topicList")) {
                    topics.addAll(readTexts(json, field));
                } else {
                    json.skip();
                }
            });
            return List.copyOf(topics);
        });
    }

    /** Writes the response body of {@code GET_ALL_TOPIC_LIST_FROM_NAMESERVER}. */
    public static byte[] encodeTopicList(List<String> topics) {
        return write(true, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("topicList");
            for (String topic : topics) {
                json.writeString(topic);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static TopicRoute readRoute(JsonInput json) throws IOException {
        RouteParts route = new RouteParts();
        json.object("topic route", field -> {
            switch (field) {
                case "orderTopicConf" -> route.orderTopicConf = json.text(field);
                case "queueDatas" -> json.array(field, () -> route.queueDatas.add(readQueues(json)));
                case "brokerDatas" -> json.array(field, () -> route.brokerDatas.add(readBroker(json)));
                case "topicQueueMappingByBroker" ->
                    json.object(field, broker -> route.queueMappings.put(broker, readMapping(json)));
                default -> json.skip();
            }
        });
        return new TopicRoute(route.orderTopicConf, route.queueDatas, route.brokerDatas, route.queueMappings);
    }

    private static QueueData readQueues(JsonInput json) throws IOException {
        QueueParts queues = new QueueParts();
        json.object("queueDatas", field -> {
            switch (field) {
                case "brokerName" -> queues.brokerName = json.text(field);
                case "readQueueNums" -> queues.readQueueNums = json.integer(field);
                case "writeQueueNums" -> queues.writeQueueNums = json.integer(field);
                case "perm" -> queues.perm = json.integer(field);
                case "topicSysFlag" -> queues.topicSysFlag = json.integer(field);
                default -> json.skip();
            }
        });
        return new QueueData(
                required(json, "brokerName", queues.brokerName),
                queues.readQueueNums,
                queues.writeQueueNums,
                queues.perm,
                queues.topicSysFlag);
    }

    private static BrokerData readBroker(JsonInput json) throws IOException {
        BrokerParts broker = new BrokerParts();
        json.object("brokerDatas", field -> {
            switch (field) {
                case "cluster" -> broker.cluster = json.text(field);
                case "brokerName" -> broker.brokerName = json.text(field);
                case "brokerAddrs" ->
                    json.object(field, id -> {
                        String address = json.text(field);
                        if (address != null) {
                            broker.addresses.put(Long.parseLong(id), address);
                        }
                    });
                case "zoneName" -> broker.zoneName = json.text(field);
                case "enableActingMaster" -> broker.enableActingMaster = json.bool(field);
                default -> json.skip();
            }
        });
        return new BrokerData(
                // Name servers older than 4.x leave the cluster out; nothing about sending hangs on it.
                broker.cluster == null ? "" : broker.cluster,
                required(json, "brokerName", broker.brokerName),
                broker.addresses,
                broker.zoneName,
                broker.enableActingMaster);
    }

    private static TopicQueueMapping readMapping(JsonInput json) throws IOException {
        MappingParts mapping = new MappingParts();
        json.object("topicQueueMappingByBroker", field -> {
            switch (field) {
                case "topic" -> mapping.topic = json.text(field);
                case "scope" -> mapping.scope = json.text(field);
                case "totalQueues" -> mapping.totalQueues = json.integer(field);
                case "bname" -> mapping.brokerName = json.text(field);
                case "epoch" -> mapping.epoch = json.longInteger(field);
                case "dirty" -> mapping.dirty = json.bool(field);
                case "currIdMap" ->
                    json.object(field, id -> mapping.currIdMap.put(Integer.parseInt(id), json.integer(field)));
                default -> json.skip();
            }
        });
        return new TopicQueueMapping(
                required(json, "topic", mapping.topic),
                mapping.scope == null ? TopicQueueMapping.GLOBAL_SCOPE : mapping.scope,
                mapping.totalQueues,
                required(json, "bname", mapping.brokerName),
                mapping.epoch,
                mapping.dirty,
                mapping.currIdMap);
    }

    private static List<String> readTexts(JsonInput json, String what) throws IOException {
        List<String> texts = new ArrayList<>();
        json.array(what, () -> {
            String text = json.text(what);
            if (text != null) {
                texts.add(text);
            }
        });
        return texts;
    }

    private static String required(JsonInput json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            throw json.unexpected("end of the object", "a field named " + name + " before it");
        }
        return value;
    }

    private static void writeQueues(JsonGenerator json, QueueData queues) throws IOException {
        json.writeStartObject();
        json.writeStringField("brokerName", queues.brokerName());
        json.writeNumberField("perm", queues.perm());
        json.writeNumberField("readQueueNums", queues.readQueueNums());
        json.writeNumberField("topicSysFlag", queues.topicSysFlag());
        json.writeNumberField("writeQueueNums", queues.writeQueueNums());
        json.writeEndObject();
    }

    private static void writeBroker(JsonGenerator json, BrokerData broker, boolean standardJson) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("brokerAddrs");
        for (Map.Entry<Long, String> address : broker.brokerAddrs().entrySet()) {
            writeIntegerKey(json, address.getKey(), standardJson);
            json.writeString(address.getValue());
        }
        json.writeEndObject();
        json.writeStringField("brokerName", broker.brokerName());
        json.writeStringField("cluster", broker.cluster());
        json.writeBooleanField("enableActingMaster", broker.enableActingMaster());
        if (broker.zoneName() != null) {
            json.writeStringField("zoneName", broker.zoneName());
        }
        json.writeEndObject();
    }

    private static void writeMapping(JsonGenerator json, TopicQueueMapping mapping, boolean standardJson)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("bname", mapping.brokerName());
        json.writeObjectFieldStart("currIdMap");
        for (Map.Entry<Integer, Integer> id : mapping.currIdMap().entrySet()) {
            writeIntegerKey(json, id.getKey(), standardJson);
            json.writeNumber(id.getValue());
        }
        json.writeEndObject();
        json.writeBooleanField("dirty", mapping.dirty());
        json.writeNumberField("epoch", mapping.epoch());
        json.writeStringField("scope", mapping.scope());
        json.writeStringField("topic", mapping.topic());
        json.writeNumberField("totalQueues", mapping.totalQueues());
        json.writeEndObject();
    }

    private static void writeIntegerKey(JsonGenerator json, long key, boolean quoted) throws IOException {
        json.configure(QUOTED_KEYS, quoted);
        json.writeFieldName(Long.toString(key));
        json.enable(QUOTED_KEYS);
    }

    private static <T> T read(String what, byte[] body, int maxElements, JsonInput.DocumentReader<T> reader) {
        try {
            return JsonInput.read(new String(body, StandardCharsets.UTF_8), maxElements, reader);
        } catch (IOException | IllegalArgumentException e) {
            // An illegal argument: a key that is no number, or a count that QueueData refuses.
            throw new MalformedRouteException(what + " of " + body.length + " bytes: " + e.getMessage(), e);
        }
    }

    private static byte[] write(boolean standardJson, JsonOutput.DocumentWriter writer) {
        String text = standardJson ? JsonOutput.writeAscii(writer) : JsonOutput.write(writer);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class RouteParts {
        private final List<QueueData> queueDatas = new ArrayList<>();
        private final List<BrokerData> brokerDatas = new ArrayList<>();
        private final Map<String, TopicQueueMapping> queueMappings = new TreeMap<>();
        private @Nullable String orderTopicConf;
    }

    private static final class QueueParts {
        private @Nullable String brokerName;
        private int readQueueNums;
        private int writeQueueNums;
        private int perm;
        private int topicSysFlag;
    }

    private static final class BrokerParts {
        private final TreeMap<Long, String> addresses = new TreeMap<>();
        private @Nullable String cluster;
        private @Nullable String brokerName;
        private @Nullable String zoneName;
        private boolean enableActingMaster;
    }

    private static final class MappingParts {
        private final TreeMap<Integer, Integer> currIdMap = new TreeMap<>();
        private @Nullable String topic;
        private @Nullable String scope;
        private @Nullable String brokerName;
        private int totalQueues;
        private long epoch;
        private boolean dirty;
    }
}
