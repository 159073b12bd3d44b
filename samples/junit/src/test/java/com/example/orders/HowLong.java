// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package com.example.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.testkit.FakeCluster;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;

/**
 * How long the life of a cluster takes, as a program: 2 name servers and 3 brokers start, the official client sends 100
 * messages, and all is closed; several times, because the first time is mostly the loading of classes.
 */
public final class HowLong {
    private static final int ROUNDS = 8;
    private static final int MESSAGES = 100;

    public static void main(String[] args) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            long began = System.nanoTime();
            FakeCluster cluster = FakeCluster.builder()
                    .nameServers(2)
                    .brokers("broker-a", "broker-b", "broker-c")
                    .topic("orders", 4)
                    .start();
            long started = System.nanoTime();
            DefaultMQProducer producer = new DefaultMQProducer("how-long");
            producer.setNamesrvAddr(cluster.nameServerAddresses());
            producer.start();
            for (int i = 0; i < MESSAGES; i++) {
                producer.send(new Message("orders", ("order " + i).getBytes(UTF_8)));
            }
            long sent = System.nanoTime();
            if (cluster.stored("orders").size() != MESSAGES) {
                throw new AssertionError(cluster.stored("orders").size() + " stored");
            }
            cluster.close();
            long closed = System.nanoTime();
            producer.shutdown();
            System.out.printf(
                    "round %d: %d ms (start %d, client and %d sends %d, close %d); the client's own shutdown: %d ms%n",
                    round,
                    (closed - began) / 1_000_000,
                    (started - began) / 1_000_000,
                    MESSAGES,
                    (sent - started) / 1_000_000,
                    (closed - sent) / 1_000_000,
                    (System.nanoTime() - closed) / 1_000_000);
        }
    }

    private HowLong() {}
}
