// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.WorldKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class RunReportFilesTest {
    @TempDir
    private Path folder;

    /** JSON is YAML. */
    private Map<?, ?> data(String rest) throws Exception {
        RunReportFiles files = new RunReportFiles("hotfire run small.yaml");
        RunReport report = ScenarioRunner.run(ScenarioReader.parse("small.yaml", """
                        name: small
                        cluster: {brokers: [broker-a], topics: [{name: orders, queues: 2}]}
                        producers: [{group: pg-orders}]
                        workload: {topic: orders, rate: 100, for: 4s}
                        """ + rest), WorldKind.SIM, 1, files);
        Path file = folder.resolve("small.json");
        files.writeJson(file, report);
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static List<?> list(Map<?, ?> data, String field) {
        return (List<?>) data.get(field);
    }

    @Test
    void ruleIsDrawnForAsLongAsItIsInForce() throws Exception {
        Map<?, ?> data = data("""
                timeline:
                  - {at: 1s, rule: {from: 500ms, for: 1s, fault: {delay: 5ms}}}
                  - {at: 2s, rule: {fault: {delay: 5ms}, priority: 1}}
                  - {at: 3s, rule: {for: 20s, fault: {delay: 5ms}, priority: 2}}
                """);
        assertThat(list(data, "bands"))
                .extracting(
                        band -> number(((Map<?, ?>) band).get("from")) + " to " + number(((Map<?, ?>) band).get("to")))
                .containsExactly("1500.0 to 2500.0", "2000.0 to 4000.0", "3000.0 to 4000.0");
        assertThat(list(data, "rules"))
                .extracting(rule -> number(((Map<?, ?>) rule).get("fired")) > 40)
                .containsExactly(true, true, true);
    }

    @Test
    void slowSendsAreThoseThatBrokeTheBound() throws Exception {
        Map<?, ?> data = data("""
                timeline: [{at: 1s, rule: {first: 7, fault: {delay: 403500us}}}]
                expect: {p99: '< 100 ms'}
                """);
        assertThat(list(data, "expectations")).singleElement().satisfies(verdict -> assertThat(
                        ((Map<?, ?>) verdict).get("examples").toString())
                .matches("\\[p99 is 40\\d(\\.\\d)? ms \\(expected: < 100 ms\\)]"));
        Map<?, ?> slow = (Map<?, ?>) data.get("slow");
        assertThat(slow.get("what")).isEqualTo("beyond p99 < 100ms");
        assertThat(slow.get("broken")).isEqualTo(true);
        assertThat(number(slow.get("from"))).isEqualTo(100);
        List<?> sends = list(data, "sends");
        for (int i = 0; i < sends.size(); i++) {
            List<?> send = (List<?>) sends.get(i);
            assertThat(number(send.get(4)) - number(send.get(3)) > 100).isEqualTo(i < 7);
        }
    }

    @Test
    void withoutABoundTheSlowestAreSlow() throws Exception {
        Map<?, ?> slow = (Map<?, ?>) data("").get("slow");
        assertThat(slow.get("what")).isEqualTo("the slowest 100");
        assertThat(slow.get("broken")).isEqualTo(false);
    }
}
