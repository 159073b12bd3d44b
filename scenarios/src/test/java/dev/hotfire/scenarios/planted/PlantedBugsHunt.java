// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Plants each bug of {@code planted-bugs.yaml} into a copy of its source, compiles that class alone, and has a swarm hunt it
 * in a JVM that finds the changed class first. Each must be found within a minute, by the invariant that was predicted, and
 * shrink to a few events. Writes {@code docs/planted-bugs.md}. Not part of the build: {@code mvn test -Pplanted -pl scenarios
 * -am}, which takes about half an hour; {@code -Dplanted.only=name,name} for some of them, without writing.
 */
final class PlantedBugsHunt {
    private static final int SECONDS = 60;
    private static final int MANY_SEEDS = 1_000_000;

    private static final String NOTHING = "nothing";

    private record Found(
            PlantedBug bug, String invariant, String seconds, long events, String seed, String tcp, String all) {
        boolean isFound() {
            return !invariant.equals(NOTHING);
        }
    }

    @Test
    void everyPlantedBugIsFound(@TempDir Path work) throws IOException, InterruptedException {
        Path root = root();
        List<PlantedBug> bugs = bugs();
        String only = System.getProperty("planted.only", "");
        Map<PlantedBug, String> changed = new HashMap<>();
        for (PlantedBug bug : bugs) {
            // All of them before the first hunt, which takes long.
            changed.put(bug, bug.plantedIn(Files.readString(root.resolve(bug.file()))));
        }
        List<Found> found = new ArrayList<>();
        for (PlantedBug bug : bugs) {
            if (only.isEmpty() || List.of(only.split(",", -1)).contains(bug.name())) {
                found.add(hunt(bug, requireNonNull(changed.get(bug)), work.resolve(bug.name())));
            }
        }
        if (only.isEmpty()) {
            Files.writeString(root.resolve("docs/planted-bugs.md"), page(found));
        }
        assertThat(found).allSatisfy(one -> assertThat(one.invariant())
                .as(one.toString())
                .isEqualTo(one.bug().predicted()));
        assertThat(median(found)).isLessThanOrEqualTo(8);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.isDirectory(here.resolve("scenarios")) ? here : requireNonNull(here.getParent());
    }

    private static List<PlantedBug> bugs() throws IOException {
        try (InputStream in =
                requireNonNull(PlantedBugsHunt.class.getResourceAsStream("/planted-bugs.yaml"), "planted-bugs.yaml")) {
            List<PlantedBug> bugs = new ArrayList<>();
            Object list = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            for (Object entry : (List<?>) list) {
                Map<?, ?> fields = (Map<?, ?>) entry;
                bugs.add(new PlantedBug(
                        text(fields, "name"),
                        text(fields, "story"),
                        text(fields, "file"),
                        text(fields, "anchor"),
                        text(fields, "replacement"),
                        text(fields, "predicted")));
            }
            return bugs;
        }
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(requireNonNull(fields.get(name), name));
    }

    private static Found hunt(PlantedBug bug, String source, Path work) throws IOException, InterruptedException {
        String path = bug.file().substring(bug.file().indexOf("/java/") + "/java/".length());
        Path file = work.resolve("src").resolve(path);
        Path overlay = work.resolve("classes");
        Files.createDirectories(requireNonNull(file.getParent()));
        Files.createDirectories(overlay);
        Files.writeString(file, source);
        String classPath = System.getProperty("java.class.path");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int compiled = compiler.run(
                null,
                null,
                null,
                "-nowarn",
                "-proc:none",
                "-parameters",
                "-cp",
                classPath,
                "-d",
                overlay.toString(),
                file.toString());
        assertThat(compiled).as("compiles: " + bug.name()).isZero();
        Path log = work.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:ActiveProcessorCount=1",
                        // A hunt takes seconds: what compiles well takes longer than it saves.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        overlay + System.getProperty("path.separator") + classPath,
                        Hunt.class.getName(),
                        bug.predicted(),
                        Integer.toString(SECONDS),
                        "1",
                        Integer.toString(MANY_SEEDS))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("ends: " + bug.name())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        Map<String, String> result = new HashMap<>();
        for (String line : Files.readString(log, UTF_8).split("\n", -1)) {
            if (line.startsWith("found=")) {
                Arrays.stream(line.split(" ", -1))
                        .forEach(pair -> result.put(
                                pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
            }
        }
        Found found = new Found(
                bug,
                result.getOrDefault("found", NOTHING),
                result.getOrDefault("seconds", "-"),
                Long.parseLong(result.getOrDefault("events", "0")),
                result.getOrDefault("seed", "-"),
                result.getOrDefault("tcp", "-"),
                result.getOrDefault("all", ""));
        System.out.println(found);
        return found;
    }

    private static long median(List<Found> found) {
        List<Long> events = found.stream()
                .filter(Found::isFound)
                .map(Found::events)
                .sorted()
                .toList();
        return events.isEmpty() ? 0 : events.get(events.size() / 2);
    }

    private static String page(List<Found> found) {
        StringBuilder page = new StringBuilder("""
                # Planted bugs

                Each of these bugs was planted into the producer, alone, and a swarm hunted it on one core. *By* is the invariant
                that was predicted to find it, *after* the seconds of processor time that took, the start of the JVM and its
                compiler included, and *events* the faults and sends of the smallest run that still shows it. *TCP* says whether
                that run shows it over real sockets as well, within six tries; a dash means that real sockets can't have its
                faults, or that only virtual time lets its invariant be judged. The list is
                `scenarios/src/test/resources/planted-bugs.yaml`; this page is written by

                ```sh
                mvn test -Pplanted -pl scenarios -am
                ```

                | bug | what goes wrong | by | after | events | TCP |
                |---|---|---|---|---|---|
                """);
        for (Found one : found) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s s | %d | %s |%n",
                    one.bug().name(),
                    one.bug().story(),
                    one.invariant(),
                    one.seconds(),
                    one.events(),
                    one.tcp()));
        }
        page.append(String.format(
                Locale.ROOT,
                "%n%d bugs, %d found; the median of the events of those is %d. Of %d that real sockets can have, %d are seen "
                        + "there.%n",
                found.size(),
                found.stream().filter(Found::isFound).count(),
                median(found),
                found.stream().filter(one -> !one.tcp().equals("-")).count(),
                found.stream().filter(one -> one.tcp().equals("yes")).count()));
        return page.toString();
    }
}
