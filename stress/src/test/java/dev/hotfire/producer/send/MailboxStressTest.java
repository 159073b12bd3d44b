// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is put into the mailbox comes out once, and what one thread puts in its order, whoever puts and takes meanwhile. */
class MailboxStressTest {
    private static final int PUTTERS = 3;
    private static final int SENDS = 3_000;
    private static final int ROUNDS = 40;

    @Test
    void eachSendComesOutOnceAndInOrder() throws Exception {
        ProducerConfig config =
                ProducerConfig.builder("pg").nameServers("127.0.0.1:1").build();
        UniqueIds ids = new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 1, () -> 1_790_000_000_000L, ZoneOffset.UTC);
        Payload payload = Payload.of(Message.of("t", new byte[1]), config, ids, new BodyCompressor());
        SendPlan plan = new SendPlan(config, 3_000_000_000L, null, null, false);
        ExecutorService threads = Executors.newFixedThreadPool(PUTTERS);
        try (TcpWorld world = TcpWorld.create(1)) {
            SendEngine engine = new SendEngine(config, new Network(config, world.machine("client")));
            for (int round = 0; round < ROUNDS; round++) {
                List<List<SendOperation>> sends = new ArrayList<>();
                for (int i = 0; i < PUTTERS; i++) {
                    List<SendOperation> own = new ArrayList<>();
                    for (int n = 0; n < SENDS; n++) {
                        own.add(new SendOperation(engine, null, payload, Ending.ASYNC, plan, 0, null));
                    }
                    sends.add(own);
                }
                round(threads, sends);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void round(ExecutorService threads, List<List<SendOperation>> sends) throws Exception {
        Mailbox mailbox = new Mailbox();
        IdentityHashMap<SendOperation, Integer> putBy = new IdentityHashMap<>();
        IdentityHashMap<SendOperation, Integer> places = new IdentityHashMap<>();
        List<Future<?>> putters = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(PUTTERS);
        for (int i = 0; i < PUTTERS; i++) {
            List<SendOperation> own = sends.get(i);
            for (int n = 0; n < SENDS; n++) {
                putBy.put(own.get(n), i);
                places.put(own.get(n), n);
            }
            putters.add(threads.submit(() -> {
                together.await();
                own.forEach(mailbox::put);
                return null;
            }));
        }
        int[] next = new int[PUTTERS];
        boolean last = false;
        while (!last) {
            // Once more after all of them are done.
            last = putters.stream().allMatch(Future::isDone);
            SendOperation after;
            for (SendOperation send = mailbox.takeAll(); send != null; send = after) {
                after = send.next;
                int putter = putBy.get(send);
                assertThat(places.get(send)).isEqualTo(next[putter]++);
            }
        }
        for (Future<?> putter : putters) {
            putter.get(1, TimeUnit.MINUTES);
        }
        assertThat(next).containsOnly(SENDS);
    }
}
