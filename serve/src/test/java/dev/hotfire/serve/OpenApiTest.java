// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import static dev.hotfire.serve.Schema.mapping;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.serve.admin.Interface;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.json.JsonOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description says what is, all of it: each operation is called with its own examples and its answer held against it. */
final class OpenApiTest {
    private static final Map<String, Object> DESCRIPTION = description();
    private static final Schema SCHEMA = new Schema(DESCRIPTION);

    private static Map<String, Object> description() {
        try (InputStream in = Interface.class.getResourceAsStream("openapi.yaml")) {
            return parsed(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> parsed(String text) {
        return mapping(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** An operation of the description. */
    private record Operation(String method, String path, Map<String, Object> node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        mapping(DESCRIPTION.get("paths")).forEach((path, methods) -> mapping(methods)
                .forEach((method, node) ->
                        all.add(new Operation(method.toUpperCase(Locale.ROOT), path, mapping(node)))));
        return all;
    }

    @Test
    void whatIsDescribedIsWhatIsThere() {
        try (FakeCluster cluster = FakeCluster.builder().start();
                TcpWorld world = TcpWorld.create(1);
                Machine machine = world.machine("m");
                Interface served = new Interface(cluster, machine.clock())) {
            TreeSet<String> described = new TreeSet<>();
            operations().forEach(operation -> described.add(operation.toString()));
            TreeSet<String> there = new TreeSet<>();
            served.routes().all().forEach(route -> there.add(route.method() + " " + route.template()));
            assertThat(described).isEqualTo(there);
            Map<String, Object> schemas =
                    mapping(mapping(DESCRIPTION.get("components")).get("schemas"));
            assertThat(mapping(schemas.get("BrokerAction")).get("enum")).isEqualTo(served.brokerActions());
            assertThat(mapping(schemas.get("NameServerAction")).get("enum")).isEqualTo(served.nameServerActions());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOperationAnswersAsDescribed() {
        return operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.toString(), () -> answersAsDescribed(operation)));
    }

    private static void answersAsDescribed(Operation operation) throws Exception {
        try (FakeCluster cluster = FakeCluster.builder().topic("orders", 4).start();
                AdminServer admin = AdminServer.start(cluster)) {
            ProducerConfig config = ProducerConfig.builder("pg-orders")
                    .nameServers(cluster.nameServerAddresses())
                    .build();
            cluster.rules().add(FaultRule.onSends().group("somebody").silent());
            try (Producer producer = Hotfire.start(config)) {
                producer.send(Message.of("orders", "hello".getBytes(UTF_8)));
            }
            Map<String, Object> responses = mapping(operation.node().get("responses"));
            String status = responses.keySet().stream()
                    .filter(code -> code.startsWith("2"))
                    .findFirst()
                    .orElseThrow();
            Map<String, Object> content = mapping(responses.get(status)).containsKey("content")
                    ? mapping(mapping(responses.get(status)).get("content"))
                    : Map.of();
            if (content.containsKey("text/event-stream")) {
                followsEvents(admin.url() + operation.path());
                return;
            }
            Http.Reply reply =
                    new Http(admin.url()).send(operation.method(), pathOf(operation), bodyOf(operation.node()));
            assertThat(String.valueOf(reply.status())).as(reply.text()).isEqualTo(status);
            if (content.isEmpty()) {
                assertThat(reply.text()).isEmpty();
                return;
            }
            Map.Entry<String, Object> only = content.entrySet().iterator().next();
            assertThat(reply.header("Content-Type")).isEqualTo(only.getKey());
            Object value = only.getKey().endsWith("json") ? reply.json() : reply.text();
            assertThat(SCHEMA.faults(mapping(only.getValue()).get("schema"), value))
                    .as(reply.text())
                    .isEmpty();
            assertThat(value).as("nothing, by which nothing can be held").isNotIn(List.of(), Map.of(), "");
        }
    }

    private static String pathOf(Operation operation) {
        String path = operation.path();
        StringBuilder query = new StringBuilder();
        Object given = operation.node().get("parameters");
        for (Object node : given instanceof List<?> list ? list : List.of()) {
            Map<String, Object> parameter = SCHEMA.resolved(node);
            Object example = parameter.get("example");
            if (parameter.get("in").equals("path")) {
                path = path.replace("{" + parameter.get("name") + "}", String.valueOf(example));
            } else if (example != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.get("name"))
                        .append('=')
                        .append(example);
            }
        }
        return path + query;
    }

    private static String bodyOf(Map<String, Object> operation) {
        if (!operation.containsKey("requestBody")) {
            return null;
        }
        Map<String, Object> content =
                mapping(mapping(operation.get("requestBody")).get("content"));
        Object example = mapping(content.get("application/json")).get("example");
        return JsonOutput.write(json -> write(json, example));
    }

    private static void write(com.fasterxml.jackson.core.JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    /** The events of the beginning, each held against its schema. */
    private static void followsEvents(String url) throws Exception {
        Map<String, Object> schemas =
                mapping(mapping(DESCRIPTION.get("components")).get("schemas"));
        Map<String, Object> list = Map.of("type", "array");
        Map<String, Object> expected = new HashMap<>();
        expected.put("cluster", schemas.get("Cluster"));
        expected.put("ledger", schemas.get("Ledger"));
        expected.put("routes", with(list, schemas.get("View")));
        expected.put("rules", with(list, schemas.get("Rule")));
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            while (!expected.isEmpty()) {
                String event = lines.readLine();
                String data = lines.readLine();
                assertThat(lines.readLine()).isEmpty();
                assertThat(event).startsWith("event: ");
                assertThat(data).startsWith("data: ");
                Object schema = expected.remove(event.substring("event: ".length()));
                Object value =
                        new Load(LoadSettings.builder().build()).loadFromString(data.substring("data: ".length()));
                assertThat(SCHEMA.faults(schema, value)).as(data).isEmpty();
            }
        }
    }

    private static Map<String, Object> with(Map<String, Object> list, Object items) {
        Map<String, Object> all = new HashMap<>(list);
        all.put("items", items);
        return all;
    }
}
