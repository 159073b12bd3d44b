// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.conformance.cases.Catalogue;
import dev.hotfire.conformance.run.RunResult;
import dev.hotfire.conformance.run.TopicClient;
import dev.hotfire.conformance.run.TopicSession;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Verdict;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cases for clients that have no driver and only send. */
class TopicSessionTest {
    private final TcpWorld world = TcpWorld.create(1);
    private final Machine machine = world.machine("conformance");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aClientThatSendsToAllTopicsIsJudgedInAllOfThem() throws Exception {
        try (TopicSession session = TopicSession.start(Catalogue.all(), machine);
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-stranger")
                        .nameServers(session.nameServerAddresses())
                        .build())) {
            for (Map.Entry<String, Integer> topic : session.messagesByTopic().entrySet()) {
                for (int i = 0; i < topic.getValue(); i++) {
                    try {
                        producer.send(Message.of(topic.getKey(), "hello".getBytes(UTF_8)));
                    } catch (SendException e) {
                        // Some cases are about that; the journal says what matters.
                    }
                }
            }
            RunResult run = session.judge("stranger");
            assertThat(run.count(Verdict.PASS))
                    .as(run.results().toString())
                    .isEqualTo(session.messagesByTopic().size());
        }
    }

    @Test
    void topicsThatNobodySendsToAreNoFailures() throws Exception {
        try (TopicSession session = TopicSession.start(Catalogue.all(), machine)) {
            String end = TopicClient.run(session, List.of("sh", "-c", "exit 3"), Duration.ofSeconds(30));
            assertThat(end).isEqualTo("exit code 3");
            RunResult run = session.judge("idle");
            assertThat(run.count(Verdict.UNSUPPORTED))
                    .isEqualTo(session.messagesByTopic().size());
            assertThat(run.passed()).isFalse();
            assertThat(run.complaints().get(0)).contains("nothing was tested", "nobody sent to case-");
        }
    }

    @Test
    void aWrongCountOfMessagesIsToldAsSuch() throws Exception {
        Case spread = Catalogue.all().stream()
                .filter(item -> item.id().equals("routes/spread-evenly"))
                .findAny()
                .orElseThrow();
        Case single = Catalogue.all().stream()
                .filter(item -> item.id().equals("retry/goes-elsewhere"))
                .findAny()
                .orElseThrow();
        try (TopicSession session = TopicSession.start(List.of(spread, single), machine);
                Producer producer = Hotfire.start(ProducerConfig.builder("pg-stranger")
                        .nameServers(session.nameServerAddresses())
                        .build())) {
            for (int i = 0; i < 3; i++) {
                producer.send(Message.of(spread.topic(), "hello".getBytes(UTF_8)));
                producer.send(Message.of(single.topic(), "hello".getBytes(UTF_8)));
            }
            RunResult run = session.judge("stranger");
            assertThat(run.results().get(0).findings())
                    .singleElement()
                    .asString()
                    .startsWith("case-routes-spread-evenly wants 16 messages, one after the other, and 3 came");
            assertThat(run.results().get(1).findings())
                    .hasSizeGreaterThan(1)
                    .anyMatch(text -> text.startsWith("case-retry-goes-elsewhere wants 1 message, and 3 came"));
        }
    }

    /** A program that ended leaves nothing behind. */
    @Test
    void whatAProgramStartedEndsWithIt() throws Exception {
        String sleep = "sleep " + (50_000_000 + ProcessHandle.current().pid());
        try (TopicSession session = TopicSession.start(Catalogue.all(), machine)) {
            assertThat(TopicClient.run(session, List.of("sh", "-c", sleep + " & exit 0"), Duration.ofSeconds(30)))
                    .isEqualTo("exit code 0");
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(sleep)))
                .isEmpty();
    }

    @Test
    void aClientFindsTheTopicsAndIsKilledWhenItDoesNotEnd() throws Exception {
        try (TopicSession session = TopicSession.start(Catalogue.all(), machine)) {
            String found = "test \"$(wc -l < \"$HOTFIRE_TOPICS\")\" -eq "
                    + session.messagesByTopic().size() + " && test -n \"$HOTFIRE_NAMESRV\"";
            assertThat(TopicClient.run(session, List.of("sh", "-c", found), Duration.ofSeconds(30)))
                    .isEqualTo("exit code 0");
            assertThat(TopicClient.run(session, List.of("sh", "-c", "sleep 1000 & sleep 1000"), Duration.ofSeconds(1)))
                    .isEqualTo("killed after 1 s");
        }
    }

    @Test
    void everyOneOfThemHasATopicOfItsOwn() {
        List<Case> cases = Catalogue.all().stream().filter(Case::needsNoDriver).toList();
        assertThat(cases.stream().map(Case::topic))
                .doesNotHaveDuplicates()
                .allMatch(topic -> topic.matches("[-a-z0-9]{1,127}"));
    }
}
