// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static dev.hotfire.scenarios.language.Actions.crash;
import static dev.hotfire.scenarios.language.Actions.link;
import static dev.hotfire.scenarios.language.Actions.pause;
import static dev.hotfire.scenarios.language.Actions.powerOff;
import static dev.hotfire.scenarios.language.Actions.relist;
import static dev.hotfire.scenarios.language.Actions.restart;
import static dev.hotfire.scenarios.language.Actions.resume;
import static dev.hotfire.scenarios.language.Actions.rule;
import static dev.hotfire.scenarios.language.Actions.shutdown;
import static dev.hotfire.scenarios.language.Actions.unlist;
import static dev.hotfire.scenarios.language.Expectations.accepted;
import static dev.hotfire.scenarios.language.Expectations.acknowledged;
import static dev.hotfire.scenarios.language.Expectations.duplicated;
import static dev.hotfire.scenarios.language.Expectations.duplicatesOnlyAfterUnknown;
import static dev.hotfire.scenarios.language.Expectations.failed;
import static dev.hotfire.scenarios.language.Expectations.lost;
import static dev.hotfire.scenarios.language.Expectations.p50;
import static dev.hotfire.scenarios.language.Expectations.p99;
import static dev.hotfire.scenarios.language.Expectations.p999;
import static dev.hotfire.scenarios.language.Expectations.retried;
import static dev.hotfire.scenarios.language.Expectations.slowest;
import static dev.hotfire.scenarios.language.Expectations.stored;
import static dev.hotfire.scenarios.language.Expectations.timedOut;
import static dev.hotfire.scenarios.language.Expectations.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Profile;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The language in Java and the language of files say the same, and refuse the same. */
final class ScenarioBuilderTest {
    private static ScenarioBuilder small() {
        return Scenario.named("small")
                .cluster(cluster -> cluster.brokers("broker-a", "broker-b").topic("orders", 4))
                .producer("pg-orders")
                .workload("orders", workload -> workload.rate(10).lasting("2s"));
    }

    private static Scenario reread(Scenario scenario) throws ScenarioException {
        return ScenarioReader.parse("written.yaml", ScenarioWriter.write(scenario));
    }

