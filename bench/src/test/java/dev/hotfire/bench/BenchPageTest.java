// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchPageTest {
    private static Measured measured(Case which, String contender, long cpuNanos) {
        return new Measured(
                which,
                contender,
                List.of(new Round(
                        1_000, 2_000_000_000L, 1_000 * cpuNanos, 250_000, 30, 7, 1_500, 2_500, 3_500, 4_000_000)));
    }

    @Test
    void aPageShowsWhatWasMeasuredAndNeedsNothingElse() {
        String page = BenchPage.of(
                List.of("hotfire bench --case <async>"),
                List.of(
                        measured(Case.ASYNC, "hotfire", 1_000),
                        measured(Case.COLD_START, "hotfire", 1_000),
                        measured(Case.ASYNC, "a & b", 4_000)));
        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("hotfire bench --case &lt;async&gt;", "--back:", "a &amp; b", "asynchronous, 1,000 in flight")
                .doesNotContain("<script", "src=", "http://", "https://", "@import");
        assertThat(page.split("<section id=", -1)).as("a section for each case").hasSize(3);
        assertThat(page).contains("width: 25%", "width: 100%");
    }

    @Test
    void growthHasASectionForEachCurve() {
        String page = BenchPage.ofGrowth(
                List.of(),
                List.of(
                        new GrowthPoint(Curve.TOPICS, 1, 1_000, 2, 300, 4, 0),
                        new GrowthPoint(Curve.TOPICS, 10_000, 1_000, 4, 300, 4, 1_234),
                        new GrowthPoint(Curve.UNANSWERED, 1_000, 0, 0, 0, 0, 987)));
        assertThat(page).contains("<section id=\"topics\">", "<section id=\"unanswered\">", "10,000", "1,234", "987");
        assertThat(page).contains("width: 50%", "width: 100%");
    }
}
