// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static Round round(long cpuNanosPerMessage) {
        return new Round(
                1_000, 2_000_000_000L, 1_000 * cpuNanosPerMessage, 250_000, 30, 7, 1_500, 2_500, 3_500, 4_000_000);
    }

    private static Measured of(long... cpuNanos) {
        return new Measured(
                Case.ASYNC,
                "one",
                LongStream.of(cpuNanos).mapToObj(MeasuredTest::round).toList());
    }

    @Test
    void whatCountsIsTheMedianForEachMessage() {
        Measured measured = of(3_000, 1_000, 90_000);
        assertThat(measured.cpuMicros()).isEqualTo(3);
        assertThat(measured.perSecond()).isEqualTo(500);
        assertThat(measured.bytes()).isEqualTo(250);
        assertThat(measured.p50Micros()).isEqualTo(1.5);
        assertThat(measured.p99Micros()).isEqualTo(2.5);
        assertThat(measured.brokerCpuMicros()).isEqualTo(4);
        assertThat(measured.switches()).isEqualTo(0.03);
        assertThat(of(1_000, 2_000).cpuMicros()).isEqualTo(1.5);
    }

    @Test
    void theSpreadIsThatOfTheMiddleHalf() {
        assertThat(of(2_000, 2_000, 2_000, 2_000).spread()).isZero();
        assertThat(of(100, 1_800, 2_000, 2_200, 90_000).spread()).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void aRoundComesBackAsItWasTold() {
        Round round = new Round(1, 2, 3, 4, 5, 6, 7, 8, 9, 0);
        assertThat(Round.parse(round.toLine())).isEqualTo(round);
    }

    @Test
    void theTableComparesTheFirstWithTheOthers() {
        Measured other = new Measured(Case.ASYNC, "other", List.of(round(4_000)));
        String text = BenchTable.of(List.of(of(1_000), other));
        assertThat(text)
                .startsWith("async: asynchronous, 1,000 in flight")
                .contains("one / other: messages/s 1.00, CPU 0.25, bytes 1.00, p50 1.00");
        assertThat(BenchTable.json(List.of(other)))
                .contains("\"case\": \"async\", \"client\": \"other\", \"rounds\": 1, \"messagesPerSecond\": 500.0")
                .contains("\"cpuMicros\": 4.0000");
    }

    @Test
    void casesHaveTheirIds() {
        for (Case one : Case.values()) {
            assertThat(Case.of(one.id())).isEqualTo(one);
        }
        assertThatThrownBy(() -> Case.of("asink"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("case: 'asink' (expected: one of async, async-flood, sync");
    }
}
