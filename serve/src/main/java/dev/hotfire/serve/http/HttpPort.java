// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Machine;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port that speaks HTTP/1.1 on a machine.
 *
 * <p>Everything a stranger can make grow is bounded: connections, the request line and headers, bodies, the time that a
 * request may take to arrive and an answer to be taken, event streams and what waits in them. A connection's requests are
 * answered one after another. Handlers run on threads of the machine that may wait.
 */
public final class HttpPort implements AutoCloseable {
    static final int MAX_CONNECTIONS = 128;
    static final int MAX_STREAMS = 16;
    static final int MAX_LINE_BYTES = 8 * 1024;
    static final int MAX_HEADER_BYTES = 16 * 1024;
    static final int MAX_BODY_BYTES = 256 * 1024;
    private static final int HANDLER_THREADS = 4;

    /** The first bytes of what is no HTTP are enough to tell, and a decoder should not collect more of it. */
    private static final int MAX_CHUNK_BYTES = 8 * 1024;

    private final Routes routes;
    private final Guard guard;
    private final Executor handlers;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Channel listening;
    private final int number;

    private HttpPort(Machine machine, int port, Routes routes, Guard guard) {
        requireNonNull(machine, "machine");
        this.routes = requireNonNull(routes, "routes");
        this.guard = requireNonNull(guard, "guard");
        this.handlers = machine.executor("http", HANDLER_THREADS);
        ChannelFuture bound = machine.listen(port, new Acceptor()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    machine.name() + " cannot listen on " + machine.host() + ":" + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        this.listening = bound.channel();
        this.number = machine.portOf(listening);
    }

    /**
     * Opens a port, and waits for it.
     *
     * @param machine the caller's to close
     * @param port    the port, 0 for a free one
     * @throws IllegalStateException if the port is taken
     */
    public static HttpPort open(Machine machine, int port, Routes routes, Guard guard) {
        return new HttpPort(machine, port, routes, guard);
    }

    /** The port's number. */
    public int number() {
        return number;
    }

    /** Stops listening; connections end with the machine. Idempotent. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
    }

    @ChannelHandler.Sharable
    private final class Acceptor extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (connections.incrementAndGet() > MAX_CONNECTIONS) {
                connections.decrementAndGet();
                channel.close();
                return;
            }
            channel.closeFuture().addListener(closed -> connections.decrementAndGet());
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
                            new WholeRequests(MAX_BODY_BYTES),
                            new FlowControlHandler(),
                            new HttpConnection(routes, guard, handlers, streams));
        }
    }
}
