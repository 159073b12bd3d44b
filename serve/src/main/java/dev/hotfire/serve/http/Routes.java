// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Who answers what. Immutable; where two routes fit, the one that was given first answers. */
public final class Routes {
    private final List<Route> all;

    /** These routes. */
    public Routes(List<Route> all) {
        this.all = List.copyOf(all);
    }

    /** All of them, in their order. */
    public List<Route> all() {
        return all;
    }

    /** A route that fits a call, and the call with its variables. */
    record Match(Route route, Call call) {}

    /** Who answers the call. */
    Match find(Call call) {
        List<String> parts = new ArrayList<>();
        for (String part : Route.partsOf(call.path())) {
            try {
                parts.add(QueryStringDecoder.decodeComponent(part, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw HttpProblem.unexpected("path", call.path(), "a path in URL encoding");
            }
        }
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : all) {
            Map<String, String> variables = route.match(parts);
            if (variables != null) {
                if (route.method().equals(call.method())) {
                    return new Match(route, call.with(variables));
                }
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw HttpProblem.notFound("path", call.path(), "a path that /openapi.yaml names");
        }
        String allowed = String.join(", ", methods);
        throw new HttpProblem(405, "method: '" + call.method() + "' on " + call.path() + " (expected: " + allowed + ")")
                .with("Allow", allowed);
    }
}
