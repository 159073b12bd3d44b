// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.driver.ProcessDriver;
import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.KnownFailures;
import dev.hotfire.conformance.run.Limits;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.run.SuiteRunner;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hang, die, flood and lie: every case ends, the others go on, and no process is left. */
class RobustnessTest {
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** What nobody else on the machine sleeps for, so that it is known again. */
    private static final long SLEEP_SECONDS =
            40_000_000 + ProcessHandle.current().pid();

    private final TcpWorld world = TcpWorld.create(1);
    private final Machine machine = world.machine("conformance");

    @AfterEach
    void nothingIsLeft() {
        world.close();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        // Whoever lost his parent is nobody's descendant any more.
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("sleep " + SLEEP_SECONDS)))
                .isEmpty();
    }

    private static Case sending(String name, String body) {
        return Case.builder(Area.FRAMING, name)
                .restsOn("W-1")
                .says("A message.")
                .needs("sync")
                .limit(Duration.ofSeconds(1))
                .script(trial -> {
                    Outcome outcome = trial.subject().act(Command.send("sync").body(body));
                    trial.expectStored(outcome);
                    trial.until(() -> outcome.ends() > 1, Duration.ofMillis(100));
                    trial.expect(outcome.ends() == 1, "one end", outcome.ends());
                });
    }

    /** Sends all the time, and so notices whatever befalls its process. */
    private static Case busy(String name) {
        return Case.builder(Area.FRAMING, name)
                .restsOn("W-1")
                .says("Many messages.")
                .needs("sync")
                .limit(Duration.ofSeconds(2))
                .script(trial -> {
                    int stored = 0;
                    for (int i = 0; i < 20; i++) {
                        Call call = trial.subject().begin(Command.send("sync").body("a"));
                        trial.until(() -> call.first().isDone(), Duration.ofMillis(500));
                        Outcome outcome = trial.endIfAny(call);
                        if (outcome == null || !outcome.stored()) {
                            break;
                        }
                        stored++;
                        trial.pass(Duration.ofMillis(10));
                    }
                    trial.expect(stored == 20, "20 messages to be stored", stored);
                });
    }

    private static final List<Case> CASES =
            List.of(sending("one", "a"), sending("two", "deadly"), sending("three", "b"));

    private ProcessDriver start(String mode) {
        return ProcessDriver.start(
                machine,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NastyDriver.class.getName(),
                        mode,
                        Long.toString(SLEEP_SECONDS)),
                Path.of("").toAbsolutePath(),
                Map.of());
    }

    private RunResult run(String mode) throws InterruptedException {
        return run(mode, CASES);
    }

    private RunResult run(String mode, List<Case> cases) throws InterruptedException {
        return new SuiteRunner(machine, mode, () -> start(mode), 3, LIMITS, result -> {})
                .run(cases, KnownFailures.NONE);
    }

    private static List<Verdict> verdicts(RunResult run) {
        return run.results().stream().map(CaseResult::verdict).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "die", "flood", "endless-line", "children", "endless-answers"})
    void aClientThatIsNoUseFailsEveryCaseAndIsKilled(String mode) throws InterruptedException {
        RunResult run = run(mode);
        assertThat(verdicts(run))
                .as(run.results().toString())
                .containsOnly(Verdict.FAIL)
                .hasSize(3);
        assertThat(run.passed()).isFalse();
    }

    @Test
    void whoDiesOfOneCaseFailsThatOneAlone() throws InterruptedException {
        RunResult run = run("die-of-one");
        assertThat(verdicts(run)).containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.PASS);
        assertThat(run.results().get(1).findings().get(0))
                .contains("came to its end during the case", "exit code 7", "out of cheese");
        assertThat(run.results().get(1).trace()).anyMatch(line -> line.contains("\"body\":\"deadly\""));
        assertThat(run.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang-of-one", "die-of-one", "orphan-of-one"})
    void whoRunsBesideACaseThatKillsTheProcessIsJudgedByItself(String mode) throws InterruptedException {
        List<Case> cases = List.of(busy("beside"), sending("two", "deadly"), busy("too"));
        RunResult run = run(mode, cases);
        assertThat(verdicts(run))
                .as(run.results().toString())
                .containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.PASS);
        assertThat(run.results().get(1).findings().get(0))
                .contains(
                        "came to its end during the case",
                        mode.startsWith("hang") ? "it did not answer a hello" : "code 7");
    }

    @Test
    void whoDiesInNoCaseOfItsOwnIsComplainedAbout() throws InterruptedException {
        RunResult run = run("die-of-many", List.of(sending("one", "a"), busy("two"), sending("three", "b")));
        assertThat(verdicts(run)).containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.PASS);
        List<Case> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(sending("case-" + i, "a"));
        }
        run = run("die-of-many", six);
        assertThat(verdicts(run)).containsOnly(Verdict.PASS);
        assertThat(run.passed()).isFalse();
        assertThat(run.complaints().get(0)).contains("while cases ran side by side", "exit code 7");
    }

    @Test
    void whoNeverAnswersIsGivenUp() throws InterruptedException {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            cases.add(Case.builder(Area.FRAMING, "case-" + i)
                    .restsOn("W-1")
                    .says("A message.")
                    .needs("sync")
                    .limit(Duration.ofMillis(200))
                    .script(Trial::send));
        }
        String mute = "while read -r line; do case $line in *hello*) id=${line#*:}; id=${id%%,*}; echo '{\"id\":'$id',"
                + "\"outcome\":\"done\",\"protocol\":1,\"name\":\"mute\",\"version\":\"1\",\"features\":[\"sync\"]}';; "
                + "esac; done";
        RunResult run =
                new SuiteRunner(machine, "mute", () -> program(mute), 12, result -> {}).run(cases, KnownFailures.NONE);
        assertThat(verdicts(run)).hasSize(60).containsOnly(Verdict.FAIL);
        assertThat(run.results().stream()
                        .flatMap(result -> result.findings().stream())
                        .filter(finding -> finding.startsWith("not run: 24 cases in a row, each alone in a process"))
                        .filter(finding -> finding.contains("no answer to {")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void noCaseIsBegunAfterTheLimitOfTheWhole() throws InterruptedException {
        RunResult run = new SuiteRunner(
                        machine, "x", () -> start("twice"), 3, LIMITS.withWhole(Duration.ZERO), result -> {})
                .run(CASES, KnownFailures.NONE);
        assertThat(run.results()).allSatisfy(result -> assertThat(result.findings())
                .containsExactly("not run: the limit of 0 s for the whole suite was over before it began"));
    }

    /** Settings that every start has: who does not take them goes by its own, and is judged where they don't matter. */
    @Test
    void whoTakesNoUsualSettingsIsJudgedAllTheSame() throws InterruptedException {
        Case own = Case.builder(Area.FRAMING, "own")
                .restsOn("W-1")
                .says("A setting of its own.")
                .needs("sync")
                .script(trial -> trial.start("retries", 0));
        Case faulted = Case.builder(Area.FRAMING, "faulted")
                .restsOn("W-1")
                .says("A fault.")
                .needs("sync")
                .script(trial -> {
                    trial.fault(FaultRule.onSends().answer(1));
                    trial.expectFailed(trial.send());
                });
        Case wrong = Case.builder(Area.FRAMING, "wrong")
                .restsOn("W-1")
                .says("No fault.")
                .needs("sync")
                .script(trial -> trial.expectFailed(trial.send()));
        RunResult run = run("no-settings", List.of(sending("one", "a"), own, faulted, wrong));
        assertThat(verdicts(run))
                .as(run.results().toString())
                .containsExactly(Verdict.PASS, Verdict.UNSUPPORTED, Verdict.UNSUPPORTED, Verdict.FAIL);
        assertThat(run.results().get(2).findings().get(0)).contains("without [retries, sendTimeoutMillis]");
    }

    @Test
    void aRunThatTestedNothingIsNoSuccess() throws InterruptedException {
        Case other = Case.builder(Area.FRAMING, "other")
                .restsOn("W-1")
                .says("Something that it has not.")
                .needs("batch")
                .script(trial -> {});
        RunResult run = run("twice", List.of(other));
        assertThat(verdicts(run)).containsExactly(Verdict.UNSUPPORTED);
        assertThat(run.passed()).isFalse();
        assertThat(run.complaints()).singleElement().asString().contains("nothing was tested", "without [batch]");
    }

    @Test
    void anAnswerThatIsNoneIsShownAsItCame() throws InterruptedException {
        RunResult run = run("perhaps", List.of(sending("one", "a")));
        assertThat(run.results().get(0).findings().get(0))
                .startsWith("the answer {\"outcome\":\"perhaps\",\"id\":")
                .contains("to {\"id\":", "\"do\":\"send\"", "(expected: an outcome that is one of [done, failed, ");
        Case placed = Case.builder(Area.FRAMING, "placed")
                .restsOn("W-1")
                .says("A place.")
                .needs("sync")
                .script(trial -> trial.expect(trial.send().number("queue") == 0, "queue 0", ""));
        run = run("queue-of-words", List.of(placed));
        assertThat(run.results().get(0).findings())
                .containsExactly(
                        "an answer of the driver can't be read: queue: 'the first' (expected: a whole number)");
    }

    @Test
    void whoNeverAnswersOneCommandFailsThatOneAlone() throws InterruptedException {
        RunResult run = run("lose-one");
        assertThat(verdicts(run)).containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.PASS);
        assertThat(run.results().get(1).trace()).anyMatch(line -> line.contains("\"body\":\"deadly\""));
    }

    @Test
    void nonsenseIsNoAnswer() throws InterruptedException {
        RunResult run = run("nonsense");
        assertThat(verdicts(run)).containsOnly(Verdict.FAIL);
        assertThat(run.results().get(0).findings().get(0)).contains("(expected: an outcome that is one of ");
    }

    @Test
    void whoEndsTwiceIsFoundOut() throws InterruptedException {
        RunResult run = run("twice");
        assertThat(verdicts(run)).containsOnly(Verdict.FAIL);
        assertThat(run.results().get(0).findings().get(0)).contains("one end");
    }

    @Test
    void whoIsNoDriverIsToldSoBeforeAnyCase() {
        assertThatThrownBy(() -> new SuiteRunner(machine, "x", () -> program("echo moo; exit 3"), 3, result -> {})
                        .run(CASES, KnownFailures.NONE))
                .isInstanceOf(DriverGoneException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("moo");
        assertThatThrownBy(() -> program("sleep " + SLEEP_SECONDS + " & sleep " + SLEEP_SECONDS))
                .isInstanceOf(DriverGoneException.class)
                .hasMessageContaining("no hello within 1 s");
        assertThatThrownBy(() -> ProcessDriver.start(machine, List.of("/no/such/program"), Path.of(""), Map.of()))
                .isInstanceOf(DriverGoneException.class)
                .hasMessageContaining("can't be started");
    }

    private ProcessDriver program(String command) {
        return ProcessDriver.start(
                machine, List.of("sh", "-c", command), Path.of("").toAbsolutePath(), Map.of(), Duration.ofSeconds(1));
    }
}
