// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.testkit.yaml.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JSON Schema of a rule, made of the tables that {@link RuleReader} and {@link FaultReader} read by. */
final class RuleSchema {
    private RuleSchema() {}

    static Map<String, Object> rule() {
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("name", described("what the journal calls it", Schemas.text()));
        fields.put("on", described("which requests; sends unless told otherwise", on()));
        fields.put("server", described("at this broker or name server", Schemas.text()));
        fields.put("topic", described("about this topic", Schemas.text()));
        fields.put("queue", described("about this queue id", Schemas.integer(0, Integer.MAX_VALUE)));
        fields.put("group", described("of this producer or consumer group", Schemas.text()));
        fields.put("client", described("of this client id", Schemas.text()));
        fields.put("connection", described("over this connection, by number", Schemas.integer(1, Integer.MAX_VALUE)));
        fields.put("peer", described("from this host, or host:port", Schemas.text()));
        fields.put("key", described("with a message that has this key", Schemas.text()));
        fields.put("tag", described("with a message that has this tag", Schemas.text()));
        fields.put("property", described("with a message that has these properties", texts()));
        fields.put("field", described("that have these header fields", texts()));
        fields.put("bodyBytes", described("with so many bytes of body", bytes()));
        fields.put("body", described("with this text in a message's body", Schemas.text()));
        fields.put("oneway", described("that want no answer, or do", Schemas.bool()));
        Map<String, Object> count = Schemas.integer(1, Long.MAX_VALUE);
        fields.put("nth", described("only this one of them", count));
        fields.put("first", described("so many of them, from the first", count));
        fields.put("every", described("each time after so many", count));
        fields.put("chance", described("each with this probability", Schemas.number(0, 1)));
        fields.put("ramp", described("each with a probability that changes, and then stays", ramp()));
        fields.put("from", described("in force only after this while", Schemas.duration()));
        fields.put("for", described("in force for this long", Schemas.positiveDuration()));
        fields.put(
                "priority",
                described("higher ones are asked first", Schemas.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)));
        fields.put("optional", described("whether it is all right if it never acts", Schemas.bool()));
        fields.put("fault", described("what happens to the request", fault()));
        Map<String, Object> rule = Schemas.mapping(RuleReader.FIELDS, List.of("fault"), fields);
        rule.put("not", Schemas.notTwoOf(RuleReader.TRIGGERS));
        return rule;
    }

    private static Map<String, Object> described(String description, Map<String, Object> schema) {
        return Schemas.described(description, schema);
    }

    private static Map<String, Object> on() {
        Map<String, Object> kind =
                Schemas.anyOf(List.of(Schemas.words(CodeNames.requestWords()), Schemas.schema("type", "integer")));
        return Schemas.anyOf(List.of(kind, Schemas.list(kind)));
    }

    private static Map<String, Object> texts() {
        return Schemas.schema(
                "type",
                "object",
                "minProperties",
                1,
                "additionalProperties",
                Schemas.schema("type", List.of("string", "number", "boolean")));
    }

    private static Map<String, Object> bytes() {
        Map<String, Object> count = Schemas.integer(0, Integer.MAX_VALUE);
        Map<String, Object> range =
                Schemas.mapping(List.of("min", "max"), List.of(), Map.of("min", count, "max", count));
        range.put("minProperties", 1);
        return Schemas.anyOf(List.of(count, range));
    }

    private static Map<String, Object> ramp() {
        List<String> fields = List.of("from", "to", "within");
        Map<String, Object> chance = Schemas.number(0, 1);
        return Schemas.mapping(
                fields, fields, Map.of("from", chance, "to", chance, "within", Schemas.positiveDuration()));
    }

    private static Map<String, Object> fault() {
        Set<String> codes = new LinkedHashSet<>(CodeNames.ANSWERS.keySet());
        codes.addAll(CodeNames.RESPONSES.keySet());
        Map<String, Object> code = Schemas.anyOf(List.of(Schemas.words(codes), Schemas.schema("type", "integer")));
        Map<String, Object> latency = Latencies.schema();
        Map<String, Map<String, Object>> fields = new LinkedHashMap<>();
        fields.put("answer", described("a response code, by name or number, or a refusal of real brokers", code));
        fields.put("delay", latency);
        fields.put("store-then-delay", latency);
        fields.put("store-then-answer", code);
        fields.put("close-then-store", latency);
        fields.put("reset-then-store", latency);
        fields.put("malform", Schemas.words(FaultReader.MALFORMATIONS.keySet()));
        fields.put("damage", Schemas.words(FaultReader.DAMAGES.keySet()));
        fields.put("dribble", dribble());
        fields.put("remark", described("the words of an answer", Schemas.schema("type", "string")));
        Map<String, Object> withParameter = Schemas.mapping(FaultReader.FIELDS, List.of(), fields);
        List<Map<String, Object>> one = new ArrayList<>();
        FaultReader.WITH_PARAMETER.forEach(word -> one.add(Schemas.schema("required", List.of(word))));
        withParameter.put("oneOf", one);
        return Schemas.anyOf(List.of(Schemas.words(FaultWords.BY_WORD.keySet()), withParameter));
    }

    private static Map<String, Object> dribble() {
        List<String> fields = List.of("bytes", "every");
        return Schemas.anyOf(List.of(
                Schemas.duration(),
                Schemas.mapping(
                        fields,
                        fields,
                        Map.of("bytes", Schemas.integer(1, Integer.MAX_VALUE), "every", Schemas.duration()))));
    }
}
