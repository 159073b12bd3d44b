// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.JournalListener;
import dev.hotfire.official.check.Cell.Cluster;
import dev.hotfire.official.check.Cell.Mode;
import dev.hotfire.official.check.Decisions.Request;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.testkit.FakeCluster;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compatible profile and the official client 5.5.0, side by side under the same faults: who is asked how often and in
 * which order, and what callers are told. Every cell has a topic for each client, so one run serves them all; where they
 * are meant to differ, {@link Difference} says why, and a difference that no longer occurs fails as one that was not meant.
 */
class CompatibleProfileTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int MAX_WARMING_SENDS = 20;

    @TempDir
    private static Path scratch;

    private static final List<Cell> CELLS = Cells.all();
    private static final Map<Cluster, FakeCluster> CLUSTERS = new EnumMap<>(Cluster.class);
    private static final Map<Integer, Producer> PRODUCERS = new LinkedHashMap<>();
    private static final List<Decisions> OFFICIAL = new ArrayList<>();
    private static final List<Decisions> OURS = new ArrayList<>();

    @BeforeAll
    static void runAllCells() throws Exception {
        for (Cluster kind : Cluster.values()) {
            FakeCluster.Builder builder = FakeCluster.builder().brokers("broker-a", "broker-b");
            for (int i = 0; i < CELLS.size(); i++) {
                if (CELLS.get(i).cluster == kind) {
                    builder.topic(topic("official", i), 2).topic(topic("ours", i), 2);
                }
            }
            CLUSTERS.put(kind, builder.start());
        }
        ExecutorService workers = Executors.newFixedThreadPool(16);
        try (ChildJvm official =
                ChildJvm.start(ChildJvm.Part.CLIENT, "dev.hotfire.official.client.Decider", scratch, List.of())) {
            for (int i = 0; i < CELLS.size(); i++) {
                official.type(prepareLine(i));
            }
            inParallel(workers, CompatibleProfileTest::prepareOurs);
            awaitAll(official, "started ");
            for (int i = 0; i < CELLS.size(); i++) {
                official.type("advance id=" + i);
            }
            awaitAll(official, "ready ");
            CLUSTERS.get(Cluster.FIRST_DOWN).broker("broker-a").crash();
            CLUSTERS.get(Cluster.ALL_DOWN).brokers().forEach(broker -> broker.crash());
            CLUSTERS.values().forEach(cluster -> cluster.journal().clear());
            for (int i = 0; i < CELLS.size(); i++) {
                for (String client : List.of("official", "ours")) {
                    for (var fault : CELLS.get(i).faults) {
                        cluster(i).rules().add(fault.apply(FaultRule.onSends().topic(topic(client, i))));
                    }
                }
            }
            for (int i = 0; i < CELLS.size(); i++) {
                official.type("go id=" + i);
            }
            List<List<Object>> ours = inParallel(workers, CompatibleProfileTest::goOurs);
            List<OutputLine> told = awaitAll(official, "done ");
            awaitOneways();
            for (int i = 0; i < CELLS.size(); i++) {
                String id = Integer.toString(i);
                List<OutputLine> mine = told.stream()
                        .filter(line ->
                                line.kind().equals("told") && line.text("id").equals(id))
                        .toList();
                OFFICIAL.add(new Decisions(
                        requests("official", i),
                        mine.stream().map(Told::of).toList(),
                        mine.stream().map(line -> line.longNumber("millis")).toList()));
                OURS.add(new Decisions(
                        requests("ours", i),
                        ours.get(i).stream()
                                .filter(Told.class::isInstance)
                                .map(Told.class::cast)
                                .toList(),
                        ours.get(i).stream()
                                .filter(Long.class::isInstance)
                                .map(Long.class::cast)
                                .toList()));
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @AfterAll
    static void closeAll() {
        List<CompletableFuture<Void>> closing =
                PRODUCERS.values().stream().map(Producer::closeAsync).toList();
        closing.forEach(CompletableFuture::join);
        CLUSTERS.values().forEach(FakeCluster::close);
    }

    @TestFactory
    @Tag("B-RETRY-01")
    @Tag("B-RETRY-02")
    @Tag("B-RETRY-03")
    @Tag("B-RETRY-04")
    @Tag("B-RETRY-05")
    @Tag("B-RETRY-06")
    @Tag("B-RETRY-07")
    @Tag("B-RETRY-08")
    @Tag("B-RETRY-09")
    @Tag("B-RETRY-12")
    @Tag("B-RETRY-13")
    @Tag("B-ASYNC-05")
    @Tag("B-ASYNC-06")
    @Tag("B-ASYNC-07")
    @Tag("B-ASYNC-08")
    @Tag("B-ASYNC-09")
    @Tag("B-ASYNC-11")
    @Tag("B-ONEWAY-01")
    @Tag("B-ONEWAY-02")
    @Tag("B-SELECT-02")
    @Tag("B-SELECT-10")
    @Tag("B-SEND-08")
    @Tag("B-FAULT-07")
    @Tag("B-FAULT-08")
    @Tag("B-FAULT-09")
    Stream<DynamicTest> decidesAsTheOfficialClientDoes() {
        return Stream.iterate(0, i -> i < CELLS.size(), i -> i + 1)
                .map(i -> dynamicTest(
                        CELLS.get(i).toString(), () -> compare(CELLS.get(i), OFFICIAL.get(i), OURS.get(i))));
    }

    /** Sixty cells is what the comparison promises; names tell them apart, and each intended difference has a cell. */
    @Test
    void hasCellsEnoughAndOneForEachDifference() {
        assertThat(CELLS).hasSizeGreaterThanOrEqualTo(60);
        assertThat(CELLS.stream().map(Cell::toString).distinct()).hasSameSizeAs(CELLS);
        Set<Difference> intended = new TreeSet<>();
        CELLS.forEach(cell -> intended.addAll(cell.differences));
        assertThat(intended).containsExactly(Difference.values());
    }

    private static void compare(Cell cell, Decisions official, Decisions ours) {
        String both = "\nofficial: " + official + "\nours:     " + ours;
        assertThat(official.told()).as("sends that ended%s", both).hasSize(cell.sends);
        assertThat(ours.told()).as("sends that ended%s", both).hasSize(cell.sends);
        if (cell.differences.contains(Difference.ALL_THREADS_GO_ROUND_TOGETHER)) {
            // Which queues a thread's first send may meet is up to chance.
            assertThat(ours.requests()).as("queues asked for%s", both).hasSameSizeAs(official.requests());
        } else {
            compareRequests(cell, official, ours, both);
        }
        assertThat(ours.eachRequestNamesItsBroker())
                .as("each request names its broker%s", both)
                .isTrue();
        assertThat(Difference.between(official, ours)).as("differences%s", both).isEqualTo(cell.differences);
        for (int i = 0; i < cell.sends; i++) {
            Told theirs = official.told().get(i);
            Told mine = ours.told().get(i);
            boolean explained = cell.differences.stream().anyMatch(difference -> difference.explains(theirs, mine));
            if (!explained) {
                assertThat(mine).as("what the caller is told%s", both).isEqualTo(theirs);
            }
        }
    }

    private static void compareRequests(Cell cell, Decisions official, Decisions ours, String both) {
        assertThat(ours.servers()).as("brokers asked, in order%s", both).isEqualTo(official.servers());
        if (cell.queues) {
            assertThat(ours.requests()).as("queues asked for%s", both).isEqualTo(official.requests());
        } else if (official.eachRequestNamesItsBroker() && !ours.requests().isEmpty()) {
            assertThat(ours.requests().get(0))
                    .as("the first queue%s", both)
                    .isEqualTo(official.requests().get(0));
        }
    }

    private static String topic(String client, int cell) {
        return "cell-" + cell + "-" + client;
    }

    private static FakeCluster cluster(int cell) {
        return CLUSTERS.get(CELLS.get(cell).cluster);
    }

    private static List<Request> requests(String client, int cell) {
        String topic = topic(client, cell);
        return cluster(cell).journal().sends().stream()
                .filter(entry -> topic.equals(entry.facts().topic()))
                .map(Request::of)
                .toList();
    }

    private static String prepareLine(int index) {
        Cell cell = CELLS.get(index);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", index);
        fields.put("topic", topic("official", index));
        fields.put("namesrv", cluster(index).nameServerAddresses());
        fields.put("instance", cell.alone ? "cell-" + index : "shared");
        fields.put("mode", cell.mode.name().toLowerCase(java.util.Locale.ROOT));
        fields.put("retries", cell.retries);
        fields.put("timeout", cell.timeoutMillis);
        fields.put("attemptTimeout", cell.attemptTimeoutMillis);
        fields.put("moreCodes", cell.moreCodes == 0 ? "" : cell.moreCodes);
        fields.put("whenNotStored", cell.whenNotStored);
        fields.put("table", cell.table);
        fields.put("detector", false);
        fields.put("chosen", cell.chosen);
        fields.put("sends", cell.sends);
        fields.put("ownThreads", cell.ownThreads);
        fields.put("dawdles", cell.dawdles);
        StringBuilder line = new StringBuilder("prepare");
        fields.forEach((name, value) ->
                line.append(' ').append(name).append('=').append(URLEncoder.encode(value.toString(), UTF_8)));
        return line.toString();
    }

    private static List<OutputLine> awaitAll(ChildJvm official, String kind) throws InterruptedException {
        List<OutputLine> lines = new ArrayList<>();
        for (int i = 0; i < CELLS.size(); i++) {
            for (String line : official.readUntil(text -> text.startsWith(kind) || text.startsWith("broken "), LIMIT)) {
                assertThat(line).doesNotStartWith("broken ");
                lines.add(OutputLine.parse(line));
            }
        }
        return lines;
    }

    /** What each cell's call returned, in the order of the cells. */
    private static <T> List<T> inParallel(ExecutorService workers, CellCall<T> call) throws Exception {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < CELLS.size(); i++) {
            int index = i;
            running.add(workers.submit((Callable<T>) () -> call.on(index)));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(one.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        }
        return results;
    }

    /** Something to do for one cell. */
    private interface CellCall<T> {
        T on(int index) throws Exception;
    }

    private static boolean prepareOurs(int index) throws Exception {
        Cell cell = CELLS.get(index);
        ProducerConfig.Builder config = ProducerConfig.builder("pg-" + topic("ours", index))
                .nameServers(cluster(index).nameServerAddresses())
                .profile(Profile.COMPATIBLE)
                .sendTimeout(Duration.ofMillis(cell.timeoutMillis))
                .retries(cell.retries)
                .asyncRetries(cell.retries)
                .retryWhenNotStored(cell.whenNotStored);
        if (cell.attemptTimeoutMillis > 0) {
            config.attemptTimeout(Duration.ofMillis(cell.attemptTimeoutMillis));
        }
        if (cell.table) {
            config.isolation(Isolation.TABLE);
        }
        if (cell.moreCodes != 0) {
            Set<Integer> codes = new TreeSet<>(config.build().retriedCodes());
            codes.add(cell.moreCodes);
            config.retriedCodes(codes);
        }
        Producer producer = Hotfire.start(config.build());
        synchronized (PRODUCERS) {
            PRODUCERS.put(index, producer);
        }
        MessageQueue last = new MessageQueue(topic("ours", index), "broker-b", 1);
        for (int i = 0; i < MAX_WARMING_SENDS; i++) {
            if (producer.send(message(index)).queue().equals(last)) {
                return true;
            }
        }
        throw new AssertionError("no send went to the last queue");
    }

    private static Message message(int index) {
        return Message.of(topic("ours", index), "go".getBytes(UTF_8));
    }

    /** For each send what its caller was told, and after how many milliseconds. */
    private static List<Object> goOurs(int index) throws Exception {
        Cell cell = CELLS.get(index);
        Producer producer = PRODUCERS.get(index);
        MessageQueue chosen = cell.chosen ? new MessageQueue(topic("ours", index), "broker-a", 0) : null;
        List<Object> told = new ArrayList<>();
        for (int i = 0; i < cell.sends; i++) {
            long startedNanos = System.nanoTime();
            try {
                told.add(Told.stored(send(cell, producer, chosen, message(index))));
            } catch (SendException e) {
                told.add(Told.of(e));
            } catch (ExecutionException e) {
                told.add(Told.of((SendException) e.getCause()));
            }
            told.add((System.nanoTime() - startedNanos) / 1_000_000);
        }
        return told;
    }

    private static String send(Cell cell, Producer producer, MessageQueue chosen, Message message) throws Exception {
        SendResult result =
                switch (cell.mode) {
                    case SYNC -> chosen == null ? producer.send(message) : producer.send(message, chosen);
                    case ASYNC ->
                        (chosen == null ? producer.sendAsync(message) : producer.sendAsync(message, chosen))
                                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                    case BATCH -> producer.sendBatch(List.of(message, message));
                    case ONEWAY -> {
                        (chosen == null ? producer.sendOneway(message) : producer.sendOneway(message, chosen))
                                .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                        yield null;
                    }
                };
        return result == null ? "none" : result.status().name();
    }

    /** Nobody says when a one-way request has arrived. */
    private static void awaitOneways() throws InterruptedException {
        Semaphore arrivals = new Semaphore(0);
        JournalListener listener = new JournalListener() {
            @Override
            public void requestReceived(JournalEntry entry) {
                arrivals.release();
            }
        };
        FakeCluster up = CLUSTERS.get(Cluster.UP);
        up.journal().addListener(listener);
        for (int i = 0; i < CELLS.size(); i++) {
            if (CELLS.get(i).mode == Mode.ONEWAY && CELLS.get(i).cluster == Cluster.UP) {
                for (String client : List.of("official", "ours")) {
                    while (requests(client, i).isEmpty()) {
                        assertThat(arrivals.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                                .as("%s of the %s client arrives", CELLS.get(i), client)
                                .isTrue();
                    }
                }
            }
        }
        up.journal().removeListener(listener);
    }
}
