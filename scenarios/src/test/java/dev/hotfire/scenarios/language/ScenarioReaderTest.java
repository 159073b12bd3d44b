// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.link.Latency;
import dev.hotfire.producer.Isolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScenarioReaderTest {
    /** Line 1 to 13. Each broken file below changes one thing about it. */
    static final String GOOD = """
            name: small
            cluster:
              brokers: [broker-a, broker-b]
              topics:
                - {name: orders, queues: 4}
            producers:
              - group: pg-orders
            workload:
              topic: orders
              rate: 100
              for: 10s
            timeline:
              - {at: 3s, crash: broker-a}
            """;

    /** Every field of the language. */
    static final String EVERYTHING = """
            name: full
            description: |
              Everything
              at once.
            seed: -42
            cluster:
              nameServers: 3
              brokers: [a, b]
              brokerExpiry: 30s
              topics: [{name: orders, queues: 4}, {name: bills, queues: 1}]
            network: {latency: {min: 1ms, max: 5ms}, sliceBytes: 7}
            producers:
              - {group: pg-1, timeout: 1500ms, retries: 0, isolation: off}
              - {group: pg-2}
            workload:
              - {producer: pg-1, topic: orders, rate: 5, bodyBytes: 1000, mode: sync, from: 1s, for: 2s}
              - {producer: pg-2, topic: bills, rate: 7, mode: oneway, for: 1m}
            timeline:
              - {at: 9s, relist: a}
              - {at: 1s, power-off: namesrv-3}
              - {at: 2s, shutdown: a}
              - {at: 3s, restart: a}
              - {at: 4s, pause: b}
              - {at: 5s, resume: b}
              - {at: 6s, unlist: a}
              - at: 7s
                link: {to: b, latency: {median: 20ms, sigma: 0.5}, blackhole: answers}
              - at: 8s
                rule: {on: route, server: namesrv-1, topic: bills, first: 3, for: 4s, fault: silent}
              - at: 8s
                rule: {queue: 2, chance: 0.25, fault: {answer: SYSTEM_BUSY, remark: no}}
              - at: 8s
                rule: {on: any, nth: 9, fault: {store-then-delay: 4s}}
            length: 2m
            expect:
              failed: 0
              unknown: {max: 9}
              slowest: {min: 1ms, max: 3s}
            """;

    @Test
    void whatAFileLeavesOutHasTheUsualValue() throws Exception {
        Scenario scenario = ScenarioReader.parse("small.yaml", GOOD);
        assertThat(scenario.seed()).isEmpty();
        assertThat(scenario.cluster())
                .isEqualTo(new ClusterSpec(
                        1,
                        List.of("broker-a", "broker-b"),
                        List.of(new TopicSpec("orders", 4)),
                        Duration.ofMinutes(2)));
        assertThat(scenario.producers())
                .containsExactly(new ProducerSpec("pg-orders", Duration.ofSeconds(3), 2, Isolation.TABLE));
        assertThat(scenario.workloads())
                .containsExactly(new WorkloadSpec(
                        "pg-orders",
                        "orders",
                        100,
                        256,
                        WorkloadSpec.Mode.ASYNC,
                        Duration.ZERO,
                        Duration.ofSeconds(10)));
        assertThat(scenario.timeline())
                .containsExactly(new TimedAction(Duration.ofSeconds(3), new Action.Crash("broker-a")));
        assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(10));
        assertThat(scenario.expectations()).isEmpty();
    }

    @Test
    void everyFieldOfTheLanguageIsRead() throws Exception {
        Scenario scenario = ScenarioReader.parse("full.yaml", EVERYTHING);
        assertThat(scenario.description()).isEqualTo("Everything\nat once.");
        assertThat(scenario.seed()).hasValue(-42);
        assertThat(scenario.cluster().nameServers()).isEqualTo(3);
        assertThat(scenario.cluster().brokerExpiry()).isEqualTo(Duration.ofSeconds(30));
        assertThat(scenario.network().conditions().toClient().latency())
                .isEqualTo(Latency.uniform(Duration.ofMillis(1), Duration.ofMillis(5)));
        assertThat(scenario.network().conditions().toServer().maxSliceBytes()).isEqualTo(7);
        assertThat(scenario.producers().get(0))
                .isEqualTo(new ProducerSpec("pg-1", Duration.ofMillis(1_500), 0, Isolation.OFF));
        assertThat(scenario.workloads().get(0))
                .isEqualTo(new WorkloadSpec(
                        "pg-1",
                        "orders",
                        5,
                        1_000,
                        WorkloadSpec.Mode.SYNC,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2)));
        assertThat(scenario.workloads().get(1).mode()).isEqualTo(WorkloadSpec.Mode.ONEWAY);
        assertThat(scenario.timeline().stream().limit(6).map(TimedAction::action))
                .containsExactly(
                        new Action.PowerOff("namesrv-3"),
                        new Action.Shutdown("a"),
                        new Action.Restart("a"),
                        new Action.Pause("b"),
                        new Action.Resume("b"),
                        new Action.Unlist("a"));
        Action.Link link = (Action.Link) scenario.timeline().get(6).action();
        assertThat(link.conditions().toServer().blackhole()).isFalse();
        assertThat(link.conditions().toClient().blackhole()).isTrue();
        assertThat(link.conditions().toClient().latency()).isEqualTo(Latency.logNormal(Duration.ofMillis(20), 0.5));
        assertThat(scenario.timeline().get(7).action())
                .isEqualTo(new Action.Rule(
                        FaultRule.when(RequestPattern.routes().to("namesrv-1").topic("bills"))
                                .first(3)
                                .until(Duration.ofSeconds(4))
                                .silent()));
        assertThat(scenario.timeline().get(8).action())
                .isEqualTo(new Action.Rule(
                        FaultRule.onSends().queueId(2).chance(0.25).answer(2, "no")));
        assertThat(scenario.timeline().get(9).action())
                .isEqualTo(new Action.Rule(FaultRule.onAny().nth(9).storeThenDelay(Duration.ofSeconds(4))));
        assertThat(scenario.timeline().get(10).action()).isEqualTo(new Action.Relist("a"));
        assertThat(scenario.length()).isEqualTo(Duration.ofMinutes(2));
        assertThat(scenario.expectations())
                .containsExactly(
                        new Expectation(Expectation.Measure.FAILED, 0, 0),
                        new Expectation(Expectation.Measure.UNKNOWN, Long.MIN_VALUE, 9),
                        new Expectation(Expectation.Measure.SLOWEST, 1_000_000, 3_000_000_000L));
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                arguments("", "1:1: nothing (expected: a scenario)"),
                arguments("# nothing but a comment\n", "1:1: nothing (expected: a scenario)"),
                arguments(
                        "just words",
                        "1:1: 'just words' (expected: a scenario, a mapping with name, description,"
                                + " seed, cluster, network, producers, workload, faults, heal, ties, timeline, length, expect)"),
                arguments(
                        "- a list",
                        "1:1: a list (expected: a scenario, a mapping with name, description,"
                                + " seed, cluster, network, producers, workload, faults, heal, ties, timeline, length, expect)"),
                arguments("name: [unclosed", "1:16: expected ',' or ']', but got <stream end> (expected: YAML)"),
                arguments(
                        "name: a\n\tseed: 1",
                        "2:1: found character '\\t(TAB)' that cannot start any token. (Do not use"
                                + " \\t(TAB) for indentation) (expected: YAML)"),
                arguments("name: a\n---\nname: b", "2:1: but found another document (expected: YAML)"),
                arguments("name: \u0007bell", "1:7: character U+0007 (expected: text without control characters)"),
                broken(
                        "name: small",
                        "nam: small",
                        "1:1: unknown field 'nam' (expected: one of name, description, seed,"
                                + " cluster, network, producers, workload, faults, heal, ties, timeline, length, expect; did you mean 'name'?)"),
                broken(
                        "name: small",
                        "name: small\nname: twice",
                        "2:1: field 'name' again (expected: each field once)"),
                broken("name: small", "name:", "1:1: field 'name' without a value (expected: a value)"),
                broken(
                        "name: small",
                        "name: small\nseed:",
                        "2:1: field 'seed' without a value (expected: a value, or no such field)"),
                broken("name: small", "description: x", "1:1: a scenario without 'name' (expected: the field 'name')"),
                broken(
                        "name: small",
                        "name: 'a b'",
                        "1:7: 'a b' (expected: a name of letters, digits, '-', '_' and '.')"),
                broken("name: small", "name: small\nseed: seven", "2:7: 'seven' (expected: a whole number)"),
                broken(
                        "brokers: [broker-a, broker-b]",
                        "brokers: []",
                        "3:12: an empty list (expected: at least one of broker names)"),
                broken(
                        "brokers: [broker-a, broker-b]",
                        "brokers: broker-a",
                        "3:12: 'broker-a' (expected: a list of broker names)"),
                broken(
                        "brokers: [broker-a, broker-b]",
                        "brokers: [broker-a, broker-a]",
                        "3:23: broker 'broker-a' again (expected: each broker once)"),
                broken(
                        "brokers: [broker-a, broker-b]",
                        "brokerz: [broker-a]",
                        "3:3: unknown field 'brokerz' (expected: one of nameServers, brokers, topics, brokerExpiry, slaves, headers;"
                                + " did you mean 'brokers'?)"),
                broken("brokers:", "nameServers: 0\n  brokers:", "3:16: '0' (expected: a whole number from 1 to 100)"),
                broken("queues: 4", "queues: four", "5:30: 'four' (expected: a whole number from 1 to 65535)"),
                broken("queues: 4", "queues: 4.5", "5:30: '4.5' (expected: a whole number from 1 to 65535)"),
                broken("queues: 4", "queues: 70000", "5:30: '70000' (expected: a whole number from 1 to 65535)"),
                broken("queues: 4", "queues: \"4\"", "5:30: the text '4' (expected: a whole number from 1 to 65535)"),
                broken(
                        "- group: pg-orders",
                        "- group: pg-orders\n    retries: -1",
                        "8:14: '-1' (expected: a whole number from 0 to 100)"),
                broken(
                        "- group: pg-orders",
                        "- group: pg-orders\n    isolation: yes",
                        "8:16: 'yes' (expected: one of off, table, adaptive)"),
                broken(
                        "- group: pg-orders",
                        "- group: pg-orders\n    timeout: 0s",
                        "8:14: '0s' (expected: a duration above zero)"),
                broken(
                        "- group: pg-orders",
                        "- group: pg-orders\n    timeout: 3",
                        "8:14: '3' (expected: a duration such as 250ms, 10s or 2m)"),
                broken("topic: orders", "topic: order", "9:10: unknown topic 'order' (expected: orders)"),
                broken("rate: 100", "rate: 0", "10:9: '0' (expected: a whole number from 1 to 1000000)"),
                broken("rate: 100", "rate: {per: 1s}", "10:9: a mapping (expected: a whole number from 1 to 1000000)"),
                broken("rate: 100", "mode: async", "9:3: a workload without 'rate' (expected: the field 'rate')"),
                broken(
                        "rate: 100",
                        "rate: 100\n  mode: Async",
                        "11:9: 'Async' (expected: one of sync, async, oneway, batch, transaction, request, delayed, recall; did you mean 'async'?)"),
                broken(
                        "for: 10s",
                        "for: ten seconds",
                        "11:8: 'ten seconds' (expected: a duration such as 250ms, 10s or 2m)"),
                broken("for: 10s", "for: -1s", "11:8: '-1s' (expected: a duration such as 250ms, 10s or 2m)"),
                broken(
                        "{at: 3s, crash: broker-a}",
                        "{at: 3s}",
                        "13:5: a timeline entry without any of them (expected: one of crash, power-off, shutdown, restart,"
                                + " pause, resume, unlist, relist, link, rule)"),
                broken(
                        "{at: 3s, crash: broker-a}",
                        "{at: 3s, crash: broker-a, pause: broker-b}",
                        "13:31: 'pause' next to 'crash' (expected: only one of them)"),
                broken(
                        "{at: 3s, crash: broker-a}",
                        "{at: 3s, crsh: broker-a}",
                        "13:14: unknown field 'crsh' (expected: one of at, crash, power-off, shutdown, restart, pause,"
                                + " resume, unlist, relist, link, rule; did you mean 'crash'?)"),
                broken(
                        "{at: 3s, crash: broker-a}",
                        "{at: 3s, poweroff: broker-a}",
                        "13:14: unknown field 'poweroff' (expected: one of at, crash, power-off, shutdown, restart, pause,"
                                + " resume, unlist, relist, link, rule; did you mean 'power-off'?)"),
                broken(
                        "crash: broker-a",
                        "crash: broker-x",
                        "13:21: unknown name 'broker-x' (expected: a broker or name server: one of broker-a, broker-b,"
                                + " namesrv-1; did you mean 'broker-a'?)"),
                broken(
                        "crash: broker-a",
                        "rule: {fault: {dleay: 400ms}}",
                        "13:29: unknown field 'dleay' (expected: one of answer, delay, store-then-delay,"
                                + " store-then-answer, close-then-store, reset-then-store, malform, damage, dribble,"
                                + " remark; did you mean 'delay'?)"),
                broken(
                        "timeline:",
                        "expect:\n  p99: > 100 ms\ntimeline:",
                        "13:8: '>' at the beginning of a value, where YAML begins a block of text"
                                + " (expected: quotes around it: '> 100 ms')"),
                broken(
                        "timeline:",
                        "expect: {stored: >= 3, lost: 0}\ntimeline:",
                        "12:18: '>' at the beginning of a value, where YAML begins a block of text"
                                + " (expected: quotes around it: '>= 3')"),
                broken(
                        "crash: broker-a",
                        "rule: {group: pg-order, fault: silent}",
                        "13:28: unknown name 'pg-order' (expected: a producer group: pg-orders)"),
                broken(
                        "crash: broker-a",
                        "unlist: namesrv-1",
                        "13:22: unknown name 'namesrv-1' (expected: a broker: one of broker-a, broker-b)"),
                broken(
                        "crash: broker-a",
                        "rule: {fault: silence}",
                        "13:28: unknown fault 'silence' (expected: one of silent, close-before, reset-before,"
                                + " half-close-before, blackhole-before, crash-before, store-then-silent,"
                                + " store-then-close, store-then-reset, store-then-half-close, store-then-blackhole,"
                                + " store-then-crash, answer-twice, wrong-opaque, swap-opaques, answer-elsewhere, park,"
                                + " store-then-park, serve, answer, delay, store-then-delay, store-then-answer,"
                                + " close-then-store, reset-then-store, malform, damage, dribble;"
                                + " did you mean 'silent'?)"),
                broken(
                        "crash: broker-a",
                        "rule: {fault: delay}",
                        "13:28: fault 'delay' without its value (expected: {delay: ...})"),
                broken(
                        "crash: broker-a",
                        "rule: {fault: {delay: 1s, remark: x}}",
                        "13:40: 'remark' next to 'delay' (expected: it only with an answer)"),
                broken(
                        "crash: broker-a",
                        "rule: {nth: 1, first: 2, fault: silent}",
                        "13:29: 'first' next to 'nth' (expected: only one of them)"),
                broken(
                        "crash: broker-a",
                        "rule: {chance: 1.5, fault: silent}",
                        "13:29: '1.5' (expected: a number from 0 to 1)"),
                broken(
                        "crash: broker-a",
                        "rule: {on: sends, fault: silent}",
                        "13:25: 'sends' (expected: a request code or one of send, pull, heartbeat,"
                                + " route, any; did you mean 'send'?)"),
                broken(
                        "crash: broker-a",
                        "link: {to: broker-a, latency: {min: 5ms, max: 1ms}}",
                        "13:60: '1ms' (expected: at least min, which is 5ms)"),
                broken(
                        "crash: broker-a",
                        "link: {to: broker-a, latency: {min: 5ms, sigma: 1}}",
                        "13:55: 'sigma' next to 'min' (expected: only one of them)"),
                broken(
                        "crash: broker-a",
                        "crash: x",
                        "13:21: unknown name 'x' (expected: a broker or name server: one of broker-a, broker-b,"
                                + " namesrv-1)"),
                broken(
                        "timeline:",
                        "length: 9s\ntimeline:",
                        "12:9: '9s' (expected: at least 10s, when workload and timeline end)"),
                broken(
                        "timeline:",
                        "expect: {lost: {min: 2, max: 1}}\ntimeline:",
                        "12:30: '1' (expected: at least min)"),
                broken(
                        "timeline:",
                        "expect: {losses: 0}\ntimeline:",
                        "12:10: unknown field 'losses' (expected: one of accepted, stored, acknowledged, failed, unknown,"
                                + " timedOut, lost, duplicated, retried, duplicates, slowest, p50, p99, p999)"),
                broken(
                        "timeline:",
                        "expect: {slowest: 3}\ntimeline:",
                        "12:19: '3' (expected: a duration such as 250ms, 10s or 2m)"));
    }

    private static Arguments broken(String good, String bad, String message) {
        assertThat(GOOD).contains(good);
        return arguments(GOOD.replace(good, bad), message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenFiles")
    void brokenFileIsRefusedWithThePlaceAndWhatWouldBeRight(String text, String message) {
        assertThatThrownBy(() -> ScenarioReader.parse("dir/some file.yaml", text))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("dir/some file.yaml:" + message);
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void messagesHaveOneLine(String text, String message) {
        assertThat(message).doesNotContain("\n");
    }

    @Test
    void responseCodeThatDoesNotExistIsRefusedWithTheNearestName() {
        assertThatThrownBy(() -> ScenarioReader.parse(
                        "f", GOOD.replace("crash: broker-a", "rule: {fault: {answer: SYSTEM_BUZY}}")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(
                        "f:13:37: unknown response code 'SYSTEM_BUZY' (expected: a number, or one of SUCCESS,")
                .hasMessageEndingWith("did you mean 'SYSTEM_BUSY'?)");
    }

    @Test
    void illegalTopicIsRefusedInTheWordsOfTheProducer() {
        assertThatThrownBy(() -> ScenarioReader.parse("f", GOOD.replace("name: orders", "name: 'no spaces'")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("f:5:14: topic: 'no spaces'");
    }

    @Test
    void fileThatIsNotThereIsRefused(@TempDir Path directory) {
        Path file = directory.resolve("absent.yaml");
        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(file + ": no such file (expected: a scenario file)");
    }

    @Test
    void directoryIsRefused(@TempDir Path directory) {
        assertThatThrownBy(() -> ScenarioReader.read(directory))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(directory + ": is a directory (expected: a scenario file)");
    }

    @Test
    void fileThatIsNotTextIsRefused(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("binary.yaml"), new byte[] {'a', '\n', 'b', (byte) 0xC3, 0x28});
        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(file + ":2:2: something that is not UTF-8 (expected: a scenario file, which is text)");
    }

    @Test
    void fileThatIsTooLargeIsRefusedBeforeItIsParsed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("large.yaml"), GOOD + "#".repeat(1 << 20));
        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(file + ": is larger than 1048576 bytes (expected: a scenario file)");
    }

    @ParameterizedTest
    @CsvSource({"[, 1:51", "'{a: ', 1:201", "'- ', 1:101"})
    void filesThatAreNestedWithoutEndAreRefusedWhereItGetsTooDeep(String level, String place) {
        assertThatThrownBy(() -> ScenarioReader.parse("f", level.repeat(20_000)))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("f:" + place + ": more than 50 levels (expected: a scenario)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length: D",
                "network: {latency: D}",
                "network: {latency: {min: 0, max: D}}",
                "network: {latency: {median: D, sigma: 1}}",
                "expect: {slowest: {max: D}}",
                "timeline: [{at: D, crash: broker-a}]",
                "timeline: [{at: 0, rule: {for: D, fault: silent}}]",
                "timeline: [{at: 0, rule: {fault: {delay: D}}}]"
            })
    void noDurationOverflows(String field) throws Exception {
        String start = GOOD.substring(0, GOOD.indexOf("timeline:"));
        assertThat(ScenarioReader.parse("f", start + field.replace("D", "1000h")))
                .isNotNull();
        for (String tooLong : List.of("1001h", "1000.000000001h", "999999999h")) {
            assertThatThrownBy(() -> ScenarioReader.parse("f", start + field.replace("D", tooLong)))
                    .isInstanceOf(ScenarioException.class)
                    .hasMessage("f:12:" + (1 + field.indexOf('D')) + ": '" + tooLong
                            + "' (expected: a duration of at most 1000h)");
        }
    }

    @Test
    void byteOrderMarkIsNoMistake(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("bom.yaml"), "\uFEFF" + GOOD, StandardCharsets.UTF_8);
        assertThat(ScenarioReader.read(file).name()).isEqualTo("small");
    }

    @Test
    void exampleOfThePageAboutScenariosIsRead() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "scenarios.md"));
        String start = "```yaml\n";
        int from = page.indexOf(start) + start.length();
        String example = page.substring(from, page.indexOf("```", from));
        assertThat(ScenarioReader.parse("scenarios.md", example).timeline()).hasSize(3);
    }

    /** Whoever adds a word to the language finds out here that its page doesn't know it yet. */
    @Test
    void pageAboutScenariosNamesEveryFaultActionAndMeasure() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "scenarios.md"));
        String start = GOOD.substring(0, GOOD.indexOf("timeline:"));
        for (String asked :
                List.of("timeline: [{at: 0}]", "timeline: [{at: 0, rule: {fault: []}}]", "expect: {'': 0}", "'': 0")) {
            assertThatThrownBy(() -> ScenarioReader.parse("f", start + asked)).satisfies(refusal -> {
                String message = String.valueOf(refusal.getMessage());
                String words = message.substring(message.lastIndexOf("one of ") + "one of ".length())
                        .replaceAll("[;)].*", "");
                assertThat(words.split(", ", -1)).hasSizeGreaterThan(5).allSatisfy(word -> assertThat(page)
                        .contains("`" + word + "`"));
            });
        }
    }

    /** The library next to the module's sources. */
    @ParameterizedTest
    @MethodSource("library")
    void everyFileOfTheLibraryIsRead(Path file) throws Exception {
        Scenario scenario = ScenarioReader.read(file);
        assertThat(scenario.name() + ".yaml").isEqualTo(file.getFileName().toString());
        assertThat(scenario.description()).isNotBlank();
    }

    static List<Path> library() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
