// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads in the order in which they would meet once in a million times: the test holds one of them up. */
class SendEngineRaceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TcpWorld world = TcpWorld.create(1);
    private final HeldUp machine = new HeldUp(world.machine("client"));
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ProducerConfig config = ProducerConfig.builder("pg")
            .nameServers("127.0.0.1:1")
            .sendTimeout(LONG)
            .closeTimeout(LONG)
            .observer(new SendObserver() {
                @Override
                public void sendStarted(String messageId, String topic, long nowNanos) {
                    events.add("started " + messageId);
                }

                @Override
                public void sendEnded(
                        String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
                    events.add("ended " + messageId);
                }
            })
            .build();
    private final UniqueIds ids =
            new UniqueIds(new byte[] {127, 0, 0, 1}, 1, 1, () -> 1_790_000_000_000L, ZoneOffset.UTC);
    private final SendEngine engine = new SendEngine(config, new Network(config, machine));

    @AfterEach
    void close() {
        world.close();
        machine.loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private record Submitted(String messageId, SendOperation send) {}

    private Submitted submit() {
        try {
            Payload payload = Payload.of(Message.of("t", new byte[1]), config, ids, new BodyCompressor());
            SendPlan plan = new SendPlan(config, config.sendTimeout().toNanos(), null, null, false);
            return new Submitted(payload.messageId(), engine.submit(payload, Ending.ASYNC, plan, engine.now()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /**
     * One thread has announced that the mailbox is to be drained and is held up before it says so to the loop. Another's
     * send goes into the mailbox, its wait is interrupted, and giving it up overtakes the draining. The send ended, was
     * begun after its end, and waited for a route until its deadline found that it had ended already.
     */
    @Test
    void givingUpASendThatIsStillInTheMailboxEndsItOnce() throws Exception {
        CountDownLatch heldUp = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        machine.loop.beforeNextExecute.set(() -> {
            heldUp.countDown();
            awaitUninterruptibly(goOn);
        });
        CompletableFuture<Submitted> first = CompletableFuture.supplyAsync(this::submit);
        awaitUninterruptibly(heldUp);
        Submitted second = submit();
        engine.abandon(second.send());
        assertThat(second.send().future())
                .failsWithin(LONG)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(SendAbandonedException.class);
        goOn.countDown();
        assertThat(first).succeedsWithin(LONG);
        engine.abandon(first.join().send());
        assertThat(first.join().send().future()).failsWithin(LONG);
        assertThat(engine.close()).succeedsWithin(LONG.dividedBy(2));
        assertThat(events)
                .containsSubsequence(
                        "started " + first.join().messageId(),
                        "ended " + first.join().messageId())
                .containsSubsequence("started " + second.messageId(), "ended " + second.messageId())
                .hasSize(4);
    }

    /**
     * A hundred thousand sends came at once and all began in one turn of the loop, which read nothing meanwhile: their answers
     * were there, and their deadlines passed.
     */
    @Test
    void aFloodOfSendsLetsTheLoopReadInBetween() {
        int flood = 2_000;
        CountDownLatch goOn = new CountDownLatch(1);
        machine.loop.execute(() -> awaitUninterruptibly(goOn));
        List<Submitted> all = Stream.generate(this::submit).limit(flood).toList();
        machine.loop.schedule(() -> events.add("a turn"), 0, TimeUnit.NANOSECONDS);
        goOn.countDown();
        engine.abandon(all.get(flood - 1).send());
        assertThat(all.get(flood - 1).send().future()).failsWithin(LONG);
        assertThat(events.indexOf("a turn")).isBetween(1, flood / 2);
        assertThat(events.subList(0, flood + 1))
                .filteredOn(event -> event.startsWith("started "))
                .containsExactlyElementsOf(
                        all.stream().map(send -> "started " + send.messageId()).toList());
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
        CompletableFuture<Submitted> failing = CompletableFuture.supplyAsync(this::submit);
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
