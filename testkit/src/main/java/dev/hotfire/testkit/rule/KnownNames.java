// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.rule;

import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The names that a rule may use, where they are known: a name that nobody has is most likely mistyped. */
public final class KnownNames {
    private static final KnownNames ANY = new KnownNames(null, null, null);

    private final @Nullable List<String> servers;
    private final @Nullable List<String> topics;
    private final @Nullable List<String> groups;

    private KnownNames(@Nullable List<String> servers, @Nullable List<String> topics, @Nullable List<String> groups) {
        this.servers = servers;
        this.topics = topics;
        this.groups = groups;
    }

    /** Whatever name. */
    public static KnownNames any() {
        return ANY;
    }

    /** Only these. */
    public static KnownNames of(List<String> servers, List<String> topics, List<String> groups) {
        return new KnownNames(List.copyOf(servers), List.copyOf(topics), List.copyOf(groups));
    }

    /** Only these servers, and whatever topic and group. */
    public static KnownNames ofServers(List<String> servers) {
        return new KnownNames(List.copyOf(servers), null, null);
    }

    String server(Node node) throws YamlProblem {
        return known(node, servers, "a broker or name server");
    }

    String topic(Node node) throws YamlProblem {
        return known(node, topics, "a topic");
    }

    String group(Node node) throws YamlProblem {
        return known(node, groups, groups == null ? "a group" : "a producer group");
    }

    private static String known(Node node, @Nullable List<String> names, String what) throws YamlProblem {
        String name = Scalars.text(node, what);
        if (names != null && !names.contains(name)) {
            throw YamlProblem.at(node, "unknown name '" + name + "'", what + ": " + Suggestion.oneOf(names, name));
        }
        return name;
    }
}
