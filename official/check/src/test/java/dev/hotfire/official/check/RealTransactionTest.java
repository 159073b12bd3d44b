// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.wire.message.PropertyNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our transactions on official brokers, which ask soon and often, judged by the official consumer (W-16.1). */
class RealTransactionTest {
    private static final int PER_KIND = 20;
    private static final Duration CHECKED_LIMIT = Duration.ofSeconds(90);

    @TempDir
    private static Path scratch;

    private static OfficialCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        cluster = OfficialCluster.start(
                scratch,
                "--brokers",
                "broker-a,broker-b",
                "--set",
                // Long enough for a busy machine's broker to have noted what was decided at once: it asks about all
                // else.
                "transactionTimeOut=5000",
                "--set",
                "transactionCheckInterval=500",
                // Else brokers ask about what is decided already, for 3 s.
                "--set",
                "transactionOpBatchInterval=300");
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** What becomes of a message: at once, or when the broker asks. */
    private enum Kind {
        COMMITTED(TransactionState.COMMIT, TransactionState.ROLLBACK),
        ROLLED_BACK(TransactionState.ROLLBACK, TransactionState.COMMIT),
        COMMITTED_WHEN_ASKED(TransactionState.UNKNOWN, TransactionState.COMMIT),
        ROLLED_BACK_WHEN_ASKED(TransactionState.UNKNOWN, TransactionState.ROLLBACK);

        private final TransactionState atOnce;
        private final TransactionState whenAsked;

        Kind(TransactionState atOnce, TransactionState whenAsked) {
            this.atOnce = atOnce;
            this.whenAsked = whenAsked;
        }

        boolean isCommitted() {
            return this == COMMITTED || this == COMMITTED_WHEN_ASKED;
        }
    }

    @Test
    void consumersGetWhatWasCommittedOnceAndNothingElse() throws Exception {
        String topic = "real-transactions";
        cluster.createTopic(topic, 4);
        Map<String, Kind> kinds = new ConcurrentHashMap<>();
        Map<String, Integer> timesAsked = new ConcurrentHashMap<>();
        CompletableFuture<Void> allAsked = new CompletableFuture<>();
        List<String> differences = Collections.synchronizedList(new ArrayList<>());

        ProducerConfig config = ProducerConfig.builder("pg-real-transactions")
                .nameServers(cluster.nameServerAddress())
                .sendTimeout(Duration.ofSeconds(30))
                .transactionChecker(half -> {
                    Kind kind = kinds.get(half.messageId());
                    if (!half.topic().equals(topic)
                            || !new String(half.body(), StandardCharsets.UTF_8).equals(half.messageId() + bodyTail())) {
                        differences.add(half.toString());
                    }
                    int times = timesAsked.merge(half.messageId(), 1, Integer::sum);
                    if (times == 1 && undecided(kinds, timesAsked) == 0) {
                        allAsked.complete(null);
                    }
                    // Twice, to see that unknown makes brokers ask again.
                    return times == 1 ? TransactionState.UNKNOWN : kind.whenAsked;
                })
                .build();
        try (Producer producer = Hotfire.start(config)) {
            for (int i = 0; i < PER_KIND; i++) {
                for (Kind kind : Kind.values()) {
                    String id = "%032X".formatted(kinds.size() + 1);
                    kinds.put(id, kind);
                    TransactionResult result = producer.sendInTransaction(message(topic, id), transactionId -> {
                        assertThat(transactionId).isEqualTo(id);
                        return kind.atOnce;
                    });
                    assertThat(result.state()).isEqualTo(kind.atOnce);
                    assertThat(result.half().transactionId()).isEqualTo(id);
                }
            }
            allAsked.get(CHECKED_LIMIT.toMillis(), TimeUnit.MILLISECONDS);

            // Committed ones arrive while the producer is there to be asked a second time.
            List<StoredMessage> stored = cluster.read(topic, 2 * PER_KIND);
            Map<String, Integer> copies = new HashMap<>();
            for (StoredMessage message : stored) {
                copies.merge(message.messageId(), 1, Integer::sum);
                assertThat(message.properties()).containsEntry(PropertyNames.PRODUCER_GROUP, "pg-real-transactions");
                assertThat(message.body()).isEqualTo(Body.of(body(message.messageId())));
            }
            kinds.forEach((id, kind) ->
                    assertThat(copies.getOrDefault(id, 0)).as(id + " " + kind).isEqualTo(kind.isCommitted() ? 1 : 0));
        }
        assertThat(differences).isEmpty();
        assertThat(timesAsked.keySet())
                .as("asked about what was decided")
                .allMatch(id -> kinds.get(id).atOnce == TransactionState.UNKNOWN);
    }

    private static int undecided(Map<String, Kind> kinds, Map<String, Integer> timesAsked) {
        int undecided = 0;
        for (Map.Entry<String, Kind> sent : kinds.entrySet()) {
            if (sent.getValue().atOnce == TransactionState.UNKNOWN && !timesAsked.containsKey(sent.getKey())) {
                undecided++;
            }
        }
        return kinds.size() < PER_KIND * Kind.values().length ? 1 : undecided;
    }

    private static Message message(String topic, String id) {
        return Message.builder(topic)
                .system(PropertyNames.UNIQ_KEY, id)
                .body(body(id))
                .build();
    }

    /** Long enough to be compressed, so that brokers ask with a compressed body. */
    private static byte[] body(String id) {
        return (id + bodyTail()).getBytes(StandardCharsets.UTF_8);
    }

    private static String bodyTail() {
        return "-".repeat(5_000);
    }
}
