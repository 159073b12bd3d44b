// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.all;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.testkit.FakeCluster;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The packed client, as an application gets it: nothing on the class path but its jar and SLF4J's API. */
final class OneJarIT {
    private static final int MAX_JARS = 8;
    private static final long MAX_BYTES = 5_000_000;
    private static final int MESSAGES = 10;

    private static final Path JAR = Path.of(System.getProperty("hotfire.client.all"));

    private static final String PROGRAM = """
            import dev.hotfire.Hotfire;
            import dev.hotfire.producer.*;

            public final class Program {
                public static void main(String[] args) throws Exception {
                    ProducerConfig config = ProducerConfig.builder("pg").nameServers(args[0]).build();
                    try (Producer producer = Hotfire.start(config)) {
                        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                            System.out.println(producer.send(Message.of("orders", new byte[5000])).status());
                        }
                    }
                }
            }
            """;

    @Test
    void isAllThatAnApplicationNeeds(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
        List<Path> jars = List.of(JAR, slf4j());
        String classPath = jars.get(0) + File.pathSeparator + jars.get(1) + File.pathSeparator + folder;
        compile(source, classPath);

        try (FakeCluster cluster =
                FakeCluster.builder().brokers("broker-a").topic("orders", 4).start()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath,
                            "Program",
                            cluster.nameServerAddresses(),
                            Integer.toString(MESSAGES))
                    .redirectError(folder.resolve("errors").toFile())
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
            } finally {
                process.destroyForcibly();
            }
            // SLF4J says that nobody listens; nothing else may be wrong.
            assertThat(Files.readAllLines(folder.resolve("errors"))).allMatch(line -> line.startsWith("SLF4J"));
            assertThat(Files.readAllLines(folder.resolve("output")))
                    .hasSize(MESSAGES)
                    .containsOnly("SEND_OK");
            assertThat(cluster.broker("broker-a").log().messages("orders")).hasSize(MESSAGES);
        }
        assertThat(jars).hasSizeLessThanOrEqualTo(MAX_JARS);
        assertThat(Files.size(JAR) + Files.size(slf4j())).isLessThan(MAX_BYTES);
    }

    /** Whatever Netty or JSON parser an application has, ours never meets it. */
    @Test
    void hasNoClassUnderAForeignName() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("dev/hotfire/"));
            assertThat(jar.stream().map(ZipEntry::getName)).contains("META-INF/LICENSE", "META-INF/NOTICE");
            assertThat(new String(
                            jar.getInputStream(jar.getEntry("META-INF/LICENSE")).readAllBytes(), UTF_8))
                    .contains("Apache License");
        }
    }

    private static Path slf4j() throws URISyntaxException {
        return Path.of(
                Logger.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void compile(Path source, String classPath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        boolean good = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of(
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                source.getParent().toString()),
                        null,
                        compiler.getStandardFileManager(null, null, UTF_8).getJavaFileObjects(source))
                .call();
        assertThat(good).as(complaints.toString()).isTrue();
    }
}
