// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.admin;

import dev.hotfire.runtime.MachineClock;
import dev.hotfire.serve.http.Answer;
import dev.hotfire.serve.http.Body;
import dev.hotfire.serve.http.Call;
import dev.hotfire.serve.http.Route;
import dev.hotfire.serve.http.Routes;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.json.JsonOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole interface of one cluster: all routes, and what listens for them. */
public final class Interface implements AutoCloseable {
    private static final Duration MAX_ADVANCE = Duration.ofDays(365);

    private final FakeCluster cluster;
    private final Counters counters = new Counters();
    private final EntryView entries;
    private final ServerResource servers;
    private final Routes routes;
    private final Map<String, JsonOutput.DocumentWriter> states = new LinkedHashMap<>();

    /**
     * The interface of a cluster, which stays the caller's.
     *
     * @param clock that of the cluster's machines
     */
    public Interface(FakeCluster cluster, MachineClock clock) {
        this.cluster = cluster;
        this.entries = new EntryView(new WallClock(clock));
        ClusterView view = new ClusterView(cluster, counters);
        RuleResource rules = new RuleResource(cluster, entries, clock);
        LedgerResource ledger = new LedgerResource(cluster, counters);
        RouteResource believed = new RouteResource(cluster);
        this.servers = new ServerResource(cluster, view);
        states.put("cluster", view::write);
        states.put("routes", believed::write);
        states.put("rules", rules::write);
        states.put("ledger", ledger::write);
        List<Route> all = new ArrayList<>();
        all.addAll(new PageResource().routes());
        all.add(new Route("GET", "/health", true, this::health));
        all.add(new Route("GET", "/cluster", false, call -> {
            call.requireOnlyParameters();
            return Answer.json(view::write);
        }));
        all.add(new Route("GET", "/events", false, this::events));
        all.add(new Route("POST", "/clock", false, this::advanceClock));
        all.addAll(servers.routes());
        all.addAll(new TopicResource(cluster, view).routes());
        all.addAll(believed.routes());
        all.addAll(rules.routes());
        all.addAll(new JournalResource(cluster.journal(), entries).routes());
        all.addAll(ledger.routes());
        all.addAll(new MetricsResource(cluster, counters).routes());
        this.routes = new Routes(all);
        cluster.journal().addListener(counters);
    }

    /** Who answers what. */
    public Routes routes() {
        return routes;
    }

    /** The names of what can be done to brokers. */
    public List<String> brokerActions() {
        return servers.brokerActions();
    }

    /** The names of what can be done to name servers. */
    public List<String> nameServerActions() {
        return servers.nameServerActions();
    }

    private Answer health(Call call) {
        call.requireOnlyParameters();
        return Answer.json(json -> {
            json.writeStartObject();
            json.writeStringField("status", "ok");
            json.writeEndObject();
        });
    }

    private Answer events(Call call) {
        call.requireOnlyParameters();
        return Answer.events(() -> new EventStream(cluster.journal(), entries, states));
    }

    private Answer advanceClock(Call call) {
        call.requireOnlyParameters();
        Body body = call.fields("advance");
        cluster.advanceClock(body.duration("advance", MAX_ADVANCE));
        return Answer.done();
    }

    /** Stops listening. */
    @Override
    public void close() {
        cluster.journal().removeListener(counters);
    }
}
