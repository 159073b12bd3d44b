// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.worlds;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.World;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.message.MessageProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of two brokers in some world, in which scripted scenarios are played one after another, each by a producer of its
 * own. What is seen of one is written down in words that say nothing of time, opaques, ids and addresses; brokers are called
 * by the order in which they were met.
 */
final class Stage {
    private static final int SENDS = 3;
    private static final String GROUP = "pg-orders";

    private final World world;
    private final Consumer<BooleanSupplier> patience;
    private final Runnable breath;
    private final FakeCluster cluster;
    private int played;

    /**
     * @param latency  of every link
     * @param breath   lets a moment pass
     * @param patience returns when the condition holds, and fails if it never does
     */
    Stage(World world, Latency latency, Runnable breath, Consumer<BooleanSupplier> patience) {
        this.world = world;
        this.breath = breath;
        this.patience = patience;
        this.cluster = await(FakeCluster.builder()
                .world(world)
                .brokers("broker-a", "broker-b")
                .topic("orders", 1)
                .transactionChecking(null)
                // Over TCP no two things happen in one instant, either.
                .linkConditions(LinkConditions.both(LinkDirection.CLEAR.withLatency(latency)))
                .startAsync());
    }

    private <T> T await(CompletableFuture<T> future) {
        patience.accept(future::isDone);
        return future.join();
    }

    void close() {
        await(cluster.closeAsync());
    }

    /** Plays a scenario; returns what was seen of it. */
    List<String> play(Case script) {
        Seen seen = new Seen();
        played++;
        cluster.journal().clear();
        ProducerConfig config = script.configure(ProducerConfig.builder(GROUP)
                        .nameServers(cluster.nameServerAddresses())
                        .transactionChecker(half -> TransactionState.COMMIT)
                        .observer(seen))
                .build();
        Producer producer = Hotfire.start(config, world.machine("client " + played));
        // Both brokers are known and connected to, before anything goes wrong.
        send(producer, Case.Mode.PLAIN, "warm-up 1", seen);
        send(producer, Case.Mode.PLAIN, "warm-up 2", seen);
        cluster.rules()
                .add(FaultRule.onSends()
                        .producerGroup(GROUP)
                        .first(script.hits())
                        .then(script.action()));
        for (int i = 1; i <= SENDS; i++) {
            breath.run();
            send(producer, script.mode(), "send " + i, seen);
            int sent = 2 + i;
            if (script.mode() == Case.Mode.ONEWAY) {
                // Nobody says when it is there.
                patience.accept(() -> cluster.journal().sends().size() >= sent);
            }
        }
        await(producer.closeAsync());
        patience.accept(() -> cluster.brokers().stream()
                .allMatch(broker -> broker.connections().isEmpty()));
        cluster.rules().clear();
        for (JournalEntry entry : cluster.journal().sends()) {
            seen.read(entry);
        }
        long ends = cluster.journal().requests(RequestCode.END_TRANSACTION).size();
        seen.lines.add(ends + " ends of transactions");
        for (FakeBroker broker : cluster.brokers()) {
            if (broker.state() != ServerState.RUNNING) {
                await(broker.restartAsync());
            }
        }
        return seen.lines;
    }

    private void send(Producer producer, Case.Mode mode, String body, Seen seen) {
        CompletableFuture<?> sent =
                switch (mode) {
                    case PLAIN -> producer.sendAsync(message(body).build());
                    case KEYED ->
                        producer.sendAsync(
                                message(body).build(),
                                (queues, message, broker) -> queues.stream()
                                        .filter(queue -> queue.brokerName().equals(broker))
                                        .findFirst()
                                        .orElseThrow(),
                                seen.firstBroker());
                    case BATCH ->
                        producer.sendBatchAsync(List.of(
                                message(body + " a").build(),
                                message(body + " b").build()));
                    case ONEWAY -> producer.sendOneway(message(body).build());
                    case TRANSACTION ->
                        producer.sendInTransactionAsync(message(body).build(), id -> TransactionState.COMMIT);
                    case DELAYED ->
                        producer.sendAsync(message(body).delayLevel(1).build());
                };
        CompletableFuture<Object> ended =
                sent.handle((result, failure) -> failure == null ? result == null ? "handed over" : result : failure);
        seen.told(await(ended));
    }