    @Test
    void everyWordOfAFileHasOneInJava() throws ScenarioException {
        Scenario read = ScenarioReader.parse("all.yaml", """
                name: all
                description: Says all that there is to say.
                seed: -7
                cluster:
                  nameServers: 2
                  brokers: [broker-a, broker-b]
                  brokerExpiry: 30s
                  slaves: 1
                  headers: rocketmq
                  topics:
                    - {name: orders, queues: 4, except: {broker-b: 2}}
                    - {name: payments, queues: 8, numbered: true}
                network: {latency: {median: 1ms, sigma: 0.4}, sliceBytes: 512}
                producers:
                  - {group: pg-orders, timeout: 2s, retries: 4, isolation: adaptive, runtime: shared, profile: compatible,
                     closeTimeout: 1s, attemptTimeout: 800ms, maxInFlight: 100, compressOver: 4096, batching: 5ms,
                     routeRefresh: 10s, heartbeat: 15s, detector: true, retryWhenNotStored: true, trace: true, hooks: true,
                     asyncRetries: 1, maxInFlightBytes: 100000, maxMessageBytes: 5000, idleTimeout: 9s, namespace: space, signed: true, features: [lz4, unit]}
                  - {group: pg-payments}
                workload:
                  - {topic: orders, producer: pg-orders, rate: 10, bodyBytes: 100, mode: sync, from: 1s, for: 4s,
                     arrival: poisson, callers: 3, keys: 5, only: [0, 7]}
                  - {topic: payments, producer: pg-payments, rate: 5, mode: batch, for: 3s, batch: 10}
                faults:
                  - {id: T06, kind: after, on: broker-a, at: 2s, for: 1s, chance: 0.1}
                  - {id: T11, on: broker-b, at: 3s, for: 1s, amount: 20ms}
                heal: 5s
                ties: fixed
                timeline:
                  - {at: 1s, crash: broker-a}
                  - {at: 2s, restart: broker-a}
                  - {at: 2s, power-off: broker-b}
                  - {at: 3s, shutdown: broker-b}
                  - {at: 3s, pause: namesrv-1}
                  - {at: 4s, resume: namesrv-1}
                  - {at: 4s, unlist: broker-b}
                  - {at: 5s, relist: broker-b}
                  - {at: 5s, link: {to: broker-a, latency: 3ms, blackhole: answers}}
                  - {at: 6s, rule: {server: broker-a, first: 3, fault: store-then-silent}}
                length: 7s
                expect:
                  accepted: 70
                  stored: '> 1'
                  acknowledged: '>= 1'
                  failed: 0
                  unknown: < 5
                  timedOut: <= 5
                  lost: 0
                  duplicated: '>= 0'
                  retried: '> 0'
                  duplicates: only after unknown
                  slowest: <= 3 s
                  p50: < 20 ms
                  p99: < 50 ms
                  p999: < 1 s
                """);
        Scenario built = Scenario.named("all")
                .description("Says all that there is to say.")
                .seed(-7)
                .cluster(cluster -> cluster.nameServers(2)
                        .brokers("broker-a", "broker-b")
                        .brokerExpiry("30s")
                        .slaves(1)
                        .headers(HeaderEncoding.ROCKETMQ)
                        .topic("orders", 4, Map.of("broker-b", 2))
                        .numberedTopic("payments", 8))
                .latency(Latency.logNormal(Duration.ofMillis(1), 0.4))
                .sliceBytes(512)
                .producer("pg-orders", producer -> producer.timeout("2s")
                        .retries(4)
                        .isolation(Isolation.ADAPTIVE)
                        .runtime("shared")
                        .profile(Profile.COMPATIBLE)
                        .closeTimeout("1s")
                        .attemptTimeout("800ms")
                        .maxInFlight(100)
                        .compressOver(4096)
                        .batching("5ms")
                        .routeRefresh("10s")
                        .heartbeat("15s")
                        .detector()
                        .retryWhenNotStored()
                        .trace()
                        .hooks()
                        .asyncRetries(1)
                        .maxInFlightBytes(100_000)
                        .maxMessageBytes(5_000)
                        .idleTimeout("9s")
                        .namespace("space")
                        .signed()
                        .features(Feature.LZ4, Feature.UNIT))
                .producer("pg-payments")
                .workload("orders", workload -> workload.producer("pg-orders")
                        .rate(10)
                        .bodyBytes(100)
                        .mode(WorkloadSpec.Mode.SYNC)
                        .from("1s")
                        .lasting("4s")
                        .arrival(Shape.Arrival.POISSON)
                        .callers(3)
                        .keys(5)
                        .only(0, 7))
                .workload("payments", workload -> workload.producer("pg-payments")
                        .rate(5)
                        .mode(WorkloadSpec.Mode.BATCH)
                        .lasting("3s")
                        .batch(10))
                .fault("T06", fault -> fault.kind("after")
                        .on("broker-a")
                        .at("2s")
                        .lasting("1s")
                        .chance(0.1))
                .fault(
                        "T11",
                        fault -> fault.on("broker-b").at("3s").lasting("1s").amount("20ms"))
                .heal("5s")
                .ties(Scenario.Ties.FIXED)
                .at("1s", crash("broker-a"))
                .at("2s", restart("broker-a"))
                .at("2s", powerOff("broker-b"))
                .at("3s", shutdown("broker-b"))
                .at("3s", pause("namesrv-1"))
                .at("4s", resume("namesrv-1"))
                .at("4s", unlist("broker-b"))
                .at("5s", relist("broker-b"))
                .at("5s", link("broker-a", answersLost(Duration.ofMillis(3))))
                .at("6s", rule("{server: broker-a, first: 3, fault: store-then-silent}"))
                .length("7s")
                .expect(accepted(70), stored("> 1"), acknowledged(">= 1"), failed(0), unknown("< 5"), timedOut("<= 5"))
                .expect(lost(0), duplicated(">= 0"), retried("> 0"), duplicatesOnlyAfterUnknown(), slowest("<= 3 s"))
                .expect(p50("< 20 ms"), p99("< 50 ms"), p999("< 1 s"))
                .build();
        assertThat(built).isEqualTo(read);
        assertThat(reread(built)).isEqualTo(built);
    }

    private static LinkConditions answersLost(Duration latency) {
        LinkDirection direction = LinkDirection.CLEAR.withLatency(Latency.constant(latency));
        return new LinkConditions(direction, direction.withBlackhole(true));
    }

    @Test
    void whatIsLeftOutIsAsInAFile() throws ScenarioException {
        assertThat(small().build()).isEqualTo(ScenarioReader.parse("small.yaml", """
                name: small
                cluster: {brokers: [broker-a, broker-b], topics: [{name: orders, queues: 4}]}
                producers: [{group: pg-orders}]
                workload: {topic: orders, rate: 10, for: 2s}
                """));
    }

