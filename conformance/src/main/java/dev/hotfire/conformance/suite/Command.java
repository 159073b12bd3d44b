// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command to a driver, or a message in one. Immutable. */
public final class Command {
    private final Map<String, Object> fields;

    private Command(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** A send in this mode: {@code sync}, {@code async} or {@code oneway}. */
    public static Command send(String mode) {
        return new Command(Map.of())
                .with("do", "send")
                .with("mode", mode)
                .with("topic", Trial.TOPIC)
                .with("body", "hello");
    }

    /** A message for {@link #batch}. */
    public static Command message(String body) {
        return new Command(Map.of()).with("topic", Trial.TOPIC).with("body", body);
    }

    public static Command batch(String mode, Command... messages) {
        return new Command(Map.of())
                .with("do", "batch")
                .with("mode", mode)
                .with(
                        "messages",
                        List.of(messages).stream().map(Command::fields).toList());
    }

    public static Command request(String mode, long timeoutMillis) {
        return new Command(Map.of())
                .with("do", "request")
                .with("mode", mode)
                .with("topic", Trial.TOPIC)
                .with("body", "question")
                .with("timeoutMillis", timeoutMillis);
    }

    /** A message whose local transaction ends so: {@code commit}, {@code rollback}, {@code unknown}, {@code throw}. */
    public static Command transact(String local) {
        return new Command(Map.of())
                .with("do", "transact")
                .with("topic", Trial.TOPIC)
                .with("body", "half")
                .with("local", local);
    }

    /** The end of a producer. */
    public static Command close() {
        return new Command(Map.of()).with("do", "close");
    }

    /** Takes a timed message back. */
    public static Command recall(String handle) {
        return new Command(Map.of())
                .with("do", "recall")
                .with("topic", Trial.TOPIC)
                .with("handle", handle);
    }

    /** The same with one field more, or another value for it. */
    public Command with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Command(more);
    }

    public Command topic(String topic) {
        return with("topic", topic);
    }

    public Command body(String body) {
        return with("body", body);
    }

    public Command body(byte[] body) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.remove("body");
        more.put("body64", Base64.getEncoder().encodeToString(body));
        return new Command(more);
    }

    public Command timeout(long millis) {
        return with("timeoutMillis", millis);
    }

    public Command queue(String broker, int id) {
        return with("queue", Map.of("broker", broker, "id", id));
    }

    public Command property(String name, String value) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (fields.get("properties") instanceof Map<?, ?> before) {
            before.forEach((key, old) -> properties.put(String.valueOf(key), old));
        }
        properties.put(name, value);
        return with("properties", properties);
    }

    public Map<String, Object> fields() {
        return new LinkedHashMap<>(fields);
    }
}
