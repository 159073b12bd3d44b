// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data of a run as {@link RunReportFiles} wrote it, without its single sends. */
final class RunData {
    /** A run may have thousands of these, and there may be millions of other files that are no run. */
    private static final String SENDS = "sends";

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<?, ?> fields;

    private RunData(Map<?, ?> fields) {
        this.fields = fields;
    }

    /** @throws IOException if the file can't be read, or is not the data of a run, with a message for people */
    static RunData read(Path file) throws IOException {
        try (JsonParser parser = JSON.createParser(Files.newInputStream(file))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not the data of a run (expected: JSON that 'hotfire run' wrote)");
            }
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(SENDS)) {
                    parser.skipChildren();
                } else {
                    fields.put(name, value(parser));
                }
            }
            RunData data = new RunData(fields);
            data.check();
            return data;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getDecimalValue();
            }
            case VALUE_TRUE -> {
                return true;
            }
            case VALUE_FALSE -> {
                return false;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private void check() throws IOException {
        boolean run = fields.get("name") instanceof String
                && fields.get("seed") instanceof String
                && fields.get("world") instanceof String
                && fields.get("passed") instanceof Boolean
                && fields.get("ledger") instanceof Map
                && fields.get("percentiles") instanceof List
                && fields.get("seconds") instanceof List
                && fields.get("invariants") instanceof List
                && fields.get("expectations") instanceof List;
        if (!run) {
            throw new IOException("not the data of a run (expected: JSON that 'hotfire run' wrote)");
        }
    }

    String text(String field) {
        return String.valueOf(fields.get(field));
    }

    boolean passed() {
        return Boolean.TRUE.equals(fields.get("passed"));
    }

    /** The books and the percentiles, by what they are called; times in milliseconds. */
    Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (fields.get("ledger") instanceof Map<?, ?> ledger) {
            ledger.forEach((name, value) -> {
                if (value instanceof Number number && !name.equals("slowest")) {
                    numbers.put(name.equals("timedOut") ? "timed out" : String.valueOf(name), number.doubleValue());
                }
            });
        }
        for (Object percentile : list("percentiles")) {
            if (percentile instanceof Map<?, ?> map && map.get("took") instanceof Number took) {
                String percent = String.valueOf(map.get("percent")).replaceFirst("\\.0$", "");
                numbers.put((percent.equals("100") ? "slowest stored" : percent + " %") + ", ms", took.doubleValue());
            }
        }
        return numbers;
    }

    /** What did not hold: each invariant's or expectation's id and title. */
    List<String> broken() {
        List<String> broken = new ArrayList<>();
        for (String field : List.of("invariants", "expectations")) {
            for (Object verdict : list(field)) {
                if (verdict instanceof Map<?, ?> map
                        && map.get("violations") instanceof Number violations
                        && violations.longValue() > 0) {
                    String title = String.valueOf(map.get("title"));
                    // An expectation's begins with its id.
                    broken.add(title.startsWith(String.valueOf(map.get("id"))) ? title : map.get("id") + ", " + title);
                }
            }
        }
        return broken;
    }

    private List<?> list(String field) {
        return fields.get(field) instanceof List<?> list ? list : List.of();
    }

    Map<?, ?> fields() {
        return fields;
    }
}
