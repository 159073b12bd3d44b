// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.planted.PlantedBugs.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants each bug of {@code planted-bugs.yaml} into a copy of its source, compiles that class alone, and has a swarm hunt it
 * in a JVM that finds the changed class first. Each must be found within a minute, by the invariant that was predicted, and
 * shrink to a few events. Writes {@code docs/planted-bugs.md}. Not part of the build: {@code mvn test -Pplanted -pl scenarios
 * -am}, which takes about half an hour; {@code -Dplanted.only=name,name} for some of them.
 */
final class PlantedBugsHunt {
    private static final int SECONDS = 60;
    private static final int MANY_SEEDS = 1_000_000;

    @Test
    void everyPlantedBugIsFound(@TempDir Path work) throws IOException, InterruptedException {
        PlantedBugs bugs = PlantedBugs.read();
        String only = System.getProperty("planted.only", "");
        Map<PlantedBug, String> changed = new LinkedHashMap<>();
        for (PlantedBug bug : bugs.all()) {
            // All of them before the first hunt, which takes long.
            if (only.isEmpty() || List.of(only.split(",", -1)).contains(bug.name())) {
                changed.put(bug, bug.plantedIn(bugs.source(bug)));
            }
        }
        for (Map.Entry<PlantedBug, String> one : changed.entrySet()) {
            PlantedBug bug = one.getKey();
            Finding finding = hunt(bug, one.getValue(), work.resolve(bug.name()));
            System.out.println(bug.name() + ": " + finding);
            bugs.found(bug, finding);
            bugs.write();
        }
        bugs.write();
        assertThat(changed.keySet())
                .allSatisfy(bug -> assertThat(requireNonNull(bugs.finding(bug)).invariant())
                        .as(bug.name())
                        .isEqualTo(bug.predicted()));
        assertThat(bugs.medianEvents()).isLessThanOrEqualTo(8);
    }

    private static Finding hunt(PlantedBug bug, String source, Path work) throws IOException, InterruptedException {
        Path overlay = bug.compiled(source, work);
        String classPath = System.getProperty("java.class.path");
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
        return new Finding(
                result.getOrDefault("found", PlantedBugs.NOTHING),
                result.getOrDefault("seconds", ""),
                result.getOrDefault("events", ""),
                result.getOrDefault("tcp", ""));
    }
}
