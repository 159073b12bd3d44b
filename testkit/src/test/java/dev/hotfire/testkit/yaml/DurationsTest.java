// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "1ns, 1",
        "250us, 250000",
        "250ms, 250000000",
        "1.5s, 1500000000",
        "2m, 120000000000",
        "1h, 3600000000000",
        "0.5h, 1800000000000",
        "0.000000001s, 1"
    })
    void readsANumberAndAUnit(String text, long nanos) {
        assertThat(Durations.parse(text)).hasValue(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "1 s", "-1s", "+1s", "1S", "1d", "1.s", ".5s", "0.5ns", "1e3ms", "1s1ms"})
    void readsNothingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0, max = 3_600_000_000_000_000L) long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        assertThat(Durations.parse(Durations.format(duration))).hasValue(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "1500000000, 1500ms",
        "2000000000, 2s",
        "120000000000, 2m",
        "0, 0",
        "1, 1ns",
        "1000000001, 1.000000001s",
        "1000000000001000, 1000000.000001s"
    })
    void writesTheShortestExactForm(long nanos, String text) {
        assertThat(Durations.format(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
