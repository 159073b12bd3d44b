// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hotfire.scenarios.language.ScenarioReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BandTest {
    private static List<Band> bands(String timeline) throws Exception {
        return Band.of(ScenarioReader.parse("test", """
                name: bands
                cluster: {brokers: [broker-a], topics: [{name: orders, queues: 1}]}
                producers: [{group: pg-orders}]
                workload: {topic: orders, rate: 1, for: 40s}
                timeline:
                """ + timeline.indent(2)), List.of());
    }

    private static Band band(String what, int from, int until) {
        return new Band(what, Duration.ofSeconds(from), Duration.ofSeconds(until));
    }

    /** It was shown to be in force until the end of the run, whatever it said. */
    @Test
    void aRuleIsInForceForAsLongAsItSays() throws Exception {
        assertThat(bands("- {at: 5s, rule: {from: 1s, for: 20s, fault: silent}}"))
                .extracting(Band::from, Band::until)
                .containsExactly(tuple(Duration.ofSeconds(6), Duration.ofSeconds(26)));
        assertThat(bands("- {at: 5s, rule: {for: 60s, fault: silent}}"))
                .extracting(Band::until)
                .containsExactly(Duration.ofSeconds(40));
        assertThat(bands("- {at: 5s, rule: {on: send, fault: silent}}"))
                .containsExactly(band("all sends: no answer, nothing stored", 5, 40));
    }

    @Test
    void whatBeginsEndsWithItsCounterpart() throws Exception {
        assertThat(bands("""
                        - {at: 1s, crash: broker-a}
                        - {at: 2s, restart: broker-a}
                        - {at: 3s, link: {to: broker-a, blackhole: answers}}
                        - {at: 4s, link: {to: broker-a}}
                        - {at: 5s, pause: broker-a}
                        """))
                .containsExactly(
                        band("crash broker-a", 1, 2),
                        band("link broker-a {blackhole: answers}", 3, 4),
                        band("pause broker-a", 5, 40));
    }
}
