// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.route;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One small document, read once over HTTP. Confined to the loop.
 *
 * <p>On the machine's own network, like every other connection: so there are no threads that nobody knows of, and a
 * simulated world has it too. Asks as HTTP/1.0, to which servers answer plainly and close.
 */
final class HttpGet extends SimpleChannelInboundHandler<ByteBuf> {
    /** Where it ends. Exactly one of the two is called, once, on the loop. */
    interface Listener {
        void onBody(String body);

        void onFailure(IOException cause);
    }

    private static final int DEFAULT_PORT = 80;

    /** A list of name servers is a line; a page of something else is not read to its end. */
    private static final int MAX_BYTES = 64 << 10;

    private final URI url;
    private final Listener listener;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable ChannelFuture connecting;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean ended;

    private HttpGet(URI url, Listener listener) {
        this.url = url;
        this.listener = listener;
    }

    /**
     * Begins to read.
     *
     * @param url     with the scheme http and a host
     * @param attempt which time this is, from 0: of several addresses of the host each has its turn
     */
    static HttpGet start(Machine machine, EventLoop loop, URI url, int attempt, long timeoutNanos, Listener listener) {
        HttpGet get = new HttpGet(url, listener);
        Address server = new Address(url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
        get.timeout = loop.schedule(
                () -> get.fail(new IOException("no answer within " + timeoutNanos / 1_000_000 + " ms")),
                timeoutNanos,
                TimeUnit.NANOSECONDS);
        machine.resolve(loop, server).addListener((Future<List<Address>> found) -> {
            if (found.isSuccess()) {
                List<Address> places = found.getNow();
                get.connect(machine, loop, places.get(attempt % places.size()), timeoutNanos);
            } else {
                get.fail(new IOException("host not found: " + found.cause().getMessage(), found.cause()));
            }
        });
        return get;
    }

    private void connect(Machine machine, EventLoop loop, Address place, long timeoutNanos) {
        if (ended) {
            return;
        }
        ChannelFuture channel = machine.connect(loop, place, timeoutNanos, this);
        connecting = channel;
        channel.addListener(done -> {
            if (done.isSuccess()) {
                channel.channel().writeAndFlush(Unpooled.copiedBuffer(request(), StandardCharsets.UTF_8));
            } else {
                fail(new IOException("connect failed: " + done.cause().getMessage(), done.cause()));
            }
        });
    }

    private String request() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return "GET " + path + query + " HTTP/1.0\r\nHost: " + url.getRawAuthority() + "\r\nAccept: */*\r\n"
                + "Connection: close\r\n\r\n";
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) throws IOException {
        if (received.size() + bytes.readableBytes() > MAX_BYTES) {
            fail(new IOException("answer has more than " + MAX_BYTES + " bytes"));
            return;
        }
        bytes.readBytes(received, bytes.readableBytes());
        look(false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        look(true);
    }

    @Override
    @SuppressWarnings("deprecation") // The inbound event is not deprecated, only the base method's place.
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(new IOException("connection broke: " + cause.getMessage(), cause));
    }

    private void look(boolean closed) {
        if (ended) {
            return;
        }
        String body;
        try {
            body = HttpAnswer.body(received.toByteArray(), closed);
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (body != null) {
            end();
            listener.onBody(body);
        }
    }

    private void fail(IOException cause) {
        if (!ended) {
            end();
            listener.onFailure(new IOException(url + ": " + cause.getMessage(), cause));
        }
    }

    /** Ends it without a word to anybody. */
    void cancel() {
        if (!ended) {
            end();
        }
    }

    private void end() {
        ended = true;
        if (timeout != null) {
            timeout.cancel(false);
        }
        if (connecting != null) {
            connecting.cancel(false);
            connecting.channel().close();
        }
    }
}
