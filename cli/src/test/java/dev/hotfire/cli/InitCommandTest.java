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
import org.junit.jupiter.api.io.TempDir;

final class InitCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return HotfireCommand.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    /** What is written is the sample that the build compiles and runs, in the package that was asked for. */
    @Test
    void writesTheSampleThatTheBuildRuns() throws IOException {
        assertThat(execute("init", folder.toString(), "--package", "com.example.orders"))
                .isZero();
        List<String> sample =
                Files.readAllLines(Path.of("../samples/junit/src/test/java/com/example/orders/FirstFailureTest.java"));
        assertThat(Files.readAllLines(folder.resolve("src/test/java/com/example/orders/FirstFailureTest.java")))
                .isEqualTo(sample.subList(1, sample.size()));
    }

    /** A project that was nothing before can run its test: with what the sample has, which the build compiles and runs. */
    @Test
    void writesAPomWhereThereIsNone() throws IOException {
        Path project = folder.resolve("new");
        assertThat(execute("init", project.toString())).isZero();
        String pom = Files.readString(project.resolve("pom.xml"));
        String sample = Files.readString(Path.of("../samples/junit/pom.xml"));
        for (String property : List.of("rocketmq.version", "junit.version", "hotfire.version")) {
            String value = sample.replaceFirst("(?s).*<" + property + ">([^<]+)<.*", "$1");
            // The version is filled in by the build, which a test that runs without it has not seen.
            sample = sample.replace(
                    "${" + property + "}", property.equals("hotfire.version") ? Version.number() : value);
        }
        assertThat(pom)
                .contains("<groupId>com.example</groupId>")
                .endsWith(sample.substring(sample.indexOf("  <dependencies>")));
        assertThat(out.toString()).contains("mvn install -Pquick -pl testkit-all -am");
        // Once on the screen, and once in the file for whoever finds it there.
        String run = "hotfire run " + project.resolve("first-outage.yaml");
        assertThat(out.toString()).endsWith("\n  " + run + "\n");
        assertThat(project.resolve("first-outage.yaml")).content().contains("\n#   " + run + "\n");
    }

    @Test
    void leavesABuildFileAlone() throws IOException {
        Path mine = Files.writeString(folder.resolve("build.gradle"), "mine");
        assertThat(execute("init", folder.toString())).isZero();
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("pom.xml")).doesNotExist();
        assertThat(out.toString())
                .contains(
                        "  <artifactId>hotfire-testkit-all</artifactId>", "<version>" + Version.number() + "</version>")
                .contains("  mvn install -Pquick -pl testkit-all -am");
    }

    @Test
    void writesAScenarioThatHolds() {
        assertThat(execute("init", folder.toString())).isZero();
        assertThat(execute(
                        "run",
                        "--no-report",
                        folder.resolve("first-outage.yaml").toString()))
                .isZero();
        assertThat(out.toString()).contains("verdict=pass");
    }

    @Test
    void leavesWhatIsThereAlone() throws IOException {
        Path mine = Files.writeString(folder.resolve("first-outage.yaml"), "mine");
        assertThat(execute("init", folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("hotfire: " + mine + " is there already (expected: a free name); nothing was written\n");
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("src")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoPackageAndNoFolder() throws IOException {
        assertThat(execute("init", folder.toString(), "--package", "../x")).isEqualTo(2);
        assertThat(execute("init", folder.toString(), "--package", "a.class")).isEqualTo(2);
        assertThat(execute("init", Files.writeString(folder.resolve("file"), "").toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("expected:"))
                .anyMatch(line -> line.contains("'class' is a word of Java's own"));
    }

    @Test
    void shellsCanComplete() {
        assertThat(execute("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F").contains("conformance");
    }
}
