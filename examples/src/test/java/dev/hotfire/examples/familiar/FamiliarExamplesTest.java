// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.message.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each program runs against fake brokers as it stands; what it prints and what the brokers have is compared. */
class FamiliarExamplesTest {
    private static final Pattern ID = Pattern.compile("[0-9A-F]{32}");

    /** A program's main method. */
    private interface Program {
        void run(String[] args) throws Exception;
    }

    private static FakeCluster.Builder cluster(String topic) {
        return FakeCluster.builder().brokers("broker-a", "broker-b").topic(topic, 2);
    }

    /** Runs a program and returns what it printed, line by line. */
    private static List<String> run(Program program, String... args) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            program.run(args);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> bodies(FakeCluster cluster, String topic) {
        return cluster.stored(topic).stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void quickStart() throws Exception {
        try (FakeCluster cluster = cluster("quick-start").start()) {
            assertThat(run(QuickStart::main, cluster.nameServerAddresses()))
                    .hasSize(10)
                    .allSatisfy(line -> assertThat(line).matches("SEND_OK broker-[ab] \\d"));
            assertThat(bodies(cluster, "quick-start")).hasSize(10).contains("Hello RocketMQ 0", "Hello RocketMQ 9");
            assertThat(cluster.stored("quick-start")).allSatisfy(message -> assertThat(message.properties())
                    .containsEntry("TAGS", "TagA")
                    .containsKey("KEYS"));
        }
    }

    @Test
    void asyncSend() throws Exception {
        try (FakeCluster cluster = cluster("async").start()) {
            List<String> lines = run(AsyncSend::main, cluster.nameServerAddresses());
            assertThat(lines).hasSize(101).endsWith("all ended: true");
            assertThat(lines.subList(0, 100))
                    .allSatisfy(line -> assertThat(line).startsWith("OK "));
            assertThat(cluster.stored("async")).hasSize(100);
        }
    }

    @Test
    void onewaySend() throws Exception {
        try (FakeCluster cluster = cluster("oneway").start()) {
            assertThat(run(OnewaySend::main, cluster.nameServerAddresses())).containsExactly("sent 10");
            // The shutdown has waited for what was on its way; brokers read a connection in order.
            assertThat(bodies(cluster, "oneway")).hasSize(10).contains("line 0", "line 9");
            assertThat(cluster.stored("oneway"))
                    .allSatisfy(message -> assertThat(message.properties()).containsEntry("WAIT", "false"));
        }
    }

    @Test
    void orderedSend() throws Exception {
        try (FakeCluster cluster = cluster("ordered").start()) {
            assertThat(run(OrderedSend::main, cluster.nameServerAddresses())).hasSize(20);
            Map<String, List<String>> byOrder = new TreeMap<>();
            Map<String, Integer> queues = new TreeMap<>();
            for (StoredMessage message : cluster.stored("ordered")) {
                String[] orderAndStep = new String(message.body(), StandardCharsets.UTF_8).split(" ", 2);
                byOrder.computeIfAbsent(orderAndStep[0], order -> new ArrayList<>())
                        .add(orderAndStep[1]);
                queues.merge(orderAndStep[0], message.queueId(), (one, other) -> {
                    assertThat(other).isEqualTo(one);
                    return one;
                });
            }
            assertThat(byOrder).hasSize(7);
            for (String order : List.of("0", "1", "2", "3", "4")) {
                assertThat(byOrder.get(order)).containsExactly("created", "paid", "shipped", "delivered");
            }
        }
    }

    @Test
    void batchSend() throws Exception {
        try (FakeCluster cluster = cluster("batch").start()) {
            assertThat(run(BatchSend::main, cluster.nameServerAddresses()))
                    .containsExactly("sent 1000 in more than one batch: true");
            assertThat(cluster.stored("batch")).hasSize(1_000);
            assertThat(cluster.journal().sends()).hasSizeBetween(2, 999).allSatisfy(entry -> assertThat(entry.code())
                    .isEqualTo(RequestCode.SEND_BATCH_MESSAGE));
        }
    }

    @Test
    void scheduledSend() throws Exception {
        try (FakeCluster cluster = cluster("scheduled").start()) {
            assertThat(run(ScheduledSend::main, cluster.nameServerAddresses()))
                    .containsExactly("level SEND_OK", "delay SEND_OK", "recalled true");
        }
    }

    @Test
    void transactionSend() throws Exception {
        try (FakeCluster cluster = cluster("transaction").start()) {
            List<String> lines = run(TransactionSend::main, cluster.nameServerAddresses());
            assertThat(lines)
                    .hasSize(9)
                    .startsWith("0 SEND_OK COMMIT_MESSAGE", "1 SEND_OK ROLLBACK_MESSAGE", "2 SEND_OK UNKNOW");
            assertThat(bodies(cluster, "transaction"))
                    .contains("Hello 0", "Hello 3", "Hello 6")
                    .doesNotContain("Hello 1", "Hello 4", "Hello 7");
        }
    }

    @Test
    void requestReply() throws Exception {
        try (FakeCluster cluster = cluster("requests").topic("silence", 1).start()) {
            FakeReplier.of(cluster, "requests");
            assertThat(run(RequestReply::main, cluster.nameServerAddresses()))
                    .containsExactly(
                            "reply: re: waiting", "reply: re: called back", "ended: true", "no reply, code 10006");
        }
    }

    @Test
    void namespaceSend() throws Exception {
        try (FakeCluster cluster = cluster("InstanceTest%namespaced").start()) {
            assertThat(run(NamespaceSend::main, cluster.nameServerAddresses()))
                    .containsExactly(
                            "group InstanceTest%namespace-group",
                            "queues of namespaced",
                            "SEND_OK namespaced namespaced",
                            "SEND_OK namespaced namespaced",
                            "SEND_OK namespaced namespaced");
            assertThat(bodies(cluster, "InstanceTest%namespaced")).containsExactly("Hello 0", "Hello 1", "Hello 2");
        }
    }

    @Test
    void traceSend() throws Exception {
        try (FakeCluster cluster =
                cluster("traced").topic("RMQ_SYS_TRACE_TOPIC", 1).start()) {
            List<String> lines = run(TraceSend::main, cluster.nameServerAddresses());
            assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line).startsWith("SEND_OK "));
            String traces = String.join("", bodies(cluster, "RMQ_SYS_TRACE_TOPIC"));
            assertThat(lines).allSatisfy(line -> {
                String id = line.substring("SEND_OK ".length());
                assertThat(id).matches(ID);
                assertThat(traces).contains(id).contains("trace-group").contains("Pub");
            });
        }
    }

    @Test
    void signedSend() throws Exception {
        try (FakeCluster cluster = cluster("signed")
                .admit(new AclCredentials("an-access-key", "a-secret-key", null))
                .start()) {
            assertThat(run(SignedSend::main, cluster.nameServerAddresses(), "an-access-key", "a-secret-key"))
                    .containsExactly("SEND_OK");
            assertThat(run(SignedSend::main, cluster.nameServerAddresses(), "an-access-key", "not-the-secret"))
                    .singleElement()
                    .asString()
                    .startsWith("client: code ");
            assertThat(cluster.stored("signed")).hasSize(1);
        }
    }

    @Test
    void autoBatchSend() throws Exception {
        try (FakeCluster cluster = cluster("auto-batch").start()) {
            assertThat(run(AutoBatchSend::main, cluster.nameServerAddresses()))
                    .containsExactly("all ended: true, ids: 200");
            assertThat(cluster.stored("auto-batch")).hasSize(200);
            assertThat(cluster.journal().sends()).hasSizeLessThan(200);
        }
    }

    @Test
    void messageTemplate() throws Exception {
        try (FakeCluster cluster = cluster("template").start()) {
            assertThat(run(MessageTemplate::main, cluster.nameServerAddresses()))
                    .containsExactly("sync true", "one queue true", "batch true", "async SEND_OK");
            assertThat(bodies(cluster, "template"))
                    .containsExactlyInAnyOrder("first", "second", "third", "4", "5", "sixth");
        }
    }
}
