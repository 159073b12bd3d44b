// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.Hotfire;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.ProducerRuntime;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The process of one point: {@code GrowthWorker CURVE SIZE NAMESRV}. Makes what there is so much of, prints {@code held BYTES},
 * what one of it keeps in memory, then answers each line {@code round MILLIS} with a {@link Round}, and ends with its standard
 * input.
 */
public final class GrowthWorker {
    private static final int BODY_BYTES = 100;

    /** Nothing that waits for an answer may end while its memory is measured. */
    private static final Duration UNANSWERED_TIMEOUT = Duration.ofMinutes(5);

    private GrowthWorker() {}

    /** One point's process. */
    public static void main(String[] args) throws Exception {
        Curve curve = Curve.valueOf(args[0]);
        int size = Integer.parseInt(args[1]);
        Fleet fleet = new Fleet(curve, size, args[2]);
        // What the first of its kind brings along belongs to nobody.
        fleet.growTo(1);
        long before = memory();
        fleet.growTo(size);
        long held = memory() - before;
        System.out.println("held " + (curve.isHeld() && size > 1 ? (double) held / (size - 1) : 0));
        Load load = new Load(BODY_BYTES, fleet);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            long nanos = Long.parseLong(line.substring("round ".length())) * 1_000_000;
            load.takeLatency();
            Usage begun = Usage.now();
            long messages = drive(load, curve, size, nanos);
            Usage ended = Usage.now();
            if (load.failed() > 0) {
                throw new IllegalStateException(load.failed() + " sends failed (expected: none)");
            }
            System.out.println(
                    Round.of(messages, begun, ended, load.takeLatency()).toLine());
        }
        // Sends that nobody answers would keep a close waiting.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static long drive(Load load, Curve curve, int size, long nanos) throws Exception {
        return switch (curve) {
            case CALLERS -> load.threads(nanos, size);
            case IN_FLIGHT -> load.async(nanos, size);
            default -> load.async(nanos, Curve.AT_ONCE);
        };
    }

    /** What lives on the heap, and what the network library has outside of it. */
    private static long memory() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** Producers and topics in turn: one of each, unless there is to be more of them. */
    private static final class Fleet implements Client {
        private final Curve curve;
        private final String nameServer;
        private final ProducerRuntime runtime;
        private final List<Producer> producers = new ArrayList<>();
        private final List<String> topics = new ArrayList<>();
        private final int inFlight;
        private int unanswered;
        private int turn;

        Fleet(Curve curve, int size, String nameServer) {
            this.curve = curve;
            this.nameServer = nameServer;
            this.inFlight = curve == Curve.IN_FLIGHT || curve == Curve.UNANSWERED ? Math.max(size, Curve.AT_ONCE) : 0;
            this.runtime = Hotfire.runtime(config(0));
            producers.add(Hotfire.start(config(0), runtime));
            topics.add("bench-0");
        }

        private ProducerConfig config(int number) {
            ProducerConfig.Builder config = ProducerConfig.builder("pg-bench-" + number)
                    .nameServers(nameServer)
                    .compressOver(Integer.MAX_VALUE);
            if (inFlight > 0) {
                config.maxInFlight(inFlight);
            }
            if (curve == Curve.UNANSWERED) {
                config.sendTimeout(UNANSWERED_TIMEOUT);
            }
            return config.build();
        }

        /** Makes more of what there is to be more of, up to so many. */
        void growTo(int size) throws Exception {
            byte[] body = new byte[BODY_BYTES];
            switch (curve) {
                case PRODUCERS -> {
                    while (producers.size() < size) {
                        producers.add(Hotfire.start(config(producers.size()), runtime));
                    }
                }
                case TOPICS -> {
                    for (int i = topics.size(); i < size; i++) {
                        topics.add("bench-" + i);
                    }
                    for (String topic : topics) {
                        producers.get(0).send(Message.of(topic, body));
                    }
                }
                case UNANSWERED -> {
                    for (; unanswered < size; unanswered++) {
                        producers.get(0).sendAsync(Message.of(topics.get(0), body));
                    }
                }
                default -> {
                    // Only the broker has more of it, or the load.
                }
            }
        }

        private Producer nextProducer() {
            return producers.size() == 1 ? producers.get(0) : producers.get(next(producers.size()));
        }

        private String nextTopic() {
            return topics.size() == 1 ? topics.get(0) : topics.get(next(topics.size()));
        }

        /** Only where one thread sends. */
        private int next(int of) {
            turn = turn + 1 < of ? turn + 1 : 0;
            return turn;
        }

        @Override
        public void send(byte[] body) throws Exception {
            nextProducer().send(Message.of(nextTopic(), body));
        }

        @Override
        public void sendAsync(byte[] body, Ending ending) {
            nextProducer()
                    .sendAsync(Message.of(nextTopic(), body))
                    .whenComplete((result, failure) -> ending.ended(failure == null));
        }

        @Override
        public void sendOneway(byte[] body) {
            nextProducer().sendOneway(Message.of(nextTopic(), body));
        }

        @Override
        public void sendBatch(List<byte[]> bodies) throws Exception {
            String topic = nextTopic();
            nextProducer()
                    .sendBatch(
                            bodies.stream().map(body -> Message.of(topic, body)).toList());
        }

        @Override
        public void close() {
            producers.forEach(Producer::close);
            runtime.close();
        }
    }
}
