// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;

/** Why a request is refused: becomes a problem document (RFC 9457). */
public final class HttpProblem extends RuntimeException {
    private final int status;
    private final Map<String, String> headers;

    private HttpProblem(int status, String detail, Map<String, String> headers) {
        super(requireNonNull(detail, "detail"), null, false, false);
        this.status = status;
        this.headers = new TreeMap<>(headers);
    }

    /**
     * A problem.
     *
     * @param status an HTTP status from 400 on
     * @param detail what was wrong: the value, and what was expected
     */
    public HttpProblem(int status, String detail) {
        this(status, detail, Map.of());
    }

    /** The request says something that it can't mean: 400, with the house's usual message. */
    public static HttpProblem unexpected(String name, Object value, String expectation) {
        return new HttpProblem(400, name + ": '" + shortened(value) + "' (expected: " + expectation + ")");
    }

    /** What the request is about does not exist: 404. */
    public static HttpProblem notFound(String name, Object value, String expectation) {
        return new HttpProblem(404, name + ": '" + shortened(value) + "' (expected: " + expectation + ")");
    }

    HttpProblem with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new HttpProblem(status, detail(), more);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What was wrong. */
    public String detail() {
        return requireNonNull(getMessage());
    }

    Map<String, String> headers() {
        return headers;
    }

    /** A stranger's value in a message of bearable length. */
    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
