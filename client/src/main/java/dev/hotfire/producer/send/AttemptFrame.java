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
    /** As the settings were when the payload was captured: all attempts of a send go by them. */
    private final SendFrameWriter writer;

    private ByteBuf buffer;
    private int tailIndex;
    private int bodyIndex;

    private AttemptFrame(SendFrameWriter writer, ByteBuf buffer, int tailIndex, int bodyIndex) {
        this.writer = writer;
        this.buffer = buffer;
        this.tailIndex = tailIndex;
        this.bodyIndex = bodyIndex;
    }

    /**
     * Takes the payload in: from here on the caller's arrays are not read again.
     *
     * @param target     where the first attempt goes, if that is known already; without it there is no head yet
     * @param moreFields header fields beyond those of a send; a frame with any is made for one attempt
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
        int bodyBytes = payload.body().length();
        room.clear();
        if (target != null) {
            writeHead(room, payload, writer, oneway, target, clock);
            writeFields(room, moreFields);
        }
        int tailIndex = room.size();
        int properties = SendFrameWriter.beginProperties(room);
        payload.writeProperties(room);
        SendFrameWriter.endProperties(room, properties);
        int bodyIndex = room.size();
        if (target != null) {
            SendFrameWriter.finish(room, 0, bodyBytes);
        }
        ByteBuf buffer = allocator.buffer(bodyIndex + bodyBytes);
        room.copyTo(buffer);
        payload.body().writeTo(buffer);
        if (target != null) {
            writer.sign(buffer, bodyIndex);
        }
        return new AttemptFrame(writer, buffer, tailIndex, bodyIndex);
    }

    /**
     * A new head before the same tail: each attempt names its own queue, broker and time of birth (hazard of B-ASYNC-09).
     * In a buffer of its own, because the one before may still be on its way out. If there is no memory for it, the frame stays
     * as it was.
     *
     * @param payload what was captured
     * @param room    of the calling thread
     */
    void renew(
            Payload payload,
            boolean oneway,
            Target to,
            MachineClock clock,
            ByteBufAllocator allocator,
            FrameRoom room) {
        int tailBytes = buffer.writerIndex() - tailIndex;
        room.clear();
        writeHead(room, payload, writer, oneway, to, clock);
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

    private static void writeHead(
            FrameRoom out, Payload payload, SendFrameWriter writer, boolean oneway, Target to, MachineClock clock) {
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
    }

    private static void writeFields(FrameRoom out, Map<String, String> fields) {
        if (fields.isEmpty()) {
            // As nearly always; the iterator would be garbage for each message.
            return;
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            SendFrameWriter.writeField(out, field.getKey(), field.getValue());
        }
    }
}
