// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.language.Expectation;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios of the repository: each tells its incident, holds, and would notice if things were otherwise. With {@code
 * -Dhotfire.library.tcp=true} they run over real sockets as well, in real time.
 */
final class LibraryTest {
    /** This module's folder is where they are. */
    private static final Path FOLDER = Path.of("");

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.toAbsolutePath())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Scenario read(String file) throws Exception {
        return ScenarioReader.read(FOLDER.resolve(file));
    }

    private static RunReport run(Scenario scenario) throws Exception {
        return ScenarioRunner.run(
                scenario, WorldKind.SIM, scenario.seed().orElse(ScenarioRunner.DEFAULT_SEED), RunListener.NONE);
    }

    @Test
    void thereAreEnoughToLearnFrom() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(25);
    }

    @ParameterizedTest
    @MethodSource("files")
    void tellsItsIncidentAndHoldsAndFailsIfItsExpectationsAreInverted(String file) throws Exception {
        List<String> lines = Files.readAllLines(FOLDER.resolve(file));
        Scenario scenario = read(file);
        assertThat(file).isEqualTo(scenario.name() + ".yaml");
        assertThat(lines.stream().takeWhile(line -> line.startsWith("# ")).count())
                .as("lines of comment that tell the incident")
                .isGreaterThanOrEqualTo(2);
        assertThat(scenario.description()).isNotEmpty();
        assertThat(scenario.expectations()).isNotEmpty();
        // Along with the opposite of each: an expectation that both values pass expects nothing.
        List<Expectation> both = new ArrayList<>(scenario.expectations());
        scenario.expectations().forEach(expectation -> both.addAll(inverted(expectation)));
        RunReport report = run(scenario.withExpectations(both));
        assertThat(broken(report.invariants())).isEmpty();
        int count = scenario.expectations().size();
        assertThat(broken(report.expectations().subList(0, count))).isEmpty();
        assertThat(report.expectations().subList(count, both.size()))
                .hasSizeGreaterThanOrEqualTo(count)
                .noneMatch(Verdict::holds);
        assertThat(report.passed()).isFalse();
    }

    /** Everything below the bounds, and everything above. */
    private static List<Expectation> inverted(Expectation expectation) {
        List<Expectation> inverted = new ArrayList<>();
        if (expectation.min() != Long.MIN_VALUE) {
            inverted.add(new Expectation(expectation.measure(), Long.MIN_VALUE, expectation.min() - 1));
        }
        if (expectation.max() != Long.MAX_VALUE) {
            inverted.add(new Expectation(expectation.measure(), expectation.max() + 1, Long.MAX_VALUE));
        }
        return inverted;
    }

    /** Who tells of an outage must notice if there is none. */
    @ParameterizedTest
    @MethodSource("files")
    void noticesIfItsIncidentDoesNotHappen(String file) throws Exception {
        Scenario scenario = read(file);
        RunReport report = run(scenario.withFaults(List.of()).withTimeline(List.of()));
        assertThat(broken(report.expectations())).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdsOverTcp(String file) throws Exception {
        Assumptions.assumeTrue(
                Boolean.getBoolean("hotfire.library.tcp"),
                "runs in real time: ask for it with -Dhotfire.library.tcp=true");
        Scenario scenario = read(file);
        Assumptions.assumeTrue(scenario.overTcp(), "has a fault that only simulated worlds can bring about");
        RunReport report = ScenarioRunner.run(scenario, WorldKind.TCP, ScenarioRunner.DEFAULT_SEED, RunListener.NONE);
        assertThat(broken(report.invariants())).isEmpty();
    }

    private static List<String> broken(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> !verdict.holds())
                .map(verdict -> verdict.id() + ", " + verdict.title() + ": " + verdict.examples())
                .toList();
    }
}
