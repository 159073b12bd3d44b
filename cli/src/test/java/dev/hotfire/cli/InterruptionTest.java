// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a process gets it that has a run under way. */
@Timeout(120)
final class InterruptionTest {
    @TempDir
    private Path folder;

    @Test
    void aRunThatIsInterruptedStillWritesItsReport() throws Exception {
        Signals.assumeInterruptsArrive();
        Path scenario = folder.resolve("long.yaml");
        Files.writeString(scenario, """
                name: long
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 4}]}
                producers: [{group: pg-orders}]
                workload: {topic: orders, rate: 50, for: 1h}
                expect: {accepted: 180000}
                """);
        Path page = folder.resolve("long.html");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        scenario.toString(),
                        "--world",
                        "tcp",
                        "--html",
                        page.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.matches(" +0 .*")) {
                    Signals.send("-INT", process);
                }
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(String.join("\n", lines)).isEqualTo(130);
        assertThat(lines).anyMatch(line -> line.matches("stopped after \\d+\\.\\d ms: invariants were checked, .*"));
        assertThat(lines.get(lines.size() - 1)).startsWith("verdict=stopped seed=1 world=tcp ");
        assertThat(Files.readString(page)).contains("\"stopped\":").doesNotContain("\"stopped\":null");
        assertThat(Files.readString(folder.resolve("long.json"))).startsWith("{\"name\":\"long\"");
    }
}
