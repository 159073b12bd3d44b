// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Fires a {@link Frame} for every frame in the stream of bytes. One per channel. */
public final class FrameDecoder extends FrameReader {
    /** A decoder of frames up to {@link FrameCodec#MAX_FRAME_BYTES}. */
    public FrameDecoder() {}

    /**
     * A decoder of frames up to a limit.
     *
     * @param maxFrameBytes the longest frame to take, its length field included; at least 8
     */
    public FrameDecoder(int maxFrameBytes) {
        super(maxFrameBytes);
    }

    @Override
    protected void onFrame(ChannelHandlerContext ctx, ByteBuf in, int index, int length) {
        ctx.fireChannelRead(FrameCodec.decode(in, index, length));
    }
}
