// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.kit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the outcome of one command goes. A client that ends something twice answers twice, and the suite will see it. */
public final class Answers {
    private final long id;
    private final long startedNanos = System.nanoTime();
    private final Consumer<String> lines;

    /** @param lines where they go, each without its line break; called by any thread */
    public Answers(long id, Consumer<String> lines) {
        this.id = id;
        this.lines = lines;
    }

    /** Answers; fields that are null are left out. */
    public void give(String outcome, Map<String, ? extends @Nullable Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.put("outcome", outcome);
        fields.forEach((name, value) -> {
            if (value != null) {
                line.put(name, value);
            }
        });
        line.put("millis", (System.nanoTime() - startedNanos) / 1_000_000);
        lines.accept(Json.write(line));
    }

    /** Answers with a failure: what kind, with which code, and whether a copy may exist, each if that is known. */
    public void failed(String kind, @Nullable Integer code, @Nullable String certainty, Throwable failure) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("code", code);
        fields.put("certainty", certainty);
        fields.put("error", failure.getClass().getSimpleName());
        fields.put("text", String.valueOf(failure.getMessage()));
        Throwable cause = failure.getCause();
        fields.put("cause", cause == null ? null : cause.toString());
        give("failed", fields);
    }

    /** Answers that the client has no such thing. */
    public void unsupported(String what) {
        give("unsupported", Map.of("what", what));
    }
}
