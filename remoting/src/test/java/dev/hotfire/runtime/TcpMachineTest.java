// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpMachineTest {
    private static final long TIMEOUT_NANOS = Duration.ofMinutes(1).toNanos();

    private final TcpWorld world = TcpWorld.create(1);
    private final Machine machine = world.machine("m");

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void connectsToANumberAndToAName(String host) {
        int port = machine.portOf(
                machine.listen(0, sharable()).syncUninterruptibly().channel());
        ChannelFuture connected = connect(new Address(host, port));
        assertThat(connected.isSuccess()).isTrue();
    }

    /** The system numbers the near ends of connections as it likes, also with the port of a server that is down for a while. */
    @Test
    void aConnectionDoesNotKeepAServerFromItsPort() {
        int port = machine.portOf(
                machine.listen(0, sharable()).syncUninterruptibly().channel());
        ChannelFuture connected = connect(new Address("127.0.0.1", port));
        int taken = machine.portOf(connected.channel());
        ChannelFuture listening = machine.listen(taken, sharable()).awaitUninterruptibly();
        assertThat(listening.isSuccess()).isTrue();
    }

    /**
     * The system's resolver blocks: on the loop it would hold up every deadline of the producer. This name is refused without
     * asking any network, for its length.
     */
    @Test
    void aNameIsLookedUpOffTheLoop() {
        assertThat(threads()).noneMatch(name -> name.contains("resolver"));
        ChannelFuture failed = connect(new Address("x".repeat(300), 1));
        assertThat(failed.cause()).isInstanceOf(UnknownHostException.class);
        assertThat(threads()).anyMatch(name -> name.startsWith("hotfire-m-resolver"));
    }

    @Test
    void aNameLeadsToAllItsNumbersAndANumberToItself() {
        Address number = new Address("::1", 7);
        assertThat(machine.resolve(machine.nextLoop(), number)
                        .syncUninterruptibly()
                        .getNow())
                .containsExactly(number);
        assertThat(machine.resolve(machine.nextLoop(), new Address("localhost", 7))
                        .syncUninterruptibly()
                        .getNow())
                .isNotEmpty()
                .allSatisfy(place -> assertThat(place.port()).isEqualTo(7))
                .extracting(Address::host)
                .isSubsetOf("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");
        assertThat(machine.resolve(machine.nextLoop(), new Address("x".repeat(300), 1))
                        .awaitUninterruptibly()
                        .cause())
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aRefusedConnectionFailsWithAnIoException() {
        int port = machine.portOf(
                machine.listen(0, sharable()).syncUninterruptibly().channel());
        world.close();
        try (TcpWorld other = TcpWorld.create(1)) {
            Machine client = other.machine("client");
            ChannelFuture refused = client.connect(
                            client.nextLoop(), new Address("127.0.0.1", port), TIMEOUT_NANOS, sharable())
                    .awaitUninterruptibly();
            assertThat(refused.cause()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingEndsThreadsAndConnections() {
        int port = machine.portOf(
                machine.listen(0, sharable()).syncUninterruptibly().channel());
        ChannelFuture connected = connect(new Address("127.0.0.1", port));
        CompletableFuture<String> ran = new CompletableFuture<>();
        machine.executor("work", 2)
                .execute(() -> ran.complete(Thread.currentThread().getName()));
        assertThat(ran.join()).startsWith("hotfire-m-work");
        world.close();
        assertThat(connected.channel().isOpen()).isFalse();
        assertThat(threads()).noneMatch(name -> name.startsWith("hotfire-m-"));
        assertThatThrownBy(() -> machine.executor("more", 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> world.machine("late")).isInstanceOf(IllegalStateException.class);
    }

    /** What was handed over before the close still reaches its callback. */
    @Test
    void closingRunsWhatWasHandedOver() {
        CompletableFuture<Void> ran = new CompletableFuture<>();
        machine.executor("work", 1).execute(() -> ran.complete(null));
        machine.close();
        assertThat(ran).isCompleted();
    }

    @Test
    void aMachineKnowsItsOwnThreads() {
        CompletableFuture<Boolean> onExecutor = new CompletableFuture<>();
        machine.executor("work", 1).execute(() -> onExecutor.complete(machine.inOwnThread()));
        CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
        machine.nextLoop().execute(() -> onLoop.complete(machine.inOwnThread()));
        assertThat(machine.inOwnThread()).isFalse();
        assertThat(onExecutor.join()).isTrue();
        assertThat(onLoop.join()).isTrue();
    }

    @Test
    void aNameIsTakenOnce() {
        assertThatThrownBy(() -> world.machine("m")).hasMessageContaining("'m'");
    }

    private ChannelFuture connect(Address to) {
        return machine.connect(machine.nextLoop(), to, TIMEOUT_NANOS, sharable())
                .awaitUninterruptibly();
    }

    private static ChannelHandler sharable() {
        return new Sharable();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @ChannelHandler.Sharable
    private static final class Sharable extends ChannelInboundHandlerAdapter {}
}
