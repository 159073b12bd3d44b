// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Finds the frames in a stream of bytes, however it was cut, and hands each one over where it lies.
 *
 * <p>Only bytes that arrived take memory: a frame that announces two gigabytes costs nothing, and is refused at its
 * fourth byte. A stream that has lost its framing ends: {@link MalformedFrameException} goes through the pipeline as
 * {@code exceptionCaught}, the connection is closed, and nothing that comes after is read.
 *
 * <p>While auto-read is off this handler never asks for more by itself, not even in the middle of a frame: whoever
 * stops reading wants the peer's window to fill.
 */
public abstract class FrameReader extends ByteToMessageDecoder {
    private final int maxFrameBytes;
    private boolean broken;

    /** A reader of frames up to {@link FrameCodec#MAX_FRAME_BYTES}. */
    protected FrameReader() {
        this(FrameCodec.MAX_FRAME_BYTES);
    }

    /**
     * A reader of frames up to a limit.
     *
     * @param maxFrameBytes the longest frame to take, its length field included; at least 8
     */
    protected FrameReader(int maxFrameBytes) {
        if (maxFrameBytes < FrameCodec.LENGTH_BYTES + FrameCodec.HEADER_WORD_BYTES) {
            throw new IllegalArgumentException("maxFrameBytes: " + maxFrameBytes + " (expected: at least 8)");
        }
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * One complete frame has arrived. Runs on the channel's event loop. The bytes are the reader's: they may not be
     * kept, released or written to after this call. Whatever this throws ends the connection.
     *
     * @param in     the buffer that holds the frame; its own indices mean nothing here
     * @param index  the absolute index of the first byte after the length field
     * @param length what the length field says; the header length within is checked already
     */
    protected abstract void onFrame(ChannelHandlerContext ctx, ByteBuf in, int index, int length);

    @Override
    protected final void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        boolean sound = false;
        try {
            readFrame(ctx, in);
            sound = true;
        } finally {
            if (!sound) {
                broken = true;
                in.skipBytes(in.readableBytes());
            }
        }
    }

    private void readFrame(ChannelHandlerContext ctx, ByteBuf in) {
        int arrived = in.readableBytes();
        if (arrived < FrameCodec.LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        int mostLength = maxFrameBytes - FrameCodec.LENGTH_BYTES;
        if (length < FrameCodec.HEADER_WORD_BYTES || length > mostLength) {
            throw new MalformedFrameException("frame length: " + length + " (expected: " + FrameCodec.HEADER_WORD_BYTES
                    + " to " + mostLength + ")");
        }
        int index = in.readerIndex() + FrameCodec.LENGTH_BYTES;
        if (arrived < FrameCodec.LENGTH_BYTES + FrameCodec.HEADER_WORD_BYTES) {
            return;
        }
        FrameCodec.headerBytes(in, index, length);
        if (arrived - FrameCodec.LENGTH_BYTES < length) {
            return;
        }
        in.skipBytes(FrameCodec.LENGTH_BYTES + length);
        onFrame(ctx, in, index, length);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.fireExceptionCaught(cause);
        if (broken) {
            ctx.close();
        }
    }

    // The inherited method reads on by itself when a turn has added nothing to its list of messages. Frames do not go
    // through that list, so it would always read on, and a channel told to stop reading would not stop.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        discardSomeReadBytes();
        ctx.fireChannelReadComplete();
    }
}
