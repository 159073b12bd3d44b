// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One connection, on a channel whose writes end when the test says so. */
class ConnectionTest {
    private final HandMovedTime time = new HandMovedTime();
    private final List<ChannelPromise> writes = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Connections connections = new Connections(
            new OneChannel(),
            channel.eventLoop(),
            1,
            0,
            FrameCodec.MAX_FRAME_BYTES,
            Decoration.of(
                    ProducerConfig.builder("pg").nameServers("127.0.0.1:1").build()),
            null,
            connection -> {});
    private @Nullable Throwable toThrow;
    private boolean throwsWhileResolving;
    private @Nullable ChannelPromise slowConnect;
    private final Connection connection = connections.to(new Address("127.0.0.1", 1));

    /**
     * A one-way call has no place in the table of calls. When one was given up before its bytes had left, it took opaque
     * 0 for its own, and the call with that number, the first on the connection, lost its answer.
     */
    @Test
    void aOnewayCallThatIsGivenUpTakesNoOthersPlace() {
        Noted first = new Noted(false);
        Noted oneway = new Noted(true);
        connection.start(first);
        connection.start(oneway);
        connections.flush();
        oneway.takeBack();
        answer(first);
        assertThat(first.ends).containsExactly("reply");
        writes.forEach(ChannelPromise::trySuccess);
        channel.runPendingTasks();
        assertThat(oneway.ends).isEmpty();
    }

    @Test
    void aConnectionOnWhichNothingCameIsNotUsedAgain() {
        Noted silent = new Noted(false);
        Noted other = new Noted(false);
        connection.start(silent);
        connection.start(other);
        silent.timeOut();
        assertThat(connections.all()).as("those that take calls").isEmpty();
        answer(other);
        assertThat(other.ends).as("a call that is under way keeps its chance").containsExactly("reply");
        assertThat(channel.isOpen()).as("open after its last call").isFalse();
    }

    @Test
    @Tag("B-REMOTE-06")
    void aConnectionOnWhichAnswersComeStays() {
        Noted slow = new Noted(false);
        Noted quick = new Noted(false);
        connection.start(slow);
        connection.start(quick);
        answer(quick);
        slow.timeOut();
        assertThat(connections.all()).containsExactly(connection);
    }

    /**
     * Nothing ever comes back on a connection for one-way calls alone. A one-way call whose time was over took that for a dead
     * peer, closed the connection, and with it lost the calls that were queued behind it.
     */
    @Test
    void aPeerThatTakesOnewayCallsSlowlyLives() {
        Noted taken = new Noted(true);
        Noted late = new Noted(true);
        Noted behind = new Noted(true);
        connection.start(taken);
        connections.flush();
        connection.start(late);
        connection.start(behind);
        connections.flush();
        endWrite(0);
        late.timeOut();
        assertThat(connections.all()).containsExactly(connection);
        endWrite(1);
        assertThat(late.ends).isEmpty();
        assertThat(behind.ends).containsExactly("written");
    }

    @Test
    void aPeerThatTakesNothingGetsNoMoreButWhatIsUnderWayKeepsItsChance() {
        Noted stuck = new Noted(true);
        Noted behind = new Noted(true);
        connection.start(stuck);
        connection.start(behind);
        connections.flush();
        stuck.timeOut();
        assertThat(connections.all()).as("those that take calls").isEmpty();
        assertThat(channel.isOpen()).isTrue();
        endWrite(0);
        assertThat(behind.ends).containsExactly("written");
        assertThat(channel.isOpen()).as("open after its last call").isFalse();
    }

    @Test
    void aConnectionThatIsLetGoOfClosesOnceNobodyWaitsForItsOnewayCalls() {
        Noted silent = new Noted(false);
        Noted oneway = new Noted(true);
        connection.start(silent);
        connection.start(oneway);
        connections.flush();
        silent.timeOut();
        assertThat(connections.all()).as("those that take calls").isEmpty();
        assertThat(channel.isOpen()).isTrue();
        oneway.takeBack();
        assertThat(channel.isOpen()).as("open after its last call").isFalse();
        endWrite(0);
        assertThat(oneway.ends).isEmpty();
    }

    @Test
    void whoWaitsForAnAnswerIsNotComfortedByBytesThatWentOut() {
        Noted silent = new Noted(false);
        Noted oneway = new Noted(true);
        connection.start(silent);
        connection.start(oneway);
        connections.flush();
        endWrite(0);
        assertThat(oneway.ends).containsExactly("written");
        silent.timeOut();
        assertThat(connections.all()).as("those that take calls").isEmpty();
    }

    private void endWrite(int index) {
        writes.get(index).trySuccess();
        channel.runPendingTasks();
    }

