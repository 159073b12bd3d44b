// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.yaml.Durations;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.JsonLine;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import dev.hotfire.testkit.yaml.YamlText;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads scenario files: YAML 1.2, strictly. A field that is not known, a value of the wrong kind, a name that the
 * scenario doesn't define: each is refused with the place where it stands and what would be right.
 */
public final class ScenarioReader {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
    private static final Pattern BOUND = Pattern.compile("([<>]=?) *(.*)");
    private static final Duration MAX_BOUND = Duration.ofHours(1_000);
    private static final String WHAT = "a scenario";

    static final int MAX_NAME_SERVERS = 100;
    static final int MAX_QUEUES = 65_535;
    static final int MAX_RATE = 1_000_000;
    static final int MAX_BODY_BYTES = 4 << 20;
    static final int MAX_RETRIES = 100;
    static final int MAX_IN_FLIGHT = 1 << 20;

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);
    static final int DEFAULT_RETRIES = 2;
    static final int DEFAULT_BODY_BYTES = 256;

    static final int MAX_SLAVES = 9;
    static final int MAX_CALLERS = 10_000;
    static final int MAX_BATCH = 1_000;

    static final List<String> FIELDS = List.of(
            "name",
            "description",
            "seed",
            "cluster",
            "network",
            "producers",
            "workload",
            "faults",
            "heal",
            "ties",
            "timeline",
            "length",
            "expect");

    static final List<String> CLUSTER_FIELDS =
            List.of("nameServers", "brokers", "topics", "brokerExpiry", "slaves", "headers");

    static final List<String> TOPIC_FIELDS = List.of("name", "queues", "except", "numbered");

    static final List<String> NETWORK_FIELDS = List.of("latency", "sliceBytes");

    static final List<String> WORKLOAD_FIELDS = List.of(
            "producer",
            "topic",
            "rate",
            "bodyBytes",
            "mode",
            "from",
            "for",
            "arrival",
            "callers",
            "keys",
            "batch",
            "only");

    static final List<String> PRODUCER_FIELDS = List.of(
            "group",
            "timeout",
            "retries",
            "isolation",
            "runtime",
            "profile",
            "closeTimeout",
            "attemptTimeout",
            "maxInFlight",
            "compressOver",
            "batching",
            "routeRefresh",
            "heartbeat",
            "detector",
            "retryWhenNotStored",
            "trace",
            "hooks",
            "asyncRetries",
            "maxInFlightBytes",
            "maxMessageBytes",
            "idleTimeout",
            "namespace",
            "signed",
            "features");

    static final Map<String, Isolation> ISOLATIONS = new LinkedHashMap<>();
    static final Map<String, WorkloadSpec.Mode> MODES = new LinkedHashMap<>();
    private static final Map<String, Expectation.Measure> MEASURES = new LinkedHashMap<>();
    static final Map<String, Scenario.Ties> TIES = words(Scenario.Ties.values());
    static final Map<String, Shape.Arrival> ARRIVALS = words(Shape.Arrival.values());
    static final Map<String, Profile> PROFILES = words(Profile.values());
    static final Map<String, HeaderEncoding> ENCODINGS = words(HeaderEncoding.values());
    static final Map<String, Feature> FEATURES = words(Feature.values());

    static {
        ISOLATIONS.put("off", Isolation.OFF);
        ISOLATIONS.put("table", Isolation.TABLE);
        ISOLATIONS.put("adaptive", Isolation.ADAPTIVE);
        MODES.putAll(words(WorkloadSpec.Mode.values()));
        for (Expectation.Measure measure : Expectation.Measure.values()) {
            MEASURES.put(measure.field(), measure);
        }
    }

    private ScenarioReader() {}

    /** Constants by their names as files have them. */
    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E constant : constants) {
            words.put(ScenarioWriter.word(constant), constant);
        }
        return words;
    }

    /**
     * Reads a file.
     *
     * @throws ScenarioException if it is not there, not readable, or not a scenario
     */
    public static Scenario read(Path file) throws ScenarioException {
        try {
            return parse(file.toString(), YamlText.read(file, WHAT));
        } catch (YamlProblem e) {
            throw new ScenarioException(e.in(file.toString()));
        }
    }

    /**
     * Reads the cluster of a file, which is a scenario, or has a {@code cluster} as a scenario has it and nothing else.
     *
     * @throws ScenarioException if it is not there, not readable, or neither
     */
    public static ClusterSpec readCluster(Path file) throws ScenarioException {
        try {
            Node root = YamlText.compose(YamlText.read(file, WHAT), WHAT);
            return isClusterAlone(root)
                    ? cluster(Fields.of(root, "a file", List.of("cluster")).required("cluster"))
                    : scenario(root).cluster();
        } catch (YamlProblem e) {
            throw new ScenarioException(e.in(file.toString()));
        }
    }

    private static boolean isClusterAlone(Node root) {
        return root instanceof MappingNode mapping
                && mapping.getValue().size() == 1
                && mapping.getValue().get(0).getKeyNode() instanceof ScalarNode key
                && key.getValue().equals("cluster");
    }

    /**
     * Reads the text of a file.
     *
     * @param fileName what messages call it
     */
    public static Scenario parse(String fileName, String text) throws ScenarioException {
        try {
            return scenario(YamlText.compose(text, WHAT));
        } catch (YamlProblem e) {
            throw new ScenarioException(e.in(fileName));
        }
    }

    /** As {@link #parse}, for a text that nobody has seen: a message says what is wrong, and not where. */
    static Scenario check(String text) throws ScenarioException {
        try {
            return scenario(YamlText.compose(text, WHAT));
        } catch (YamlProblem e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        }
    }

    private static Scenario scenario(Node root) throws YamlProblem {
        Fields fields = Fields.of(root, "a scenario", FIELDS);
        String name = name(fields.required("name"), "a name");
        @Nullable Node description = fields.optional("description");
        @Nullable Node seed = fields.optional("seed");
        ClusterSpec cluster = cluster(fields.required("cluster"));
        NetworkSpec network = network(fields.optional("network"));
        List<ProducerSpec> producers = producers(fields.required("producers"));
        List<WorkloadSpec> workloads = workloads(fields.required("workload"), cluster, producers);
        @Nullable Node timelineNode = fields.optional("timeline");
        List<TimedAction> timeline =
                timelineNode == null ? List.of() : new TimelineReader(cluster, producers).read(timelineNode);
        @Nullable Node faultsNode = fields.optional("faults");
        List<Fault> faults = faultsNode == null ? List.of() : new FaultListReader(cluster, producers).read(faultsNode);
        @Nullable Node heal = fields.optional("heal");
        @Nullable Node ties = fields.optional("ties");
        Duration length = length(fields.optional("length"), workloads, faults, timeline);
        @Nullable Node expect = fields.optional("expect");
        return new Scenario(
                name,
                description == null ? "" : Scalars.text(description, "text").strip(),
                seed == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(Scalars.integer(seed, Long.MIN_VALUE, Long.MAX_VALUE)),
                cluster,
                network,
                producers,
                workloads,
                faults,
                heal == null ? Optional.empty() : Optional.of(Scalars.duration(heal)),
                ties == null ? Scenario.Ties.DRAWN : Scalars.word(ties, TIES),
                timeline,
                length,
                expect == null ? List.of() : expectations(expect));
    }

    private static ClusterSpec cluster(Node node) throws YamlProblem {
        Fields fields = Fields.of(node, "a cluster", CLUSTER_FIELDS);
        @Nullable Node nameServers = fields.optional("nameServers");
        @Nullable Node brokerExpiry = fields.optional("brokerExpiry");
        @Nullable Node slaves = fields.optional("slaves");
        @Nullable Node headers = fields.optional("headers");
        List<String> brokers = new ArrayList<>();
        for (Node broker : Scalars.list(fields.required("brokers"), "broker names")) {
            String name = name(broker, "a broker name");
            if (brokers.contains(name)) {
                throw YamlProblem.at(broker, "broker '" + name + "' again", "each broker once");
            }
            if (name.startsWith(ClusterSpec.NAME_SERVER_PREFIX)) {
                throw YamlProblem.at(broker, "broker '" + name + "'", "a name that is not that of a name server");
            }
            brokers.add(name);
        }
        return new ClusterSpec(
                nameServers == null ? 1 : Scalars.integer(nameServers, 1, MAX_NAME_SERVERS),
                brokers,
                topics(fields.required("topics"), brokers),
                brokerExpiry == null ? FakeCluster.DEFAULT_BROKER_EXPIRY : Scalars.positiveDuration(brokerExpiry),
                slaves == null ? 0 : Scalars.integer(slaves, 0, MAX_SLAVES),
                headers == null ? HeaderEncoding.JSON : Scalars.word(headers, ENCODINGS));
    }

    private static List<TopicSpec> topics(Node node, List<String> brokers) throws YamlProblem {
        List<TopicSpec> topics = new ArrayList<>();
        for (Node topic : Scalars.list(node, "topics")) {
            Fields fields = Fields.of(topic, "a topic", TOPIC_FIELDS);
            Node nameNode = fields.required("name");
            String name = Scalars.text(nameNode, "a topic name");
            check(nameNode, () -> Message.builder(name));
            if (topics.stream().anyMatch(other -> other.name().equals(name))) {
                throw YamlProblem.at(nameNode, "topic '" + name + "' again", "each topic once");
            }
            @Nullable Node except = fields.optional("except");
            @Nullable Node numbered = fields.optional("numbered");
            topics.add(new TopicSpec(
                    name,
                    Scalars.integer(fields.required("queues"), 1, MAX_QUEUES),
                    except == null ? Map.of() : queuesPerBroker(except, brokers),
                    numbered != null && Scalars.bool(numbered)));
        }
        return topics;
    }

    private static Map<String, Integer> queuesPerBroker(Node node, List<String> brokers) throws YamlProblem {
        Fields fields = Fields.of(node, "queues by broker", brokers);
        Map<String, Integer> queues = new LinkedHashMap<>();
        for (String broker : brokers) {
            @Nullable Node count = fields.optional(broker);
            if (count != null) {
                queues.put(broker, Scalars.integer(count, 1, MAX_QUEUES));
            }
        }
        return queues;
    }

    private static NetworkSpec network(@Nullable Node node) throws YamlProblem {
        if (node == null) {
            return new NetworkSpec(LinkConditions.CLEAR);
        }
        return new NetworkSpec(TimelineReader.conditions(Fields.of(node, "a network", NETWORK_FIELDS)));
    }

    private static List<ProducerSpec> producers(Node node) throws YamlProblem {
        List<ProducerSpec> producers = new ArrayList<>();
        for (Node producer : Scalars.list(node, "producers")) {
            Fields fields = Fields.of(producer, "a producer", PRODUCER_FIELDS);
            Node groupNode = fields.required("group");
            String group = Scalars.text(groupNode, "a producer group");
            check(groupNode, () -> ProducerConfig.builder(group));
            if (producers.stream().anyMatch(other -> other.group().equals(group))) {
                throw YamlProblem.at(groupNode, "producer group '" + group + "' again", "each group once");
            }
            @Nullable Node timeout = fields.optional("timeout");
            @Nullable Node retries = fields.optional("retries");
            @Nullable Node isolation = fields.optional("isolation");
            producers.add(new ProducerSpec(
                    group,
                    timeout == null ? DEFAULT_TIMEOUT : Scalars.positiveDuration(timeout),
                    retries == null ? DEFAULT_RETRIES : Scalars.integer(retries, 0, MAX_RETRIES),
                    isolation == null ? Isolation.TABLE : Scalars.word(isolation, ISOLATIONS),
                    tuning(fields)));
        }
        return producers;
    }

    private static Tuning tuning(Fields fields) throws YamlProblem {
        @Nullable Node runtime = fields.optional("runtime");
        @Nullable Node profile = fields.optional("profile");
        @Nullable Node asyncRetries = fields.optional("asyncRetries");
        @Nullable Node namespace = fields.optional("namespace");
        return new Tuning(
                runtime == null ? Optional.empty() : Optional.of(name(runtime, "a runtime's name")),
                profile == null ? Profile.DEFAULT : Scalars.word(profile, PROFILES),
                duration(fields, "closeTimeout"),
                duration(fields, "attemptTimeout"),
                integer(fields, "maxInFlight", MAX_IN_FLIGHT),
                integer(fields, "compressOver", MAX_BODY_BYTES),
                duration(fields, "batching"),
                duration(fields, "routeRefresh"),
                duration(fields, "heartbeat"),
                flag(fields, "detector"),
                flag(fields, "retryWhenNotStored"),
                flag(fields, "trace"),
                flag(fields, "hooks"),
                asyncRetries == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(Scalars.integer(asyncRetries, 0, MAX_RETRIES)),
                integer(fields, "maxInFlightBytes", Integer.MAX_VALUE),
                integer(fields, "maxMessageBytes", MAX_BODY_BYTES),
                duration(fields, "idleTimeout"),
                namespace == null ? Optional.empty() : Optional.of(name(namespace, "a namespace")),
                flag(fields, "signed"),
                features(fields));
    }

    private static Set<Feature> features(Fields fields) throws YamlProblem {
        @Nullable Node node = fields.optional("features");
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Node one : node == null ? List.<Node>of() : Scalars.list(node, "features")) {
            features.add(Scalars.word(one, FEATURES));
        }
        return features;
    }

    private static Optional<Duration> duration(Fields fields, String name) throws YamlProblem {
        @Nullable Node node = fields.optional(name);
        return node == null ? Optional.empty() : Optional.of(Scalars.positiveDuration(node));
    }

    private static OptionalInt integer(Fields fields, String name, int max) throws YamlProblem {
        @Nullable Node node = fields.optional(name);
        return node == null ? OptionalInt.empty() : OptionalInt.of(Scalars.integer(node, 1, max));
    }

    private static boolean flag(Fields fields, String name) throws YamlProblem {
        @Nullable Node node = fields.optional(name);
        return node != null && Scalars.bool(node);
    }

    private static List<WorkloadSpec> workloads(Node node, ClusterSpec cluster, List<ProducerSpec> producers)
            throws YamlProblem {
        List<WorkloadSpec> workloads = new ArrayList<>();
        List<Node> entries = node instanceof MappingNode ? List.of(node) : Scalars.list(node, "workloads");
        List<String> topics = cluster.topics().stream().map(TopicSpec::name).toList();
        List<String> groups = producers.stream().map(ProducerSpec::group).toList();
        for (Node entry : entries) {
            Fields fields = Fields.of(entry, "a workload", WORKLOAD_FIELDS);
            Node topicNode = fields.required("topic");
            String topic = Scalars.text(topicNode, "a topic");
            if (!topics.contains(topic)) {
                throw YamlProblem.at(topicNode, "unknown topic '" + topic + "'", Suggestion.oneOf(topics, topic));
            }
            @Nullable Node bodyBytes = fields.optional("bodyBytes");
            @Nullable Node mode = fields.optional("mode");
            @Nullable Node from = fields.optional("from");
            workloads.add(new WorkloadSpec(
                    producerOf(fields, groups),
                    topic,
                    Scalars.integer(fields.required("rate"), 1, MAX_RATE),
                    bodyBytes == null ? DEFAULT_BODY_BYTES : Scalars.integer(bodyBytes, 1, MAX_BODY_BYTES),
                    mode == null ? WorkloadSpec.Mode.ASYNC : Scalars.word(mode, MODES),
                    from == null ? Duration.ZERO : Scalars.duration(from),
                    Scalars.positiveDuration(fields.required("for")),
                    shape(fields)));
        }
        return workloads;
    }

    private static Shape shape(Fields fields) throws YamlProblem {
        @Nullable Node arrival = fields.optional("arrival");
        @Nullable Node only = fields.optional("only");
        Optional<List<Long>> numbers = Optional.empty();
        if (only != null) {
            List<Long> read = new ArrayList<>();
            boolean none =
                    only instanceof SequenceNode sequence && sequence.getValue().isEmpty();
            for (Node number : none ? List.<Node>of() : Scalars.list(only, "numbers of sends")) {
                read.add(Scalars.integer(number, 0L, Long.MAX_VALUE));
            }
            numbers = Optional.of(read);
        }
        return new Shape(
                arrival == null ? Shape.Arrival.EVEN : Scalars.word(arrival, ARRIVALS),
                integer(fields, "callers", MAX_CALLERS).orElse(1),
                integer(fields, "keys", MAX_RATE).orElse(0),
                integer(fields, "batch", MAX_BATCH).orElse(1),
                numbers);
    }

    /** The workload's producer, which needs no mention while there is only one. */
    private static String producerOf(Fields fields, List<String> groups) throws YamlProblem {
        Node node = groups.size() == 1 ? fields.optional("producer") : fields.required("producer");
        if (node == null) {
            return groups.get(0);
        }
        String group = Scalars.text(node, "a producer group");
        if (!groups.contains(group)) {
            throw YamlProblem.at(node, "unknown producer group '" + group + "'", Suggestion.oneOf(groups, group));
        }
        return group;
    }

    private static Duration length(
            @Nullable Node node, List<WorkloadSpec> workloads, List<Fault> faults, List<TimedAction> timeline)
            throws YamlProblem {
        Duration busy = busy(workloads, faults, timeline);
        if (node == null) {
            return busy;
        }
        Duration length = Scalars.positiveDuration(node);
        if (length.compareTo(busy) < 0) {
            throw YamlProblem.at(
                    node,
                    Scalars.found(node),
                    "at least " + Durations.format(busy) + ", when workload and timeline end");
        }
        return length;
    }

    /** Until when something is sent, or happens. */
    static Duration busy(List<WorkloadSpec> workloads, List<Fault> faults, List<TimedAction> timeline) {
        Duration busy = Duration.ZERO;
        for (WorkloadSpec workload : workloads) {
            busy = max(busy, workload.until());
        }
        for (TimedAction action : timeline) {
            busy = max(busy, action.at());
        }
        for (Fault fault : faults) {
            busy = max(busy, fault.at());
        }
        return busy;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static List<Expectation> expectations(Node node) throws YamlProblem {
        Fields fields = Fields.of(node, "expectations", List.copyOf(MEASURES.keySet()));
        List<Expectation> expectations = new ArrayList<>();
        for (Expectation.Measure measure : Expectation.Measure.values()) {
            @Nullable Node value = fields.optional(measure.field());
            if (value != null) {
                expectations.add(expectation(measure, value));
            }
        }
        return expectations;
    }

    private static Expectation expectation(Expectation.Measure measure, Node node) throws YamlProblem {
        if (node instanceof ScalarNode) {
            return bound(measure, node);
        }
        Fields fields = Fields.of(node, "bounds", List.of("min", "max"));
        @Nullable Node minNode = fields.optional("min");
        @Nullable Node maxNode = fields.optional("max");
        if (minNode == null && maxNode == null) {
            throw YamlProblem.at(node, "bounds without any", "min, max or both");
        }
        long min = minNode == null ? Long.MIN_VALUE : value(measure, minNode);
        long max = maxNode == null ? Long.MAX_VALUE : value(measure, maxNode);
        if (maxNode != null && max < min) {
            throw YamlProblem.at(maxNode, Scalars.found(maxNode), "at least min");
        }
        return new Expectation(measure, min, max);
    }

    /**
     * A bound by its text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Expectation bound(Expectation.Measure measure, String text) {
        try {
            // In quotes what begins with a sign, as files have it: a bare > begins a block of text.
            boolean sign = BOUND.matcher(text).matches();
            return bound(measure, YamlText.compose(sign ? JsonLine.of(text) : text, "a bound"));
        } catch (YamlProblem e) {
            throw new IllegalArgumentException(measure.field() + ": " + e.getMessage(), e);
        }
    }

    /** A value, or a sign and a value: {@code < 50 ms}. */
    private static Expectation bound(Expectation.Measure measure, Node node) throws YamlProblem {
        String text = Scalars.text(node, "a value, such as 0 or '< 50 ms'");
        if (measure == Expectation.Measure.DUPLICATES) {
            if (!text.equals(Expectation.ONLY_AFTER_UNKNOWN)) {
                throw YamlProblem.at(node, Scalars.found(node), "'" + Expectation.ONLY_AFTER_UNKNOWN + "', or bounds");
            }
            return new Expectation(measure, 0, 0);
        }
        Matcher matcher = BOUND.matcher(text);
        if (!matcher.matches()) {
            long value = value(measure, node);
            return new Expectation(measure, value, value);
        }
        long value = boundValue(measure, matcher.group(2), node);
        return switch (matcher.group(1)) {
            case "<" -> {
                if (value == 0) {
                    throw YamlProblem.at(node, Scalars.found(node), "a bound that something is below");
                }
                yield new Expectation(measure, Long.MIN_VALUE, value - 1);
            }
            case "<=" -> new Expectation(measure, Long.MIN_VALUE, value);
            case ">" -> new Expectation(measure, value + 1, Long.MAX_VALUE);
            default -> new Expectation(measure, value, Long.MAX_VALUE);
        };
    }

    private static long boundValue(Expectation.Measure measure, String text, Node node) throws YamlProblem {
        if (measure.isDuration()) {
            return Durations.parse(text.replace(" ", ""))
                    .filter(duration -> duration.compareTo(MAX_BOUND) <= 0)
                    .orElseThrow(
                            () -> YamlProblem.at(node, Scalars.found(node), "a sign and a duration, such as '< 50 ms'"))
                    .toNanos();
        }
        if (!text.matches("\\d{1,15}")) {
            throw YamlProblem.at(node, Scalars.found(node), "a sign and a whole number, such as '< 10'");
        }
        return Long.parseLong(text);
    }

    private static long value(Expectation.Measure measure, Node node) throws YamlProblem {
        return measure.isDuration() ? Scalars.duration(node).toNanos() : Scalars.integer(node, 0L, Long.MAX_VALUE);
    }

    private static String name(Node node, String what) throws YamlProblem {
        String name = Scalars.text(node, what);
        if (!NAME.matcher(name).matches()) {
            throw YamlProblem.at(node, Scalars.found(node), what + " of letters, digits, '-', '_' and '.'");
        }
        return name;
    }

    /** Lets the owner of a rule apply it, and reports what it says with the place. */
    private static void check(Node node, Runnable check) throws YamlProblem {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new YamlProblem(
                    1 + node.getStartMark().map(Mark::getLine).orElse(0),
                    1 + node.getStartMark().map(Mark::getColumn).orElse(0),
                    YamlText.oneLine(e.getMessage()));
        }
    }
}
