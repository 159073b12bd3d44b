// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method on a path.
 *
 * @param method   in capitals
 * @param template a path in which {@code {name}} stands for any one part
 * @param open     whether it is answered without a token: it must tell nothing and change nothing
 * @param handler  who answers
 */
public record Route(String method, String template, boolean open, Handler handler) {
    public Route {
        requireNonNull(method, "method");
        requireNonNull(handler, "handler");
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("template: '" + template + "' (expected: a path from the root)");
        }
    }

    /** The variables of a path that this template fits, or null when it doesn't. */
    @Nullable
    Map<String, String> match(List<String> parts) {
        List<String> own = partsOf(template);
        if (own.size() != parts.size()) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < own.size(); i++) {
            String part = own.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), parts.get(i));
            } else if (!part.equals(parts.get(i))) {
                return null;
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    /** A path cut at its slashes; that at its end doesn't count. */
    static List<String> partsOf(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        parts.remove(0);
        if (!parts.isEmpty() && parts.get(parts.size() - 1).isEmpty()) {
            parts.remove(parts.size() - 1);
        }
        return parts;
    }
}
