// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a connection sends in one turn of the loop. Small ones go out as one buffer: a channel's work for each buffer
 * that it is given costs several times as much as copying a frame. One that is alone, or large, goes as it is.
 *
 * <p>Confined to the loop.
 */
final class Outbox {
    /** What is gathered at most before it goes to the channel. */
    private static final int CHUNK_BYTES = 16 << 10;

    /** Larger frames are not worth copying. */
    private static final int MOST_COPIED_BYTES = 2 << 10;

    private final OnewaysDone onewaysDone;
    private @Nullable ByteBuf gathered;

    /** Whether {@link #gathered} is a buffer of our own; otherwise it is the only frame so far. */
    private boolean isChunk;

    private List<Oneway> oneways = new ArrayList<>();

    /** A call that ends when its frame was handed to the network, as it was when it was written. */
    record Oneway(Call call, int ticket) {}

    /** Hears what became of one-way frames that went together. */
    interface OnewaysDone {
        /**
         * They were handed over, or could not be.
         *
         * @param cause why not; null if they were
         */
        void onDone(List<Oneway> oneways, @Nullable Throwable cause);
    }

    Outbox(OnewaysDone onewaysDone) {
        this.onewaysDone = onewaysDone;
    }

    /**
     * Adds a frame. What does not fit goes to the channel.
     *
     * @param frame  is released here
     * @param oneway whose it is, if no answer will tell
     */
    void add(ByteBuf frame, @Nullable Oneway oneway, Channel channel) {
        boolean large = frame.readableBytes() > MOST_COPIED_BYTES;
        if (large || (isChunk && gathered != null && gathered.writableBytes() < frame.readableBytes())) {
            writeTo(channel);
        }
        ByteBuf before = gathered;
        if (before == null) {
            gathered = frame;
        } else if (isChunk) {
            append(before, frame);
        } else {
            gathered = startChunk(before, frame, channel);
        }
        if (oneway != null) {
            oneways.add(oneway);
        }
        if (large) {
            writeTo(channel);
        }
    }

    /** Hands all to the channel, which does not flush it yet. */
    void writeTo(Channel channel) {
        ByteBuf all = gathered;
        if (all == null) {
            return;
        }
        gathered = null;
        isChunk = false;
        if (oneways.isEmpty()) {
            channel.write(all, channel.voidPromise());
            return;
        }
        List<Oneway> written = oneways;
        oneways = new ArrayList<>();
        channel.write(all).addListener(done -> onewaysDone.onDone(written, done.cause()));
    }

    /** Two frames in a buffer of our own, or the second by itself if there is no memory for that. */
    private ByteBuf startChunk(ByteBuf first, ByteBuf second, Channel channel) {
        ByteBuf chunk;
        try {
            chunk = channel.alloc().buffer(CHUNK_BYTES, CHUNK_BYTES);
        } catch (OutOfMemoryError e) {
            writeTo(channel);
            return second;
        }
        isChunk = true;
        append(chunk, first);
        append(chunk, second);
        return chunk;
    }

    private static void append(ByteBuf chunk, ByteBuf frame) {
        chunk.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        frame.release();
    }
}
