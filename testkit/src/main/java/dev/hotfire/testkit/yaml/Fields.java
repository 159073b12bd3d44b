// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a file, whose fields are all known, each at most once. */
public final class Fields {
    private final Node node;
    private final String what;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Fields(Node node, String what) {
        this.node = node;
        this.what = what;
    }

    /**
     * Checks the fields of a mapping.
     *
     * @param what  the mapping in words, with an article
     * @param known the fields that it may have
     */
    public static Fields of(Node node, String what, List<String> known) throws YamlProblem {
        if (!(node instanceof MappingNode mapping)) {
            throw YamlProblem.at(node, Scalars.found(node), what + ", a mapping with " + String.join(", ", known));
        }
        Fields fields = new Fields(node, what);
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                throw YamlProblem.at(key, Scalars.found(key), "a field of " + what);
            }
            String name = scalar.getValue();
            if (!known.contains(name)) {
                throw YamlProblem.at(key, "unknown field '" + name + "'", Suggestion.oneOf(known, name));
            }
            if (fields.keys.put(name, key) != null) {
                throw YamlProblem.at(key, "field '" + name + "' again", "each field once");
            }
            // A field without a value is as good as absent, but only an optional one may be.
            if (!tuple.getValueNode().getTag().equals(Tag.NULL)) {
                fields.values.put(name, tuple.getValueNode());
            }
        }
        return fields;
    }

    /** The value of a field, null if the field is absent. */
    public @Nullable Node optional(String name) throws YamlProblem {
        Node value = values.get(name);
        Node key = keys.get(name);
        if (value == null && key != null) {
            throw YamlProblem.at(key, "field '" + name + "' without a value", "a value, or no such field");
        }
        return value;
    }

    public Node required(String name) throws YamlProblem {
        Node value = values.get(name);
        Node key = keys.get(name);
        if (value == null && key != null) {
            throw YamlProblem.at(key, "field '" + name + "' without a value", "a value");
        }
        if (value == null) {
            throw YamlProblem.at(node, what + " without '" + name + "'", "the field '" + name + "'");
        }
        return value;
    }

    /** The one field of several that is there. */
    public String exactlyOneOf(List<String> names) throws YamlProblem {
        String present = atMostOneOf(names);
        if (present == null) {
            throw YamlProblem.at(node, what + " without any of them", Suggestion.oneOf(names, ""));
        }
        return present;
    }

    /** The one field of several that is there, null if none is. */
    public @Nullable String atMostOneOf(List<String> names) throws YamlProblem {
        String present = null;
        for (String name : keys.keySet()) {
            if (names.contains(name)) {
                if (present != null) {
                    throw YamlProblem.at(keyOf(name), "'" + name + "' next to '" + present + "'", "only one of them");
                }
                present = name;
            }
        }
        return present;
    }

    /** Where the field's name stands; the mapping if the field is absent. */
    public Node keyOf(String name) {
        return keys.getOrDefault(name, node);
    }

    public Node node() {
        return node;
    }
}
