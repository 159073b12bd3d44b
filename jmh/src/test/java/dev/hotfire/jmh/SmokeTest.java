// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, for a moment: that it does, not how fast. */
class SmokeTest {
    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(2))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results)
                .allSatisfy(one -> assertThat(one.getPrimaryResult().getScore()).isPositive());
        Set<String> classes = results.stream()
                .map(one -> one.getParams().getBenchmark().replaceAll(".*\\.([^.]+)\\.[^.]+", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(classes)
                .containsExactly(
                        "AccumulatorBenchmark",
                        "CompressBenchmark",
                        "DeadlinesBenchmark",
                        "DecodeBenchmark",
                        "EncodeBenchmark",
                        "FakeClusterBenchmark",
                        "HealthBenchmark",
                        "InFlightBenchmark",
                        "PropertiesBenchmark",
                        "RetryBenchmark",
                        "SelectBenchmark",
                        "UniqueIdBenchmark");
    }
}
