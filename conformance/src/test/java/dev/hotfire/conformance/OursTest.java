// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.run.CaseResult;
import dev.hotfire.conformance.run.Clients;
import dev.hotfire.conformance.run.KnownFailures;
import dev.hotfire.conformance.run.Launch;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.run.SuiteRunner;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our producer, in a process of its own and over TCP, passes every case in both of its faces. */
class OursTest {
    @ParameterizedTest
    @ValueSource(strings = {"hotfire", "hotfire-familiar"})
    void passesEveryCase(String client, @TempDir Path cache) throws Exception {
        try (TcpWorld world = TcpWorld.create(1)) {
            Machine machine = world.machine("conformance");
            Launch launch = Clients.launch(client, "test", cache);
            SuiteRunner runner = new SuiteRunner(
                    machine, client, () -> launch.start(machine), SuiteRunner.DEFAULT_WORKERS, result -> {});
            RunResult run = runner.run(Catalogue.all(), KnownFailures.NONE);
            List<String> others = run.results().stream()
                    .filter(result -> result.verdict() != Verdict.PASS)
                    .map(OursTest::told)
                    .toList();
            assertThat(others).as(client + ": " + run.summary()).isEmpty();
            assertThat(run.results()).hasSize(Catalogue.all().size());
        }
    }

    private static String told(CaseResult result) {
        return result.verdict().word() + " " + result.item().id() + " " + result.findings() + "\n"
                + String.join("\n", result.trace());
    }
}
