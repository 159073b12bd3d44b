// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.Trigger;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.fault.Fault;
import dev.hotfire.scenarios.fault.FaultId;
import dev.hotfire.scenarios.language.NetworkSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.language.ScenarioWriter;
import dev.hotfire.scenarios.language.WorkloadSpec;
import dev.hotfire.scenarios.points.Points;
import dev.hotfire.scenarios.run.RunListener;
import dev.hotfire.scenarios.run.RunReport;
import dev.hotfire.scenarios.run.ScenarioRunner;
import dev.hotfire.scenarios.run.WorldKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Made-up runs: that they keep every invariant, are what their files say, and shrink to what matters. */
final class SwarmTest {
    private static final int SEEDS = 150;

    /** A swarm so small that a build can wait for it. Its first seed is another one than that of any other test. */
    @Test
    void everyInvariantHoldsInEveryRun() throws Exception {
        Set<FaultId> fired = EnumSet.noneOf(FaultId.class);
        List<String> broken = new ArrayList<>();
        BitSet points = new BitSet();
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedResult result = SeedResult.of(seed, SwarmProfile.BRIEF);
            result.fired().forEach((id, times) -> {
                if (times > 0) {
                    fired.add(id);
                }
            });
            points.or(result.points());
            if (!result.violations().isEmpty()) {
                broken.add(describe(result));
            }
        }
        assertThat(broken).isEmpty();
        assertThat(fired).as("faults that hit something").hasSizeGreaterThan(60);
        assertThat(points.cardinality())
                .as("points of " + Points.all().size())
                .isGreaterThan(Points.all().size() / 2);
    }

    /** The seed doesn't shrink, but the run that it stands for does: a failure prints that. */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void everyInvariantHoldsInAnyRun(@ForAll @LongRange(min = 1_000_000, max = 1_000_000_000) long seed)
            throws Exception {
        SeedResult result = SeedResult.of(seed, SwarmProfile.BRIEF);
        assertThat(result.violations())
                .as(() -> {
                    try {
                        return describe(result);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return "interrupted";
                    }
                })
                .isEmpty();
    }

    private static String describe(SeedResult result) throws InterruptedException {
        String invariant = result.violations().get(0).id();
        return result.violations() + "\n"
                + ScenarioWriter.write(
                        Shrinker.shrink(result.scenario(), invariant).scenario());
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void runIsWhatItsFileSays(@ForAll @LongRange(min = 1, max = 1_000_000_000) long seed) throws Exception {
        Scenario scenario = PlanGenerator.generate(seed, SwarmProfile.FULL);
        assertThat(PlanGenerator.generate(seed, SwarmProfile.FULL)).isEqualTo(scenario);
        assertThat(ScenarioReader.parse("seed.yaml", ScenarioWriter.write(scenario)))
                .isEqualTo(scenario);
    }

    @Test
    void sameFileGivesTheSameRun() throws Exception {
        Scenario scenario = PlanGenerator.generate(7, SwarmProfile.BRIEF);
        SeedResult first = SeedResult.of(scenario, WorldKind.SIM);
        Scenario read = ScenarioReader.parse("seed.yaml", ScenarioWriter.write(scenario));
        assertThat(SeedResult.of(read, WorldKind.SIM).trace())
                .isEqualTo(first.trace())
                .isNotEqualTo(SeedResult.of(8, SwarmProfile.BRIEF).trace());
    }

    @Test
    void faultThatMattersIsWhatIsLeft() throws Exception {
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF);
        Fault silent = new Fault(
                FaultId.B13,
                "silent",
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                new Trigger.Chance(0.5),
                1_000_000);
        List<Fault> faults = new ArrayList<>(scenario.faults());
        faults.add(0, silent);
        Scenario noisy = scenario.withFaults(faults);
        Shrinker.Shrunk shrunk = Shrinker.shrink(noisy, result -> result.fired().getOrDefault(FaultId.B13, 0L) > 0);
        assertThat(shrunk.scenario().faults()).extracting(Fault::id).containsExactly(FaultId.B13);
        assertThat(shrunk.events()).isLessThanOrEqualTo(3);
        assertThat(shrunk.scenario().workloads()).hasSize(1);
        assertThat(shrunk.scenario().cluster().brokers()).hasSize(1);
    }

    /** In place of a bug that real time hides: where answers are late, it takes three sends to be seen. */
    @Test
    void whatIsLeftShowsWhereAnswersAreLate() throws Exception {
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF)
                .withFaults(List.of())
                .withNetwork(new NetworkSpec(LinkConditions.CLEAR));
        assertThat(Shrinker.shrink(scenario, result -> result.sends() >= (isLate(result) ? 3 : 1))
                        .events())
                .isEqualTo(3);
    }

    @Test
    void whatNeverShowsWhereAnswersAreLateIsShrunkAllTheSame() throws Exception {
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF)
                .withFaults(List.of())
                .withNetwork(new NetworkSpec(LinkConditions.CLEAR));
        assertThat(Shrinker.shrink(scenario, result -> result.sends() >= 1 && !isLate(result))
                        .events())
                .isEqualTo(1);
    }

    /** Sends that are tried without an end, and bodies of megabytes, make few runs as much work as many are elsewhere. */
    @Test
    void shrinkingEndsWhenItHasDoneEnough() throws Exception {
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF).withFaults(List.of());
        AtomicLong attempts = new AtomicLong();
        long most = 1_000;
        Shrinker.Shrunk spent = Shrinker.shrink(
                scenario,
                result -> {
                    attempts.addAndGet(result.attempts());
                    return false;
                },
                most);
        // The runs that only ask how exact times must be come before, and are not counted.
        assertThat(attempts.get()).isGreaterThan(most);
        assertThat(Shrinker.shrink(scenario, result -> false, 3 * most).runs()).isGreaterThan(spent.runs());
        Scenario large = scenario.withWorkloads(scenario.workloads().stream()
                .map(workload -> new WorkloadSpec(
                        workload.group(),
                        workload.topic(),
                        workload.ratePerSecond(),
                        10_000,
                        workload.mode(),
                        workload.from(),
                        workload.lasting(),
                        workload.shape()))
                .toList());
        assertThat(Shrinker.shrink(large, result -> false, most).runs()).isLessThan(spent.runs());
    }

    private static boolean isLate(SeedResult result) {
        return !result.scenario().network().conditions().equals(LinkConditions.CLEAR);
    }

    /** A fault that lasts all the time hits the first sends, and a run with those alone is a short one. */
    @Test
    void faultThatMayLastAllTheTimeDoes() throws Exception {
        Fault silent = new Fault(
                FaultId.B13,
                "silent",
                Optional.empty(),
                Duration.ofMillis(5_137),
                Duration.ofMillis(700),
                new Trigger.Always(),
                1_000_000);
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF).withFaults(List.of(silent));
        Scenario shrunk = Shrinker.shrink(scenario, result -> result.fired().getOrDefault(FaultId.B13, 0L) > 0)
                .scenario();
        assertThat(shrunk.faults()).containsExactly(silent.withAt(Duration.ZERO).withLasting(shrunk.length()));
        assertThat(shrunk.length()).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(shrunk.workloads().get(0).shape().only()).contains(List.of(1L));
    }

    /** What nobody can judge over TCP is not judged, and what is, is forgiven as much. */
    @Test
    void runThatIsJudgedAsOverTcpHasTheVerdictsOfOne() throws Exception {
        Scenario scenario = PlanGenerator.generate(11, SwarmProfile.BRIEF);
        List<String> strict = ids(ScenarioRunner.run(scenario, WorldKind.SIM, 11, RunListener.NONE));
        List<String> forgiving = ids(ScenarioRunner.simulateJudgedAsOverTcp(scenario, 11));
        assertThat(strict).containsAll(forgiving).contains("X14", "I18");
        assertThat(forgiving).contains("I10", "M1").doesNotContain("X14", "I18");
    }

    private static List<String> ids(RunReport report) {
        return report.invariants().stream().map(Verdict::id).toList();
    }

    @Test
    void everyFaultIsPossibleOrSaysWhyNot() {
        assertThat(FaultId.values()).allSatisfy(id -> {
            assertThat(id.exclusion().isPresent() || id.scope() != null).isTrue();
            assertThat(FaultId.of(id.id())).contains(id);
        });
        assertThat(EnumSet.allOf(FaultId.class).stream()
                        .filter(id -> id.exclusion().isPresent())
                        .toList())
                .containsExactly(
                        FaultId.T21, FaultId.T26, FaultId.T28, FaultId.N16, FaultId.C04, FaultId.C07, FaultId.C15);
    }
}
