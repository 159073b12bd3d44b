// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.fake.server.Trigger;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a rule from its node. */
final class RuleReader {
    static final List<String> FIELDS = List.of(
            "name",
            "on",
            "server",
            "topic",
            "queue",
            "group",
            "client",
            "connection",
            "peer",
            "key",
            "tag",
            "property",
            "field",
            "bodyBytes",
            "body",
            "oneway",
            "nth",
            "first",
            "every",
            "chance",
            "ramp",
            "from",
            "for",
            "priority",
            "optional",
            "fault");

    static final List<String> TRIGGERS = List.of("nth", "first", "every", "chance", "ramp");

    private RuleReader() {}

    static FaultRule read(Node node, KnownNames names) throws YamlProblem {
        Fields fields = Fields.of(node, "a rule", FIELDS);
        FaultRule.Builder rule = FaultRule.when(pattern(fields, names)).trigger(trigger(fields));
        @Nullable Node name = fields.optional("name");
        if (name != null) {
            rule.named(Scalars.text(name, "a name"));
        }
        window(fields, rule);
        @Nullable Node priority = fields.optional("priority");
        if (priority != null) {
            rule.priority(Scalars.integer(priority, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        @Nullable Node optional = fields.optional("optional");
        if (optional != null) {
            rule.optional(Scalars.bool(optional));
        }
        return rule.then(FaultReader.read(fields.required("fault")));
    }

    private static void window(Fields fields, FaultRule.Builder rule) throws YamlProblem {
        @Nullable Node fromNode = fields.optional("from");
        @Nullable Node lasting = fields.optional("for");
        Duration from = fromNode == null ? Duration.ZERO : Scalars.duration(fromNode);
        rule.from(from);
        if (lasting != null) {
            rule.until(from.plus(Scalars.positiveDuration(lasting)));
        }
    }

    private static RequestPattern pattern(Fields fields, KnownNames names) throws YamlProblem {
        @Nullable Node on = fields.optional("on");
        RequestPattern pattern = on == null ? RequestPattern.sends() : RequestPattern.of(requests(on));
        for (String field : FIELDS) {
            @Nullable Node value = field.equals("name") || field.equals("on") ? null : fields.optional(field);
            if (value != null) {
                pattern = narrowed(pattern, field, value, names);
            }
        }
        return pattern;
    }

    private static RequestPattern narrowed(RequestPattern pattern, String field, Node value, KnownNames names)
            throws YamlProblem {
        return switch (field) {
            case "server" -> pattern.to(names.server(value));
            case "topic" -> pattern.topic(names.topic(value));
            case "queue" -> pattern.queue(Scalars.integer(value, 0, Integer.MAX_VALUE));
            case "group" -> pattern.group(names.group(value));
            case "client" -> pattern.client(Scalars.text(value, "a client id"));
            case "connection" -> pattern.connection(Scalars.integer(value, 1, Integer.MAX_VALUE));
            case "peer" -> pattern.peer(Scalars.text(value, "a host, or host:port"));
            case "key" -> pattern.withKey(Scalars.text(value, "a key"));
            case "tag" -> pattern.withTag(Scalars.text(value, "a tag"));
            case "property" -> {
                Map<String, String> properties = texts(value, "properties, each with its value");
                for (Map.Entry<String, String> property : properties.entrySet()) {
                    pattern = pattern.withProperty(property.getKey(), property.getValue());
                }
                yield pattern;
            }
            case "field" -> {
                Map<String, String> wanted = texts(value, "header fields, each with its value");
                for (Map.Entry<String, String> field1 : wanted.entrySet()) {
                    pattern = pattern.withField(field1.getKey(), field1.getValue());
                }
                yield pattern;
            }
            case "bodyBytes" -> bodyBytes(pattern, value);
            case "body" -> pattern.withBodyContaining(Scalars.text(value, "text"));
            case "oneway" -> pattern.oneway(Scalars.bool(value));
            default -> pattern;
        };
    }

    private static RequestPattern bodyBytes(RequestPattern pattern, Node value) throws YamlProblem {
        if (!(value instanceof MappingNode)) {
            int bytes = Scalars.integer(value, 0, Integer.MAX_VALUE);
            return pattern.withBodyBytes(bytes, bytes);
        }
        Fields fields = Fields.of(value, "a range", List.of("min", "max"));
        @Nullable Node min = fields.optional("min");
        @Nullable Node max = fields.optional("max");
        if (min == null && max == null) {
            throw YamlProblem.at(value, "a range without bounds", "min, max or both");
        }
        int least = min == null ? 0 : Scalars.integer(min, 0, Integer.MAX_VALUE);
        return pattern.withBodyBytes(
                least, max == null ? Integer.MAX_VALUE : Scalars.integer(max, least, Integer.MAX_VALUE));
    }

    private static Map<String, String> texts(Node node, String what) throws YamlProblem {
        if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
            throw YamlProblem.at(node, Scalars.found(node), "a mapping: " + what);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = Scalars.text(tuple.getKeyNode(), "a name");
            if (!(tuple.getValueNode() instanceof ScalarNode scalar)) {
                throw YamlProblem.at(tuple.getValueNode(), Scalars.found(tuple.getValueNode()), "text");
            }
            if (texts.put(name, scalar.getValue()) != null) {
                throw YamlProblem.at(tuple.getKeyNode(), "'" + name + "' again", "each name once");
            }
        }
        return texts;
    }

    private static Set<Integer> requests(Node node) throws YamlProblem {
        Set<Integer> codes = new TreeSet<>();
        if (node instanceof SequenceNode) {
            for (Node element : Scalars.list(node, "requests")) {
                Set<Integer> some = kind(element);
                if (some.isEmpty()) {
                    throw YamlProblem.at(element, "'any' among others", "it alone, or kinds of requests");
                }
                codes.addAll(some);
            }
            return codes;
        }
        return kind(node);
    }

    private static Set<Integer> kind(Node node) throws YamlProblem {
        String text = Scalars.text(node, "a kind of request");
        Set<Integer> kind = CodeNames.KINDS.get(text);
        if (kind != null) {
            return kind;
        }
        Integer named = CodeNames.REQUESTS.get(text);
        if (named != null) {
            return Set.of(named);
        }
        try {
            return Set.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw YamlProblem.at(
                    node,
                    Scalars.found(node),
                    "a request code or " + Suggestion.oneOf(CodeNames.KINDS.keySet(), text, CodeNames.requestWords()));
        }
    }

    private static Trigger trigger(Fields fields) throws YamlProblem {
        @Nullable String name = fields.atMostOneOf(TRIGGERS);
        if (name == null) {
            return new Trigger.Always();
        }
        Node value = fields.required(name);
        return switch (name) {
            case "nth" -> new Trigger.Nth(Scalars.integer(value, 1L, Long.MAX_VALUE));
            case "first" -> new Trigger.First(Scalars.integer(value, 1L, Long.MAX_VALUE));
            case "every" -> new Trigger.Every(Scalars.integer(value, 1L, Long.MAX_VALUE));
            case "chance" -> new Trigger.Chance(Scalars.number(value, 0, 1));
            case "ramp" -> ramp(value);
            default -> throw new AssertionError(name);
        };
    }

    private static Trigger ramp(Node node) throws YamlProblem {
        Fields fields = Fields.of(node, "a ramp", List.of("from", "to", "within"));
        return new Trigger.Ramp(
                Scalars.number(fields.required("from"), 0, 1),
                Scalars.number(fields.required("to"), 0, 1),
                Scalars.positiveDuration(fields.required("within")));
    }
}