    private static Message.Builder message(String body) {
        return Message.builder("orders")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .keys("key");
    }

    /** What is seen, by both sides. */
    private static final class Seen implements SendObserver {
        private final List<String> lines = new ArrayList<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<String> brokers = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private final Set<String> avoided = new HashSet<>();

        @Override
        public synchronized void attemptEnded(String messageId, Attempt attempt) {
            attempts.add(attempt);
        }

        @Override
        public synchronized void brokerIsolated(String brokerName, long untilNanos, String reason) {
            // For how long is a matter of time.
            if (avoided.add(brokerName)) {
                lines.add("isolated " + called(brokers, "broker", brokerName));
            }
        }

        @Override
        public synchronized void brokerReleased(String brokerName) {
            avoided.remove(brokerName);
            lines.add("released " + called(brokers, "broker", brokerName));
        }

        synchronized String firstBroker() {
            return brokers.get(0);
        }

        private static String called(List<String> known, String what, String name) {
            if (!known.contains(name)) {
                known.add(name);
            }
            return what + " " + (known.indexOf(name) + 1);
        }

        /** What the caller was told, and which attempts there were until then. */
        synchronized void told(Object end) {
            for (Attempt attempt : attempts) {
                lines.add("attempt " + attempt.number() + " to "
                        + called(brokers, "broker", attempt.queue().brokerName()) + " queue "
                        + attempt.queue().queueId() + ": " + outcome(attempt.outcome()));
            }
            attempts.clear();
            lines.add("told " + inWords(end));
        }

        private static String outcome(AttemptOutcome outcome) {
            if (outcome instanceof AttemptOutcome.Stored stored) {
                return "stored " + stored.status();
            } else if (outcome instanceof AttemptOutcome.Refused refused) {
                return "refused " + refused.responseCode();
            }
            return "unknown " + ((AttemptOutcome.Unknown) outcome).responseCode();
        }

        private String inWords(Object end) {
            if (end instanceof TransactionResult result) {
                return result.state() + ", " + inWords(result.half());
            } else if (end instanceof SendResult result) {
                return result.status() + " by "
                        + called(brokers, "broker", result.queue().brokerName()) + " queue "
                        + result.queue().queueId() + ", attempts " + result.attempts();
            }
            Object cause =
                    end instanceof CompletionException wrapped && wrapped.getCause() != null ? wrapped.getCause() : end;
            if (cause instanceof SendException failure) {
                return failure.getClass().getSimpleName() + " " + failure.certainty() + ", attempts "
                        + failure.attempts().size();
            }
            return cause.toString();
        }

        /** A frame as a broker read it. */
        synchronized void read(JournalEntry entry) {
            Frame frame = entry.request();
            SendRequestHeader header = SendRequestHeader.from(frame);
            Map<String, String> properties = new TreeMap<>(MessageProperties.decode(header.properties()));
            properties.replaceAll((name, value) -> name.equals("UNIQ_KEY") ? called(ids, "message", value) : value);
            lines.add(called(brokers, "broker", String.valueOf(header.brokerName())) + " read "
                    + frame.codeName() + " flag " + frame.flag() + " version " + frame.version() + " language "
                    + frame.languageCode() + " " + frame.encoding() + " fields "
                    + new TreeMap<>(frame.extFields()).keySet() + " topic " + header.topic() + " queue "
                    + header.queueId() + " bits " + header.sysFlag() + " batch " + header.batch() + " " + properties
                    + " body " + body(header, frame));
        }

        private static @Nullable String body(SendRequestHeader header, Frame frame) {
            // Elements of a batch carry their own ids and times.
            return header.batch() ? frame.body().length + " bytes" : Arrays.toString(frame.body());
        }
    }
}