    @Test
    void whatIsSaidInAnyOrderIsInTheOrderOfTime() {
        Scenario scenario = small().at("3s", restart("broker-a"))
                .at(Duration.ofSeconds(1), crash("broker-a"))
                .at("3s", crash("broker-b"))
                .expect(p99("< 1 s"), failed(0))
                .build();
        assertThat(scenario.timeline())
                .extracting(entry -> entry.at().toSeconds() + " " + entry.action())
                .containsExactly("1 crash broker-a", "3 restart broker-a", "3 crash broker-b");
        assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(scenario.expectations()).extracting(Object::toString).containsExactly("failed = 0", "p99 < 1s");
    }

    /** Names that YAML would take for something else, and descriptions that a folded block would change. */
    @Test
    void namesAndTextsThatNeedQuotesHaveThem() throws ScenarioException {
        for (String name : List.of("1", "007", "1e3", "true", "null", "No", "0x1F", "a.b-c_d")) {
            Scenario scenario = Scenario.named(name)
                    .description("one\ntwo:  \"three\"\t# \u00fc \ud83d\ude80\n\n  - four")
                    .cluster(cluster -> cluster.brokers(name, "b").topic("orders", 1, Map.of(name, 2)))
                    .producer("pg", producer -> producer.runtime(name))
                    .workload("orders", workload -> workload.rate(1).lasting("1s"))
                    .at("1s", crash(name))
                    .build();
            assertThat(reread(scenario)).isEqualTo(scenario);
        }
    }

