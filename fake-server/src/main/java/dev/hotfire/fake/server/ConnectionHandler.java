// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an accepted channel's pipeline: hands what was read to those it is for. Called by Netty on the connection's
 * loop, without the lock.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final String server;
    private final Connection connection;
    private final RequestPath requests;
    private final Runnable onMalformed;

    /**
     * @param server      the server's name, for the log
     * @param onMalformed told of bytes that are no frame
     */
    ConnectionHandler(String server, Connection connection, RequestPath requests, Runnable onMalformed) {
        this.server = server;
        this.connection = connection;
        this.requests = requests;
        this.onMalformed = onMalformed;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Frame frame = (Frame) message;
        if (frame.isResponse()) {
            connection.onResponse(frame);
            return;
        }
        connection.onRead();
        requests.receive(connection, frame);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        connection.onReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            onMalformed.run();
            LOG.debug("{} ends {}", server, connection, cause);
        } else if (!(cause instanceof IOException)) {
            LOG.warn("{} ends {}", server, connection, cause);
        }
        ctx.close();
    }
}
