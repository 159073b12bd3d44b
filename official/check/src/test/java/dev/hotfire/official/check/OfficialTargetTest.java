// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.bench.Bench;
import dev.hotfire.bench.BenchTarget;
import dev.hotfire.bench.Case;
import dev.hotfire.bench.Contender;
import dev.hotfire.bench.Measured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks can send to the official name server and broker, too. */
class OfficialTargetTest {
    private static final Duration MOMENT = Duration.ofMillis(200);

    @TempDir
    private static Path cache;

    @Test
    void whatIsSentToTheOfficialBrokerIsMeasured() throws Exception {
        // The servers of this build, as if they had been fetched.
        Path known = Path.of(System.getProperty("hotfire.official.cluster"), "class-path");
        Path folder = Files.createDirectories(cache.resolve("apache-5.5.0").resolve("servers"));
        Files.writeString(folder.resolve("class-path"), Files.readString(known));

        BenchTarget target = BenchTarget.official("5.5.0", cache);

        assertThat(target.id()).isEqualTo("apache:5.5.0");
        assertThat(target.isForBare()).isFalse();
        List<Measured> measured =
                new Bench(target, List.of(Contender.hotfire()), 1, MOMENT, MOMENT).run(Case.SYNC, text -> {});
        assertThat(measured).singleElement().satisfies(one -> assertThat(one.perSecond())
                .isPositive());
    }

    @Test
    void aVersionThatCannotBeIsRefused() {
        assertThatThrownBy(() -> BenchTarget.official("newest", cache))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apache: 'newest' (expected: a version, as 5.5.0 or 4.9.8)");
    }
}
