// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.link.Latency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a rule does to a request: a bare word, or a word with its parameter. */
final class FaultReader {
    /** Faults that are a word alone. */
    private static final Map<String, FaultAction> WORDS = new LinkedHashMap<>();

    /** Faults with a parameter. */
    private static final List<String> WITH_PARAMETER =
            List.of("answer", "delay", "store-then-delay", "store-then-answer");

    private static final List<String> ALL;

    static {
        WORDS.put("silent", new FaultAction.Silent());
        WORDS.put("close-before", new FaultAction.CloseBefore());
        WORDS.put("reset-before", new FaultAction.ResetBefore());
        WORDS.put("crash-before", new FaultAction.CrashBefore());
        WORDS.put("store-then-silent", new FaultAction.StoreThenSilent());
        WORDS.put("store-then-close", new FaultAction.StoreThenClose());
        WORDS.put("store-then-reset", new FaultAction.StoreThenReset());
        WORDS.put("store-then-crash", new FaultAction.StoreThenCrash());
        WORDS.put("answer-twice", new FaultAction.AnswerTwice());
        WORDS.put("wrong-opaque", new FaultAction.WrongOpaque());
        List<String> all = new ArrayList<>(WORDS.keySet());
        all.addAll(WITH_PARAMETER);
        ALL = List.copyOf(all);
    }

    private FaultReader() {}

    static FaultAction read(Node node) throws YamlProblem {
        if (node instanceof ScalarNode) {
            String word = Scalars.text(node, "a fault");
            FaultAction action = WORDS.get(word);
            if (action != null) {
                return action;
            }
            if (WITH_PARAMETER.contains(word)) {
                throw YamlProblem.at(node, "fault '" + word + "' without its value", "{" + word + ": ...}");
            }
            throw YamlProblem.at(node, "unknown fault '" + word + "'", Suggestion.oneOf(ALL, word));
        }
        if (!(node instanceof MappingNode)) {
            throw YamlProblem.at(node, Scalars.found(node), "a fault: " + Suggestion.oneOf(ALL, ""));
        }
        return readWithParameter(node);
    }

    private static FaultAction readWithParameter(Node node) throws YamlProblem {
        Fields fields = Fields.of(
                node, "a fault", List.of("answer", "delay", "store-then-delay", "store-then-answer", "remark"));
        String name = fields.exactlyOneOf(WITH_PARAMETER);
        Node value = fields.required(name);
        @Nullable Node remarkNode = fields.optional("remark");
        if (remarkNode != null && !name.endsWith("answer")) {
            throw YamlProblem.at(fields.keyOf("remark"), "'remark' next to '" + name + "'", "it only with an answer");
        }
        @Nullable String remark = remarkNode == null ? null : Scalars.text(remarkNode, "text");
        return switch (name) {
            case "answer" -> new FaultAction.Answer(responseCode(value), remark);
            case "store-then-answer" -> new FaultAction.StoreThenAnswer(responseCode(value), remark);
            case "delay" -> new FaultAction.Delay(latency(value));
            case "store-then-delay" -> new FaultAction.StoreThenDelay(latency(value));
            default -> throw new AssertionError(name);
        };
    }

    private static int responseCode(Node node) throws YamlProblem {
        String text = Scalars.text(node, "a response code");
        Integer named = ResponseCodes.BY_NAME.get(text);
        if (named != null) {
            return named;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw YamlProblem.at(
                    node,
                    "unknown response code '" + text + "'",
                    "a number, or " + Suggestion.oneOf(ResponseCodes.BY_NAME.keySet(), text));
        }
    }

    /** {@code 5ms}, {@code {min: 1ms, max: 5ms}} or {@code {median: 2ms, sigma: 0.4}}. */
    static Latency latency(Node node) throws YamlProblem {
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
        var min = Scalars.duration(fields.required("min"));
        Node maxNode = fields.required("max");
        var max = Scalars.duration(maxNode);
        if (max.compareTo(min) < 0) {
            throw YamlProblem.at(maxNode, Scalars.found(maxNode), "at least min, which is " + Durations.format(min));
        }
        return Latency.uniform(min, max);
    }
}
