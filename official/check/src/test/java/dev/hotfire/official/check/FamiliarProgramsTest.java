// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of the examples are programs for the official client: with {@code org.apache.rocketmq.} in place of {@code
 * dev.hotfire.} in their imports they compile against its jars.
 */
class FamiliarProgramsTest {
    private static final String OURS = "import dev.hotfire.";
    private static final String OFFICIAL = "import org.apache.rocketmq.";
    private static final int LEAST_PROGRAMS = 10;

    @TempDir
    private Path scratch;

    @Test
    void everyProgramCompilesAgainstBothClients() throws IOException {
        List<Path> programs = programs();
        assertThat(programs).hasSizeGreaterThanOrEqualTo(LEAST_PROGRAMS);
        assertThat(errors("ours", System.getProperty("java.class.path"), programs, OURS))
                .isEmpty();
        assertThat(errors("official", ChildJvm.Part.CLIENT.classPath(), programs, OFFICIAL))
                .isEmpty();
    }

    /** The compiler does say what is wrong: a program for one client is none for the other. */
    @Test
    void aProgramWithoutTheReplacementDoesNotCompile() throws IOException {
        assertThat(errors("neither", ChildJvm.Part.CLIENT.classPath(), programs(), OURS))
                .contains("package dev.hotfire.client.producer does not exist");
    }

    private static List<Path> programs() throws IOException {
        Path sources = Path.of(System.getProperty("hotfire.examples.sources"));
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private String errors(String name, String classPath, List<Path> programs, String imports) throws IOException {
        Path sources = Files.createDirectories(scratch.resolve(name));
        List<Path> changed = new ArrayList<>();
        for (Path program : programs) {
            Path copy = sources.resolve(program.getFileName().toString());
            String text = Files.readString(program, UTF_8)
                    .lines()
                    .map(line -> line.startsWith(OURS) ? imports + line.substring(OURS.length()) : line)
                    .collect(Collectors.joining("\n"));
            changed.add(Files.writeString(copy, text, UTF_8));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, UTF_8)) {
            boolean good = compiler.getTask(
                            output,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    Files.createDirectories(sources.resolve("classes"))
                                            .toString(),
                                    "-cp",
                                    classPath,
                                    "-proc:none",
                                    "-nowarn",
                                    "--release",
                                    "17"),
                            null,
                            files.getJavaFileObjectsFromPaths(changed))
                    .call();
            return good ? "" : "does not compile: " + output;
        }
    }
}
