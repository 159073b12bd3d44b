// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.send.FrameRoom;
import dev.hotfire.wire.send.SendFrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frame of a send's current attempt: a head of the attempt's own, before a tail that is the same for all of them.
 *
 * <p>Made on the caller's thread, from then on confined to the loop. Holds one reference to its buffer until
 * {@link #release}; each write takes another.
 */
final class AttemptFrame {
    private final Payload payload;
    private final SendFrameWriter writer;
    private final boolean oneway;
    private final ByteBufAllocator allocator;
    private final MachineClock clock;
    private final @Nullable Target target;
    private final Map<String, String> moreFields;
    private ByteBuf buffer;
    private int tailIndex;
    private int bodyIndex;

    private AttemptFrame(
            Payload payload,
            SendFrameWriter writer,
            boolean oneway,
            ByteBufAllocator allocator,
            MachineClock clock,
            @Nullable Target target,
            Map<String, String> moreFields,
            FrameRoom room) {
        this.payload = payload;
        this.writer = writer;
        this.oneway = oneway;
        this.allocator = allocator;
        this.clock = clock;
        this.target = target;
        this.moreFields = moreFields;
        int bodyBytes = payload.body().length();
        room.clear();
        if (target != null) {
            writeHead(room, target);
        }
        tailIndex = room.size();
        int properties = SendFrameWriter.beginProperties(room);
        payload.writeProperties(room);
        SendFrameWriter.endProperties(room, properties);
        bodyIndex = room.size();
        if (target != null) {
            SendFrameWriter.finish(room, 0, bodyBytes);
        }
        buffer = allocator.buffer(bodyIndex + bodyBytes);
        room.copyTo(buffer);
        payload.body().writeTo(buffer);
        if (target != null) {
            writer.sign(buffer, bodyIndex);
        }
    }

    /**
     * Takes the payload in: from here on the caller's arrays are not read again.
     *
     * @param target     where the first attempt goes, if that is known already; without it there is no head yet
     * @param moreFields header fields beyond those of a send, in every attempt that this frame is used for
     * @param room       of the calling thread
     */
    static AttemptFrame capture(
            Payload payload,
            SendFrameWriter writer,
            boolean oneway,
            ByteBufAllocator allocator,
            MachineClock clock,
            @Nullable Target target,
            Map<String, String> moreFields,
            FrameRoom room) {
        return new AttemptFrame(payload, writer, oneway, allocator, clock, target, moreFields, room);
    }

    /** Where the first attempt goes; null if that was not known when the payload was captured. */
    @Nullable
    Target target() {
        return target;
    }

    /**
     * A new head before the same tail: each attempt names its own queue, broker and time of birth (hazard of B-ASYNC-09).
     * In a buffer of its own, because the one before may still be on its way out. If there is no memory for it, the frame stays
     * as it was.
     *
     * @param room of the calling thread
     */
    void renew(Target to, FrameRoom room) {
        int tailBytes = buffer.writerIndex() - tailIndex;
        room.clear();
        writeHead(room, to);
        int newTailIndex = room.size();
        int newBodyIndex = bodyIndex + newTailIndex - tailIndex;
        SendFrameWriter.finish(room, bodyIndex - tailIndex, buffer.writerIndex() - bodyIndex);
        ByteBuf renewed = allocator.buffer(newTailIndex + tailBytes);
        room.copyTo(renewed);
        renewed.writeBytes(buffer, tailIndex, tailBytes);
        writer.sign(renewed, newBodyIndex);
        tailIndex = newTailIndex;
        bodyIndex = newBodyIndex;
        buffer.release();
        buffer = renewed;
    }

    /** The complete frame as a reader sees it. */
    Frame decoded() {
        int lengthBytes = 4;
        return FrameCodec.decode(buffer, buffer.readerIndex() + lengthBytes, buffer.readableBytes() - lengthBytes);
    }

    /** The complete frame with its number, to be released by whoever writes it. */
    ByteBuf withOpaque(int opaque) {
        SendFrameWriter.setOpaque(buffer, 0, opaque);
        return buffer.retain();
    }

    /** Another owner, who will release too. */
    AttemptFrame retain() {
        buffer.retain();
        return this;
    }

    void release() {
        buffer.release();
    }

    private void writeHead(FrameRoom out, Target to) {
        writer.writeHead(
                out,
                payload.requestCode(),
                oneway,
                payload.isBatch(),
                to.wireName(),
                to.queue().queueId(),
                payload.sysFlag(),
                clock.currentTimeMillis(),
                payload.flag());
        payload.writeReconsumption(out);
        if (moreFields.isEmpty()) {
            // As nearly always; the iterator would be garbage for each message.
            return;
        }
        for (Map.Entry<String, String> field : moreFields.entrySet()) {
            SendFrameWriter.writeField(out, field.getKey(), field.getValue());
        }
    }
}
