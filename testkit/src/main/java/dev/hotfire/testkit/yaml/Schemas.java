// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pieces of JSON Schema, draft 7, which editors complete and check files by: for each kind of value that {@link Scalars} and
 * {@link Fields} read, what says the same. Made of maps, lists, text and numbers.
 */
public final class Schemas {
    private static final String NUMBER_AND_UNIT = "\\d{1,9}(\\.\\d{1,9})?(ns|us|ms|s|m|h)";

    /** How long a line may be, more or less. */
    private static final int LINE = 120;

    private Schemas() {}

    /** Any single value that is not blank. */
    public static Map<String, Object> text() {
        return schema("type", List.of("string", "number", "boolean"), "pattern", "\\S");
    }

    /** Text that a regular expression finds itself in; numbers are taken as they are. */
    public static Map<String, Object> text(String pattern) {
        return schema("type", List.of("string", "integer"), "pattern", pattern);
    }

    public static Map<String, Object> bool() {
        return schema("type", "boolean");
    }

    public static Map<String, Object> integer(long min, long max) {
        Map<String, Object> schema = schema("type", "integer");
        if (min != Long.MIN_VALUE) {
            schema.put("minimum", min);
        }
        if (max != Long.MAX_VALUE) {
            schema.put("maximum", max);
        }
        return schema;
    }

    public static Map<String, Object> number(double min, double max) {
        return schema("type", "number", "minimum", min, "maximum", max);
    }

    /** A duration, zero too. */
    public static Map<String, Object> duration() {
        return anyOf(List.of(schema("type", "string", "pattern", "^(0|" + NUMBER_AND_UNIT + ")$"), schema("const", 0)));
    }

    /** A duration above zero. */
    public static Map<String, Object> positiveDuration() {
        return schema("type", "string", "pattern", "^(?=.*[1-9])" + NUMBER_AND_UNIT + "$");
    }

    /** One of these words. */
    public static Map<String, Object> words(Collection<String> words) {
        return schema("enum", List.copyOf(words));
    }

    /** A list with at least one element. */
    public static Map<String, Object> list(Map<String, Object> element) {
        return schema("type", "array", "minItems", 1, "items", element);
    }

    public static Map<String, Object> anyOf(List<Map<String, Object>> choices) {
        return schema("anyOf", choices);
    }

    /** The schema with a text that editors show. */
    public static Map<String, Object> described(String description, Map<String, Object> schema) {
        Map<String, Object> described = schema("description", description);
        described.putAll(schema);
        return described;
    }

    /**
     * A mapping whose fields are all known.
     *
     * @param known    the fields that its reader knows
     * @param required those that must be there
     * @param fields   what each of the known ones holds
     * @throws IllegalArgumentException if reader and schema don't know the same fields
     */
    public static Map<String, Object> mapping(
            List<String> known, List<String> required, Map<String, Map<String, Object>> fields) {
        if (!new HashSet<>(known).equals(fields.keySet())) {
            throw new IllegalArgumentException("fields: " + fields.keySet() + " (expected: " + known + ")");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        known.forEach(field -> properties.put(field, fields.getOrDefault(field, Map.of())));
        Map<String, Object> schema = schema("type", "object", "additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        return schema;
    }

    /** What forbids two of these fields at once. */
    public static Map<String, Object> notTwoOf(List<String> names) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                pairs.add(schema("required", List.of(names.get(i), names.get(j))));
            }
        }
        return anyOf(pairs);
    }

    /** A schema of names, each followed by its value. */
    public static Map<String, Object> schema(Object... namesAndValues) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return schema;
    }

    /** A tree as JSON, indented; what is short stands on one line. */
    public static String json(Object tree) {
        return pretty(tree, "") + "\n";
    }

    private static String pretty(Object tree, String indent) {
        String line = JsonLine.of(tree);
        if (line.length() + indent.length() <= LINE || !(tree instanceof Map || tree instanceof Iterable)) {
            return line;
        }
        String inner = indent + "  ";
        List<String> parts = new ArrayList<>();
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> parts.add(JsonLine.of(String.valueOf(name)) + ": " + pretty(value, inner)));
            return "{\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "}";
        }
        ((Iterable<?>) tree).forEach(element -> parts.add(pretty(element, inner)));
        return "[\n" + inner + String.join(",\n" + inner, parts) + "\n" + indent + "]";
    }
}
