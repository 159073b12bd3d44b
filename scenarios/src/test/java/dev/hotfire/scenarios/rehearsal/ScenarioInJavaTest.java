// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.rehearsal;

import static dev.hotfire.scenarios.language.Actions.crash;
import static dev.hotfire.scenarios.language.Actions.restart;
import static dev.hotfire.scenarios.language.Actions.rule;
import static dev.hotfire.scenarios.language.Expectations.failed;
import static dev.hotfire.scenarios.language.Expectations.slowest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.link.Latency;
import dev.hotfire.producer.Isolation;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.language.ScenarioWriter;
import dev.hotfire.scenarios.run.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/scenarios.md shows in Java, which is what it shows as a file. */
@Timeout(60)
final class ScenarioInJavaTest {
    private static final Path PAGE = Path.of("..", "docs", "scenarios.md");

    @TempDir
    private Path folder;

    private static Scenario scenario() {
        return Scenario.named("two-of-three")
                .description("One broker dies, and another one stores messages without saying so.")
                .seed(7)
                .cluster(cluster ->
                        cluster.brokers("broker-a", "broker-b", "broker-c").topic("orders", 4))
                .latency(Latency.logNormal(Duration.ofMillis(1), 0.4))
                .producer(
                        "pg-orders",
                        producer -> producer.timeout("3s").retries(2).isolation(Isolation.TABLE))
                .workload("orders", workload -> workload.rate(100).lasting("10s"))
                .at("2s", crash("broker-b"))
                .at("4s", rule("{server: broker-c, first: 3, fault: store-then-silent}"))
                .at("6s", restart("broker-b"))
                .expect(failed(0), slowest("<= 3 s"))
                .build();
    }

    @Test
    void survivesTheLossOfABroker() {
        Scenarios.run(scenario()).verify();
    }

    @Test
    void isTheScenarioThatThePageShowsAsAFile() throws Exception {
        Matcher file =
                Pattern.compile("(?s)```yaml\n(name: two-of-three\n.*?)```").matcher(Files.readString(PAGE));
        assertThat(file.find()).isTrue();
        Scenario shown = ScenarioReader.parse("scenarios.md", file.group(1));
        // The file's bound is a range without a lower end, and so is the other.
        assertThat(scenario()).isEqualTo(shown);
    }

    @Test
    void isWrittenAsAFileAndReadAgain() throws Exception {
        Scenario scenario = scenario();
        Path file = folder.resolve("two-of-three.yaml");
        Files.writeString(file, ScenarioWriter.write(scenario));
        assertThat(ScenarioReader.read(file)).isEqualTo(scenario);
    }
}
