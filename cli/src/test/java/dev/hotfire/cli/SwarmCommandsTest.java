// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Swarm, determinism, replay and shrink: what they print and how they end. */
@Timeout(120)
final class SwarmCommandsTest {
    /** A broker that says "not stored" about a message that it has stored: I4 breaks, whoever sends. */
    private static final String LYING = """
            name: lying
            seed: 3
            cluster:
              brokers: [broker-a, broker-b]
              topics:
                - {name: orders, queues: 2}
            producers:
              - {group: pg-orders}
            workload: {topic: orders, rate: 10, for: 2s}
            timeline: [{at: 1s, rule: {nth: 2, fault: {store-then-answer: MESSAGE_ILLEGAL, remark: ''}}}]
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Twenty runs, each in two JVMs that differ in collector, identity hashes and processors. */
    @Test
    void seedsGiveTheSameRunsInDifferentJvms() {
        assertThat(execute("determinism", "--seeds", "20")).isZero();
        assertThat(lastLine()).isEqualTo("identical=20/20");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void swarmEndsWithALineForScripts() {
        assertThat(execute("swarm", "--seeds", "41..44", "--profile", "brief", "--jobs", "2"))
                .as(() -> out + "\n" + err)
                .isZero();
        assertThat(lastLine())
                .matches("seeds=4 sends=\\d+ faults=\\d+ violations=0 sends-per-core-second=\\d+"
                        + " sim-seconds-per-second=\\d+ silent-faults=\\d+ points=\\d+/\\d+");
        assertThat(out.toString()).doesNotContain("missed");
    }

    @Test
    void oneNumberOfSeedsIsAsManyFromTheFirst() {
        assertThat(execute("swarm", "--seeds", "3", "--profile", "brief"))
                .as(() -> out + "\n" + err)
                .isZero();
        assertThat(lastLine()).startsWith("seeds=3 ");
    }

    @Test
    void swarmThatMustBeCompleteFailsByWhatItMissed() {
        assertThat(execute("swarm", "--seeds", "41..41", "--profile", "brief", "--complete"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("missed: fault ").contains("missed: point ");
        assertThat(lastLine()).contains(" violations=0 ");
    }

    @Test
    void coverageNamesEveryFaultAndEveryPoint() {
        assertThat(execute("swarm", "--seeds", "41..41", "--profile", "brief", "--coverage"))
                .isZero();
        assertThat(out.toString())
                .contains("T21 excluded: ")
                .contains("T06 while retrying: ")
                .contains("stored-after-end: ");
    }

    @Test
    void violationIsReplayedInBothWorldsAndShrinks() throws IOException {
        String file = Files.writeString(folder.resolve("lying.yaml"), LYING).toString();
        assertThat(execute("replay", file)).isEqualTo(1);
        assertThat(out.toString()).contains("I4, no false certainty about a failure: 1 times");
        assertThat(lastLine()).startsWith("verdict=fail world=sim ").contains(" sends=20 ");
        assertThat(execute("replay", file, "--world", "tcp")).isEqualTo(1);
        assertThat(lastLine()).startsWith("verdict=fail world=tcp trace=none sends=20 ");

        String small = folder.resolve("small.yaml").toString();
        assertThat(execute("shrink", file, "--out", small)).isEqualTo(1);
        assertThat(lastLine()).startsWith("verdict=fail invariant=I4 events-before=21 events=3 ");
        assertThat(execute("replay", small)).isEqualTo(1);
        assertThat(lastLine()).startsWith("verdict=fail world=sim ").contains(" sends=2 ");
    }

    @Test
    void whatIsWrongWithTheCommandLineIsSaid() {
        assertThat(execute("swarm", "--seeds", "5..1")).isEqualTo(2);
        assertThat(execute("swarm", "--seeds", "1..5", "--jobs", "0")).isEqualTo(2);
        assertThat(execute("determinism", "--seeds", "0")).isEqualTo(2);
        assertThat(execute("swarm", "--seeds", "1..5", "--budget", "9999999h")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--jobs: 0 (expected: >= 1)")
                .contains("--seeds: 0 (expected: >= 1)")
                .contains("--budget: 9999999h (expected: at most 8760h)");
    }

    @Test
    void aPlaceThatTakesNoScenariosIsRefusedBeforeTheRuns() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        assertThat(execute("swarm", "--seeds", "1", "--out", inTheWay.toString()))
                .isEqualTo(2);
        Path broken = Files.writeString(folder.resolve("lying.yaml"), LYING);
        assertThat(execute("shrink", broken.toString(), "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "hotfire: --out: '" + inTheWay + "' is a file (expected: a folder); see 'hotfire swarm --help'",
                        "hotfire: --out: '" + folder + "' is a folder (expected: a file); see 'hotfire shrink --help'");
        assertThat(out.toString()).isEmpty();
    }

    /** Older JDKs take such a link for something in the way when a folder is to be made there. */
    @Test
    void aLinkToAFolderTakesWhatIsFound() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Path broken = Files.writeString(folder.resolve("lying.yaml"), LYING);
        assertThat(execute("shrink", broken.toString(), "--out", link + "/small.yaml"))
                .as(() -> out + "\n" + err)
                .isEqualTo(1);
        assertThat(real.resolve("small.yaml")).exists();
    }

    private String lastLine() {
        List<String> lines = out.toString().lines().toList();
        return lines.get(lines.size() - 1);
    }

    private int execute(String... arguments) {
        return HotfireCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
