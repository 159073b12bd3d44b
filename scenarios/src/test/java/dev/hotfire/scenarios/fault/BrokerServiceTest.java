// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.Hotfire;
import dev.hotfire.fake.server.FaultAction;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.Profile;
import dev.hotfire.producer.SendResult;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.sim.SimulatedWorld;
import dev.hotfire.testkit.FakeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that takes 3 ms for a send. */
class BrokerServiceTest {
    private static final long MILLI = 1_000_000;

    private final SimulatedWorld world = SimulatedWorld.seeded(3);
    private final FakeCluster cluster =
            await(FakeCluster.builder().world(world).topic("orders", 1).startAsync());
    private final BrokerService service = new BrokerService(
            random -> 3 * MILLI,
            RandomSource.seeded(1),
            cluster.broker("broker-a").server().machine().clock());
    private final Producer producer = Hotfire.start(
            ProducerConfig.builder("pg")
                    .nameServers(cluster.nameServerAddresses())
                    .profile(Profile.COMPATIBLE)
                    .build(),
            world.machine("producer"));

    BrokerServiceTest() {
        await(producer.sendAsync(message()));
        cluster.rules().add(FaultRule.onSends().control(service));
    }

    @AfterEach
    void end() {
        await(producer.closeAsync());
        await(cluster.closeAsync());
        world.close();
    }

    private static Message message() {
        return Message.of("orders", new byte[] {1});
    }

    private <T> T await(CompletableFuture<T> future) {
        assertThat(world.runUntil(future::isDone, Duration.ofMinutes(1))).isTrue();
        return future.join();
    }

    private long millisOf(int sends) {
        long before = world.nanosSinceBeginning();
        List<CompletableFuture<SendResult>> all = new ArrayList<>();
        for (int i = 0; i < sends; i++) {
            all.add(producer.sendAsync(message()));
        }
        all.forEach(this::await);
        return (world.nanosSinceBeginning() - before) / MILLI;
    }

    @Test
    void sendsDoNotWaitForEachOtherWithoutABound() {
        assertThat(millisOf(100)).isEqualTo(3);
    }

    @Test
    void slownessComesOnTop() {
        service.slower(random -> 40 * MILLI);
        assertThat(millisOf(2)).isEqualTo(43);
        service.slower(null);
        assertThat(millisOf(2)).isEqualTo(3);
    }

    @Test
    void withBoundedRoomTheyStandInAQueue() {
        service.capacity(100); // one every 10 ms
        assertThat(millisOf(10)).isEqualTo(9 * 10 + 3);
        service.capacity(0);
        assertThat(millisOf(10)).isEqualTo(3);
    }

    /** Waits of 0, 10, ... 200 ms are bearable: 21 sends. The next is refused, and refusals take a twentieth each. */
    @Test
    void whoWouldWaitTooLongIsRefused() {
        service.capacity(100);
        List<CompletableFuture<SendResult>> all = new ArrayList<>();
        for (int i = 0; i < 41; i++) {
            all.add(producer.sendAsync(message()));
        }
        world.runFor(Duration.ofSeconds(1));
        assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(20)
                .isEqualTo(all.subList(21, 41));
        assertThat(cluster.stored("orders")).hasSize(22);
    }

    /** Of every ten places nine are taken, at random: one who comes now and then waits, but not for long. */
    @Test
    void othersStandInTheSameQueue() {
        service.capacity(1_000);
        service.others(900);
        long waited = 0;
        for (int i = 0; i < 100; i++) {
            world.runFor(Duration.ofMillis(100));
            waited += millisOf(1) - 3;
        }
        assertThat(waited / 100.0).isBetween(2.0, 9.0); // half of 0.9 / 0.1 ms in the mean
        service.others(0);
        world.runFor(Duration.ofSeconds(1));
        assertThat(millisOf(1)).isEqualTo(3);
    }

    @Test
    void othersMayTakeAllTheRoom() {
        service.others(5_000);
        world.runFor(Duration.ofSeconds(1));
        assertThat(millisOf(1)).as("there is room for any number").isEqualTo(3);
        service.capacity(1_000);
        world.runFor(Duration.ofSeconds(1));
        int refused = 0;
        for (int i = 0; i < 50; i++) {
            CompletableFuture<SendResult> send = producer.sendAsync(message());
            world.runUntil(send::isDone, Duration.ofSeconds(1));
            refused += send.isCompletedExceptionally() ? 1 : 0;
        }
        assertThat(refused).isBetween(30, 50);
    }

    @Test
    void aDisturbanceIsAskedFirst() {
        service.disturb(request -> new FaultAction.Serve());
        assertThat(millisOf(1)).isZero();
        service.disturb(request -> new FaultAction.PassOn());
        assertThat(millisOf(1)).isEqualTo(3);
        service.disturb(null);
        assertThat(millisOf(1)).isEqualTo(3);
    }
}
