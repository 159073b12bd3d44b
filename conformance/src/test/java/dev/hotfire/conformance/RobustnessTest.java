// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.driver.ProcessDriver;
import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.KnownFailures;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.run.SuiteRunner;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hang, die, flood and lie: every case ends, the others go on, and no process is left. */
class RobustnessTest {
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
                                process.info().commandLine().orElse("").contains("sleep 47110815")))
                .isEmpty();
    }

    private static Case sending(String name, String body) {
        return Case.builder(Area.FRAMING, name)
                .restsOn("W-1")
                .says("A message.")
                .needs("sync")
                .limit(Duration.ofSeconds(2))
                .script(trial -> {
                    Outcome outcome = trial.subject().act(Command.send("sync").body(body));
                    trial.expectStored(outcome);
                    trial.until(() -> outcome.ends() > 1, Duration.ofMillis(100));
                    trial.expect(outcome.ends() == 1, "one end", outcome.ends());
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
                        mode),
                Path.of("").toAbsolutePath(),
                Map.of());
    }

    private RunResult run(String mode) throws InterruptedException {
        return new SuiteRunner(machine, mode, () -> start(mode), 3, result -> {}).run(CASES, KnownFailures.NONE);
    }

    private static List<Verdict> verdicts(RunResult run) {
        return run.results().stream().map(CaseResult::verdict).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang", "die", "flood", "endless-line", "children"})
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
                .contains("ended during the case", "exit code 7", "out of cheese");
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
        assertThat(run.results().get(0).findings().get(0)).contains("the send ends as stored");
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
        assertThatThrownBy(() -> program("sleep 47110815 & sleep 47110815"))
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
