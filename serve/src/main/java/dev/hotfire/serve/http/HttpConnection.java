// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: a request is read, answered on a thread that may wait, and only then the next one is read. At any time one
 * deadline is set: for a request to have arrived, or for an answer to have been taken. Confined to the connection's loop.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    /** For a request to arrive, counted from the answer to the one before; so also how long a connection may be idle. */
    private static final int ARRIVAL_SECONDS = 30;

    /** For an answer, or a piece of a stream, to be taken. */
    private static final int TAKING_SECONDS = 30;

    /** For a peer that was sent away to stop talking. */
    private static final int LINGER_SECONDS = 5;

    /** How often a stream's source is asked. */
    private static final int POLL_MILLIS = 100;

    /** After so many polls without an event a stream shows that it lives. */
    private static final int POLLS_OF_SILENCE = 150;

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Routes routes;
    private final Guard guard;
    private final Executor handlers;
    private final AtomicInteger streams;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable EventSource source;
    private boolean streaming;
    private boolean sentAway;
    private int silentPolls;

    HttpConnection(Routes routes, Guard guard, Executor handlers, AtomicInteger streams) {
        this.routes = routes;
        this.guard = guard;
        this.handlers = handlers;
        this.streams = streams;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        within(ctx, ARRIVAL_SECONDS);
        ctx.channel().config().setAutoRead(true);
    }

    private void within(ChannelHandlerContext ctx, int seconds) {
        disarm();
        deadline = ctx.executor().schedule(() -> ctx.close(), seconds, TimeUnit.SECONDS);
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (sentAway) {
                return;
            }
            if (streaming || !(message instanceof FullHttpRequest request)) {
                // Nothing is to be said while a stream runs.
                ctx.close();
                return;
            }
            disarm();
            // The next one waits: in the handler before this one, or with the kernel.
            ctx.channel().config().setAutoRead(false);
            if (request.decoderResult().isFailure()) {
                sendAway(
                        ctx,
                        new HttpProblem(
                                400,
                                "request: no HTTP/1.1, or too long (expected: a line and headers of at most "
                                        + HttpPort.MAX_HEADER_BYTES + " bytes)"));
                return;
            }
            boolean keepAlive = HttpUtil.isKeepAlive(request);
            String method = request.method().name();
            String target = request.uri();
            byte[] body = ByteBufUtil.getBytes(request.content());
            var headers = request.headers();
            handlers.execute(() -> {
                Answer answer = answer(() -> Call.of(method, target, headers, body));
                ctx.executor().execute(() -> send(ctx, answer, keepAlive));
            });
        } catch (RejectedExecutionException e) {
            ctx.close();
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Reads a call out of what came in. */
    @FunctionalInterface
    private interface CallReader {
        Call read();
    }

    private Answer answer(CallReader reader) {
        try {
            Call call = reader.read();
            guard.check(
                    call,
                    call.method().equals("GET") && Route.partsOf(call.path()).isEmpty());
            Routes.Match match = routes.find(call);
            if (!match.route().open()) {
                guard.checkToken(call);
            }
            return match.route().handler().handle(match.call());
        } catch (HttpProblem e) {
            return Answer.problem(e);
        } catch (IllegalArgumentException e) {
            return Answer.problem(new HttpProblem(400, String.valueOf(e.getMessage())));
        } catch (IllegalStateException e) {
            return Answer.problem(new HttpProblem(409, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.warn("a request failed", e);
            return Answer.problem(new HttpProblem(500, "a defect: " + e));
        }
    }

    private void send(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
        Supplier<? extends EventSource> events = answer.events();
        if (events == null) {
            write(ctx, answer, keepAlive);
        } else if (streams.incrementAndGet() > HttpPort.MAX_STREAMS) {
            streams.decrementAndGet();
            write(
                    ctx,
                    Answer.problem(new HttpProblem(
                            503, "event streams: " + HttpPort.MAX_STREAMS + " are open (expected: fewer; close one)")),
                    keepAlive);
        } else {
            stream(ctx, answer, events);
        }
    }

    /**
     * Says what is wrong with a request that was not read to its end. The rest of it is thrown away for a while: closed
     * with unread bytes, the connection would be reset, and the peer might never see the answer.
     */
    void sendAway(ChannelHandlerContext ctx, HttpProblem problem) {
        if (sentAway) {
            return;
        }
        sentAway = true;
        within(ctx, LINGER_SECONDS);
        ctx.writeAndFlush(encoded(Answer.problem(problem), false)).addListener(written -> {
            if (written.isSuccess()) {
                ((DuplexChannel) ctx.channel()).shutdownOutput();
                ctx.channel().config().setAutoRead(true);
            } else {
                ctx.close();
            }
        });
    }

    private void write(ChannelHandlerContext ctx, Answer answer, boolean keepAlive) {
        within(ctx, TAKING_SECONDS);
        ChannelFuture written = ctx.writeAndFlush(encoded(answer, keepAlive));
        if (keepAlive) {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    awaitRequest(ctx);
                }
            });
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static FullHttpResponse encoded(Answer answer, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        addHeaders(response, answer);
        HttpUtil.setContentLength(response, answer.body().length);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    private static void addHeaders(HttpResponse response, Answer answer) {
        response.headers()
                .set("Cache-Control", "no-store")
                .set("X-Content-Type-Options", "nosniff")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Referrer-Policy", "no-referrer");
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
    }

    // ---- streams ----

    private void stream(ChannelHandlerContext ctx, Answer answer, Supplier<? extends EventSource> events) {
        streaming = true;
        ctx.channel().closeFuture().addListener(closed -> streams.decrementAndGet());
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        addHeaders(head, answer);
        HttpUtil.setTransferEncodingChunked(head, true);
        ctx.writeAndFlush(head);
        // Not for a request: this is how the end of the connection is noticed.
        ctx.channel().config().setAutoRead(true);
        EventSource opened = events.get();
        source = opened;
        if (ctx.channel().isActive()) {
            poll(ctx, opened);
        } else {
            closeSource();
        }
    }

    private void poll(ChannelHandlerContext ctx, EventSource from) {
        try {
            handlers.execute(() -> {
                String text = from.poll();
                ctx.executor().execute(() -> onPolled(ctx, from, text));
            });
        } catch (RejectedExecutionException e) {
            ctx.close();
        }
    }

    private void onPolled(ChannelHandlerContext ctx, EventSource from, String polled) {
        if (source == null) {
            return;
        }
        String text = polled;
        if (text.isEmpty()) {
            silentPolls++;
            if (silentPolls < POLLS_OF_SILENCE) {
                pollLater(ctx, from);
                return;
            }
            text = ": here\n\n";
        }
        silentPolls = 0;
        within(ctx, TAKING_SECONDS);
        // The next question waits until this was taken: a slow reader slows its own stream down and nothing else.
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)))
                .addListener(done -> {
                    disarm();
                    if (done.isSuccess()) {
                        pollLater(ctx, from);
                    }
                });
    }

    private void pollLater(ChannelHandlerContext ctx, EventSource from) {
        ctx.executor().schedule(() -> poll(ctx, from), POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeSource() {
        EventSource open = source;
        if (open != null) {
            source = null;
            open.close();
        }
    }

    // ---- the end ----

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        closeSource();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.debug("a connection ends", cause);
        }
        ctx.close();
    }
}
