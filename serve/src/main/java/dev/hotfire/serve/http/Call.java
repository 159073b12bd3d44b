// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One complete request. What is wrong with it is thrown as an {@link HttpProblem}. */
public final class Call {
    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final HttpHeaders headers;
    private final byte[] body;
    private final Map<String, String> variables;

    private Call(
            String method,
            String path,
            Map<String, List<String>> query,
            HttpHeaders headers,
            byte[] body,
            Map<String, String> variables) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.variables = variables;
    }

    static Call of(String method, String target, HttpHeaders headers, byte[] body) {
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(target, StandardCharsets.UTF_8, true, 64);
            return new Call(method, decoder.rawPath(), decoder.parameters(), headers, body, Map.of());
        } catch (IllegalArgumentException e) {
            throw HttpProblem.unexpected("target", target, "a path and a query in URL encoding");
        }
    }

    Call with(Map<String, String> newVariables) {
        return new Call(method, path, query, headers, body, newVariables);
    }

    /** The method, in capitals. */
    public String method() {
        return method;
    }

    /** The path as it was sent, escapes included. */
    String path() {
        return path;
    }

    /** A header, or null; of several with this name the first. */
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    List<String> headers(String name) {
        return headers.getAll(name);
    }

    /** The part of the path that stands where the route has {@code {name}}. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no variable " + name);
        }
        return value;
    }

    /** Refuses what nobody would read, so that a slip does not go unnoticed. */
    public void requireOnlyParameters(String... known) {
        List<String> names = List.of(known);
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            if (!names.contains(parameter.getKey())) {
                throw HttpProblem.unexpected(
                        "parameter",
                        parameter.getKey(),
                        names.isEmpty() ? "no parameters" : "one of " + String.join(", ", names));
            }
            if (parameter.getValue().size() > 1) {
                throw HttpProblem.unexpected(parameter.getKey(), parameter.getValue(), "one value");
            }
        }
    }

    /** A parameter, or null when it is absent. */
    public @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** A whole number, or {@code otherwise} when the parameter is absent. */
    public long numberParameter(String name, long otherwise, long min, long max) {
        String text = parameter(name);
        return text == null ? otherwise : number(name, text, min, max);
    }

    static long number(String name, String text, long min, long max) {
        String expectation =
                max == Long.MAX_VALUE ? "a whole number, at least " + min : "a whole number, " + min + " to " + max;
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the rest.
        }
        throw HttpProblem.unexpected(name, text, expectation);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as a mapping in JSON or YAML.
     *
     * @param known the fields that it may have; an empty body has none of them
     */
    public Body fields(String... known) {
        return Body.read(text(), List.of(known));
    }

    /** Refuses a body where nobody would read it. */
    public void requireNoBody() {
        if (!text().isBlank()) {
            throw HttpProblem.unexpected("body", text(), "none");
        }
    }
}
