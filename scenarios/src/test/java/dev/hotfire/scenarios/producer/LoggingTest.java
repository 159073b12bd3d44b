// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What people read in their logs: nothing while all is well, and all they need when it is not. */
@ResourceLock(Resources.SYSTEM_ERR)
class LoggingTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private PrintStream before;

    /** The tests' logger writes there. */
    @BeforeEach
    void capture() {
        before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(before);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void nothingIsSaidWhileAllIsWell() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a", "broker-b").topic("orders", 2),
                settings -> settings.transactionChecker(half -> TransactionState.COMMIT))) {
            for (int i = 0; i < 10; i++) {
                bench.await(bench.send("m" + i));
                bench.world.runFor(Duration.ofSeconds(20));
            }
            Message message = Message.of("orders", new byte[] {1});
            bench.await(bench.producer.sendOneway(message));
            bench.await(bench.producer.sendInTransactionAsync(message, id -> TransactionState.COMMIT));
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void aFailedAttemptIsToldWithAllThatOneNeedsToFindIt() {
        try (Bench bench = Bench.of("broker-a")) {
            String id = bench.await(bench.send("warm")).messageId();
            bench.cluster.rules().add(FaultRule.onSends().first(1).silent());
            bench.awaitFailure(
                    bench.producer.sendAsync(
                            Message.of("orders", new byte[] {1}),
                            SendOptions.DEFAULTS
                                    .withTimeout(Duration.ofMillis(250))
                                    .withQueue(new MessageQueue("orders", "broker-a", 1))),
                    SendTimeoutException.class);
            assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                    .contains("WARN")
                    .contains("attempt 1")
                    .contains(id.substring(0, 16))
                    .contains("orders@broker-a/1")
                    .contains(
                            bench.cluster.broker("broker-a").server().address().toString())
                    .contains("250 ms")
                    .contains("no answer"));
        }
    }

    /** A trace topic that can't be written to is no reason to fill anybody's disk. */
    @Test
    @Tag("B-TRACE-07")
    void traceMessagesThatAreLostAreOneLineAndACount() {
        try (Bench bench = new Bench(
                builder -> builder.brokers("broker-a").topic("orders", 2).topic("my-traces", 1),
                settings -> settings.trace(true).traceTopic("my-traces").traceBatch(1))) {
            bench.cluster
                    .rules()
                    .add(FaultRule.onSends().topic("my-traces").answer(ResponseCode.NO_PERMISSION, "no\nentry"));
            for (int i = 0; i < 20; i++) {
                bench.await(bench.send("m" + i));
            }
            bench.world.runFor(Duration.ofSeconds(2));
            bench.await(bench.send("one more"));
            bench.world.runFor(Duration.ofSeconds(2));
            assertThat(lines())
                    .filteredOn(line -> line.contains("trace message"))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("WARN", "my-traces", "no entry"))
                    .last()
                    .satisfies(line -> assertThat(line).endsWith("; 19 more were lost since the last such line"));
            assertThat(lines())
                    .allSatisfy(line -> assertThat(line).as("no stack trace").contains("WARN"));
        }
    }

    /** A broker that is gone says one thing, however many sends meet it. */
    @Test
    @Tag("large")
    void aThousandFailuresAtOnceAreOneLineAndACount() {
        try (Bench bench = Bench.of("broker-a")) {
            bench.await(bench.send("warm"));
            bench.cluster.rules().add(FaultRule.onSends().silent());
            List<CompletableFuture<?>> sends = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                sends.add(bench.send("m" + i));
            }
            sends.forEach(send -> bench.awaitFailure(send, SendTimeoutException.class));
            assertThat(lines()).hasSizeBetween(1, 4).last().satisfies(line -> assertThat(line)
                    .contains(" more failed there since"));
        }
    }
}
