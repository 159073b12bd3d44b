// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows of docs/architecture.md: who may know whom, and where time, chance and threads come from. */
class ArchitectureTest {
    private static final String REMOTING_WIRE = "dev.hotfire.wire..";
    private static final String REMOTING_RUNTIME = "dev.hotfire.runtime..";
    private static final String REMOTING_LINK = "dev.hotfire.link..";
    private static final String CLIENT = "dev.hotfire.producer..";
    private static final String CLIENT_ENTRY = "dev.hotfire";
    private static final String[] FAMILIAR = {
        "dev.hotfire.client..",
        "dev.hotfire.common..",
        "dev.hotfire.remoting..",
        "dev.hotfire.acl..",
        "dev.hotfire.logging.."
    };
    private static final String FAKES = "dev.hotfire.fake..";
    private static final String TESTKIT = "dev.hotfire.testkit..";
    private static final String SERVE = "dev.hotfire.serve..";
    private static final String SCENARIOS = "dev.hotfire.scenarios..";
    private static final String CONFORMANCE = "dev.hotfire.conformance..";
    private static final String DRIVER_KIT = "dev.hotfire.conformance.kit..";
    private static final String BENCH = "dev.hotfire.bench..";
    private static final String OBSERVE = "dev.hotfire.observe..";
    private static final String CLI = "dev.hotfire.cli..";

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isNoTest)
            .importPackages("dev.hotfire");

    private static boolean isNoTest(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }

    @Test
    void everyModuleIsSeen() {
        for (String name : List.of(
                "dev.hotfire.wire.frame.Frame",
                "dev.hotfire.runtime.Machine",
                "dev.hotfire.link.LinkHandler",
                "dev.hotfire.Hotfire",
                "dev.hotfire.producer.send.EngineProducer",
                "dev.hotfire.client.producer.SendResult",
                "dev.hotfire.observe.MicrometerObserver",
                "dev.hotfire.fake.server.FakeServer",
                "dev.hotfire.fake.nameserver.FakeNameServer",
                "dev.hotfire.fake.broker.FakeBroker",
                "dev.hotfire.testkit.FakeCluster",
                "dev.hotfire.serve.ServedCluster",
                "dev.hotfire.conformance.run.SuiteRunner",
                "dev.hotfire.conformance.kit.DriverLoop",
                "dev.hotfire.bench.Bench")) {
            assertThat(PRODUCTION.contain(name)).as(name).isTrue();
        }
    }

    @Test
    void remotingKnowsNobody() {
        onlyKnows(REMOTING_RUNTIME, REMOTING_RUNTIME);
        onlyKnows(REMOTING_LINK, REMOTING_LINK, REMOTING_RUNTIME);
        onlyKnows(REMOTING_WIRE, REMOTING_WIRE);
    }

    @Test
    void theClientNeverSeesAFake() {
        onlyKnows(CLIENT, CLIENT, REMOTING_WIRE, REMOTING_RUNTIME);
        onlyKnows(CLIENT_ENTRY, CLIENT_ENTRY, CLIENT, REMOTING_RUNTIME);
        for (String face : FAMILIAR) {
            onlyKnows(
                    face,
                    Stream.concat(Stream.of(FAMILIAR), Stream.of(CLIENT_ENTRY, CLIENT, REMOTING_WIRE, REMOTING_RUNTIME))
                            .toArray(String[]::new));
        }
    }

    /** What tells of a producer sees what everybody sees of it, and the words of the wire; nobody needs it. */
    @Test
    void observersSeeTheProducersFaceAlone() {
        onlyKnows(OBSERVE, OBSERVE, "dev.hotfire.producer", REMOTING_WIRE);
        noClasses()
                .that()
                .resideOutsideOfPackage(OBSERVE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(OBSERVE)
                .check(PRODUCTION);
    }

    @Test
    void aFakeNeverSeesTheClientAndTheFakesNeverSeeEachOther() {
        onlyKnows(
                "dev.hotfire.fake.server..",
                "dev.hotfire.fake.server..",
                REMOTING_WIRE,
                REMOTING_RUNTIME,
                REMOTING_LINK);
        for (String fake : List.of("dev.hotfire.fake.nameserver..", "dev.hotfire.fake.broker..")) {
            onlyKnows(fake, fake, "dev.hotfire.fake.server..", REMOTING_WIRE, REMOTING_RUNTIME, REMOTING_LINK);
        }
        onlyKnows(TESTKIT, TESTKIT, FAKES, REMOTING_WIRE, REMOTING_RUNTIME, REMOTING_LINK);
        onlyKnows(SERVE, SERVE, TESTKIT, FAKES, REMOTING_WIRE, REMOTING_RUNTIME, REMOTING_LINK);
        onlyKnows(
                "dev.hotfire.serve.http..",
                "dev.hotfire.serve.http..",
                "dev.hotfire.testkit.yaml..",
                REMOTING_WIRE,
                REMOTING_RUNTIME);
    }

    @Test
    void onlyTheCommandLineIsAboveTheScenarios() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SCENARIOS, CONFORMANCE, BENCH, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SCENARIOS, CONFORMANCE, BENCH, CLI)
                .check(PRODUCTION);
        noClasses()
                .that()
                .resideInAPackage(SCENARIOS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONFORMANCE, BENCH, CLI)
                .check(PRODUCTION);
        noClasses()
                .that()
                .resideInAPackage(CONFORMANCE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BENCH, CLI)
                .check(PRODUCTION);
        noClasses()
                .that()
                .resideInAPackage(BENCH)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(PRODUCTION);
    }

    /** The official client's process has the kit on its class path, and none of our libraries. */
    @Test
    void theDriverKitKnowsTheJdkOnly() {
        onlyKnows(DRIVER_KIT, DRIVER_KIT);
        noClasses()
                .that()
                .resideInAPackage(DRIVER_KIT)
                .should()
                .dependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", DRIVER_KIT)
                        .negate())
                .check(PRODUCTION);
    }

    /** Among the packages of the familiar face cycles come with the official signatures; no other package is in one. */
    @Test
    void packagesDoNotDependOnEachOtherInCycles() {
        slices().matching("dev.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(resideInAnyPackage(FAMILIAR), resideInAnyPackage(FAMILIAR))
                .check(PRODUCTION);
    }

    /** The one home of clocks, seeds and threads is the runtime, with the simulator as its other half. */
    @Test
    void timeChanceAndThreadsComeFromTheRuntime() {
        Set<String> forbidden = Set.of(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.Thread.sleep",
                "java.lang.Thread.start",
                "java.lang.Math.random",
                "java.time.Instant.now",
                "java.time.LocalDateTime.now",
                "java.time.ZonedDateTime.now",
                "java.time.ZoneId.systemDefault",
                "java.util.UUID.randomUUID",
                "java.util.Collections.shuffle",
                "java.util.concurrent.ThreadLocalRandom.current",
                "java.util.concurrent.CompletableFuture.orTimeout",
                "java.util.concurrent.CompletableFuture.completeOnTimeout",
                "java.util.concurrent.CompletableFuture.delayedExecutor",
                "java.util.concurrent.CompletableFuture.runAsync",
                "java.util.concurrent.CompletableFuture.supplyAsync",
                "java.util.concurrent.locks.LockSupport.parkNanos",
                "java.util.Collection.parallelStream");
        DescribedPredicate<JavaMethodCall> reachesOutside = DescribedPredicate.describe(
                "reads a clock, draws without a seed, or makes a thread",
                call -> forbidden.contains(call.getTargetOwner().getName() + "." + call.getName()));
        outsideTheRuntime(noClasses().that(areOutsideTheRuntime()).should(callMethodWhere(reachesOutside)));
        outsideTheRuntime(noClasses()
                .that(areOutsideTheRuntime())
                .should()
                .dependOnClassesThat(isAnyOf(
                        "java.util.Random",
                        "java.security.SecureRandom",
                        "java.util.SplittableRandom",
                        "java.util.Timer",
                        "java.util.concurrent.Executors",
                        "java.util.concurrent.ThreadPoolExecutor",
                        "java.util.concurrent.ForkJoinPool",
                        "io.netty.util.HashedWheelTimer",
                        "io.netty.util.concurrent.GlobalEventExecutor")));
    }

    /** Table-based, so that a rule that can no longer fail is noticed. */
    @Test
    void theRulesThemselvesFindWhatTheyForbid() {
        JavaClasses runtime = PRODUCTION.that(resideInAPackage(REMOTING_RUNTIME));
        assertThat(runtime.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .map(JavaAccess::getName))
                .contains("nanoTime", "currentTimeMillis");
    }

    /** The simulator owns its time; the command line meets the user's terminal and clock; drivers and what measures them are programs by themselves. */
    private static DescribedPredicate<JavaClass> areOutsideTheRuntime() {
        return DescribedPredicate.not(resideInAnyPackage(
                REMOTING_RUNTIME, "dev.hotfire.scenarios.sim..", CLI, DRIVER_KIT, BENCH, "dev.hotfire.official.."));
    }

    private static void outsideTheRuntime(ArchRule rule) {
        rule.check(PRODUCTION);
    }

    private static DescribedPredicate<JavaClass> isAnyOf(String... names) {
        Set<String> set = Set.of(names);
        return DescribedPredicate.describe("are any of " + set, type -> set.contains(type.getName()));
    }

    private static void onlyKnows(String who, String... whom) {
        classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(whom)
                        .or(resideInAPackage("dev.hotfire..").negate()))
                .check(PRODUCTION);
    }
}
