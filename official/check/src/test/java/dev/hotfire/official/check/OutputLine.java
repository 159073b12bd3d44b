// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of an official main class.
 *
 * @param kind   the word in front
 * @param fields the decoded pairs after it
 */
record OutputLine(String kind, Map<String, String> fields) {
    private static final String PROPERTY = "property:";

    static OutputLine parse(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            fields.put(decode(words[i].substring(0, equals)), decode(words[i].substring(equals + 1)));
        }
        return new OutputLine(words[0], fields);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": not in " + this);
        }
        return value;
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    long longNumber(String name) {
        return Long.parseLong(text(name));
    }

    /** The message properties among the fields, by their own names. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(PROPERTY)) {
                properties.put(name.substring(PROPERTY.length()), value);
            }
        });
        return properties;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
