// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.runtime.Address;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left when clusters are closed. */
class LeftoversTest {
    private static final int CLUSTERS = 200;
    private static final long LAST_STEPS_MILLIS = 60_000;

    /**
     * A buffer that nobody releases keeps the chunk that it was cut from, of 128 KiB or more, and each cluster's threads cut
     * from their own. So one buffer in each cluster would take ten times as much.
     */
    private static final long MAX_GROWTH_BYTES = 2 << 20;

    /** Each has requests answered, parked and unanswered when it ends. */
    @Test
    void twoHundredClustersLeaveNoThreadBufferOrPort() throws Exception {
        useOne(new ArrayList<>());
        Set<Thread> threadsBefore = threads();
        long bytesBefore = bytesOfBuffers();
        List<Address> addresses = new ArrayList<>();
        for (int i = 0; i < CLUSTERS; i++) {
            useOne(addresses);
        }
        for (Thread thread : threads()) {
            if (!threadsBefore.contains(thread)) {
                // It has said that it is done, and may still be on its last steps.
                thread.join(LAST_STEPS_MILLIS);
            }
        }
        assertThat(threads()).isSubsetOf(threadsBefore);
        assertThat(bytesOfBuffers() - bytesBefore).isLessThan(MAX_GROWTH_BYTES);
        assertThat(addresses).hasSize(CLUSTERS * 5);
        // Whoever else runs on this machine may have been given some of them since, but hardly one in a hundred.
        assertThat(Set.copyOf(addresses).stream().filter(address -> !isFree(address)))
                .hasSizeLessThan(addresses.size() / 100);
    }

    private static boolean isFree(Address address) {
        try {
            new ServerSocket(address.port(), 1, InetAddress.getByName(address.host())).close();
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void useOne(List<Address> addresses) {
        try (FakeCluster cluster = FakeCluster.builder()
                        .nameServers(2)
                        .brokers("broker-a", "broker-b", "broker-c")
                        .topic("orders", 4)
                        .start();
                RawProducer producer = new RawProducer(cluster, "broker-a")) {
            cluster.nameServers().stream().map(FakeNode::address).forEach(addresses::add);
            cluster.masters().stream().map(FakeNode::address).forEach(addresses::add);
            cluster.arm(FaultRule.onSends().key("silent").silent());
            producer.send("orders", "silent", "a");
            var parking = cluster.arm(FaultRule.onSends().key("parked").park());
            producer.send("orders", "parked", "a");
            parking.awaitParked(FakeCluster.PATIENCE);
            producer.call("orders", "answered", "a");
        }
    }

    /** Those that this project makes; the JVM and the test framework come and go as they like. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("hotfire"))
                .collect(Collectors.toSet());
    }

    /** What the chunks take that buffers are cut from. */
    private static long bytesOfBuffers() {
        ByteBufAllocatorMetric buffers = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return buffers.usedDirectMemory() + buffers.usedHeapMemory();
    }
}
