// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.language.Expectation.Measure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpectationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "P99 | < 100 ms | 403508097 | p99 is 403.5 ms (expected: < 100 ms)",
                "P99 | < 1 s | 1002812483 | p99 is 1.003 s (expected: < 1 s)",
                // With four digits this would look right.
                "P99 | <= 100 ms | 100000031 | p99 is 100.00003 ms (expected: <= 100 ms)",
                "P50 | > 100 ms | 250 | p50 is 0.25 us (expected: > 100 ms)",
                "SLOWEST | >= 1500 ms | 0 | slowest is 0 us (expected: >= 1500 ms)",
                "FAILED | <= 3 | 4 | failed is 4 (expected: <= 3)",
                "FAILED | 0 | 12 | failed is 12 (expected: 0)",
                "DUPLICATES | only after unknown | 2 | duplicates is 2 (expected: only after unknown)",
            })
    void saysInWordsWhatIsWrong(Measure measure, String bound, long value, String words) {
        assertThat(ScenarioReader.bound(measure, bound).broken(value)).isEqualTo(words);
    }
}
