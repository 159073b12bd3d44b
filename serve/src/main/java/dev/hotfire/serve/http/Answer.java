// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a request is answered with: a document, or a stream of events. Immutable. */
public final class Answer {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;
    private final @Nullable Supplier<? extends EventSource> events;

    private Answer(
            int status, byte[] body, Map<String, String> headers, @Nullable Supplier<? extends EventSource> events) {
        this.status = status;
        this.body = body;
        this.headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        this.events = events;
    }

    /** 200 with a JSON document. */
    public static Answer json(JsonOutput.DocumentWriter document) {
        return json(200, document);
    }

    /** A JSON document. */
    public static Answer json(int status, JsonOutput.DocumentWriter document) {
        return text(status, JSON, JsonOutput.write(document));
    }

    /** 200 with a text, in UTF-8. */
    public static Answer text(String contentType, String text) {
        return text(200, contentType, text);
    }

    private static Answer text(int status, String contentType, String text) {
        return new Answer(status, text.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", contentType), null);
    }

    /** 204: done, and nothing to say. */
    public static Answer done() {
        return new Answer(204, new byte[0], Map.of(), null);
    }

    /**
     * 200 with events until one side ends it.
     *
     * @param events opened once the stream has begun, and closed with it
     */
    public static Answer events(Supplier<? extends EventSource> events) {
        return new Answer(
                200, new byte[0], Map.of("Content-Type", "text/event-stream"), requireNonNull(events, "events"));
    }

    static Answer problem(HttpProblem problem) {
        String document = JsonOutput.write(json -> {
            json.writeStartObject();
            json.writeNumberField("status", problem.status());
            json.writeStringField("title", Statuses.reason(problem.status()));
            json.writeStringField("detail", problem.detail());
            json.writeEndObject();
        });
        Answer answer = text(problem.status(), PROBLEM, document);
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    /** This answer with one more header, or with another value for it. */
    public Answer with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(requireNonNull(header, "header"), requireNonNull(value, "value"));
        return new Answer(status, body, more, events);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    @Nullable
    Supplier<? extends EventSource> events() {
        return events;
    }
}
