// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.mutated;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and one server, and spoils some of the frames that pass, in both directions: bits, bytes, lengths,
 * pieces that are missing, doubled or made up. What is not spoilt passes as it is; either end's close closes the other.
 */
@ChannelHandler.Sharable
final class GarblingRelay extends ChannelInboundHandlerAdapter {
    private static final int LENGTH_BYTES = 4;

    /** Longer frames than any here: a length that says so was spoilt before. */
    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final Machine machine;
    private final EventLoop loop;
    private final Address server;
    private final RandomSource random;
    private final Channel listening;
    private double requestShare;
    private double answerShare;
    private long toServer;
    private long toClient;

    /**
     * @param requestShare of the requests that are spoilt
     * @param answerShare  of the answers; more, since of spoilt requests few are answered
     */
    GarblingRelay(Machine machine, Address server, double requestShare, double answerShare) {
        this.machine = machine;
        this.loop = machine.nextLoop();
        this.server = server;
        this.random = machine.random("relay");
        this.requestShare = requestShare;
        this.answerShare = answerShare;
        this.listening = machine.listen(0, this).channel();
    }

    Address address() {
        return new Address(machine.host(), machine.portOf(listening));
    }

    boolean isListening() {
        return listening.isActive();
    }

    /** Spoils nothing from now on. */
    void behave() {
        requestShare = 0;
        answerShare = 0;
    }

    long toServer() {
        return toServer;
    }

    long toClient() {
        return toClient;
    }

    /** A client has connected. */
    @Override
    public void channelRegistered(ChannelHandlerContext client) {
        Way requests = new Way(true);
        Way answers = new Way(false);
        client.pipeline().replace(this, "requests", requests);
        answers.to(client.channel());
        machine.connect(loop, server, TimeUnit.SECONDS.toNanos(3), answers).addListener(done -> {
            if (!done.isSuccess()) {
                client.close();
            }
        });
        answers.whenActive(requests::to);
    }

    /** One direction of one connection. */
    private final class Way extends ChannelInboundHandlerAdapter {
        private final boolean requests;
        private final ByteBuf received = Unpooled.buffer();
        private final List<byte[]> waiting = new ArrayList<>();
        private @Nullable Channel target;
        private @Nullable Consumer<Channel> onActive;

        Way(boolean requests) {
            this.requests = requests;
        }

        void to(Channel channel) {
            target = channel;
            waiting.forEach(this::pass);
            waiting.clear();
        }

        void whenActive(Consumer<Channel> listener) {
            onActive = listener;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (onActive != null) {
                onActive.accept(context.channel());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            received.writeBytes(bytes);
            bytes.release();
            while (received.readableBytes() >= LENGTH_BYTES) {
                int length = received.getInt(received.readerIndex());
                if (length < 0 || length > MAX_FRAME_BYTES) {
                    context.close();
                    return;
                }
                if (received.readableBytes() < LENGTH_BYTES + length) {
                    break;
                }
                byte[] frame = new byte[LENGTH_BYTES + length];
                received.readBytes(frame);
                if (target == null) {
                    waiting.add(frame);
                } else {
                    pass(frame);
                }
            }
            received.discardReadBytes();
        }

        private void pass(byte[] frame) {
            Channel to = target;
            if (to == null || !to.isActive()) {
                return;
            }
            byte[] passed = frame;
            if (random.chance(requests ? requestShare : answerShare)) {
                passed = Spoiler.spoil(frame, random);
                if (requests) {
                    toServer++;
                } else {
                    toClient++;
                }
            }
            to.writeAndFlush(Unpooled.wrappedBuffer(passed));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            received.clear();
            if (target != null) {
                target.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