    /** The encoder may find no memory. The call that met it is lost, and only that. */
    @Test
    void aCallThatCannotBeWrittenIsLostUnwritten() {
        Noted broken = new Noted(false) {
            @Override
            protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
                throw new OutOfMemoryError("no direct memory");
            }
        };
        connection.start(broken);
        assertThat(broken.ends).containsExactly("lost, written: false");
        assertThat(connection.inFlight()).isZero();
    }

    /**
     * The network may throw instead of failing a future: without memory, or without a thread. Such an address used to stay one
     * that is being connected to, for ever.
     */
    @Test
    void anAddressThatTheNetworkThrewAtIsTriedAnew() {
        for (Throwable thrown :
                List.of(new IllegalStateException("machine is closed"), new OutOfMemoryError("no direct memory"))) {
            for (boolean whileResolving : new boolean[] {true, false}) {
                toThrow = thrown;
                throwsWhileResolving = whileResolving;
                Noted first = new Noted(false);
                connections.to(new Address("127.0.0.2", 1)).start(first);
                assertThat(first.ends).containsExactly("lost, written: false");
                assertThat(connections.all()).as("those that take calls").containsExactly(connection);
            }
        }
        toThrow = null;
        Connection again = connections.to(new Address("127.0.0.2", 1));
        assertThat(again.isActive()).isTrue();
    }

    /** Its first place in the row used to be kept for a call that was given up there, so it passed those that came between. */
    @Test
    void aCallThatComesBackWaitsBehindThoseThatCameBetween() {
        ChannelPromise connect = channel.newPromise();
        slowConnect = connect;
        Connection connecting = connections.to(new Address("127.0.0.3", 1));
        Noted impatient = new Noted(false);
        Noted between = new Noted(false);
        connecting.start(impatient);
        impatient.timeOut();
        connecting.start(between);
        connecting.start(impatient);
        connect.setSuccess();
        channel.runPendingTasks();
        assertThat(connecting.inFlight()).isEqualTo(2);
        assertThat(impatient.given).isEqualTo(between.given + 1);
    }

    private void answer(Noted call) {
        Frame reply = Frame.response(
                        Frame.request(RequestCode.HEART_BEAT).opaque(call.given).build(), ResponseCode.SUCCESS)
                .build();
        channel.writeInbound(FrameCodec.encode(reply, channel.alloc()));
    }

    private static class Noted extends Call {
        private final boolean oneway;
        private final List<String> ends = new ArrayList<>();
        private int given;

        Noted(boolean oneway) {
            this.oneway = oneway;
        }

        @Override
        protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
            given = opaque;
            return allocator.buffer(1).writeByte(0);
        }

        @Override
        protected boolean isOneway() {
            return oneway;
        }

        @Override
        protected void onReply(Frame reply, long nowNanos) {
            ends.add("reply");
        }

        @Override
        protected void onLost(boolean written, IOException cause, long nowNanos) {
            ends.add("lost, written: " + written);
        }

        @Override
        protected void onWritten(long nowNanos) {
            ends.add("written");
        }

        @Override
        protected void onDeadline(long nowNanos) {}
    }

    /** A machine whose only connection is the test's channel. */
    private final class OneChannel implements Machine {
        @Override
        public Future<List<Address>> resolve(EventLoop loop, Address address) {
            throwIf(throwsWhileResolving);
            return Machine.super.resolve(loop, address);
        }

        @Override
        public ChannelFuture connect(EventLoop loop, Address to, long timeoutNanos, ChannelHandler handler) {
            throwIf(!throwsWhileResolving);
            channel.pipeline().addLast(new ChannelOutboundHandlerAdapter() {
                @Override
                public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                    ReferenceCountUtil.release(message);
                    if (!promise.isVoid()) {
                        writes.add(promise);
                    }
                }
            });
            channel.pipeline().addLast(handler);
            return slowConnect == null ? channel.newSucceededFuture() : slowConnect;
        }

        private void throwIf(boolean now) {
            if (now && toThrow instanceof Error error) {
                throw error;
            }
            if (now && toThrow instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public MachineClock clock() {
            return time;
        }

        @Override
        public String name() {
            return "one channel";
        }

        @Override
        public RandomSource random(String purpose) {
            return RandomSource.seeded(1);
        }

        @Override
        public EventLoop nextLoop() {
            return channel.eventLoop();
        }

        @Override
        public Executor executor(String purpose, int maxThreads) {
            return Runnable::run;
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public long processId() {
            return 1;
        }

        @Override
        public ChannelFuture listen(int port, ChannelHandler handler) {
            throw new UnsupportedOperationException("a client's machine");
        }

        @Override
        public int portOf(Channel listening) {
            throw new UnsupportedOperationException("a client's machine");
        }

        @Override
        public Address peerOf(Channel accepted) {
            throw new UnsupportedOperationException("a client's machine");
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
