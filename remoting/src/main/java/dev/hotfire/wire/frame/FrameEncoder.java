// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Writes every {@link Frame} as bytes, and lets other messages pass, ready-made buffers among them. One per channel. A
 * frame that cannot be encoded fails its write and leaves the connection as it was.
 */
public final class FrameEncoder extends MessageToByteEncoder<Frame> {
    public FrameEncoder() {
        super(Frame.class);
    }

    @Override
    protected ByteBuf allocateBuffer(ChannelHandlerContext ctx, Frame frame, boolean preferDirect) {
        // The headers without the long property string take 100 to 400 bytes.
        int bytes = 512 + frame.body().length;
        // Of the kind that the channel's allocator prefers.
        return ctx.alloc().buffer(bytes);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, Frame frame, ByteBuf out) {
        FrameCodec.encode(frame, out);
    }
}
