// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.testkit.yaml.JsonLine;
import dev.hotfire.testkit.yaml.YamlProblem;
import dev.hotfire.testkit.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Fault rules as text: YAML 1.2, and so JSON.
 *
 * <pre>{@code
 * {on: send, server: broker-b, group: pg-orders, nth: 3, fault: store-then-silent}
 * }</pre>
 *
 * The fields are those of docs/scenarios.md. A rule that was made of data only, without a predicate or a function, has a
 * text, and that text gives the same rule again.
 */
public final class RuleText {
    private static final String WHAT = "a rule";

    private RuleText() {}

    /**
     * Reads one rule.
     *
     * @throws RuleException if it is none
     */
    public static FaultRule parse(String text) {
        return parse("rule", text, KnownNames.any());
    }

    /**
     * Reads one rule.
     *
     * @param fileName what messages call the text
     * @throws RuleException if it is none
     */
    public static FaultRule parse(String fileName, String text, KnownNames names) {
        try {
            return read(YamlText.compose(text, WHAT), names);
        } catch (YamlProblem e) {
            throw new RuleException(e.in(fileName));
        }
    }

    /**
     * Reads a list of rules, or a single one.
     *
     * @param fileName what messages call the text
     * @throws RuleException if one of them is none
     */
    public static List<FaultRule> parseAll(String fileName, String text, KnownNames names) {
        try {
            Node root = YamlText.compose(text, "rules");
            List<FaultRule> rules = new ArrayList<>();
            if (root instanceof SequenceNode list) {
                for (Node node : list.getValue()) {
                    rules.add(read(node, names));
                }
            } else {
                rules.add(read(root, names));
            }
            return rules;
        } catch (YamlProblem e) {
            throw new RuleException(e.in(fileName));
        }
    }

    /** Reads the rule that is part of a larger text. */
    public static FaultRule read(Node node, KnownNames names) throws YamlProblem {
        return RuleReader.read(node, names);
    }

    /**
     * The rule as one line of JSON.
     *
     * @throws IllegalArgumentException if it has a predicate or a function in it
     */
    public static String format(FaultRule rule) {
        return JsonLine.of(toTree(rule));
    }

    /**
     * The rule as maps, lists, text, numbers and truth values.
     *
     * @throws IllegalArgumentException if it has a predicate or a function in it
     */
    public static Map<String, Object> toTree(FaultRule rule) {
        return RuleWriter.tree(rule);
    }

    /** The JSON Schema of a rule, as maps, lists, text, numbers and truth values. */
    public static Map<String, Object> schema() {
        return RuleSchema.rule();
    }

    /** Whether the rule consists of data only, so that it has a text. */
    public static boolean isData(FaultRule rule) {
        return RuleWriter.codeIn(rule) == null;
    }
}
