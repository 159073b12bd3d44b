// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs side by side. */
final class CompareCommandTest {
    private static final String SCENARIO = """
            name: two
            cluster: {brokers: [broker-a, broker-b], topics: [{name: orders, queues: 4}]}
            producers: [{group: pg-orders, isolation: %s}]
            workload: {topic: orders, rate: 100, for: 5s}
            timeline: [{at: 1s, pause: broker-b}, {at: 4s, resume: broker-b}]
            expect: {retried: {max: 20}}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int hotfire(String... args) {
        out.getBuffer().setLength(0);
        return HotfireCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private String run(String isolation) throws Exception {
        Path scenario = folder.resolve(isolation + ".yaml");
        Files.writeString(scenario, SCENARIO.formatted(isolation));
        hotfire(
                "run",
                scenario.toString(),
                "--html",
                folder.resolve(isolation + ".html").toString());
        return folder.resolve(isolation + ".json").toString();
    }

    @Test
    void saysWhatDiffersAndFailsIfTheSecondBreaksWhatTheFirstKept() throws Exception {
        String adaptive = run("adaptive");
        String off = run("off");
        Path page = folder.resolve("compared.html");

        assertThat(hotfire("compare", adaptive, off, "--html", page.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .contains("first:  two, world sim, seed 1: passed", "second: two, world sim, seed 1: failed")
                .contains("holds in the first only:   retried <= 20")
                .anyMatch(line -> line.matches("retried +\\d+ +\\d+ +\\+\\d+"))
                .anyMatch(line -> line.matches("accepted +500 +500 +0"))
                .anyMatch(line -> line.matches("99 %, ms +[\\d.]+ +[\\d.]+ +\\+[\\d.]+"));
        assertThat(Files.readString(page))
                .contains("\"first\": {\"name\": \"two\"", "\"second\": {\"name\": \"two\"", "\"trace\": \"")
                .doesNotContain("\"sends\":", "http://localhost", "DATA\"");

        assertThat(hotfire("compare", off, adaptive)).isZero();
        assertThat(out.toString()).contains("holds in the second only:  retried <= 20");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void filesThatAreNoRunAreRefusedByName() throws Exception {
        Path other = folder.resolve("other.json");
        Files.writeString(other, "{\"name\": \"x\"}");
        Path text = folder.resolve("text.json");
        Files.writeString(text, "{nonsense");
        Path gone = folder.resolve("gone.json");
        assertThat(hotfire("compare", other.toString(), other.toString())).isEqualTo(2);
        assertThat(hotfire("compare", text.toString(), other.toString())).isEqualTo(2);
        assertThat(hotfire("compare", gone.toString(), other.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(3)
                .anyMatch(line -> line.equals(
                        "hotfire: " + other + ": not the data of a run (expected: JSON that 'hotfire run' wrote)"))
                .anyMatch(line -> line.startsWith("hotfire: " + text + ": not JSON: "))
                .anyMatch(line -> line.equals("hotfire: " + gone + ": no such file"));
    }
}
