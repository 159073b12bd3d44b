// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** What users are told to type can be typed, and colours are for terminals. */
final class InvocationTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int execute(Ansi ansi, String... arguments) {
        out.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(out, true);
        return HotfireCommand.execute(ansi, writer, writer, arguments);
    }

    @Test
    void theLaunchersOwnNameComesFirst() {
        assertThat(Invocation.command("./hotfire", "a.jar", "a.jar run")).isEqualTo("./hotfire");
        assertThat(Invocation.command("../my tools/hotfire", "", "")).isEqualTo("'../my tools/hotfire'");
    }

    @Test
    void anExecutableJarIsCalledAsOne() {
        assertThat(Invocation.command("", "target/all.jar", "target/all.jar run x.yaml"))
                .isEqualTo("java -jar target/all.jar");
        assertThat(Invocation.command("", "all.jar", "all.jar")).isEqualTo("java -jar all.jar");
        assertThat(Invocation.command("", "my all.jar", "my all.jar run")).isEqualTo("java -jar 'my all.jar'");
    }

    @Test
    void whateverElseItIsHasItsName() {
        assertThat(Invocation.command("", "a.jar", "dev.hotfire.cli.Main run")).isEqualTo("hotfire");
        assertThat(Invocation.command("", "a.jar" + File.pathSeparator + "b.jar", "a.jar"))
                .isEqualTo("hotfire");
        assertThat(Invocation.command("", "", "")).isEqualTo("hotfire");
    }

    @Test
    void aWordForAShellIsQuotedIfItMustBe() {
        assertThat(Invocation.shellWord("a/b-c_1.yaml")).isEqualTo("a/b-c_1.yaml");
        assertThat(Invocation.shellWord("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
        assertThat(Invocation.shellWord("")).isEqualTo("''");
    }

    /** Without them it is the same text: colours say nothing by themselves. */
    @Test
    void verdictsAreColouredOnTerminalsOnly() throws Exception {
        Path file = Files.writeString(folder.resolve("small.yaml"), """
                name: small
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 2}]}
                producers: [{group: pg-orders}]
                workload: {topic: orders, rate: 10, for: 2s}
                timeline: [{at: 1s, pause: broker-a}, {at: 1100ms, resume: broker-a}]
                expect: {accepted: 21}
                """);
        assertThat(execute(Ansi.OFF, "run", "--no-report", file.toString())).isEqualTo(1);
        String plain = out.toString();
        assertThat(plain).doesNotContain("\u001b");
        assertThat(execute(Ansi.ON, "run", "--no-report", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("invariants \u001b[32mhold\u001b[0m    all ")
                .contains("exp.       \u001b[1;31mBROKEN\u001b[0m  accepted is 20 (expected: 21)")
                .contains("\u001b[33m<- pause broker-a, resume broker-a\u001b[0m");
        assertThat(out.toString().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }
}
