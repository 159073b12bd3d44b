// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static dev.hotfire.testkit.yaml.Schemas.anyOf;
import static dev.hotfire.testkit.yaml.Schemas.bool;
import static dev.hotfire.testkit.yaml.Schemas.described;
import static dev.hotfire.testkit.yaml.Schemas.duration;
import static dev.hotfire.testkit.yaml.Schemas.integer;
import static dev.hotfire.testkit.yaml.Schemas.list;
import static dev.hotfire.testkit.yaml.Schemas.mapping;
import static dev.hotfire.testkit.yaml.Schemas.number;
import static dev.hotfire.testkit.yaml.Schemas.positiveDuration;
import static dev.hotfire.testkit.yaml.Schemas.schema;
import static dev.hotfire.testkit.yaml.Schemas.text;
import static dev.hotfire.testkit.yaml.Schemas.words;

import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.testkit.rule.Latencies;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.yaml.Schemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of scenario files, for completion and checking in editors: made of the tables and bounds that
 * {@link ScenarioReader} reads by. What takes more than one place to decide, such as whether a broker of that name exists, is
 * the reader's alone.
 */
public final class ScenarioSchema {
    private static final long FOREVER = Long.MAX_VALUE;

    private ScenarioSchema() {}

    /** The schema, as maps, lists, text, numbers and truth values. */
    public static Map<String, Object> tree() {
        Map<String, Object> schema =
                schema("$schema", "http://json-schema.org/draft-07/schema#", "title", "Hotfire scenario");
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("name", described("short, for reports", name()));
        fields.put("description", described("what the scenario shows", text()));
        fields.put("seed", described("decides everything that is left to chance", integer(Long.MIN_VALUE, FOREVER)));
        fields.put("cluster", described("what producers talk to", cluster()));
        fields.put("network", described("what lies between them; clear unless told otherwise", network()));
        fields.put("producers", described("each in a process of its own", list(producer())));
        fields.put("workload", described("what is sent", anyOf(List.of(workload(), list(workload())))));
        fields.put("faults", described("what goes wrong when, and heals", list(fault())));
        fields.put("heal", described("when whatever is still wrong heals", duration()));
        fields.put(
                "ties",
                described(
                        "who is first when two things happen at once in a simulated world",
                        words(ScenarioReader.TIES.keySet())));
        fields.put("timeline", described("what happens when", list(timed())));
        fields.put(
                "length",
                described(
                        "how long the run lasts; to the end of workload and timeline unless told otherwise",
                        positiveDuration()));
        fields.put("expect", described("bounds on the numbers of the report", expectations()));
        schema.putAll(mapping(ScenarioReader.FIELDS, List.of("name", "cluster", "producers", "workload"), fields));
        return schema;
    }

    private static Map<String, Object> name() {
        return text("^" + ScenarioReader.NAME.pattern() + "$");
    }

