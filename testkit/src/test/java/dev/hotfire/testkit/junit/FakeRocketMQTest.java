// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.hotfire.fake.server.ServerState;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs tests that use the extension, and looks at what became of them. */
class FakeRocketMQTest {
    @BeforeEach
    void forget() {
        Cases.SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?> cases) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(OnlyInside.PARAMETER, "true")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .selectors(selectClass(cases))
                .execute();
    }

    private static Events succeeded(Class<?> cases, int tests) {
        Events events = run(cases).testEvents();
        events.failed().stream()
                .forEach(event -> assertThat(event.toString()).as("failure").isNull());
        events.assertStatistics(counts -> counts.started(tests).succeeded(tests));
        return events;
    }

    private static List<ServerState> statesOfSeen() {
        return Cases.SEEN.stream()
                .flatMap(cluster -> cluster.brokers().stream())
                .map(broker -> broker.state())
                .distinct()
                .toList();
    }

    @Test
    void aClassGivesEachTestAClusterOfItsOwnAndEndsIt() {
        succeeded(Cases.OnAClass.class, 3);
        assertThat(Cases.SEEN).hasSize(3).doesNotHaveDuplicates();
        assertThat(statesOfSeen()).containsExactly(ServerState.CLOSED);
    }

    @Test
    void fieldsAndParametersHaveTheirOwn() {
        succeeded(Cases.OnFieldsAndParameters.class, 1);
        assertThat(Cases.SEEN).hasSize(2).doesNotHaveDuplicates();
        assertThat(statesOfSeen()).containsExactly(ServerState.CLOSED);
    }

    @Test
    void aStaticFieldIsSharedAndClearedBetweenTests() {
        succeeded(Cases.SharedByAField.class, 2);
        assertThat(Cases.SEEN.stream().distinct()).hasSize(1);
        assertThat(statesOfSeen()).containsExactly(ServerState.CLOSED);
    }

    @Test
    void parallelTestsDoNotSeeEachOther() {
        succeeded(Cases.Parallel.class, 2);
        assertThat(Cases.SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void anArmedFaultThatNeverFiredFailsTheTestWithWhatCameNearest() {
        Events events = run(Cases.NeverFired.class).testEvents();
        events.assertStatistics(counts -> counts.started(3).succeeded(1).failed(2));
        assertThat(events.failed().list())
                .haveExactly(
                        1,
                        finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.startsWith("a fault was armed and never fired (optional()")),
                                message(text -> text.contains(
                                        "rule 1: all sends at broker-b, key 4711: no answer, nothing stored (mine)")),
                                message(text -> text.contains("nearest of 1 other request:")),
                                message(text -> text.contains("#1 broker-a connection 1 SEND_MESSAGE_V2(310)")),
                                message(text -> text.contains("server: wanted broker-b, found broker-a")),
                                message(text -> !text.contains("key: wanted")),
                                message(text -> !text.contains("rule 2"))));
        assertThat(events.failed().list()).haveExactly(1, finishedWithFailure(message("the test's own failure")));
        assertThat(statesOfSeen()).containsExactly(ServerState.CLOSED);
    }

    @Test
    void aTestThatFailedAnywayReportsTheUnfiredFaultAside() {
        Events all = run(Cases.NeverFired.class).allEvents();
        assertThat(all.reportingEntryPublished().list()).singleElement().satisfies(event -> assertThat(event.toString())
                .contains("never fired"));
    }

    @Test
    void faultsNeedNotFireWhereTheAnnotationSaysSo() {
        succeeded(Cases.NotRequired.class, 1);
    }

    @Test
    void aTestRunsOnceUnderEachFault() {
        Events events = succeeded(Cases.UnderFaults.class, 4);
        assertThat(events.started().stream().map(FakeRocketMQTest::nameOf))
                .containsExactly(
                        "[1] the first of all sends: refused with a code, nothing stored (SYSTEM_BUSY)",
                        "[2] the first of all sends: stored, connection closed",
                        "[3] only number 1 of sends at broker-a: answered twice",
                        "[4] from code");
    }

    private static String nameOf(Event event) {
        return event.getTestDescriptor().getDisplayName();
    }

    @Test
    void aFaultOfTheListThatNeverFiredFailsItsRunAndABrokenOneItsTest() {
        EngineExecutionResults results = run(Cases.UnderAFaultThatNeverComes.class);
        assertThat(results.testEvents().failed().list())
                .singleElement()
                .has(finishedWithFailure(message(text -> text.contains("no other request came"))));
        assertThat(results.containerEvents().failed().list())
                .singleElement()
                .has(finishedWithFailure(
                        message(text -> text.startsWith("@UnderEachFault:1:2: unknown field 'topik'"))));
    }

    @Test
    void mistakesAreNamed() {
        assertThat(run(Cases.BadTopic.class).testEvents().failed().list())
                .singleElement()
                .has(failure("topics: 'orders:none' (expected: a name, or a name and its queues, such as orders:8)"));
        assertThat(run(Cases.NoCluster.class).testEvents().failed().list())
                .singleElement()
                .has(failure("(expected: @FakeRocketMQ on the class, a field or a parameter before it"));
    }

    private static Condition<Event> failure(String part) {
        return finishedWithFailure(message(text -> text.contains(part)));
    }
}