    static Stream<Path> library() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("library")
    void whatTheLibraryHasIsReadWrittenAndReadAgainAsTheSame(Path file) throws ScenarioException {
        Scenario scenario = ScenarioReader.read(file);
        assertThat(reread(scenario)).isEqualTo(scenario);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broker-x | small: unknown name 'broker-x' (expected: a broker or name server: one of broker-a, broker-b, namesrv-1; did you mean 'broker-a'?)",
                "namesrv-2 | small: unknown name 'namesrv-2' (expected: a broker or name server: one of broker-a, broker-b, namesrv-1; did you mean 'namesrv-1'?)",
            })
    void whatAFileIsRefusedForIsRefusedInTheSameWords(String node, String message) {
        ScenarioBuilder builder = small().at("1s", crash(node));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsMissingOrTooMuchIsSaid() {
        refused(small -> small.workload("order", workload -> workload.rate(1).lasting("1s")), "unknown topic 'order'");
        refused(small -> small.workload("orders", workload -> workload.lasting("1s")), "ratePerSecond: 0");
        refused(small -> small.workload("orders", workload -> workload.rate(1)), "lasting: PT0S");
        refused(small -> small.producer("pg-orders"), "producer");
        refused(small -> small.producer("pg-more"), "without a producer (expected: one of pg-orders, pg-more)");
        refused(
                small -> small.cluster(cluster -> cluster.nameServers(101)),
                "'101' (expected: a whole number from 1 to 100)");
        refused(small -> small.expect(failed(0), failed(1)), "failed");
        refused(small -> small.fault("T6", fault -> fault.at("1s")), "fault: 'T6' (expected: one of ");
        refused(
                small -> small.fault(
                        "T11", fault -> fault.on("broker-a").at("1s").lasting("1s")),
                "amount: 0 of T11");
        refused(small -> small.at("soon", crash("broker-a")), "at: 'soon' (expected: a duration such as");
        refused(small -> small.length("1s"), "(expected: at least 2s, when workload and timeline end)");
        refused(small -> small.at("1s", rule("{server: broker-c, fault: silent}")), "'broker-c'");
        refused(
                small -> small.at(
                        "1s", rule(FaultRule.onSends().where(frame -> true).silent())),
                "");
        refused(
                small -> small.at(
                        "1s",
                        link(
                                "broker-a",
                                new LinkConditions(
                                        LinkDirection.CLEAR,
                                        LinkDirection.CLEAR.withLatency(Latency.constant(Duration.ofMillis(1)))))),
                "a link with conditions that a file can't say");
        assertThatThrownBy(() -> p99("50 ms"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("p99: '50 ms' (expected: a duration such as 250ms, 10s or 2m)");
        assertThatThrownBy(() -> retried("> some"))
                .hasMessageContaining("retried: '> some' (expected: a sign and a whole");
        assertThatThrownBy(() -> failed(-1)).hasMessage("failed: -1 (expected: >= 0)");
    }

    private static void refused(UnaryOperator<ScenarioBuilder> change, String message) {
        assertThatThrownBy(() -> change.apply(small()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    /** Java, then a file, then Java: nothing is lost on the way, whatever was said. */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsBuiltIsWrittenAndReadAsTheSame(@ForAll("builders") ScenarioBuilder builder) throws ScenarioException {
        Scenario built = builder.build();
        String file = ScenarioWriter.write(built);
        Scenario read = ScenarioReader.parse("built.yaml", file);
        assertThat(read).isEqualTo(built);
        assertThat(ScenarioWriter.write(read)).isEqualTo(file);
    }

    @Provide
    Arbitrary<ScenarioBuilder> builders() {
        Arbitrary<List<UnaryOperator<ScenarioBuilder>>> changes = Arbitraries.oneOf(
                        timeline(), texts(), workloads(), settings())
                .list()
                .ofMaxSize(12);
        return changes.map(all -> {
            ScenarioBuilder builder = small();
            for (UnaryOperator<ScenarioBuilder> change : all) {
                builder = change.apply(builder);
            }
            return builder;
        });
    }

    private static Arbitrary<String> times() {
        return Combinators.combine(Arbitraries.integers().between(1, 5_000), Arbitraries.of("ns", "us", "ms", "s"))
                .as((number, unit) -> number + unit);
    }

    private static Arbitrary<UnaryOperator<ScenarioBuilder>> timeline() {
        Arbitrary<Action> onNodes = Combinators.combine(
                        Arbitraries.of("broker-a", "broker-b", "namesrv-1"),
                        Arbitraries.integers().between(0, 5))
                .as((node, which) -> switch (which) {
                    case 0 -> crash(node);
                    case 1 -> restart(node);
                    case 2 -> powerOff(node);
                    case 3 -> shutdown(node);
                    case 4 -> pause(node);
                    default -> resume(node);
                });
        Arbitrary<Action> links = Combinators.combine(
                        Arbitraries.of("broker-a", "namesrv-1"),
                        Arbitraries.longs().between(0, 1_000_000_000),
                        Arbitraries.longs().between(0, 1_000_000_000),
                        Arbitraries.integers().between(0, 1_000),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((node, min, more, slice, requests, answers) -> {
                    LinkDirection direction = LinkDirection.CLEAR
                            .withLatency(Latency.uniform(Duration.ofNanos(min), Duration.ofNanos(min + more)))
                            .withMaxSliceBytes(slice);
                    return link(
                            node,
                            new LinkConditions(direction.withBlackhole(requests), direction.withBlackhole(answers)));
                });
        Arbitrary<Action> rules = Combinators.combine(
                        Arbitraries.of("broker-a", "broker-b"),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.of("silent", "store-then-close", "{delay: 20ms}", "{answer: SYSTEM_BUSY}"))
                .as((server, n, fault) -> rule("{server: " + server + ", nth: " + n + ", fault: " + fault + "}"));
        return Combinators.combine(times(), Arbitraries.oneOf(onNodes, links, rules))
                .as((time, action) -> builder -> builder.at(time, action));
    }

    private static Arbitrary<UnaryOperator<ScenarioBuilder>> texts() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("ab :#-'\"\\{}[]>|%@`!&*\n\t")
                .withCharRange('\u00e0', '\u00ff')
                .ofMaxLength(30);
        return Combinators.combine(text, Arbitraries.longs())
                .as((description, seed) ->
                        builder -> builder.description(description).seed(seed));
    }

    private static Arbitrary<UnaryOperator<ScenarioBuilder>> workloads() {
        return Combinators.combine(
                        Arbitraries.of(WorkloadSpec.Mode.values()),
                        Arbitraries.of(Shape.Arrival.values()),
                        Arbitraries.integers().between(1, 1_000_000),
                        Arbitraries.integers().between(1, 1_000),
                        times(),
                        times(),
                        Arbitraries.longs().between(0, Long.MAX_VALUE).list().ofMaxSize(3))
                .as((mode, arrival, rate, count, from, lasting, only) ->
                        builder -> builder.workload("orders", workload -> workload.mode(mode)
                                .arrival(arrival)
                                .rate(rate)
                                .bodyBytes(count)
                                .callers(count)
                                .keys(count)
                                .batch(count)
                                .from(from)
                                .lasting(lasting)
                                .only(only.stream().mapToLong(Long::longValue).toArray())));
    }

    /** What a scenario has once, and faults. */
    private static Arbitrary<UnaryOperator<ScenarioBuilder>> settings() {
        return Combinators.combine(
                        times(),
                        Arbitraries.integers().between(1, 100),
                        Arbitraries.doubles().between(0, 1))
                .as((time, number, probability) -> builder -> builder.heal(time)
                        .latency(time)
                        .sliceBytes(number)
                        .fault("T06", fault -> fault.kind("after")
                                .on("broker-a")
                                .at(time)
                                .lasting(time)
                                .chance(probability)));
    }
}
