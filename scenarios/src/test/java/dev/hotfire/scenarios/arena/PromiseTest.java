// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.arena.ArenaCell.Load;
import dev.hotfire.scenarios.arena.ArenaCell.Traffic;
import dev.hotfire.scenarios.arena.Promise.Clause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That promises are judged by what they say, on runs that are too short to be those that they ask for. */
class PromiseTest {
    private static final Measures OFFICIAL = measures(ArenaFault.SILENT, ArenaPolicy.ROUND_ROBIN);
    private static final Measures OURS = measures(ArenaFault.SILENT, ArenaPolicy.ADAPTIVE);

    private static Measures measures(ArenaFault fault, ArenaPolicy policy) {
        ArenaCell cell = new ArenaCell(
                fault,
                policy,
                4,
                50,
                Load.OPEN,
                Traffic.MIXED,
                8,
                Phases.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(6)));
        return ArenaRun.run(cell, 1, Promise.GOOD_TIME).measures();
    }

    @Test
    void whoTakesTurnsKeepsNoPromiseAboutSilence() {
        List<Clause> clauses = Promise.SILENT.judge(cell -> List.of(OFFICIAL));
        assertThat(clauses).hasSize(3).noneMatch(Clause::holds);
        assertThat(Promise.line(clauses.get(2))).contains("exposed sends", " <= 25 ", "short");
        assertThat(Promise.GRAY.judge(cell -> List.of(OFFICIAL, OURS)).get(0))
                .satisfies(lost -> assertThat(lost.figure())
                        .isEqualTo(Math.rint(OFFICIAL.offered() * (100 - OFFICIAL.okPercent()) / 100)))
                .satisfies(lost -> assertThat(lost.note())
                        .isEqualTo(String.format(Locale.ROOT, "of %,d sends", OFFICIAL.offered() + OURS.offered())));
        assertThat(Promise.ISOLATION.judge(cell -> List.of(OFFICIAL)).get(0).holds())
                .as("never")
                .isFalse();
    }

    @Test
    void whoAvoidsASilentBrokerKeepsThem() {
        assertThat(Promise.SILENT.judge(cell -> List.of(OURS)).subList(1, 3)).allMatch(Clause::holds);
        assertThat(Promise.OVERLOAD.judge(cell -> List.of(OURS))).allMatch(Clause::holds);
    }

    @Test
    void oneBadRunOfManyBreaksWhatIsToHoldInEach() {
        assertThat(Promise.OVERLOAD
                        .judge(cell -> List.of(OURS, OURS, OURS))
                        .get(0)
                        .holds())
                .isTrue();
        Measures busy = measures(ArenaFault.ALL_BUSY, ArenaPolicy.ROUND_ROBIN);
        assertThat(busy.isolations()).isZero();
        assertThat(Promise.NO_FALSE_ALARM
                        .judge(cell -> List.of(busy, OURS))
                        .get(0)
                        .holds())
                .isFalse();
        List<Clause> storm = Promise.NO_STORM.judge(cell -> List.of(busy));
        assertThat(storm.subList(0, 3)).allMatch(clause -> clause.figure() == 3).noneMatch(Clause::holds);
        assertThat(storm.get(1).note()).startsWith("36: healthy 3").doesNotContain("all-gray");
    }

    @Test
    void ofAllFaultsTheWorstIsShownAndAllThatFallShort() {
        List<Clause> clauses = Promise.REGRET.judge(cell ->
                List.of(cell.policy() == ArenaPolicy.ADAPTIVE && cell.fault() == ArenaFault.GRAY ? OFFICIAL : OURS));
        assertThat(clauses).hasSize(20).noneMatch(Clause::holds);
        assertThat(clauses.get(0).figure()).isEqualTo(OURS.goodPercent() - OFFICIAL.goodPercent());
        assertThat(clauses.get(0).note()).startsWith("1: gray 2");
        assertThat(clauses.get(10).figure()).isEqualTo(OURS.okPercent() - OFFICIAL.okPercent());
        assertThat(Promise.REGRET.judge(cell -> List.of(OURS))).allMatch(Clause::holds);
    }

    /** It looks at nothing but what it asked for. */
    @ParameterizedTest
    @EnumSource(Promise.class)
    void everyPromiseLooksAtTheRunsThatItAsksFor(Promise promise) {
        assertThat(promise.parts()).isNotEmpty().allMatch(part -> part.seeds() > 0);
        assertThat(promise.parts()).doesNotHaveDuplicates();
        assertThat(promise.judge(cell -> {
                    assertThat(promise.parts()).extracting(Promise.Part::cell).contains(cell);
                    return List.of(OFFICIAL);
                }))
                .isNotEmpty()
                .allSatisfy(clause -> assertThat(Promise.line(clause)).contains(clause.what()));
    }
}
