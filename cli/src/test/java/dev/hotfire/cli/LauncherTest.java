// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the project's outline, with an mvn and a java that only say how they were called. */
@Timeout(60)
final class LauncherTest {
    @TempDir
    private Path folder;

    private Path project;
    private Path tools;
    private Path source;

    @BeforeEach
    void layOut() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        tools = Files.createDirectories(folder.resolve("tools"));
        source = Files.createDirectories(project.resolve("cli/src/main/java")).resolve("Main.java");
        Files.copy(Path.of("..", "hotfire"), project.resolve("hotfire"));
        assertThat(project.resolve("hotfire").toFile().setExecutable(true)).isTrue();
        for (Path file : List.of(project.resolve("pom.xml"), project.resolve("cli/pom.xml"), source)) {
            Files.writeString(file, "");
            age(file);
        }
        for (Path path : List.of(source.getParent(), project.resolve("cli/src/main"))) {
            age(path);
        }
        script(tools.resolve("mvn"), """
                echo "build" >> "$(dirname "$0")/builds"
                for argument in "$@"; do
                  [[ $argument != */pom.xml ]] || target=$(dirname "$argument")/cli/target
                done
                mkdir -p "$target/lib"
                touch "$target/hotfire-cli.jar"
                """);
        script(tools.resolve("java"), """
                printf '<%s>' "$@"
                exit 7
                """);
    }

    @Test
    void buildsOnceAndThenHandsOverToJava() throws Exception {
        Result first = launch(Map.of(), "run", "my file.yaml");
        assertThat(first.error()).startsWith("hotfire: building");
        assertThat(first.output())
                .isEqualTo("<-XX:+ExitOnOutOfMemoryError><-XX:+DisplayVMOutputToStderr><-Dhotfire.command=" + project
                        + "/hotfire><-cp><" + project
                        + "/cli/target/hotfire-cli.jar:" + project
                        + "/cli/target/lib/*><dev.hotfire.cli.Main><run><my file.yaml>");
        assertThat(first.exitCode()).isEqualTo(7);

        Result second = launch(Map.of(), "--version");
        assertThat(second.error()).isEmpty();
        assertThat(second.output()).endsWith("<dev.hotfire.cli.Main><--version>");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        launch(Map.of());
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        launch(Map.of());
        assertThat(builds()).isEqualTo(2);

        age(source);
        launch(Map.of());
        assertThat(builds()).isEqualTo(2);

        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
        launch(Map.of());
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void showsWhyABuildFailedAndBuildsAgainNextTime() throws Exception {
        script(tools.resolve("mvn"), "echo 'cannot find symbol'; exit 1");
        Result result = launch(Map.of());
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEmpty();
        assertThat(result.error())
                .contains("cannot find symbol")
                .contains(
                        "hotfire: the build failed; above are the last lines of what Maven said, and all of it is in ")
                .endsWith("/cli/target/hotfire-build.log\n");
        assertThat(launch(Map.of()).error()).startsWith("hotfire: building");
    }

    @Test
    void runsThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), project.resolve("hotfire"));
        Result result = launch(link, folder, Map.of(), "--help");
        assertThat(result.output())
                .contains(project + "/cli/target/hotfire-cli.jar")
                .endsWith("<--help>");
    }

    @Test
    void tellsJavaWhatItWasCalled() throws Exception {
        Path relative = Path.of("./hotfire");
        assertThat(launch(relative, project, Map.of()).output()).contains("<-Dhotfire.command=./hotfire>");
        String path = project + File.pathSeparator + tools + File.pathSeparator + System.getenv("PATH");
        assertThat(launch(project.resolve("hotfire"), folder, Map.of("PATH", path))
                        .output())
                .contains("<-Dhotfire.command=hotfire>");
        assertThat(launch(Map.of("TERM", "dumb")).output()).contains("<-Dpicocli.ansi=false>");
    }

    @Test
    void javaHomeComesFirstAndOptionsAreHandedOn() throws Exception {
        Path home = Files.createDirectories(folder.resolve("jdk home/bin")).getParent();
        script(home.resolve("bin/java"), "printf '(%s)' \"$@\"");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        Result result =
                launch(Map.of("JAVA_HOME", home.toString(), "HOTFIRE_JAVA_OPTS", "-XX:+UseSerialGC  -Xmx1g"), "x");
        assertThat(result.output())
                .startsWith(
                        "(-XX:+ExitOnOutOfMemoryError)(-XX:+DisplayVMOutputToStderr)(--enable-native-access=ALL-UNNAMED)(--sun-misc-unsafe-memory-access=allow)"
                                + "(-Dhotfire.command=" + project + "/hotfire)(-XX:+UseSerialGC)(-Xmx1g)(-cp)");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void whatRunsInVirtualTimeHasTheCollectorForItUnlessAnotherIsAskedFor() throws Exception {
        Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
        script(home.resolve("bin/java"), "printf '(%s)' \"$@\"");
        String java = home.toString();
        assertThat(launch(Map.of("JAVA_HOME", java), "swarm").output()).contains("(-XX:+UseParallelGC)");
        assertThat(launch(Map.of("JAVA_HOME", java), "serve").output()).doesNotContain("GC)");
        assertThat(launch(Map.of("JAVA_HOME", java, "HOTFIRE_JAVA_OPTS", "-XX:+UseZGC"), "swarm")
                        .output())
                .contains("(-XX:+UseZGC)")
                .doesNotContain("UseParallelGC");
    }

    @Test
    void saysSoWhenJavaIsMissingOrTooOld() throws Exception {
        Result missing = launch(Map.of("JAVA_HOME", folder.resolve("nowhere").toString()));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.error())
                .endsWith("hotfire: JAVA_HOME: '" + folder.resolve("nowhere")
                        + "' (expected: a folder with bin/java in it)\n");

        Path home = Files.createDirectories(folder.resolve("old/bin")).getParent();
        script(home.resolve("bin/java"), "echo not reached");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Result old = launch(Map.of("JAVA_HOME", home.toString()));
        assertThat(old.exitCode()).isEqualTo(2);
        assertThat(old.error())
                .isEqualTo("hotfire: java: " + home + "/bin/java is version 11 (expected: 17 or newer)\n");
    }

    private record Result(int exitCode, String output, String error) {}

    private Result launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(project.resolve("hotfire"), project, environment, arguments);
    }

    private Result launch(Path launcher, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        File output = folder.resolve("output").toFile();
        File error = folder.resolve("error").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output)
                .redirectError(error);
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "HOTFIRE_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("TERM", "xterm");
        builder.environment().put("PATH", tools + File.pathSeparator + System.getenv("PATH"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Result(
                process.exitValue(),
                Files.readString(output.toPath(), StandardCharsets.UTF_8),
                Files.readString(error.toPath(), StandardCharsets.UTF_8));
    }

    private int builds() throws IOException {
        return Files.readAllLines(tools.resolve("builds")).size();
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
