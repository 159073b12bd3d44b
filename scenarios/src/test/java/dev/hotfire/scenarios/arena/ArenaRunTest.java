// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.scenarios.arena.ArenaCell.Load;
import dev.hotfire.scenarios.arena.ArenaCell.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small arenas, whose figures follow from what faults and policies are. */
class ArenaRunTest {
    private static final Duration GOOD = Duration.ofMillis(100);

    private static ArenaCell cell(ArenaFault fault, ArenaPolicy policy) {
        return open(
                fault, policy, 4, 50, Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(6)));
    }

    private static ArenaCell open(ArenaFault fault, ArenaPolicy policy, int brokers, int rate, Phases phases) {
        return new ArenaCell(fault, policy, brokers, rate, Load.OPEN, Traffic.MIXED, 8, phases);
    }

    private static Measures measures(ArenaFault fault, ArenaPolicy policy) {
        return ArenaRun.run(cell(fault, policy), 1, GOOD).measures();
    }

    @Test
    void nothingIsWrongWithWhatIsHealthy() {
        Measures measures = measures(ArenaFault.HEALTHY, ArenaPolicy.TABLE);
        assertThat(measures.goodPercent()).isEqualTo(100);
        assertThat(measures.isolations()).isZero();
        assertThat(measures.amplification()).isEqualTo(1);
        assertThat(measures.duplicatePercent()).isZero();
        assertThat(measures.p50Millis()).isBetween(1.7, 2.3);
        assertThat(measures.p99Millis()).isBetween(6.0, 12.0);
        assertThat(measures.offered()).isBetween(700L, 900L); // 200 a second for 4 s
        assertThat(measures.fairness()).isLessThan(1.05);
    }

    /** Whoever takes turns loses a turn in four: a send officially waits for all of its time. */
    @Test
    void aSilentBrokerCostsTheOfficialDefaultAQuarterOfItsSends() {
        Measures measures = measures(ArenaFault.SILENT, ArenaPolicy.ROUND_ROBIN);
        assertThat(measures.unknownPercent()).isBetween(20.0, 27.0);
        assertThat(measures.p99Millis()).isBetween(2_990.0, 3_010.0);
        assertThat(measures.isolateMillis()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(measures.exposed()).isBetween(0.2 * measures.offered(), 0.27 * measures.offered());
    }

    @Test
    void aSilentBrokerIsIsolatedByATableAfterTheFirstTimeout() {
        Measures official = measures(ArenaFault.SILENT, ArenaPolicy.OFFICIAL_TABLE);
        assertThat(official.isolateMillis()).isBetween(2_800.0, 3_200.0);
        Measures ours = measures(ArenaFault.SILENT, ArenaPolicy.TABLE);
        assertThat(ours.isolateMillis()).isBetween(900.0, 1_100.0);
        assertThat(ours.okPercent()).isEqualTo(100);
        assertThat(ours.exposed()).isLessThan(official.exposed());
        assertThat(ours.falseIsolations()).isZero();
    }

    /** 50 sends a second for each broker, a fault of 4 s; docs/policy.md promises no less. */
    @ParameterizedTest
    @EnumSource(
            value = ArenaFault.class,
            names = {"SILENT", "VANISHED", "SILENT_SENDS", "RESPONSE_LOST", "BROWN_OUT", "GRAY", "GRAY_SIZE", "PAUSES"})
    void theAdaptivePolicyLosesNothingToOneBadBroker(ArenaFault fault) {
        Measures measures = measures(fault, ArenaPolicy.ADAPTIVE);
        assertThat(measures.okPercent()).isEqualTo(100);
        assertThat(measures.goodPercent()).isGreaterThanOrEqualTo(98.5);
        assertThat(measures.amplification()).isLessThan(1.1);
        assertThat(measures.unattributable()).isZero();
    }

    @Test
    void theAdaptivePolicyNoticesSilenceAtOnceAndItsEndSoon() {
        Measures measures = measures(ArenaFault.SILENT, ArenaPolicy.ADAPTIVE);
        assertThat(measures.exposed()).isLessThanOrEqualTo(25);
        assertThat(measures.isolateMillis()).isLessThan(250);
        assertThat(measures.recoverMillis()).isLessThan(2_000);
        assertThat(measures.p99Millis()).isLessThan(50);
    }

    @ParameterizedTest
    @EnumSource(
            value = ArenaFault.class,
            names = {"HEALTHY", "HEALTHY_PARETO", "POISON", "POISON_ERROR"})
    void theAdaptivePolicyAccusesNobodyForNothing(ArenaFault fault) {
        Measures measures = measures(fault, ArenaPolicy.ADAPTIVE);
        assertThat(measures.isolations()).isZero();
        assertThat(measures.fairness()).isLessThan(1.1);
    }

    @Test
    void theAdaptivePolicyDoesNotMultiplyALoadThatNobodyTakes() {
        Measures measures = measures(ArenaFault.ALL_BUSY, ArenaPolicy.ADAPTIVE);
        assertThat(measures.failPercent()).isEqualTo(100);
        // 800 sends, and a hundred retries that were saved up before; then ten a second.
        assertThat(measures.amplification()).isLessThan(1.2);
    }

    @Test
    void whoKnowsEverythingIsNotExposed() {
        for (ArenaFault fault : List.of(ArenaFault.SILENT, ArenaFault.GRAY_SIZE, ArenaFault.FLAPPING)) {
            Measures measures = measures(fault, ArenaPolicy.ORACLE);
            assertThat(measures.exposed()).as(fault.id()).isZero();
            assertThat(measures.goodPercent()).as(fault.id()).isEqualTo(100);
        }
    }

    @Test
    void aLostAnswerThatIsRetriedIsADuplicateThatCanBeExplained() {
        Measures measures = measures(ArenaFault.RESPONSE_LOST, ArenaPolicy.TABLE);
        assertThat(measures.duplicatePercent()).isBetween(1.0, 10.0);
        assertThat(measures.unattributable()).isZero();
        assertThat(measures(ArenaFault.SILENT_SENDS, ArenaPolicy.TABLE).duplicatePercent())
                .isZero();
    }

    @Test
    void whereAllAreBusyRetriesAreThreefold() {
        Measures measures = measures(ArenaFault.ALL_BUSY, ArenaPolicy.ROUND_ROBIN);
        assertThat(measures.failPercent()).isEqualTo(100);
        assertThat(measures.amplification()).isEqualTo(3);
    }

    /** There is room for all, however few the sends of one producer are. */
    @Test
    void whoKnowsEverythingLosesNothingWhereOthersHaveRoom() {
        ArenaCell cell = open(
                ArenaFault.CAPACITY_ONE,
                ArenaPolicy.ORACLE,
                4,
                5,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(1)));
        assertThat(ArenaRun.run(cell, 1, GOOD).measures().goodPercent()).isEqualTo(100);
    }

    @Test
    void aNewMasterTakesItsTimeAsTheOldOneDid() {
        ArenaCell cell = open(
                ArenaFault.SLAVE_TAKEOVER,
                ArenaPolicy.TABLE,
                1,
                50,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(1)));
        Measures measures = ArenaRun.run(cell, 1, GOOD).measures();
        assertThat(measures.okPercent()).isGreaterThan(40);
        assertThat(measures.p50Millis()).isGreaterThan(1);
    }

    /** A pause ends with the fault, whichever is over sooner. */
    @Test
    void aFaultShorterThanAPauseIsAPause() {
        for (ArenaFault fault : List.of(ArenaFault.PAUSE, ArenaFault.PAUSES)) {
            ArenaCell cell = open(
                    fault,
                    ArenaPolicy.EVEN,
                    1,
                    50,
                    Phases.of(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofSeconds(6)));
            Measures measures = ArenaRun.run(cell, 1, GOOD).measures();
            assertThat(measures.p99Millis()).as(fault.id()).isBetween(200.0, 310.0);
            assertThat(measures.afterPercent()).as(fault.id()).isEqualTo(100);
        }
    }

    @Test
    void withHalfTheRoomAboutHalfIsServedAndAllOfItAfterwards() {
        ArenaCell cell = open(
                ArenaFault.CAPACITY_HALF,
                ArenaPolicy.EVEN,
                1,
                250,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(6)));
        Measures measures = ArenaRun.run(cell, 1, GOOD).measures();
        assertThat(measures.okPercent()).isBetween(40.0, 62.0);
        assertThat(measures.afterPercent()).isGreaterThan(95);
    }

    @Test
    void blockingCallersAreHeldUpByASilentBroker() {
        ArenaCell cell = new ArenaCell(
                ArenaFault.SILENT_SENDS,
                ArenaPolicy.ROUND_ROBIN,
                4,
                50,
                Load.BLOCKING,
                Traffic.MIXED,
                2,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(1)));
        Measures measures = ArenaRun.run(cell, 1, GOOD).measures();
        assertThat(measures.goodPercent()).isLessThan(3);
        Measures known = ArenaRun.run(cell.with(ArenaPolicy.ORACLE), 1, GOOD).measures();
        assertThat(known.goodPercent()).isGreaterThan(95);
    }

    @ParameterizedTest
    @EnumSource(ArenaFault.class)
    void everyFaultHitsWhoItShouldAndTheSameSeedGivesTheSameFigures(ArenaFault fault) {
        ArenaCell cell = open(
                fault,
                ArenaPolicy.ROUND_ROBIN,
                3,
                20,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1)));
        CellResult first = ArenaRun.run(cell, 7, GOOD);
        assertThat(ArenaRun.run(cell, 7, GOOD)).isEqualTo(first);
        Measures measures = first.measures();
        assertThat(measures.offered()).isPositive();
        switch (fault) {
            case HEALTHY, HEALTHY_PARETO -> assertThat(measures.exposed()).isZero();
            case POISON -> assertThat(measures.failPercent()).isBetween(0.1, 8.0);
            case POISON_ERROR -> assertThat(measures.unknownPercent()).isBetween(0.1, 8.0);
            default -> assertThat(measures.exposed()).as(fault.title()).isPositive();
        }
    }

    @Test
    void otherSeedsGiveOtherFigures() {
        ArenaCell cell = cell(ArenaFault.GRAY, ArenaPolicy.TABLE);
        assertThat(ArenaRun.run(cell, 2, GOOD)).isNotEqualTo(ArenaRun.run(cell, 3, GOOD));
    }

    @Test
    void sendsMayComeInBursts() {
        ArenaCell cell = new ArenaCell(
                ArenaFault.HEALTHY,
                ArenaPolicy.EVEN,
                1,
                100,
                Load.OPEN,
                Traffic.SKEWED,
                8,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThat(ArenaRun.run(cell, 1, GOOD).measures().offered() % 20).isZero();
    }

    @Test
    void orderedTrafficKeepsItsQueuesWhateverThePolicy() {
        ArenaCell cell = new ArenaCell(
                ArenaFault.SILENT,
                ArenaPolicy.TABLE,
                2,
                50,
                Load.OPEN,
                Traffic.ORDERED,
                8,
                Phases.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1)));
        Measures measures = ArenaRun.run(cell, 1, GOOD).measures();
        assertThat(measures.unknownPercent()).isBetween(30.0, 70.0);
        assertThat(measures.amplification()).isEqualTo(1);
    }

    @Test
    void reportsSayWhatWasMeasured() {
        List<CellResult> results = new ArrayList<>();
        for (ArenaFault fault : List.of(ArenaFault.SILENT, ArenaFault.SINKHOLE)) {
            for (ArenaPolicy policy : List.of(ArenaPolicy.EVEN, ArenaPolicy.ORACLE)) {
                results.add(ArenaRun.run(cell(fault, policy), 1, GOOD));
            }
        }
        ArenaReport report = ArenaReport.of(results, GOOD, 1);
        assertThat(report.entries()).hasSize(2);
        ArenaReport.Standing even = report.entries().get(0).standing().get(0);
        assertThat(even.regret()).isBetween(20.0, 30.0);
        assertThat(ArenaText.table(report.entries().get(0)))
                .contains("silent, 4 brokers, 50 sends/s each", "even", "oracle", "never");
        String json = ArenaText.json(report);
        assertThat(json)
                .contains("\"fault\":\"sinkhole\"", "\"policy\":\"oracle\",\"regret\":0", "\"isolate\":\"never\"");
        assertThat(json.chars().filter(c -> c == '{').count())
                .isEqualTo(json.chars().filter(c -> c == '}').count());
        String page = ArenaPage.of(report);
        assertThat(page)
                .contains("<h2>Leaderboard</h2>", "id=c1", "prefers-color-scheme: dark", "class=\"line p0\" d=\"M")
                .doesNotContain("<!--body-->", "http://", "https://", "<script", "NaN", "Infinity");
    }
}
