// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object, read by those who know what should be in it. What is absent is null, and 0 or empty where that is said. */
public final class Fields {
    private final Map<String, @Nullable Object> values;

    public Fields(Map<String, ? extends @Nullable Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** All of it. */
    public Map<String, @Nullable Object> values() {
        return new LinkedHashMap<>(values);
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public @Nullable String text(String name) {
        Object value = values.get(name);
        return value == null ? null : value.toString();
    }

    /**
     * A text that must be there.
     *
     * @throws FieldException if it is absent
     */
    public String need(String name) {
        String text = text(name);
        if (text == null) {
            throw new FieldException(name + ": absent in " + Json.write(values) + " (expected: a text)");
        }
        return text;
    }

    /** 0 if it is absent. */
    public long number(String name) {
        Object value = values.get(name);
        if (value == null) {
            return 0;
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw new FieldException(name + ": '" + value + "' (expected: a whole number)");
        }
    }

    public int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw new FieldException(name + ": " + number + " (expected: a number of 32 bits)");
        }
        return (int) number;
    }

    /** False if it is absent. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Empty if it is absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }

    /** Null if it is absent. */
    public @Nullable Fields object(String name) {
        return values.get(name) instanceof Map<?, ?> map ? of(map) : null;
    }

    /** Empty if it is absent. */
    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> map) {
                    objects.add(of(map));
                }
            }
        }
        return objects;
    }

    /** The bytes of a body: {@code body} as text, or {@code body64} in Base64. */
    public byte[] body() {
        String encoded = text("body64");
        if (encoded != null) {
            return Base64.getDecoder().decode(encoded);
        }
        String plain = text("body");
        return plain == null ? new byte[0] : plain.getBytes(StandardCharsets.UTF_8);
    }

    private static Fields of(Map<?, ?> map) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return new Fields(fields);
    }

    @Override
    public String toString() {
        return Json.write(values);
    }

    /** A field is not what it should be. */
    public static final class FieldException extends IllegalArgumentException {
        FieldException(String message) {
            super(message);
        }
    }
}
