// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.testkit.yaml.Fields;
import dev.hotfire.testkit.yaml.Scalars;
import dev.hotfire.testkit.yaml.Suggestion;
import dev.hotfire.testkit.yaml.YamlProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the list of faults against the cluster and the producers that it is about. */
final class FaultListReader {
    private static final List<String> IDS =
            Arrays.stream(FaultId.values()).map(FaultId::id).toList();

    static final List<String> TRIGGERS = List.of("nth", "first", "every", "chance");

    static final List<String> FIELDS =
            List.of("id", "kind", "on", "at", "for", "nth", "first", "every", "chance", "amount");

    private final ClusterSpec cluster;
    private final List<String> groups;

    FaultListReader(ClusterSpec cluster, List<ProducerSpec> producers) {
        this.cluster = cluster;
        this.groups = producers.stream().map(ProducerSpec::group).toList();
    }

    List<Fault> read(Node node) throws YamlProblem {
        List<Fault> faults = new ArrayList<>();
        for (Node entry : Scalars.list(node, "faults")) {
            faults.add(fault(Fields.of(entry, "a fault", FIELDS)));
        }
        // Stable: what begins at the same time begins in the order of the file.
        faults.sort(Comparator.comparing(Fault::at));
        return faults;
    }

    private Fault fault(Fields fields) throws YamlProblem {
        Node idNode = fields.required("id");
        String name = Scalars.text(idNode, "a fault's id");
        FaultId id = FaultId.of(name)
                .orElseThrow(() -> YamlProblem.at(idNode, "unknown fault '" + name + "'", Suggestion.oneOf(IDS, name)));
        if (id.exclusion().isPresent()) {
            throw YamlProblem.at(
                    idNode,
                    "fault '" + name + "', " + id.title(),
                    "one that runs can have; " + id.exclusion().get());
        }
        @Nullable Node on = fields.optional("on");
        return new Fault(
                id,
                kind(fields, id),
                on == null ? nobody(fields, id) : Optional.of(target(on, id)),
                Scalars.duration(fields.required("at")),
                Scalars.positiveDuration(fields.required("for")),
                trigger(fields, id),
                amount(fields, id));
    }

    private static String kind(Fields fields, FaultId id) throws YamlProblem {
        if (id.kinds().isEmpty()) {
            @Nullable Node kind = fields.optional("kind");
            if (kind != null) {
                throw YamlProblem.at(kind, Scalars.found(kind), "no kind: " + id.id() + " has only one");
            }
            return "";
        }
        Node kind = fields.required("kind");
        String name = Scalars.text(kind, "a kind");
        if (!id.kinds().contains(name)) {
            throw YamlProblem.at(kind, "unknown kind '" + name + "'", Suggestion.oneOf(id.kinds(), name));
        }
        return name;
    }

    private Optional<String> nobody(Fields fields, FaultId id) throws YamlProblem {
        switch (id.scope()) {
            case BROKER, NODE, CLIENT -> throw YamlProblem.at(fields.node(), "a fault without 'on'", expected(id));
            case REQUESTS, NAME_SERVER, CLUSTER -> {
                return Optional.empty();
            }
        }
        throw new AssertionError(id.scope());
    }

    private String target(Node node, FaultId id) throws YamlProblem {
        String name = Scalars.text(node, expected(id));
        List<String> names = names(id);
        if (!names.contains(name)) {
            throw YamlProblem.at(
                    node, "unknown name '" + name + "'", expected(id) + ": " + Suggestion.oneOf(names, name));
        }
        return name;
    }

    private List<String> names(FaultId id) {
        return switch (id.scope()) {
            case REQUESTS, BROKER -> cluster.brokers();
            case NAME_SERVER -> cluster.nameServerNames();
            case NODE -> cluster.nodes();
            case CLIENT -> groups;
            case CLUSTER -> List.of();
        };
    }

    private static String expected(FaultId id) {
        return switch (id.scope()) {
            case REQUESTS, BROKER -> "a broker";
            case NAME_SERVER -> "a name server";
            case NODE -> "a broker or name server";
            case CLIENT -> "a producer group";
            case CLUSTER -> "nobody, since it is about all";
        };
    }

    private static Trigger trigger(Fields fields, FaultId id) throws YamlProblem {
        Trigger trigger = trigger(fields);
        if (!(trigger instanceof Trigger.Always)
                && id.scope() != FaultId.Scope.REQUESTS
                && id.scope() != FaultId.Scope.NAME_SERVER
                && id.scope() != FaultId.Scope.CLIENT) {
            throw YamlProblem.at(fields.node(), "a trigger", "none: " + id.id() + " is not about requests");
        }
        return trigger;
    }

    private static long amount(Fields fields, FaultId id) throws YamlProblem {
        switch (id.amount()) {
            case NONE -> {
                @Nullable Node amount = fields.optional("amount");
                if (amount != null) {
                    throw YamlProblem.at(amount, Scalars.found(amount), "no amount: " + id.id() + " has none");
                }
                return 0;
            }
            case DURATION -> {
                Duration amount = Scalars.positiveDuration(fields.required("amount"));
                return amount.toNanos();
            }
            case COUNT -> {
                return Scalars.integer(fields.required("amount"), 1, Integer.MAX_VALUE);
            }
        }
        throw new AssertionError(id.amount());
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
            default -> new Trigger.Chance(Scalars.number(value, 0, 1));
        };
    }
}
