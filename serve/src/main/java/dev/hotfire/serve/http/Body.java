// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.YamlProblem;
import dev.hotfire.testkit.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The fields of a request's body, which is a mapping in JSON or YAML (JSON is YAML, too). */
public final class Body {
    private static final String WHAT = "a mapping in JSON or YAML";

    private final @Nullable Fields fields;

    private Body(@Nullable Fields fields) {
        this.fields = fields;
    }

    static Body read(String text, List<String> known) {
        return text.isBlank()
                ? new Body(null)
                : checked(() -> new Body(Fields.of(YamlText.compose(text, WHAT), WHAT, known)));
    }

    /** Reads something that may not be what it should be. */
    @FunctionalInterface
    private interface Reader<T> {
        T read() throws YamlProblem;
    }

    private static <T> T checked(Reader<T> reader) {
        try {
            return reader.read();
        } catch (YamlProblem e) {
            throw refused(e);
        }
    }

    private static HttpProblem refused(YamlProblem problem) {
        return new HttpProblem(400, problem.in("body"));
    }

    private @Nullable Node optional(String name) {
        Fields present = fields;
        if (present == null) {
            return null;
        }
        try {
            return present.optional(name);
        } catch (YamlProblem e) {
            throw refused(e);
        }
    }

    private Node required(String name) {
        Fields present = fields;
        if (present == null) {
            throw new HttpProblem(400, "body: nothing (expected: " + WHAT + " with '" + name + "')");
        }
        return checked(() -> present.required(name));
    }

    /** Whether the field is there. */
    public boolean has(String name) {
        return optional(name) != null;
    }

    /** A text, which must be there. */
    public String text(String name) {
        Node node = required(name);
        return checked(() -> Scalars.text(node, "a text"));
    }

    /** A text, or null. */
    public @Nullable String optionalText(String name) {
        Node node = optional(name);
        return node == null ? null : checked(() -> Scalars.text(node, "a text"));
    }

    /** A whole number, or {@code otherwise}. */
    public int number(String name, int otherwise, int min, int max) {
        Node node = optional(name);
        return node == null ? otherwise : checked(() -> Scalars.integer(node, min, max));
    }

    /** A length of time such as {@code 500ms}, at least zero, which must be there. */
    public Duration duration(String name, Duration max) {
        Node node = required(name);
        Duration duration = checked(() -> Scalars.duration(node));
        if (duration.compareTo(max) > 0) {
            throw HttpProblem.unexpected(name, duration, "at most " + max);
        }
        return duration;
    }
}
