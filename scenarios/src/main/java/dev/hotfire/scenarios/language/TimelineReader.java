// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.testkit.rule.KnownNames;
import dev.hotfire.testkit.rule.Latencies;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the timeline against the cluster that it is about. */
final class TimelineReader {
    /** Actions that are a word and the node that they happen to. */
    private static final Map<String, Function<String, Action>> ON_NODES = new LinkedHashMap<>();

    /** Actions that are a word and a broker. */
    private static final Map<String, Function<String, Action>> ON_BROKERS = new LinkedHashMap<>();

    static final List<String> LINK_FIELDS = List.of("to", "latency", "sliceBytes", "blackhole");
    static final List<String> ACTIONS;
    static final List<String> ENTRY_FIELDS;

    static final Map<String, Boolean[]> BLACKHOLES = new LinkedHashMap<>();

    static {
        ON_NODES.put("crash", Action.Crash::new);
        ON_NODES.put("power-off", Action.PowerOff::new);
        ON_NODES.put("shutdown", Action.Shutdown::new);
        ON_NODES.put("restart", Action.Restart::new);
        ON_NODES.put("pause", Action.Pause::new);
        ON_NODES.put("resume", Action.Resume::new);
        ON_BROKERS.put("unlist", Action.Unlist::new);
        ON_BROKERS.put("relist", Action.Relist::new);
        List<String> actions = new ArrayList<>(ON_NODES.keySet());
        actions.addAll(ON_BROKERS.keySet());
        actions.add("link");
        actions.add("rule");
        ACTIONS = List.copyOf(actions);
        List<String> fields = new ArrayList<>(List.of("at"));
        fields.addAll(actions);
        ENTRY_FIELDS = List.copyOf(fields);

        // Requests, answers.
        BLACKHOLES.put("both", new Boolean[] {true, true});
        BLACKHOLES.put("requests", new Boolean[] {true, false});
        BLACKHOLES.put("answers", new Boolean[] {false, true});
    }

    private final ClusterSpec cluster;
    private final List<String> nodes;
    private final KnownNames names;

    TimelineReader(ClusterSpec cluster, List<ProducerSpec> producers) {
        this.cluster = cluster;
        this.nodes = new ArrayList<>(cluster.brokers());
        for (int i = 1; i <= cluster.nameServers(); i++) {
            nodes.add(ClusterSpec.NAME_SERVER_PREFIX + i);
        }
        this.names = KnownNames.of(
                nodes,
                cluster.topics().stream().map(TopicSpec::name).toList(),
                producers.stream().map(ProducerSpec::group).toList());
    }

    List<TimedAction> read(Node node) throws YamlProblem {
        List<TimedAction> timeline = new ArrayList<>();
        for (Node entry : Scalars.list(node, "timeline entries")) {
            Fields fields = Fields.of(entry, "a timeline entry", ENTRY_FIELDS);
            Duration at = Scalars.duration(fields.required("at"));
            String name = fields.exactlyOneOf(ACTIONS);
            timeline.add(new TimedAction(at, action(name, fields.required(name))));
        }
        // Stable: what happens at the same time happens in the order of the file.
        timeline.sort(Comparator.comparing(TimedAction::at));
        return timeline;
    }

    private Action action(String name, Node value) throws YamlProblem {
        Function<String, Action> onNode = ON_NODES.get(name);
        if (onNode != null) {
            return onNode.apply(known(value, nodes, "a broker or name server"));
        }
        Function<String, Action> onBroker = ON_BROKERS.get(name);
        if (onBroker != null) {
            return onBroker.apply(known(value, cluster.brokers(), "a broker"));
        }
        return name.equals("link") ? link(value) : new Action.Rule(RuleText.read(value, names));
    }

    private Action.Link link(Node node) throws YamlProblem {
        Fields fields = Fields.of(node, "a link", LINK_FIELDS);
        String to = known(fields.required("to"), nodes, "a broker or name server");
        return new Action.Link(to, conditions(fields));
    }

    /** Reads latency, sliceBytes and blackhole; what is absent is clear. */
    static LinkConditions conditions(Fields fields) throws YamlProblem {
        LinkDirection direction = LinkDirection.CLEAR;
        @Nullable Node latency = fields.optional("latency");
        if (latency != null) {
            direction = direction.withLatency(Latencies.read(latency));
        }
        @Nullable Node sliceBytes = fields.optional("sliceBytes");
        if (sliceBytes != null) {
            direction = direction.withMaxSliceBytes(Scalars.integer(sliceBytes, 1, Integer.MAX_VALUE));
        }
        @Nullable Node blackhole = fields.optional("blackhole");
        if (blackhole == null) {
            return LinkConditions.both(direction);
        }
        Boolean[] directions = Scalars.word(blackhole, BLACKHOLES);
        return new LinkConditions(direction.withBlackhole(directions[0]), direction.withBlackhole(directions[1]));
    }

    private static String known(Node node, List<String> names, String what) throws YamlProblem {
        String name = Scalars.text(node, what);
        if (!names.contains(name)) {
            throw YamlProblem.at(node, "unknown name '" + name + "'", what + ": " + Suggestion.oneOf(names, name));
        }
        return name;
    }
}
