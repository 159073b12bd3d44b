// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.FaultRules.ArmedRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.ParkedRequest;
import dev.hotfire.fake.server.RequestPattern.Mismatch;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.HttpProblem;
import dev.hotfire.serve.http.Route;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.testkit.rule.KnownNames;
import dev.hotfire.testkit.rule.RuleText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fault rules: armed, looked at, and cleared, in the language of scenarios and tests. */
final class RuleResource {
    private static final int MAX_RULES = 1_000;
    private static final int MAX_MISSES = 100;

    private final FakeCluster cluster;
    private final FaultRules rules;
    private final EntryView entries;
    private final MachineClock clock;

    /** By a rule's number, when it was armed: said once, so that it doesn't tremble. */
    private final Map<Integer, Instant> armedAt = new ConcurrentHashMap<>();

    RuleResource(FakeCluster cluster, EntryView entries, MachineClock clock) {
        this.cluster = cluster;
        this.rules = cluster.rules();
        this.entries = entries;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/rules", false, this::list),
                new Route("POST", "/rules", false, this::arm),
                new Route("DELETE", "/rules", false, this::clear),
                new Route("GET", "/rules/{id}", false, this::one),
                new Route("DELETE", "/rules/{id}", false, this::remove),
                new Route("GET", "/rules/{id}/near-misses", false, this::nearMisses),
                new Route("POST", "/rules/{id}/release", false, this::release));
    }

    private Answer list(Call call) {
        call.requireOnlyParameters();
        return Answer.json(this::write);
    }

    /** All armed rules, in the order in which they are asked. */
    void write(JsonGenerator json) throws IOException {
        List<ArmedRule> armed = rules.armed();
        armedAt.keySet().retainAll(armed.stream().map(ArmedRule::id).collect(Collectors.toSet()));
        json.writeStartArray();
        for (ArmedRule rule : armed) {
            write(json, rule);
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, ArmedRule armed) throws IOException {
        FaultRule rule = armed.rule();
        Instant since = armedAt.computeIfAbsent(armed.id(), id -> Instant.ofEpochMilli(clock.currentTimeMillis())
                .minus(armed.age())
                .truncatedTo(ChronoUnit.MILLIS));
        json.writeStartObject();
        json.writeNumberField("id", armed.id());
        json.writeStringField("name", rule.name());
        json.writeStringField("description", rule.description());
        if (RuleText.isData(rule)) {
            json.writeFieldName("rule");
            Trees.write(json, RuleText.toTree(rule));
        }
        json.writeNumberField("matches", armed.matches());
        json.writeNumberField("firings", armed.firings());
        json.writeNumberField("parked", armed.parked().size());
        json.writeStringField("armed", since.toString());
        Duration until = rule.until();
        if (until != null) {
            json.writeStringField("expires", since.plus(until).toString());
        }
        json.writeEndObject();
    }

    private Answer arm(Call call) {
        call.requireOnlyParameters();
        List<String> servers = Stream.<FakeNode>concat(cluster.nameServers().stream(), cluster.brokers().stream())
                .map(FakeNode::name)
                .toList();
        List<FaultRule> given = RuleText.parseAll("body", call.text(), KnownNames.ofServers(servers));
        int present = rules.armed().size();
        if (given.size() > MAX_RULES - present) {
            throw new IllegalStateException("rules: " + present + " are armed, and " + given.size()
                    + " more come (expected: at most " + MAX_RULES + " in all)");
        }
        // The first one is asked first, as in the text: the newest goes first among equals.
        List<ArmedRule> armed = new ArrayList<>();
        for (int i = given.size() - 1; i >= 0; i--) {
            armed.add(rules.add(given.get(i)));
        }
        Collections.reverse(armed);
        return Answer.json(201, json -> {
            json.writeStartArray();
            for (ArmedRule rule : armed) {
                write(json, rule);
            }
            json.writeEndArray();
        });
    }

    private Answer clear(Call call) {
        call.requireOnlyParameters();
        call.requireNoBody();
        rules.clear();
        return Answer.done();
    }

    private Answer one(Call call) {
        call.requireOnlyParameters();
        ArmedRule rule = ruleOf(call);
        return Answer.json(json -> write(json, rule));
    }

    private Answer remove(Call call) {
        call.requireOnlyParameters();
        call.requireNoBody();
        ruleOf(call).remove();
        return Answer.done();
    }

    private Answer release(Call call) {
        call.requireOnlyParameters();
        call.fields();
        long released =
                ruleOf(call).parked().stream().filter(ParkedRequest::release).count();
        return Answer.json(json -> {
            json.writeStartObject();
            json.writeNumberField("released", released);
            json.writeEndObject();
        });
    }

    private ArmedRule ruleOf(Call call) {
        String text = call.variable("id");
        List<Integer> ids = rules.armed().stream().map(ArmedRule::id).toList();
        try {
            @Nullable ArmedRule rule = rules.armed(Integer.parseInt(text)).orElse(null);
            if (rule != null) {
                return rule;
            }
        } catch (NumberFormatException e) {
            // No rule has such a number, either.
        }
        throw HttpProblem.notFound("rule", text, "one of " + ids);
    }

    // ---- near misses ----

    private record Miss(JournalEntry entry, List<Mismatch> mismatches) {}

    /** What came since, without being what the rule wanted: the nearest first, and among these the newest. */
    private Answer nearMisses(Call call) {
        call.requireOnlyParameters("limit");
        int limit = (int) call.numberParameter("limit", 10, 1, MAX_MISSES);
        ArmedRule rule = ruleOf(call);
        long armedNanos = clock.nanoTime() - rule.age().toNanos();
        Comparator<Miss> nearest =
                Comparator.comparingInt(miss -> miss.mismatches().size());
        List<Miss> misses = cluster.journal().entries(entry -> entry.receivedNanos() >= armedNanos).stream()
                .map(entry -> new Miss(entry, rule.rule().pattern().mismatches(entry)))
                .filter(miss -> !miss.mismatches().isEmpty())
                .sorted(nearest.thenComparing(Comparator.comparing(
                                (Function<Miss, Long>) miss -> miss.entry().sequence())
                        .reversed()))
                .limit(limit)
                .toList();
        return Answer.json(json -> {
            json.writeStartArray();
            for (Miss miss : misses) {
                json.writeStartObject();
                json.writeArrayFieldStart("mismatches");
                for (Mismatch mismatch : miss.mismatches()) {
                    json.writeStartObject();
                    json.writeStringField("field", mismatch.field());
                    json.writeStringField("wanted", mismatch.wanted());
                    json.writeStringField("found", mismatch.found());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeFieldName("entry");
                entries.write(json, miss.entry(), false);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
