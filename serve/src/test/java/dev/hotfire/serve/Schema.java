// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * As much of JSON Schema as our description uses, and stricter in one thing: a property that the schema doesn't name is wrong
 * unless it says so.
 */
final class Schema {
    private final Map<String, Object> root;

    Schema(Map<String, Object> root) {
        this.root = root;
    }

    /** What is wrong with a value, each with its path; nothing if it is as described. */
    List<String> faults(Object schema, Object value) {
        List<String> faults = new ArrayList<>();
        check("$", mapping(schema), value, faults);
        return faults;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(Object value) {
        return (Map<String, Object>) value;
    }

    /** Follows a reference, if it is one. */
    Map<String, Object> resolved(Object node) {
        Map<String, Object> at = mapping(node);
        while (at.get("$ref") instanceof String reference) {
            Map<String, Object> target = root;
            for (String part : reference.substring(2).split("/", -1)) {
                target = mapping(target.get(part));
            }
            at = target;
        }
        return at;
    }

    private void check(String path, Map<String, Object> given, Object value, List<String> faults) {
        Map<String, Object> schema = resolved(given);
        if (schema.get("enum") instanceof List<?> values && !values.contains(value)) {
            faults.add(path + ": " + value + " is none of " + values);
        }
        Object type = schema.get("type");
        boolean fits =
                switch (String.valueOf(type)) {
                    case "object" -> value instanceof Map;
                    case "array" -> value instanceof List;
                    case "string" -> value instanceof String;
                    case "integer" -> value instanceof Integer || value instanceof Long;
                    case "boolean" -> value instanceof Boolean;
                    default -> throw new IllegalArgumentException(path + ": type " + type + " in " + schema);
                };
        if (!fits) {
            faults.add(path + ": " + value + " is no " + type);
        } else if (value instanceof Map<?, ?> object) {
            checkObject(path, schema, object, faults);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(path + "[" + i + "]", mapping(schema.get("items")), list.get(i), faults);
            }
        }
    }

    private void checkObject(String path, Map<String, Object> schema, Map<?, ?> object, List<String> faults) {
        if (schema.get("required") instanceof List<?> required) {
            required.stream()
                    .filter(name -> !object.containsKey(name))
                    .forEach(name -> faults.add(path + ": " + name + " is missing"));
        }
        Map<String, Object> properties =
                schema.containsKey("properties") ? mapping(schema.get("properties")) : Map.of();
        Object others = schema.get("additionalProperties");
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (properties.containsKey(name)) {
                check(path + "." + name, mapping(properties.get(name)), value, faults);
            } else if (others instanceof Map) {
                check(path + "." + name, mapping(others), value, faults);
            } else if (!Boolean.TRUE.equals(others)) {
                faults.add(path + ": " + name + " is not described");
            }
        });
    }
}
