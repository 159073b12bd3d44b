// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.examples.familiar.AsyncSend;
import dev.hotfire.examples.familiar.AutoBatchSend;
import dev.hotfire.examples.familiar.BatchSend;
import dev.hotfire.examples.familiar.MessageTemplate;
import dev.hotfire.examples.familiar.NamespaceSend;
import dev.hotfire.examples.familiar.OnewaySend;
import dev.hotfire.examples.familiar.OrderedSend;
import dev.hotfire.examples.familiar.QuickStart;
import dev.hotfire.examples.familiar.RequestReply;
import dev.hotfire.examples.familiar.ScheduledSend;
import dev.hotfire.examples.familiar.TraceSend;
import dev.hotfire.examples.familiar.TransactionSend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of the examples, each as it stands, against official brokers; the official consumer reads what arrived. */
class RealFamiliarTest {
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    /** A program's main method. */
    private interface Program {
        void run(String[] args) throws Exception;
    }

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(
                scratch,
                "--brokers",
                "broker-a,broker-b",
                "--set",
                "timerWheelEnable=true",
                "--set",
                "recallMessageEnable=true");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static List<String> run(Program program, String... more) throws Exception {
        String[] args = new String[more.length + 1];
        args[0] = cluster.nameServerAddress();
        System.arraycopy(more, 0, args, 1, more.length);
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(printed, true, UTF_8)) {
            System.setOut(capture);
            program.run(args);
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8).lines().toList();
    }

    @Test
    void quickStart() throws Exception {
        cluster.createTopic("quick-start", 2);
        assertThat(run(QuickStart::main)).hasSize(10).allSatisfy(line -> assertThat(line)
                .matches("SEND_OK broker-[ab] \\d"));
        assertThat(cluster.read("quick-start", 10)).hasSize(10).allSatisfy(message -> assertThat(message.properties())
                .containsEntry("TAGS", "TagA"));
    }

    @Test
    void asyncSend() throws Exception {
        cluster.createTopic("async", 2);
        assertThat(run(AsyncSend::main))
                .hasSize(101)
                .endsWith("all ended: true")
                .noneMatch(line -> line.startsWith("Ex"));
        assertThat(cluster.read("async", 100)).hasSize(100);
    }

    @Test
    void onewaySend() throws Exception {
        cluster.createTopic("oneway", 2);
        assertThat(run(OnewaySend::main)).containsExactly("sent 10");
        assertThat(cluster.read("oneway", 10)).hasSize(10);
    }

    @Test
    void orderedSend() throws Exception {
        cluster.createTopic("ordered", 2);
        assertThat(run(OrderedSend::main)).hasSize(20);
        Map<String, Place> last = new TreeMap<>();
        for (StoredMessage message : cluster.read("ordered", 22)) {
            String order = message.properties().getOrDefault("KEYS", message.messageId());
            Place before = last.put(order, message.place());
            if (before != null) {
                assertThat(message.place().queueId()).as("queue of %s", order).isEqualTo(before.queueId());
                assertThat(message.place().brokerName()).isEqualTo(before.brokerName());
            }
        }
        assertThat(last).containsKeys("order-0", "order-4");
    }

    @Test
    void batchSend() throws Exception {
        cluster.createTopic("batch", 2);
        assertThat(run(BatchSend::main)).containsExactly("sent 1000 in more than one batch: true");
        assertThat(cluster.read("batch", 1_000)).hasSize(1_000);
    }

    @Test
    void autoBatchSend() throws Exception {
        cluster.createTopic("auto-batch", 2);
        assertThat(run(AutoBatchSend::main)).containsExactly("all ended: true, ids: 200");
        assertThat(cluster.read("auto-batch", 200)).hasSize(200);
    }

    @Test
    void scheduledSend() throws Exception {
        cluster.createTopic("scheduled", 1);
        assertThat(run(ScheduledSend::main)).containsExactly("level SEND_OK", "delay SEND_OK", "recalled true");
        assertThat(cluster.read("scheduled", 2)).hasSize(2);
    }

    @Test
    void transactionSend() throws Exception {
        cluster.createTopic("transaction", 2);
        // Brokers ask about what is open when they come to it, on a quiet topic after a minute: RealTransactionTest
        // waits.
        assertThat(run(TransactionSend::main))
                .contains("0 SEND_OK COMMIT_MESSAGE", "1 SEND_OK ROLLBACK_MESSAGE", "2 SEND_OK UNKNOW");
        assertThat(cluster.read("transaction", 3).stream()
                        .map(message -> message.properties().get("KEYS")))
                .contains("KEY0", "KEY3", "KEY6")
                .doesNotContain("KEY1", "KEY4", "KEY7");
    }

    @Test
    void requestReply() throws Exception {
        cluster.createTopic("requests", 2);
        cluster.createTopic("silence", 1);
        try (ChildJvm replier = ChildJvm.start(
                ChildJvm.Part.CLIENT,
                "dev.hotfire.official.client.Replier",
                scratch,
                List.of("--namesrv", cluster.nameServerAddress(), "--topic", "requests"))) {
            replier.readUntil("ready"::equals, READY_LIMIT);
            assertThat(run(RequestReply::main))
                    .containsExactly(
                            "reply: re: waiting", "reply: re: called back", "ended: true", "no reply, code 10006");
        }
    }

    @Test
    void namespaceSend() throws Exception {
        cluster.createTopic("InstanceTest%namespaced", 1);
        assertThat(run(NamespaceSend::main))
                .containsExactly(
                        "group InstanceTest%namespace-group",
                        "queues of namespaced",
                        "SEND_OK namespaced namespaced",
                        "SEND_OK namespaced namespaced",
                        "SEND_OK namespaced namespaced");
        assertThat(cluster.read("InstanceTest%namespaced", 3))
                .hasSize(3)
                .allSatisfy(message -> assertThat(message.properties()).containsEntry("INSTANCE_ID", "InstanceTest"));
    }

    @Test
    void traceSend() throws Exception {
        cluster.createTopic("traced", 1);
        cluster.createTopic("RMQ_SYS_TRACE_TOPIC", 1);
        List<String> lines = run(TraceSend::main);
        assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line).startsWith("SEND_OK "));
        assertThat(cluster.read("traced", 5)).hasSize(5);
        assertThat(cluster.read("RMQ_SYS_TRACE_TOPIC", 1)).isNotEmpty();
    }

    @Test
    void messageTemplate() throws Exception {
        cluster.createTopic("template", 2);
        assertThat(run(MessageTemplate::main))
                .containsExactly("sync true", "one queue true", "batch true", "async SEND_OK");
        assertThat(cluster.read("template", 6)).hasSize(6);
    }
}
