// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.BrokerAnswer;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.Malformation;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what a rule does to a request: a bare word, or a word with its parameter. */
final class FaultReader {
    /** Faults with a parameter. */
    static final List<String> WITH_PARAMETER = List.of(
            "answer",
            "delay",
            "store-then-delay",
            "store-then-answer",
            "close-then-store",
            "reset-then-store",
            "malform",
            "damage",
            "dribble");

    static final List<String> FIELDS;
    private static final List<String> ALL;

    static final Map<String, Malformation> MALFORMATIONS = new LinkedHashMap<>();
    static final Map<String, AnswerDamage> DAMAGES = new LinkedHashMap<>();

    static {
        List<String> fields = new ArrayList<>(WITH_PARAMETER);
        fields.add("remark");
        FIELDS = List.copyOf(fields);
        List<String> all = new ArrayList<>(FaultWords.BY_WORD.keySet());
        all.addAll(WITH_PARAMETER);
        ALL = List.copyOf(all);
        for (Malformation malformation : Malformation.values()) {
            MALFORMATIONS.put(malformation.word(), malformation);
        }
        for (AnswerDamage damage : AnswerDamage.values()) {
            DAMAGES.put(damage.word(), damage);
        }
    }

    private FaultReader() {}

    static FaultAction read(Node node) throws YamlProblem {
        if (node instanceof ScalarNode) {
            String word = Scalars.text(node, "a fault");
            FaultAction action = FaultWords.BY_WORD.get(word);
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
        Fields fields = Fields.of(node, "a fault", FIELDS);
        String name = fields.exactlyOneOf(WITH_PARAMETER);
        Node value = fields.required(name);
        @Nullable Node remark = fields.optional("remark");
        if (remark != null && !name.endsWith("answer")) {
            throw YamlProblem.at(fields.keyOf("remark"), "'remark' next to '" + name + "'", "it only with an answer");
        }
        return switch (name) {
            case "answer" -> answer(value, remark);
            case "store-then-answer" -> storeThenAnswer(answer(value, remark));
            case "delay" -> new FaultAction.Delay(Latencies.read(value));
            case "store-then-delay" -> new FaultAction.StoreThenDelay(Latencies.read(value));
            case "close-then-store" -> new FaultAction.CloseThenStore(Latencies.read(value));
            case "reset-then-store" -> new FaultAction.ResetThenStore(Latencies.read(value));
            case "malform" -> new FaultAction.Malform(Scalars.word(value, MALFORMATIONS));
            case "damage" -> new FaultAction.Damage(Scalars.word(value, DAMAGES));
            case "dribble" -> dribble(value);
            default -> throw new AssertionError(name);
        };
    }

    private static FaultAction storeThenAnswer(FaultAction.Answer answer) {
        return new FaultAction.StoreThenAnswer(answer.code(), answer.remark());
    }

    /** A code by number or name, or a refusal in a word. Without a remark it has the words of a real broker, if there are any. */
    private static FaultAction.Answer answer(Node node, @Nullable Node remarkNode) throws YamlProblem {
        String text = Scalars.text(node, "a response code");
        BrokerAnswer word = CodeNames.ANSWERS.get(text);
        int code = word != null ? word.code() : responseCode(node, text);
        String remark = word != null ? word.remark() : BrokerAnswer.remarkOf(code);
        return new FaultAction.Answer(code, remarkNode == null ? remark : remark(remarkNode));
    }

    /** An empty one is none. */
    private static @Nullable String remark(Node node) throws YamlProblem {
        if (node instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
            return null;
        }
        return Scalars.text(node, "text");
    }

    private static int responseCode(Node node, String text) throws YamlProblem {
        Integer named = CodeNames.RESPONSES.get(text);
        if (named != null) {
            return named;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            Set<String> words = new LinkedHashSet<>(CodeNames.RESPONSES.keySet());
            words.addAll(CodeNames.ANSWERS.keySet());
            throw YamlProblem.at(
                    node, "unknown response code '" + text + "'", "a number, or " + Suggestion.oneOf(words, text));
        }
    }

    /** {@code 10ms}: a byte each time; or {@code {bytes: 4, every: 10ms}}. */
    private static FaultAction dribble(Node node) throws YamlProblem {
        if (!(node instanceof MappingNode)) {
            return new FaultAction.Dribble(1, Scalars.duration(node));
        }
        Fields fields = Fields.of(node, "a dribble", List.of("bytes", "every"));
        Duration every = Scalars.duration(fields.required("every"));
        return new FaultAction.Dribble(Scalars.integer(fields.required("bytes"), 1, Integer.MAX_VALUE), every);
    }
}
