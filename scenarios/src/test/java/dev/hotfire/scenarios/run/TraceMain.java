// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioReader;

/** A JVM of its own that runs a short scenario full of chance and prints what {@link RunReport#summary()} says. */
final class TraceMain {
    /** Draws wherever something can be drawn: links, rules, timers, turns. */
    private static final String SCENARIO = """
            name: chance
            cluster:
              nameServers: 2
              brokers: [broker-a, broker-b, broker-c]
              topics:
                - {name: orders, queues: 3}
                - {name: bills, queues: 1}
            network: {latency: {median: 2ms, sigma: 0.8}, sliceBytes: 100}
            producers:
              - {group: pg-orders, timeout: 1s, retries: 2}
              - {group: pg-bills, timeout: 500ms, retries: 1, isolation: off}
            workload:
              - {producer: pg-orders, topic: orders, rate: 150, for: 3s}
              - {producer: pg-orders, topic: bills, rate: 20, bodyBytes: 5000, mode: sync, for: 3s}
              - {producer: pg-bills, topic: bills, rate: 50, mode: oneway, for: 3s}
            timeline:
              - {at: 0s, rule: {chance: 0.05, fault: store-then-reset}}
              - {at: 0s, rule: {chance: 0.05, fault: {answer: SYSTEM_BUSY}}}
              - {at: 500ms, crash: broker-a}
              - {at: 1s, power-off: broker-b}
              - {at: 1500ms, restart: broker-a}
              - {at: 2s, restart: broker-b}
              - {at: 2s, link: {to: broker-c, latency: {min: 1ms, max: 40ms}}}
            """;

    private TraceMain() {}

    static String summary(long seed) throws Exception {
        Scenario scenario = ScenarioReader.parse("chance.yaml", SCENARIO);
        return ScenarioRunner.run(scenario, WorldKind.SIM, seed, second -> {}).summary();
    }

    public static void main(String[] args) throws Exception {
        System.out.println(summary(Long.parseLong(args[0])));
    }
}