    private static Map<String, Object> cluster() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put(
                "nameServers", described("how many: namesrv-1 and so on", integer(1, ScenarioReader.MAX_NAME_SERVERS)));
        Map<String, Object> brokers = list(name());
        brokers.put("uniqueItems", true);
        fields.put("brokers", described("their names", brokers));
        fields.put("topics", described("topics that exist from the start", list(topic())));
        fields.put(
                "brokerExpiry",
                described("how long name servers list a broker that they hear nothing of", positiveDuration()));
        fields.put("slaves", described("of each broker", integer(0, ScenarioReader.MAX_SLAVES)));
        fields.put("headers", described("how answers are encoded", words(ScenarioReader.ENCODINGS.keySet())));
        return mapping(ScenarioReader.CLUSTER_FIELDS, List.of("brokers", "topics"), fields);
    }

    private static Map<String, Object> topic() {
        Map<String, Object> queues = integer(1, ScenarioReader.MAX_QUEUES);
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("name", text());
        fields.put("queues", described("on each broker", queues));
        fields.put(
                "except",
                described(
                        "by broker, where it is another number",
                        schema("type", "object", "additionalProperties", queues)));
        fields.put("numbered", described("whether its queues are numbered across all brokers", bool()));
        return mapping(ScenarioReader.TOPIC_FIELDS, List.of("name", "queues"), fields);
    }

    private static Map<String, Object> network() {
        return mapping(
                ScenarioReader.NETWORK_FIELDS,
                List.of(),
                Map.of("latency", Latencies.schema(), "sliceBytes", sliceBytes()));
    }

    private static Map<String, Object> sliceBytes() {
        return described("the most that arrives in one read", integer(1, Integer.MAX_VALUE));
    }

    private static Map<String, Object> producer() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("group", described("its producer group", text()));
        fields.put("timeout", described("of a send in all; 3s unless told otherwise", positiveDuration()));
        fields.put("retries", described("attempts after the first", integer(0, ScenarioReader.MAX_RETRIES)));
        fields.put("isolation", described("whom it avoids", words(ScenarioReader.ISOLATIONS.keySet())));
        fields.put("runtime", described("a name; producers with the same share one", name()));
        fields.put("profile", described("whose decisions it makes", words(ScenarioReader.PROFILES.keySet())));
        fields.put("closeTimeout", described("how long a close waits for sends", positiveDuration()));
        fields.put("attemptTimeout", described("the most that one attempt gets", positiveDuration()));
        fields.put("maxInFlight", described("how many sends may be open", integer(1, ScenarioReader.MAX_IN_FLIGHT)));
        fields.put(
                "compressOver",
                described("the size above which bodies are compressed", integer(1, ScenarioReader.MAX_BODY_BYTES)));
        fields.put("batching", described("how long messages wait for company", positiveDuration()));
        fields.put("routeRefresh", described("how often routes are read again", positiveDuration()));
        fields.put("heartbeat", described("how often brokers hear of it", positiveDuration()));
        fields.put("detector", described("whether avoided brokers are tried", bool()));
        fields.put("retryWhenNotStored", described("whether a weak success is tried elsewhere", bool()));
        fields.put("trace", described("whether it traces its messages", bool()));
        fields.put("hooks", described("whether it has hooks, which look, and set a property and a field", bool()));
        fields.put(
                "asyncRetries",
                described("as retries, for sends whose callers don't wait", integer(0, ScenarioReader.MAX_RETRIES)));
        fields.put("maxInFlightBytes", described("how many bytes may be open", integer(1, Integer.MAX_VALUE)));
        fields.put("maxMessageBytes", described("the largest body", integer(1, ScenarioReader.MAX_BODY_BYTES)));
        fields.put("idleTimeout", described("when idle connections are closed", positiveDuration()));
        fields.put("namespace", described("of topics and groups; what one has, all have", name()));
        fields.put("signed", described("whether requests are signed; if one's are, all are", bool()));
        fields.put(
                "features",
                described(
                        "what it does besides",
                        schema("type", "array", "items", words(ScenarioReader.FEATURES.keySet()))));
        return mapping(ScenarioReader.PRODUCER_FIELDS, List.of("group"), fields);
    }

    private static Map<String, Object> workload() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("producer", described("its group; only with several producers", text()));
        fields.put("topic", text());
        fields.put("rate", described("sends a second", integer(1, ScenarioReader.MAX_RATE)));
        fields.put("bodyBytes", described("of each body", integer(1, ScenarioReader.MAX_BODY_BYTES)));
        fields.put("mode", described("how the producer is called", words(ScenarioReader.MODES.keySet())));
        fields.put("from", described("when it begins", duration()));
        fields.put("for", described("how long it lasts", positiveDuration()));
        fields.put("arrival", described("how sends are spread over time", words(ScenarioReader.ARRIVALS.keySet())));
        fields.put("callers", described("of a sync workload", integer(1, ScenarioReader.MAX_CALLERS)));
        fields.put("keys", described("of an ordered one", integer(1, ScenarioReader.MAX_RATE)));
        fields.put("batch", described("messages in each", integer(1, ScenarioReader.MAX_BATCH)));
        fields.put(
                "only",
                described(
                        "the numbers, from 0, of the sends that are made",
                        schema("type", "array", "items", integer(0, FOREVER))));
        return mapping(ScenarioReader.WORKLOAD_FIELDS, List.of("topic", "rate", "for"), fields);
    }

    private static Map<String, Object> fault() {
        List<FaultId> ids = Arrays.stream(FaultId.values())
                .filter(id -> id.exclusion().isEmpty())
                .toList();
        List<Map<String, Object>> known = new ArrayList<>();
        ids.forEach(id -> known.add(schema("const", id.id(), "description", id.title())));
        Map<String, Object> count = integer(1, FOREVER);
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("id", described("which, by the catalogue", anyOf(known)));
        fields.put("kind", described("in which form, where there are several", text()));
        fields.put("on", described("the broker, name server or producer group that it happens to", text()));
        fields.put("at", described("when it begins", duration()));
        fields.put("for", described("when it heals, after that", positiveDuration()));
        fields.put("nth", described("only this one of the requests", count));
        fields.put("first", described("so many of the requests, from the first", count));
        fields.put("every", described("each time after so many requests", count));
        fields.put("chance", described("each request with this probability", number(0, 1)));
        fields.put("amount", described("its size, where it has one", anyOf(List.of(positiveDuration(), count))));
        Map<String, Object> fault = mapping(FaultListReader.FIELDS, List.of("id", "at", "for"), fields);
        fault.put("not", Schemas.notTwoOf(FaultListReader.TRIGGERS));
        List<Map<String, Object>> forms = new ArrayList<>();
        ids.forEach(id -> forms.add(
                schema("if", schema("properties", schema("id", schema("const", id.id()))), "then", form(id))));
        fault.put("allOf", forms);
        return fault;
    }

    /** What else a fault of this id must have, and must not. */
    private static Map<String, Object> form(FaultId id) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (id.kinds().isEmpty()) {
            properties.put("kind", false);
        } else {
            properties.put("kind", words(id.kinds()));
            required.add("kind");
        }
        switch (id.scope()) {
            case BROKER, NODE, CLIENT -> required.add("on");
            case CLUSTER -> properties.put("on", false);
            case REQUESTS, NAME_SERVER -> {
                // Of one or of all.
            }
        }
        switch (id.amount()) {
            case NONE -> properties.put("amount", false);
            case DURATION -> properties.put("amount", positiveDuration());
            case COUNT -> properties.put("amount", integer(1, Integer.MAX_VALUE));
        }
        if (id.amount() != FaultId.Amount.NONE) {
            required.add("amount");
        }
        Map<String, Object> form = schema("properties", properties);
        if (!required.isEmpty()) {
            form.put("required", required);
        }
        return form;
    }

    private static Map<String, Object> timed() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        TimelineReader.ACTIONS.forEach(action -> fields.put(action, described("a node's name", text())));
        fields.put("at", described("when", duration()));
        fields.put("link", described("links to a node change; what is left out is clear", link()));
        fields.put("rule", described("from here on some requests are not simply served", RuleText.schema()));
        Map<String, Object> entry = mapping(TimelineReader.ENTRY_FIELDS, List.of("at"), fields);
        // The time and one action.
        entry.put("minProperties", 2);
        entry.put("maxProperties", 2);
        return entry;
    }

    private static Map<String, Object> link() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("to", described("a broker or name server", text()));
        fields.put("latency", Latencies.schema());
        fields.put("sliceBytes", sliceBytes());
        fields.put("blackhole", described("what vanishes", words(TimelineReader.BLACKHOLES.keySet())));
        return mapping(TimelineReader.LINK_FIELDS, List.of("to"), fields);
    }

    private static Map<String, Object> expectations() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (Expectation.Measure measure : Expectation.Measure.values()) {
            names.add(measure.field());
            fields.put(measure.field(), expectation(measure));
        }
        return mapping(names, List.of(), fields);
    }

    private static Map<String, Object> expectation(Expectation.Measure measure) {
        Map<String, Object> value = measure.isDuration() ? duration() : integer(0, FOREVER);
        Map<String, Object> bounds = mapping(List.of("min", "max"), List.of(), Map.of("min", value, "max", value));
        bounds.put("minProperties", 1);
        if (measure == Expectation.Measure.DUPLICATES) {
            return anyOf(List.of(words(List.of(Expectation.ONLY_AFTER_UNKNOWN)), bounds));
        }
        Map<String, Object> sign = schema("type", "string", "pattern", "^[<>]=? *[0-9]");
        return anyOf(List.of(value, sign, bounds));
    }
}
