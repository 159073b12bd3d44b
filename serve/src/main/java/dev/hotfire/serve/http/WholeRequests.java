// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together, up to a limit; who sends more is told so, and sent away. */
final class WholeRequests extends HttpObjectAggregator {
    private final int maxBodyBytes;

    WholeRequests(int maxBodyBytes) {
        super(maxBodyBytes, true);
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
        ctx.pipeline()
                .get(HttpConnection.class)
                .sendAway(ctx, new HttpProblem(413, "body: too large (expected: at most " + maxBodyBytes + " bytes)"));
    }
}
