// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class HotfireCommandTest {
    private static final String SMALL = """
            name: small
            description: Says hello.
            cluster:
              brokers: [broker-a]
              topics:
                - {name: orders, queues: 2}
            producers:
              - {group: pg-orders}
            workload: {topic: orders, rate: 10, for: 2s}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void passedRunEndsWithZeroAndItsLastLineSaysItAll() throws IOException {
        assertThat(run(file(SMALL), "--seed", "7")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .matches("verdict=pass seed=7 world=sim trace=[0-9a-f]{16} accepted=20 stored=20 acknowledged=20 lost=0"
                        + " duplicated=0 unknown=0");
        assertThat(lines)
                .startsWith("small, world sim, seed 7, 2s", "Says hello.")
                .contains("second    sent      ok  failed unknown retried   p50 ms   p99 ms  isolated")
                .contains("     0      10      10       0       0       0      0.0      0.0  -")
                .anyMatch(line -> line.matches("invariants hold    all \\d+"))
                .noneMatch(line -> line.startsWith("I1 "));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void violatedRunEndsWithOneAndSaysWhatBroke() throws IOException {
        String lying =
                "timeline: [{at: 1s, rule: {nth: 2, fault: {store-then-answer: MESSAGE_ILLEGAL, remark: ''}}}]\n";
        assertThat(run(file(SMALL + lying))).isEqualTo(1);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("verdict=fail seed=1 world=sim trace=");
        assertThat(lines).contains("I4         BROKEN  no false certainty about a failure: once");
        assertThat(lines).anyMatch(line -> line.startsWith("                   send w1-11: called not stored"));
        assertThat(lines)
                .contains(
                        "     1      10       9       1       0       0      0.0      0.0  -  <- only number 2 of sends: stored, but refused with a code (MESSAGE_ILLEGAL)");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysHowOftenEachRuleFiredAndFailsIfOneNeverDid() throws IOException {
        String never =
                "timeline: [{at: 1s, rule: {nth: 3, fault: {delay: 1ms}}}, {at: 1s, rule: {nth: 999, fault: silent}}]\n";
        assertThat(run(file(SMALL + never))).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains(
                        "rule at 1s            1  time: only number 3 of sends: stored late, answered late (1 ms)",
                        "rule at 1s            0  times: only number 999 of sends: no answer, nothing stored",
                        "exp.       BROKEN  rule at 1s never fired: only number 999 of sends: no answer, nothing stored"
                                + " (expected: at least once, or 'optional: true' in the rule)");
    }

    @Test
    void brokenExpectationEndsWithOne() throws IOException {
        assertThat(run(file(SMALL + "expect: {accepted: 21}\n"))).isEqualTo(1);
        assertThat(out.toString()).contains("exp.       BROKEN  accepted is 20 (expected: 21)");
    }

    @Test
    void seedComesFromTheCommandLineElseTheScenarioElseIsOne() throws IOException {
        assertThat(run(file(SMALL + "seed: 5\n"), "--seed", "6")).isZero();
        assertThat(run(file(SMALL + "seed: 5\n"))).isZero();
        assertThat(run(file(SMALL))).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("verdict=")))
                .extracting(line -> line.split(" ", -1)[1])
                .containsExactly("seed=6", "seed=5", "seed=1");
    }

    @Test
    void sameSeedPrintsTheSame() throws IOException {
        run(file(SMALL), "--seed", "9");
        String first = out.toString();
        out.getBuffer().setLength(0);
        run(file(SMALL), "--seed", "9");
        assertThat(out.toString()).isEqualTo(first);
    }

    @Test
    void runOverTcpHasNoTrace() throws IOException {
        assertThat(run(file(SMALL.replace("for: 2s", "for: 300ms")), "--world", "tcp"))
                .isZero();
        assertThat(out.toString().stripTrailing())
                // A computer that is held up for a while may have the producer send once more.
                .containsPattern("verdict=pass seed=1 world=tcp trace=none accepted=3 stored=3 acknowledged=3 lost=0"
                        + " duplicated=[0-3] unknown=0$");
    }

    @Test
    void fileThatIsNotThereEndsWithTwoAndOneLine() {
        Path absent = folder.resolve("absent.yaml");
        assertThat(run(absent.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(absent + ": no such file (expected: a scenario file)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void brokenScenarioEndsWithTwoAndTheMistakesPlace() throws IOException {
        String file = file(SMALL.replace("brokers", "brokerz"));
        assertThat(run(file)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(file + ":4:3: unknown field 'brokerz' (expected: one of nameServers, brokers, topics,"
                        + " brokerExpiry, slaves, headers; did you mean 'brokers'?)");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | hotfire: nothing to do (expected: a command); see 'hotfire --help'",
                "rum x | hotfire: Unmatched arguments from index 0: 'rum', 'x' (did you mean run?); see 'hotfire --help'",
                "run | hotfire: Missing required parameter: 'FILE'; see 'hotfire run --help'",
                "run a b | hotfire: Unmatched argument at index 2: 'b'; see 'hotfire run --help'",
                "run a --sed 1 | hotfire: Unknown options: '--sed', '1' (did you mean --seed?); see 'hotfire run --help'",
                "run a --seed x | hotfire: Invalid value for option '--seed': 'x' (expected: a whole number of at most 64 bits); see 'hotfire run --help'",
                "run a --world x | hotfire: Invalid value for option '--world': 'x' (expected: sim or tcp); see 'hotfire run --help'",
            })
    void wrongCommandLineEndsWithTwoAndOneLine(String arguments, String message) {
        assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void reportGoesWhereItIsWantedWithItsDataBesideIt() throws IOException {
        Path page = folder.resolve("reports/small.html");
        assertThat(execute("run", file(SMALL), "--html", page.toString())).isZero();
        assertThat(out.toString()).contains("report: " + page);
        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("\"name\":\"small\"")
                .doesNotContain("\"DATA\"");
        assertThat(folder.resolve("reports/small.json"))
                .content()
                .startsWith("{\"name\":\"small\"")
                .contains("\"sendsInAll\":20");
    }

    @Test
    void placeThatTakesNoReportIsRefusedBeforeTheRun() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        assertThat(execute("run", file(SMALL), "--html", inTheWay + "/small.html"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("hotfire: --html: '" + inTheWay + "/small.html' can't be written: " + inTheWay
                        + " is a file (expected: a folder);");
        assertThat(out.toString()).isEmpty();
        assertThat(execute("run", file(SMALL), "--html", folder.toString())).isEqualTo(2);
    }

    /** What cannot be seen beforehand. What the run showed is told all the same. */
    @Test
    void reportThatCannotBeWrittenEndsWithThreeAfterTheVerdict() throws IOException {
        assertThat(execute(
                        "run",
                        file(SMALL),
                        "--html",
                        folder.resolve("n".repeat(300) + ".html").toString()))
                .isEqualTo(3);
        assertThat(err.toString())
                .contains("the report cannot be written: ")
                .doesNotContain("\tat ", "java.", "Exception");
        assertThat(out.toString()).contains("accepted", "\nverdict=pass ");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(execute("help", "run")).isZero();
        assertThat(out.toString()).contains("Usage: hotfire run", "Exit codes:");
    }

    @Test
    void reportThatCannotBeWrittenEndsWithThree() throws IOException {
        PrintWriter full = new PrintWriter(new StringWriter()) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        assertThat(HotfireCommand.execute(full, new PrintWriter(err, true), "run", file(SMALL)))
                .isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("hotfire: the report could not be written to its end");
    }

    @Test
    void defectsEndWithThreeAndTheirTrace() throws IOException {
        assertThat(HotfireCommand.execute(
                        throwing(new IllegalStateException("x")), new PrintWriter(err), "run", file(SMALL)))
                .isEqualTo(3);
        assertThat(err.toString())
                .startsWith("hotfire: java.lang.IllegalStateException: x")
                .contains("at dev.hotfire.");
    }

    @Test
    void lackOfMemoryEndsWithThreeAndOneLine() throws IOException {
        assertThat(HotfireCommand.execute(
                        throwing(new OutOfMemoryError("x")), new PrintWriter(err), "run", file(SMALL)))
                .isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("hotfire: java.lang.OutOfMemoryError: x");
    }

    /** Fails once when it is written to. */
    private static PrintWriter throwing(Throwable thrown) {
        return new PrintWriter(new StringWriter()) {
            @Override
            public void println(String line) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
    }

    @Test
    void helpShowsExamples() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("Usage: hotfire", "hotfire run scenarios/broker-outage.yaml", "--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpOfRunShowsExamplesAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: hotfire run", "--world=sim|tcp", "--seed=N", "Exit codes:", "Examples:")
                .contains("  1          one did not");
    }

    @Test
    void versionIsThatOfTheBuild() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString().lines().findFirst()).get().asString().matches("hotfire \\d+\\.\\d+\\.\\d+.*");
    }

    /** Without a report, which would land in the folder that the tests run in. */
    private int run(String... arguments) {
        return execute(Stream.concat(Stream.of("run", "--no-report"), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return HotfireCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private String file(String scenario) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), scenario).toString();
    }
}
