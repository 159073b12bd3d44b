// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.swarm.PlanGenerator;
import dev.hotfire.scenarios.swarm.SwarmProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One seed, one run: whatever the JVM does with memory, code, processors and identity hashes, and whoever else runs. */
@Timeout(300)
final class DeterminismTest {
    private static final long SEED = 20_260_101;

    @Test
    void sameSeedIsTheSameRunInEveryJvm() throws Exception {
        Map<String, List<String>> jvms = new LinkedHashMap<>();
        jvms.put("as this one", List.of());
        jvms.put("serial collector", List.of("-XX:+UseSerialGC"));
        jvms.put("parallel collector, small heap", List.of("-XX:+UseParallelGC", "-Xmx64m"));
        jvms.put("interpreter", List.of("-Xint"));
        jvms.put("constant identity hashes", List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"));
        jvms.put("counting identity hashes", List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=3"));
        jvms.put("one processor", List.of("-XX:ActiveProcessorCount=1"));
        jvms.put("sixteen processors", List.of("-XX:ActiveProcessorCount=16"));
        jvms.put("another locale and zone", List.of("-Duser.language=tr", "-Duser.timezone=Asia/Kolkata"));
        Map<String, String> summaries = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> jvm : jvms.entrySet()) {
            summaries.put(jvm.getKey(), summaryIn(jvm.getValue()));
        }
        String here = TraceMain.summary(SEED);
        assertThat(here).startsWith("verdict=pass ");
        assertThat(summaries)
                .allSatisfy((jvm, summary) -> assertThat(summary).as(jvm).isEqualTo(here));
    }

    @Test
    void runsOnManyThreadsAtOnceDoNotDisturbEachOther() throws Exception {
        String alone = TraceMain.summary(SEED);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> summaries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                long seed = SEED + i % 2;
                summaries.add(threads.submit(() -> TraceMain.summary(seed)));
            }
            for (int i = 0; i < 8; i += 2) {
                assertThat(summaries.get(i).get()).isEqualTo(alone);
                assertThat(summaries.get(i + 1).get()).isNotEqualTo(alone);
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Or "run" would show another run than "replay", "shrink" and swarms. */
    @Test
    void whoLooksOnMakesNoDifference() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Scenario scenario = PlanGenerator.generate(seed, SwarmProfile.BRIEF);
            List<Second> seconds = new ArrayList<>();
            RunReport unseen = ScenarioRunner.run(scenario, WorldKind.SIM, seed, RunListener.NONE);
            RunReport seen = ScenarioRunner.run(scenario, WorldKind.SIM, seed, seconds::add);
            assertThat(seen.trace()).as("seed %s", seed).isPresent().isEqualTo(unseen.trace());
            assertThat(seconds)
                    .hasSizeGreaterThanOrEqualTo((int) scenario.length().toSeconds());
        }
    }

    private static String summaryIn(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TraceMain.class.getName(), "" + SEED));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).as("exit code of %s", options).isZero();
            return output.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
