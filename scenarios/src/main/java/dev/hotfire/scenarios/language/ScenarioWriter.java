// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Profile;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.yaml.Durations;
import dev.hotfire.testkit.yaml.JsonLine;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes a scenario as the file that {@link ScenarioReader} reads back as the same scenario. What is as it is by default
 * is left out.
 */
public final class ScenarioWriter {
    /** One line of words that a folded block keeps as it is. */
    private static final Pattern PLAIN = Pattern.compile("[!-~]+(?: [!-~]+)*");

    private final StringBuilder out = new StringBuilder(1_000);

    private ScenarioWriter() {}

    /** The text of the file. */
    public static String write(Scenario scenario) {
        ScenarioWriter writer = new ScenarioWriter();
        writer.scenario(scenario);
        return writer.out.toString();
    }

    /** A constant's name as files have it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void scenario(Scenario scenario) {
        line("name: " + text(scenario.name()));
        if (!scenario.description().isEmpty()) {
            if (PLAIN.matcher(scenario.description()).matches()) {
                line("description: >");
                line("  " + scenario.description());
            } else {
                line("description: " + JsonLine.of(scenario.description()));
            }
        }
        scenario.seed().ifPresent(seed -> line("seed: " + seed));
        cluster(scenario.cluster());
        LinkConditions network = scenario.network().conditions();
        if (!network.equals(LinkConditions.CLEAR)) {
            line("network: " + flow(conditions(network)));
        }
        line("producers:");
        scenario.producers().forEach(producer -> line("  - " + flow(producer(producer))));
        line("workload:");
        scenario.workloads().forEach(workload -> line("  - " + flow(workload(workload))));
        if (!scenario.faults().isEmpty()) {
            line("faults:");
            scenario.faults().forEach(fault -> line("  - " + flow(fault(fault))));
        }
        scenario.heal().ifPresent(heal -> line("heal: " + Durations.format(heal)));
        if (scenario.ties() != Scenario.Ties.DRAWN) {
            line("ties: " + word(scenario.ties()));
        }
        if (!scenario.timeline().isEmpty()) {
            line("timeline:");
            for (TimedAction action : scenario.timeline()) {
                line("  - {at: " + Durations.format(action.at()) + ", " + action(action.action()) + "}");
            }
        }
        line("length: " + Durations.format(scenario.length()));
        if (!scenario.expectations().isEmpty()) {
            line("expect:");
            scenario.expectations().forEach(this::expectation);
        }
    }

    private void cluster(ClusterSpec cluster) {
        line("cluster:");
        line("  nameServers: " + cluster.nameServers());
        line("  brokers: ["
                + String.join(
                        ", ",
                        cluster.brokers().stream().map(ScenarioWriter::text).toList())
                + "]");
        line("  brokerExpiry: " + Durations.format(cluster.brokerExpiry()));
        if (cluster.slaves() > 0) {
            line("  slaves: " + cluster.slaves());
        }
        if (cluster.headers() != HeaderEncoding.JSON) {
            line("  headers: " + word(cluster.headers()));
        }
        line("  topics:");
        for (TopicSpec topic : cluster.topics()) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("name", text(topic.name()));
            fields.put("queues", "" + topic.queues());
            if (!topic.perBroker().isEmpty()) {
                Map<String, String> queues = new LinkedHashMap<>();
                topic.perBroker().forEach((broker, count) -> queues.put(text(broker), "" + count));
                fields.put("except", flow(queues));
            }
            flag(fields, "numbered", topic.numbered());
            line("    - " + flow(fields));
        }
    }

    private static Map<String, String> producer(ProducerSpec producer) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("group", text(producer.group()));
        fields.put("timeout", Durations.format(producer.timeout()));
        fields.put("retries", "" + producer.retries());
        fields.put("isolation", word(producer.isolation()));
        Tuning tuning = producer.tuning();
        tuning.runtime().ifPresent(name -> fields.put("runtime", text(name)));
        if (tuning.profile() != Profile.DEFAULT) {
            fields.put("profile", word(tuning.profile()));
        }
        tuning.closeTimeout().ifPresent(time -> fields.put("closeTimeout", Durations.format(time)));
        tuning.attemptTimeout().ifPresent(time -> fields.put("attemptTimeout", Durations.format(time)));
        tuning.maxInFlight().ifPresent(count -> fields.put("maxInFlight", "" + count));
        tuning.compressOver().ifPresent(bytes -> fields.put("compressOver", "" + bytes));
        tuning.batching().ifPresent(time -> fields.put("batching", Durations.format(time)));
        tuning.routeRefresh().ifPresent(time -> fields.put("routeRefresh", Durations.format(time)));
        tuning.heartbeat().ifPresent(time -> fields.put("heartbeat", Durations.format(time)));
        flag(fields, "detector", tuning.detector());
        flag(fields, "retryWhenNotStored", tuning.retryWhenNotStored());
        flag(fields, "trace", tuning.trace());
        flag(fields, "hooks", tuning.hooks());
        tuning.asyncRetries().ifPresent(count -> fields.put("asyncRetries", "" + count));
        tuning.maxInFlightBytes().ifPresent(bytes -> fields.put("maxInFlightBytes", "" + bytes));
        tuning.maxMessageBytes().ifPresent(bytes -> fields.put("maxMessageBytes", "" + bytes));
        tuning.idleTimeout().ifPresent(time -> fields.put("idleTimeout", Durations.format(time)));
        tuning.namespace().ifPresent(name -> fields.put("namespace", text(name)));
        flag(fields, "signed", tuning.signed());
        if (!tuning.features().isEmpty()) {
            List<String> words = new ArrayList<>();
            tuning.features().forEach(feature -> words.add(word(feature)));
            fields.put("features", "[" + String.join(", ", words) + "]");
        }
        return fields;
    }

    private static Map<String, String> workload(WorkloadSpec workload) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("producer", text(workload.group()));
        fields.put("topic", text(workload.topic()));
        fields.put("rate", "" + workload.ratePerSecond());
        fields.put("bodyBytes", "" + workload.bodyBytes());
        fields.put("mode", word(workload.mode()));
        if (!workload.from().isZero()) {
            fields.put("from", Durations.format(workload.from()));
        }
        fields.put("for", Durations.format(workload.lasting()));
        Shape shape = workload.shape();
        if (shape.arrival() != Shape.Arrival.EVEN) {
            fields.put("arrival", word(shape.arrival()));
        }
        count(fields, "callers", shape.callers(), 1);
        count(fields, "keys", shape.keys(), 0);
        count(fields, "batch", shape.batch(), 1);
        shape.only().ifPresent(only -> {
            List<String> numbers = new ArrayList<>();
            only.forEach(number -> numbers.add("" + number));
            fields.put("only", "[" + String.join(", ", numbers) + "]");
        });
        return fields;
    }

    private static Map<String, String> fault(Fault fault) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", fault.id().id());
        if (!fault.kind().isEmpty()) {
            fields.put("kind", text(fault.kind()));
        }
        fault.on().ifPresent(name -> fields.put("on", text(name)));
        fields.put("at", Durations.format(fault.at()));
        fields.put("for", Durations.format(fault.lasting()));
        trigger(fields, fault.trigger());
        if (fault.id().amount() == FaultId.Amount.DURATION) {
            fields.put("amount", Durations.format(fault.duration()));
        } else if (fault.id().amount() == FaultId.Amount.COUNT) {
            fields.put("amount", "" + fault.amount());
        }
        return fields;
    }

    private static void trigger(Map<String, String> fields, Trigger trigger) {
        if (trigger instanceof Trigger.Nth nth) {
            fields.put("nth", "" + nth.n());
        } else if (trigger instanceof Trigger.First first) {
            fields.put("first", "" + first.n());
        } else if (trigger instanceof Trigger.Every every) {
            fields.put("every", "" + every.n());
        } else if (trigger instanceof Trigger.Chance chance) {
            fields.put("chance", number(chance.probability()));
        }
    }

    private static String action(Action action) {
        if (action instanceof Action.Link link) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("to", text(link.node()));
            fields.putAll(conditions(link.conditions()));
            return "link: " + flow(fields);
        }
        if (action instanceof Action.Rule rule) {
            return "rule: " + RuleText.format(rule.rule());
        }
        // The others are a word and a name, and so is their text.
        String text = action.toString();
        int space = text.indexOf(' ');
        return text.substring(0, space) + ": " + text(text.substring(space + 1));
    }

    static Map<String, String> conditions(LinkConditions conditions) {
        Map<String, String> fields = new LinkedHashMap<>();
        LinkDirection direction = conditions.toServer();
        if (!(direction.latency() instanceof Latency.None)) {
            fields.put("latency", latency(direction.latency()));
        }
        count(fields, "sliceBytes", direction.maxSliceBytes(), 0);
        boolean requests = conditions.toServer().blackhole();
        boolean answers = conditions.toClient().blackhole();
        if (requests || answers) {
            fields.put("blackhole", requests && answers ? "both" : requests ? "requests" : "answers");
        }
        return fields;
    }

    private static String latency(Latency latency) {
        if (latency instanceof Latency.Constant constant) {
            return nanos(constant.nanos());
        }
        if (latency instanceof Latency.Uniform uniform) {
            return "{min: " + nanos(uniform.minNanos()) + ", max: " + nanos(uniform.maxNanos()) + "}";
        }
        if (latency instanceof Latency.LogNormal normal) {
            return "{median: " + nanos(normal.medianNanos()) + ", sigma: " + number(normal.sigma()) + "}";
        }
        return "0";
    }

    private void expectation(Expectation expectation) {
        List<String> bounds = new ArrayList<>();
        if (expectation.min() != Long.MIN_VALUE) {
            bounds.add("min: " + expectation.show(expectation.min()));
        }
        if (expectation.max() != Long.MAX_VALUE) {
            bounds.add("max: " + expectation.show(expectation.max()));
        }
        line("  " + expectation.measure().field() + ": {" + String.join(", ", bounds) + "}");
    }

    private static String nanos(long nanos) {
        return Durations.format(Duration.ofNanos(nanos));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? "" + (long) value : "" + value;
    }

    private static void count(Map<String, String> fields, String name, int value, int usual) {
        if (value != usual) {
            fields.put(name, "" + value);
        }
    }

    private static void flag(Map<String, String> fields, String name, boolean on) {
        if (on) {
            fields.put(name, "true");
        }
    }

    static String flow(Map<String, String> fields) {
        List<String> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add(name + ": " + value));
        return "{" + String.join(", ", parts) + "}";
    }

    /** A name as it is where that is plain, in quotes otherwise. */
    private static String text(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_.-]*") && !name.matches("(?i)true|false|null|y|n|yes|no|on|off")
                ? name
                : JsonLine.of(name);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
