// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.golden;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code golden-vectors.json}: bytes that the official libraries of release 5.5.0 wrote, with what they
 * read from them.
 */
record GoldenVector(Map<String, Object> fields) {
    /** All vectors, in the file's order. */
    static List<GoldenVector> all() {
        try (InputStream file = GoldenVector.class.getResourceAsStream("/golden-vectors.json");
                JsonParser json = new JsonFactory().createParser(file)) {
            json.nextToken();
            Map<String, Object> root = asMap(read(json));
            List<GoldenVector> vectors = new ArrayList<>();
            for (Object vector : (List<?>) root.get("vectors")) {
                vectors.add(new GoldenVector(asMap(vector)));
            }
            return vectors;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return text("id");
    }

    String title() {
        return text("title");
    }

    String text(String name) {
        return (String) get(name);
    }

    byte[] hex(String name) {
        return ByteBufUtil.decodeHexDump(text(name));
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    long number(String name) {
        return ((Number) get(name)).longValue();
    }

    GoldenVector child(String name) {
        return new GoldenVector(map(name));
    }

    Map<String, Object> map(String name) {
        return asMap(get(name));
    }

    /** An object of strings; nulls stay. */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        map(name).forEach((key, value) -> texts.put(key, (String) value));
        return texts;
    }

    List<String> list(String name) {
        List<String> texts = new ArrayList<>();
        ((List<?>) get(name)).forEach(text -> texts.add((String) text));
        return texts;
    }

    List<GoldenVector> children(String name) {
        List<GoldenVector> children = new ArrayList<>();
        ((List<?>) get(name)).forEach(child -> children.add(new GoldenVector(asMap(child))));
        return children;
    }

    private Object get(String name) {
        if (!fields.containsKey(name)) {
            throw new IllegalArgumentException(fields.get("id") + " has no field " + name);
        }
        return fields.get(name);
    }

    private static Map<String, Object> asMap(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((key, child) -> map.put((String) key, child));
        return map;
    }

    private static Object read(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, read(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + json.currentToken());
        };
    }
}
