// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ScenarioRunnerTest {
    /** Two brokers and two seconds; each test adds what goes wrong. */
    private static final String SMALL = """
            name: small
            cluster:
              brokers: [broker-a, broker-b]
              topics:
                - {name: orders, queues: 2}
            network: {latency: {median: 1ms, sigma: 0.5}}
            producers:
              - {group: pg-orders, timeout: 3s, retries: 2}
            workload: {topic: orders, rate: 100, for: 2s}
            """;

    @Test
    void brokerOutageLosesAndFailsNothing() throws Exception {
        List<Second> seconds = new ArrayList<>();
        Scenario scenario = ScenarioReader.read(Path.of("broker-outage.yaml"));
        RunReport report = ScenarioRunner.run(scenario, WorldKind.SIM, 7, seconds::add);
        assertThat(failures(report)).isEmpty();
        assertThat(report.summary())
                .matches("verdict=pass seed=7 world=sim trace=[0-9a-f]{16} accepted=6000 stored=6000 acknowledged=6000"
                        + " lost=0 duplicated=\\d+ unknown=0");
        assertThat(seconds).hasSize(30);
        assertThat(seconds.stream().mapToLong(Second::sent).sum()).isEqualTo(6_000);
        assertThat(seconds.stream().mapToLong(Second::ok).sum()).isEqualTo(6_000);
        assertThat(seconds.get(8).events()).containsExactly("crash broker-b");
        assertThat(seconds.get(8).isolated()).containsExactly("broker-b");
        assertThat(seconds.get(29).isolated()).isEmpty();
        assertThat(seconds.get(5).p50Nanos()).isBetween(1_000_000L, 4_000_000L);
    }

    /** The silent broker takes a share of each send's time, not all of it. */
    @Test
    void everySendEndsWellWhileOneOfTwoBrokersIsSilent() throws Exception {
        RunReport report = run(ScenarioReader.read(Path.of("silent-broker.yaml")), 7);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().acknowledged()).isEqualTo(1_000);
        assertThat(report.ledger().retried()).isPositive();
    }

    @Test
    void sendsToTheOnlyBrokerEndAtTheirDeadlineToTheNanosecondWhileItIsSilent() throws Exception {
        RunReport report = run(ScenarioReader.read(Path.of("silent-single-broker.yaml")), 7);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().slowestNanos()).isEqualTo(3_000_000_000L);
        assertThat(report.ledger().timedOut() + report.ledger().acknowledged()).isEqualTo(80);
    }

    @Test
    void oneSeedIsOneRunAndAnotherSeedAnother() throws Exception {
        Scenario scenario = small("""
                timeline:
                  - {at: 500ms, crash: broker-a}
                  - {at: 1s, restart: broker-a}
                  - {at: 1s, rule: {chance: 0.2, fault: store-then-silent}}
                """);
        RunReport first = run(scenario, 7);
        assertThat(run(scenario, 7)).isEqualTo(first);
        assertThat(run(scenario, 8).trace()).isNotEqualTo(first.trace());
    }

    @Test
    void brokerThatStoresAndSaysItDidNotIsFoundOut() throws Exception {
        RunReport report =
                run(small("timeline: [{at: 1s, rule: {nth: 3, fault: {store-then-answer: MESSAGE_ILLEGAL}}}]"), 1);
        assertThat(report.passed()).isFalse();
        assertThat(failures(report)).extracting(Verdict::id).containsExactly("I4");
        assertThat(report.summary()).startsWith("verdict=fail seed=1 world=sim trace=");
    }

    @Test
    void expectationThatIsWrongFailsTheRun() throws Exception {
        RunReport report = run(small("expect: {accepted: 199, lost: 0, slowest: {max: 1us}}"), 1);
        assertThat(report.passed()).isFalse();
        assertThat(failures(report)).extracting(Verdict::id).containsExactly("accepted", "slowest");
        assertThat(failures(report).get(0).examples()).containsExactly("accepted is 200 (expected: 199)");
        assertThat(report.invariants()).allMatch(Verdict::holds);
    }

    /** Stored, but the answer was lost: the one way to a duplicate that is nobody's fault. */
    @Test
    void lostAnswersMakeDuplicatesThatAreAccountedFor() throws Exception {
        RunReport report = run(small("timeline: [{at: 0s, rule: {every: 10, for: 1s, fault: store-then-reset}}]"), 3);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().duplicated())
                .isPositive()
                .isEqualTo(report.ledger().retried());
        assertThat(report.ledger().acknowledged()).isEqualTo(200);
    }

    @Test
    void ruleThatNeverFiresFailsTheRunUnlessItIsOptional() throws Exception {
        RunReport report = run(small("""
                timeline:
                  - {at: 0s, rule: {first: 3, fault: {delay: 1ms}}}
                  - {at: 0s, rule: {nth: 10000000, fault: silent}}
                  - {at: 1s, rule: {nth: 10000000, fault: silent, optional: true}}
                  - {at: 5s, rule: {fault: silent}}
                """), 3);
        assertThat(report.passed()).isFalse();
        assertThat(report.rules()).extracting(RuleUse::fired).containsExactly(3L, 0L, 0L, 0L);
        assertThat(report.expectations().stream().flatMap(verdict -> verdict.examples().stream()))
                .containsExactly(
                        "rule at 0 never fired: only number 10000000 of sends: no answer, nothing stored"
                                + " (expected: at least once, or 'optional: true' in the rule)",
                        "rule at 5s never fired: all sends: no answer, nothing stored"
                                + " (expected: at least once, or 'optional: true' in the rule)");
        assertThat(report.invariants()).allMatch(Verdict::holds);
    }

    @Test
    void refusalsThatAreFinalAreFailuresAndNothingIsStored() throws Exception {
        RunReport report =
                run(small("timeline: [{at: 0s, rule: {first: 5, fault: {answer: MESSAGE_ILLEGAL, remark: no}}}]"), 3);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().failed()).isEqualTo(5);
        assertThat(report.ledger().stored()).isEqualTo(195);
    }

    @Test
    void answersThatComeTooLateAreStoredAllTheSame() throws Exception {
        RunReport report =
                run(small("timeline: [{at: 1s, rule: {fault: {delay: 20s}}}]\nexpect: {unknown: {min: 1}}"), 3);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().stored()).isGreaterThan(report.ledger().acknowledged());
    }

    @Test
    void oneAtATimeMeansThatASlowAnswerHoldsUpThoseBehindIt() throws Exception {
        Scenario scenario = ScenarioReader.parse(
                "sync.yaml",
                SMALL.replace("rate: 100,", "rate: 100, mode: sync,").replace("{median: 1ms, sigma: 0.5}", "20ms"));
        List<Second> seconds = new ArrayList<>();
        RunReport report = ScenarioRunner.run(scenario, WorldKind.SIM, 1, seconds::add);
        assertThat(failures(report)).isEmpty();
        // Each takes 40 ms there and back, so a second has room for 25 of the 100 that fall due.
        assertThat(seconds.get(1).sent()).isBetween(24L, 26L);
        assertThat(report.ledger().accepted()).isEqualTo(200);
    }

    @Test
    void onewaySendsAreHandedOverAndNobodyKnowsMore() throws Exception {
        RunReport report =
                run(ScenarioReader.parse("oneway.yaml", SMALL.replace("rate: 100,", "rate: 100, mode: oneway,")), 1);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().unknown()).isEqualTo(200);
        assertThat(report.ledger().stored()).isEqualTo(200);
    }

    @Test
    void everyActionOfTheTimelineIsPerformed() throws Exception {
        List<Second> seconds = new ArrayList<>();
        Scenario scenario = ScenarioReader.parse(
                "all.yaml",
                SMALL.replace("for: 2s", "for: 12s")
                                .replace(
                                        "brokers: [broker-a, broker-b]",
                                        "nameServers: 2\n  brokers: [broker-a, broker-b]")
                        + """
                timeline:
                  - {at: 1s, pause: broker-a}
                  - {at: 1500ms, resume: broker-a}
                  - {at: 2s, shutdown: broker-a}
                  - {at: 3s, restart: broker-a}
                  - {at: 4s, power-off: broker-b}
                  - {at: 5s, restart: broker-b}
                  - {at: 6s, unlist: broker-b}
                  - {at: 7s, relist: broker-b}
                  - {at: 8s, crash: namesrv-1}
                  - {at: 8s, link: {to: broker-a, latency: 30ms, sliceBytes: 9}}
                  - {at: 9s, link: {to: broker-a}}
                  - {at: 10s, rule: {on: route, fault: silent, optional: true}}
                """);
        RunReport report = ScenarioRunner.run(scenario, WorldKind.SIM, 5, seconds::add);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().acknowledged()).isEqualTo(1_200);
        assertThat(seconds.stream().flatMap(second -> second.events().stream()))
                .containsExactly(
                        "pause broker-a",
                        "resume broker-a",
                        "shutdown broker-a",
                        "restart broker-a",
                        "power-off broker-b",
                        "restart broker-b",
                        "unlist broker-b",
                        "relist broker-b",
                        "crash namesrv-1",
                        "link broker-a {latency: 30ms, sliceBytes: 9}",
                        "link broker-a clear",
                        "all route look-ups: no answer, nothing stored");
        assertThat(seconds.get(8).p99Nanos()).isGreaterThan(60_000_000L);
    }

    /** The same code path over real sockets, in real time: short, and with nothing that hangs on timing. */
    @Test
    void sameScenarioRunsOverTcp() throws Exception {
        List<Second> seconds = new ArrayList<>();
        Scenario scenario = small("""
                timeline:
                  - {at: 500ms, crash: broker-a}
                  - {at: 1s, restart: broker-a}
                """);
        RunReport report = ScenarioRunner.run(scenario, WorldKind.TCP, 7, seconds::add);
        assertThat(failures(report)).isEmpty();
        assertThat(report.trace()).isEmpty();
        assertThat(report.summary()).startsWith("verdict=pass seed=7 world=tcp trace=none accepted=200 ");
        assertThat(seconds.stream().mapToLong(Second::sent).sum()).isEqualTo(200);
    }

    /** A body of four megabytes is not made in a millisecond: its send is called when the time for sending is over. */
    @Test
    void runOverTcpGoesOnUntilWhatWasDueIsCalledAndEnds() throws Exception {
        Scenario scenario = ScenarioReader.parse("late.yaml", """
                name: late
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 1}]}
                producers: [{group: pg-orders, timeout: 20s}]
                workload: {topic: orders, rate: 1000, bodyBytes: 4000000, for: 1ms}
                """);
        RunReport report = ScenarioRunner.run(scenario, WorldKind.TCP, 7, RunListener.NONE);
        assertThat(failures(report)).isEmpty();
        assertThat(report.ledger().acknowledged()).isEqualTo(1);
    }

    /** Over TCP both have one host: the connections of the one are none of the other, which has nobody to take its leave of. */
    @Test
    void producerThatNeverSentTakesNoLeaveOverTcp() throws Exception {
        Scenario scenario = ScenarioReader.parse("apart.yaml", """
                name: apart
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 1}]}
                producers:
                  - {group: pg-often, routeRefresh: 200ms}
                  - {group: pg-never, routeRefresh: 200ms}
                workload: {producer: pg-often, topic: orders, rate: 10, for: 2500ms}
                heal: 10ms
                length: 2500ms
                """);
        assertThat(failures(ScenarioRunner.run(scenario, WorldKind.TCP, 7, RunListener.NONE)))
                .isEmpty();
    }

    /** Also that the scenario does what it is for: every kind of end, and duplicates, do come about. */
    @Test
    void invariantsHoldWithEverythingAtOnceAndManySeeds() throws Exception {
        Scenario scenario = ScenarioReader.read(Path.of("everything-at-once.yaml"));
        long failed = 0;
        long unknown = 0;
        long duplicated = 0;
        for (long seed = 0; seed < 15; seed++) {
            RunReport report = run(scenario, seed);
            assertThat(failures(report)).as("seed %d", seed).isEmpty();
            failed += report.ledger().failed();
            unknown += report.ledger().unknown();
            duplicated += report.ledger().duplicated();
        }
        assertThat(failed).isPositive();
        assertThat(unknown).isPositive();
        assertThat(duplicated).isPositive();
    }

    /** Whoever stops a run in the middle of an outage gets a whole account of what was until then. */
    @Test
    void aRunThatIsStoppedEndsAsOneThatIsOver() throws Exception {
        Scenario scenario = ScenarioReader.read(Path.of("everything-at-once.yaml"));
        RunListener fromTheThirdSecondOn = new RunListener() {
            private int seconds;

            @Override
            public void onSecond(Second second) {
                seconds++;
            }

            @Override
            public boolean wantsEnd() {
                return seconds >= 3;
            }
        };
        RunReport report = ScenarioRunner.run(scenario, WorldKind.SIM, 7, fromTheThirdSecondOn);
        RunReport whole = run(scenario, 7);
        assertThat(failures(report)).isEmpty();
        assertThat(report.stopped().map(Duration::toMillis)).contains(3_000L);
        assertThat(report.expectations()).isEmpty();
        assertThat(report.summary()).startsWith("verdict=stopped ");
        assertThat(report.ledger().accepted())
                .isPositive()
                .isLessThan(whole.ledger().accepted() / 2);
        assertThat(whole.stopped()).isEmpty();
    }

    private static Scenario small(String more) throws Exception {
        return ScenarioReader.parse("small.yaml", SMALL + more);
    }

    private static RunReport run(Scenario scenario, long seed) throws Exception {
        return ScenarioRunner.run(scenario, WorldKind.SIM, seed, second -> {});
    }

    private static List<Verdict> failures(RunReport report) {
        List<Verdict> failures = new ArrayList<>(report.invariants());
        failures.addAll(report.expectations());
        failures.removeIf(Verdict::holds);
        return failures;
    }
}
