// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArenaCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("arena"));
        all.addAll(List.of(args));
        return HotfireCommand.execute(
                new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fault fire|--fault: 'fire' (expected: one of healthy, ",
                "--policy luck|--policy: 'luck' (expected: one of round-robin, ",
                "--load heavy|--load: 'heavy' (expected: one of open, blocking)",
                "--traffic wild|--traffic: 'wild' (expected: one of mixed, skewed, ordered)",
                "--rate 0|--rate: 0 (expected: 1 to 100000)",
                "--rate many|'many'",
                "--brokers 27|--brokers: 27 (expected: 1 to 26)",
                "--callers 0|--callers: 0 (expected: 1 to 10000)",
                "--seeds 0|--seeds: 0 (expected: 1 to 1000000)",
                "--first-seed 0|--first-seed: 0 (expected: 1 to 1000000)",
                "--jobs 0|--jobs: 0 (expected: 1 to 10000)",
                "--fault-time soon|'soon'",
                "--before 0s|'0s'",
                "--promise luck|--promise: 'luck' (expected: one of silent, brown-out, ",
                "--promise all --rate 5|--rate: not with --promise, which has cells of its own (expected: --promise, --seeds, ",
                "--promise all --seeds 0|--seeds: 0 (expected: 1 to 1000000)",
                "--over-tcp pulsar|--over-tcp: 'pulsar' (expected: apache:VERSION)",
                "--over-tcp apache:new|--over-tcp: apache: 'new' (expected: a version",
                "--over-tcp apache:5.5.0 --load blocking|--over-tcp: with open load and mixed traffic only",
                "--over-tcp apache:5.5.0 --html a.html|--html: not with --over-tcp, which plays one seed of each",
                "--over-tcp apache:5.5.0 --seeds 5|--seeds: not with --over-tcp, which plays one seed of each",
                "--over-tcp apache:5.5.0 --rate 5000|--rate: 5000 with 4 brokers for 45s makes 900000 sends (expected: at most 100000",
                "--rate 100000 --brokers 26|--rate: 100000 with 26 brokers for 45s makes 117000000 sends (expected: at most 20000000",
                "--fault-time 999999999h|--fault-time: 999999999h (expected: 1ms to 24h)",
                "--before 25h|--before: 25h (expected: 1ms to 24h)",
                "--good 1us|'1us'",
                "--good 3000000h|--good: 3000000h (expected: 1ms to 24h)",
                "--policy oracle --no-oracle|--policy: oracle with --no-oracle (expected: another one as well)",
                "--cache there|--cache: only with --over-tcp",
                "--promise all --promise luck|--promise: 'luck' (expected: one of silent, brown-out, ",
                "--html .|--html: '.' is a folder (expected: a file)",
                "--json pom.xml/a.json|--json: 'pom.xml/a.json' can't be written: ",
            })
    void aWrongOptionEndsWithTwoAndNamesTheValue(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aSmallArenaPrintsATableAndWritesTheSameTwice() throws IOException {
        String[] small = {
            "--fault",
            "silent-sends",
            "--fault",
            "sinkhole",
            "--fault",
            "healthy",
            "--policy",
            "even",
            "--policy",
            "table",
            "--rate",
            "20",
            "--brokers",
            "2",
            "--seeds",
            "2",
            "--before",
            "1s",
            "--fault-time",
            "2s",
            "--after",
            "1s"
        };
        assertThat(with(small, "--html", folder.resolve("a/page.html"), "--json", folder.resolve("one.json")))
                .as(err.toString())
                .isEqualTo(ExitCode.PASSED);
        String first = out.toString();
        assertThat(first).contains("silent-sends, 2 brokers, 20 sends/s each", "sinkhole", "oracle", "cells=9 seeds=2");
        assertThat(Files.readString(folder.resolve("a/page.html")))
                .contains("3 kinds of trouble and load, 2 seeds each");
        out.getBuffer().setLength(0);
        assertThat(with(small, "--jobs", "2", "--json", folder.resolve("two.json")))
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).isEqualTo(first);
        assertThat(Files.readString(folder.resolve("two.json")))
                .isEqualTo(Files.readString(folder.resolve("one.json")));
    }

    @Test
    void whatIsAskedForTwiceIsDoneOnce() {
        assertThat(run(
                        "--fault",
                        "healthy",
                        "--policy",
                        "even",
                        "--no-oracle",
                        "--rate",
                        "5",
                        "--rate",
                        "5",
                        "--brokers",
                        "1",
                        "--brokers",
                        "1",
                        "--fault-time",
                        "1s"))
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("cells=1 seeds=1\n");
    }

    /** Where rooms are not bounded blocking callers don't care for the rate. */
    @Test
    void blockingCallersMeetEachRateWhereItMatters() {
        assertThat(run(
                        "--fault",
                        "healthy",
                        "--fault",
                        "capacity-half",
                        "--policy",
                        "even",
                        "--no-oracle",
                        "--rate",
                        "20",
                        "--rate",
                        "40",
                        "--load",
                        "blocking",
                        "--callers",
                        "2",
                        "--brokers",
                        "1",
                        "--before",
                        "100ms",
                        "--fault-time",
                        "100ms",
                        "--after",
                        "100ms"))
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains(
                        "healthy, 1 broker, 2 blocking callers:",
                        "capacity-half, 1 broker, 2 blocking callers, room by 20 sends/s each:",
                        "capacity-half, 1 broker, 2 blocking callers, room by 40 sends/s each:",
                        "cells=3 seeds=1\n");
    }

    /** Figures are those of the arena; what is looked at here is that a promise is looked at. */
    @Test
    void aPromiseIsMeasuredAndJudged() {
        assertThat(run("--promise", "overload", "--promise", "silent", "--seeds", "1", "--jobs", "2"))
                .as(err + "\n" + out)
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .containsSubsequence(
                        "overload: what breaks under too much load is whole again after it (1 of 1000 seeds)\n",
                        "good 5 s afterwards, %, least",
                        ">= 99",
                        "holds",
                        "silent: a silent broker costs next to nothing (1 of 100 seeds)\n",
                        "exposed sends",
                        "<= 25",
                        "promises=2 clauses=4 held=4 short=0 runs=2\n");
    }

    private int with(String[] some, Object... more) {
        List<String> all = new ArrayList<>(List.of(some));
        for (Object one : more) {
            all.add(one.toString());
        }
        return run(all.toArray(new String[0]));
    }

    @Test
    void listSaysWhatThereIsAndRunsNothing() {
        assertThat(run("--list")).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("  gray-size ", "  official-detector ", "  no-storm ");
    }
}
