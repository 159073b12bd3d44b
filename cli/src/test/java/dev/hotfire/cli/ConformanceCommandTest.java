// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance suite from the command line. */
class ConformanceCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "conformance";
        System.arraycopy(args, 0, all, 1, args.length);
        return HotfireCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    @Test
    void casesAreListedAndNoneIsRun() {
        assertThat(run("--list", "--area", "ids")).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString().lines())
                .allMatch(line -> line.startsWith("ids/"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void aRunEndsInASummaryAndWritesItsReports() throws IOException {
        Path junit = folder.resolve("junit.xml");
        Path json = folder.resolve("runs.json");
        Path html = folder.resolve("matrix.html");
        int exit = run(
                "--client",
                "hotfire",
                "--case",
                "ids/told",
                "--case",
                "codes/busy-sync",
                "--junit",
                junit.toString(),
                "--json",
                json.toString(),
                "--html",
                html.toString());
        assertThat(exit).as(out.toString() + err).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString().lines().reduce((first, last) -> last).orElse(""))
                .startsWith("client=hotfire pass=2 non-strict=0 unsupported=0 known-fail=0 fail=0 ");
        assertThat(Files.readString(junit)).contains("tests=\"2\" failures=\"0\"", "name=\"ids/told\"");
        assertThat(Files.readString(html))
                .contains("ids/told", "codes/busy-sync")
                .doesNotContain("http://", "https://", "src=");
        Path again = folder.resolve("again.html");
        assertThat(run("--with", json.toString(), "--html", again.toString())).isEqualTo(ExitCode.PASSED);
        assertThat(Files.readString(again)).isEqualTo(Files.readString(html));
    }

    @Test
    void aKnownFailureThatPassesIsComplainedAbout() throws IOException {
        Path known = Files.writeString(folder.resolve("known"), "# ours\n\nids/told  # it used to lie\n");
        assertThat(run("--client", "hotfire", "--case", "ids/told", "--known-failing", known.toString()))
                .isEqualTo(ExitCode.VIOLATED);
        assertThat(out.toString()).contains("ids/told is listed as a known failure, and its verdict is pass");
    }

    @Test
    void aKnownFailureIsNone() throws IOException {
        String liar = "while read -r line; do id=${line#*:}; id=${id%%,*}; case $line in *hello*) echo '{\"id\":'$id',"
                + "\"outcome\":\"done\",\"protocol\":1,\"name\":\"liar\",\"version\":\"1\",\"features\":[\"sync\"]}';; "
                + "*) echo '{\"id\":'$id',\"outcome\":\"stored\"}';; esac; done";
        Path known = Files.writeString(folder.resolve("known"), "ids/told # a liar\n");
        assertThat(run("--client", "exec:" + liar, "--case", "ids/told")).isEqualTo(ExitCode.VIOLATED);
        assertThat(out.toString()).contains("a producer can't be started");
        assertThat(run("--client", "exec:" + liar, "--case", "ids/told", "--known-failing", known.toString()))
                .isEqualTo(ExitCode.PASSED);
        assertThat(out.toString()).contains("known-fail=1 fail=0");
    }

    @Test
    void aDriverIsChecked() {
        assertThat(run("--check-driver", "exit 4")).isEqualTo(ExitCode.VIOLATED);
        assertThat(out.toString()).contains("WRONG", "exit code 4", "driver=bad");
        out.getBuffer().setLength(0);
        String liar = "while read -r line; do id=${line#*:}; id=${id%%,*}; case $line in *hello*) echo '{\"id\":'$id',"
                + "\"outcome\":\"done\",\"protocol\":1,\"name\":\"liar\",\"version\":\"1\",\"features\":[\"close\"]}';; "
                + "*retries*) echo '{\"id\":'$id',\"outcome\":\"unsupported\",\"what\":\"retries\"}';; "
                + "*) echo '{\"id\":'$id',\"outcome\":\"done\"}';; esac; done";
        assertThat(run("--check-driver", liar)).isEqualTo(ExitCode.VIOLATED);
        assertThat(out.toString())
                .contains(
                        "WRONG  feature sync is missing",
                        "WRONG  {\"do\":\"dance\"} is answered with {\"id\":2,\"outcome\":\"done\"} (expected: outcome unsupported)",
                        "right  starts a producer, though without retries",
                        "right  closes it again, which does nothing");
    }

    /** Some clients make no ids of their own, say: their drivers can't tell any. */
    @Test
    void aDriverMayTellLessThanOthers() {
        String modest = "while read -r line; do id=${line#*\\\"id\\\":}; id=${id%%[,\\}]*}; case $line in "
                + "*do\\\":\\\"hello*) answer='\"outcome\":\"done\",\"protocol\":1,\"name\":\"m\",\"version\":\"1\",\"features\":[\"sync\"]';; "
                + "*dance*|*noSuch*) answer='\"outcome\":\"unsupported\",\"what\":\"x\"';; "
                + "*nowhere*) answer='\"outcome\":\"failed\",\"kind\":\"no-route\"';; "
                + "*\\\"send\\\"*) answer='\"outcome\":\"stored\",\"status\":\"SEND_OK\",\"broker\":\"a\",\"queue\":0,\"offset\":0';; "
                + "*) answer='\"outcome\":\"done\"';; esac; echo '{\"id\":'$id','$answer'}'; done";
        assertThat(run("--check-driver", modest)).as(out.toString()).isEqualTo(ExitCode.PASSED);
        assertThat(out.toString())
                .contains("lacks  messageId of a stored message; if the client tells it, so should the driver")
                .endsWith("driver=good right=14 lacks=3 wrong=0\n");
    }

    @Test
    void aProgramWithoutADriverIsJudgedByTheWire() {
        assertThat(run("--client", "topics:true", "--area", "ids")).isEqualTo(ExitCode.VIOLATED);
        assertThat(out.toString())
                .contains("nobody sent to case-ids-present", "complaint: nothing was tested: each case is unsupported");
    }

    /** Whoever stops the suite, stops its drivers and what they started. */
    @ParameterizedTest
    @ValueSource(strings = {"-INT", "-TERM"})
    @Timeout(60)
    void aSignalLeavesNothingRunning(String signal) throws IOException, InterruptedException {
        Signals.assumeInterruptsArrive();
        Path started = folder.resolve("started");
        // Nobody else on the machine sleeps for as long, so it is known again.
        String sleep = "sleep " + (60_000_000 + ProcessHandle.current().pid());
        // It says hello, starts a child that is nobody's, and hangs in all else, whatever signals come.
        String driver = "trap '' INT TERM; (" + sleep + " & echo > '" + started + "'); read -r line; "
                + "echo '{\"id\":1,\"outcome\":\"done\",\"protocol\":1,\"name\":\"x\",\"version\":\"1\",\"features\":[\"sync\"]}'; "
                + sleep;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "conformance",
                        "--client",
                        "exec:" + driver,
                        "--case",
                        "ids/told")
                .redirectErrorStream(true)
                .start();
        try {
            while (!Files.exists(started)) {
                assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
            }
            Signals.send(signal, process);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(signal.equals("-INT") ? 130 : 143);
        assertThat(ProcessHandle.allProcesses()
                        .filter(other -> other.info().commandLine().orElse("").contains(sleep)))
                .isEmpty();
    }

    @Test
    void badInputIsRefusedByName() throws IOException {
        refused("--client is missing");
        refused("client: 'rust' (expected: hotfire", "--client", "rust");
        refused("apache: 'latest' (expected: a version", "--client", "apache:latest");
        refused("--case: 'ids/nothing'", "--client", "hotfire", "--case", "ids/nothing");
        refused("--area: 'id'", "--client", "hotfire", "--area", "id");
        refused("--workers: 0 (expected: 1 to", "--client", "hotfire", "--workers", "0");
        refused("--limit: 0 (expected: 1 or more)", "--client", "hotfire", "--limit", "0");
        refused("--for: 0 (expected: 1 or more)", "--listen", "--for", "0");
        Path known = Files.writeString(folder.resolve("known"), "ids/told\nids/nothing\n");
        refused("line 2: 'ids/nothing'", "--client", "hotfire", "--known-failing", known.toString());
        refused(
                "--known-failing: ",
                "--client",
                "hotfire",
                "--known-failing",
                folder.resolve("absent").toString());
        Path json = Files.writeString(folder.resolve("other.json"), "{\"format\":\"x\"}");
        refused("format: 'x' (expected: hotfire-conformance-1)", "--with", json.toString(), "--html", "x.html");
        refused("exit code 5", "--client", "exec:exit 5", "--case", "ids/told");
    }

    private void refused(String message, String... args) {
        err.getBuffer().setLength(0);
        assertThat(run(args)).as(message).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(message);
    }
}
