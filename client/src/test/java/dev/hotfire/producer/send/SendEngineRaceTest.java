// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.id.UniqueIds;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads in the order in which they would meet once in a million times: the test holds one of them up. */
class SendEngineRaceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TcpWorld world = TcpWorld.create(1);
    private final HeldUp machine = new HeldUp(world.machine("client"));
    private final ProducerConfig config = ProducerConfig.builder("pg")
            .nameServers("127.0.0.1:1")
            .sendTimeout(LONG)
            .closeTimeout(LONG)
            .build();
    private final UniqueIds ids =
            new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 1, () -> 1_790_000_000_000L, ZoneOffset.UTC);
    private final SendEngine engine = new SendEngine(config, machine);

    @AfterEach
    void close() {
        world.close();
        machine.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private SendOperation submit() {
        try {
            return engine.submit(Payload.of(Message.of("t", new byte[0]), config, ids), Ending.ASYNC, null);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /**
     * One thread has announced that the mailbox is to be drained and is held up before it says so to the loop. Another's
     * send goes into the mailbox, its wait is interrupted, and giving it up overtakes the draining. The send ended, was
     * begun after its end, and tore the list of sends under way: closing met "ended twice" and never finished.
     */
    @Test
    void givingUpASendThatIsStillInTheMailboxEndsItOnce() throws Exception {
        CountDownLatch heldUp = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        machine.loop.beforeNextExecute.set(() -> {
            heldUp.countDown();
            awaitUninterruptibly(goOn);
        });
        CompletableFuture<SendOperation> first = CompletableFuture.supplyAsync(this::submit);
        awaitUninterruptibly(heldUp);
        SendOperation second = submit();
        engine.abandon(second);
        assertThat(second.future())
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(SendAbandonedException.class);
        goOn.countDown();
        assertThat(first).succeedsWithin(LONG);
        engine.abandon(first.join());
        assertThat(first.join().future()).failsWithin(LONG);
        assertThat(engine.close()).succeedsWithin(LONG.dividedBy(2));
    }

    /**
     * A close sees a place in flight taken by a caller that finds no memory for its message a moment later. That caller gave
     * the place back without a word, and the close waited out its whole timeout for nobody.
     */
    @Test
    void aSendThatFailsAtTheDoorDoesNotHoldUpTheClose() {
        CountDownLatch inCapture = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        machine.onBuffer.set(() -> {
            inCapture.countDown();
            awaitUninterruptibly(goOn);
            throw new OutOfMemoryError("no direct memory");
        });
        CompletableFuture<SendOperation> failing = CompletableFuture.supplyAsync(this::submit);
        awaitUninterruptibly(inCapture);
        machine.onBuffer.set(() -> {});
        CompletableFuture<Void> closing = engine.close();
        // Once the loop has looked at what is in flight, and only then, the caller goes on.
        assertThat(CompletableFuture.runAsync(() -> {}, machine.loop)).succeedsWithin(LONG);
        assertThat(closing).isNotDone();
        goOn.countDown();
        assertThatThrownBy(failing::join).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(closing).succeedsWithin(LONG.dividedBy(2));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A loop that holds up one caller on its way in. */
    private static final class DoorkeptLoop extends DefaultEventLoop {
        private final AtomicReference<Runnable> beforeNextExecute = new AtomicReference<>(() -> {});

        @Override
        public void execute(Runnable task) {
            beforeNextExecute.getAndSet(() -> {}).run();
            super.execute(task);
        }
    }

    /** A real machine with a loop and buffers of the test's own. Sockets don't work on that loop, and are not needed. */
    private static final class HeldUp implements Machine {
        private final Machine real;
        private final DoorkeptLoop loop = new DoorkeptLoop();
        private final AtomicReference<Runnable> onBuffer = new AtomicReference<>(() -> {});
        private final ByteBufAllocator allocator = new AbstractByteBufAllocator() {
            @Override
            public ByteBuf buffer(int initialCapacity) {
                onBuffer.get().run();
                return super.buffer(initialCapacity);
            }

            @Override
            protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
                return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
            }

            @Override
            protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
                return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
            }

            @Override
            public boolean isDirectBufferPooled() {
                return false;
            }
        };

        HeldUp(Machine real) {
            this.real = real;
        }

        @Override
        public EventLoop nextLoop() {
            return loop;
        }

        @Override
        public ByteBufAllocator allocator() {
            return allocator;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public MachineClock clock() {
            return real.clock();
        }

        @Override
        public RandomSource random(String purpose) {
            return real.random(purpose);
        }

        @Override
        public Executor executor(String purpose, int maxThreads) {
            return real.executor(purpose, maxThreads);
        }

        @Override
        public String host() {
            return real.host();
        }

        @Override
        public long processId() {
            return real.processId();
        }

        @Override
        public ChannelFuture connect(EventLoop on, Address to, long timeoutNanos, ChannelHandler handler) {
            return real.connect(on, to, timeoutNanos, handler);
        }

        @Override
        public ChannelFuture listen(int port, ChannelHandler handler) {
            return real.listen(port, handler);
        }

        @Override
        public int portOf(Channel listening) {
            return real.portOf(listening);
        }

        @Override
        public Address peerOf(Channel accepted) {
            return real.peerOf(accepted);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
