// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.link.Latency;
import dev.hotfire.testkit.yaml.Durations;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Schemas;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Latencies as text. */
public final class Latencies {
    private Latencies() {}

    /** {@code 5ms}, {@code {min: 1ms, max: 5ms}} or {@code {median: 2ms, sigma: 0.4}}. */
    public static Latency read(Node node) throws YamlProblem {
        if (!(node instanceof MappingNode)) {
            return Latency.constant(Scalars.duration(node));
        }
        Fields fields = Fields.of(node, "a latency", List.of("min", "max", "median", "sigma"));
        if (fields.atMostOneOf(List.of("min", "median")) == null) {
            throw YamlProblem.at(node, "a latency without 'min' or 'median'", "min and max, or median and sigma");
        }
        if (fields.optional("median") != null) {
            fields.atMostOneOf(List.of("median", "max"));
            return Latency.logNormal(
                    Scalars.positiveDuration(fields.required("median")),
                    Scalars.number(fields.required("sigma"), 0, 5));
        }
        fields.atMostOneOf(List.of("min", "sigma"));
        Duration min = Scalars.duration(fields.required("min"));
        Node maxNode = fields.required("max");
        Duration max = Scalars.duration(maxNode);
        if (max.compareTo(min) < 0) {
            throw YamlProblem.at(maxNode, Scalars.found(maxNode), "at least min, which is " + Durations.format(min));
        }
        return Latency.uniform(min, max);
    }

    /** The JSON Schema of what {@link #read} reads. */
    public static Map<String, Object> schema() {
        Map<String, Object> time = Schemas.duration();
        return Schemas.anyOf(List.of(
                time,
                Schemas.mapping(List.of("min", "max"), List.of("min", "max"), Map.of("min", time, "max", time)),
                Schemas.mapping(
                        List.of("median", "sigma"),
                        List.of("median", "sigma"),
                        Map.of("median", Schemas.positiveDuration(), "sigma", Schemas.number(0, 5)))));
    }

    /** What {@link #read} reads: text, or a mapping. */
    public static Object toTree(Latency latency) {
        if (latency instanceof Latency.Uniform uniform) {
            return mapping("min", text(uniform.minNanos()), "max", text(uniform.maxNanos()));
        } else if (latency instanceof Latency.LogNormal logNormal) {
            return mapping("median", text(logNormal.medianNanos()), "sigma", logNormal.sigma());
        } else if (latency instanceof Latency.Constant constant) {
            return text(constant.nanos());
        }
        return "0";
    }

    private static String text(long nanos) {
        return Durations.format(Duration.ofNanos(nanos));
    }

    private static Map<String, Object> mapping(String first, Object firstValue, String second, Object secondValue) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        mapping.put(first, firstValue);
        mapping.put(second, secondValue);
        return mapping;
    }
}
