// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
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
    /** Beside the payload: names and separators of the properties that are always there. */
    private static final int TAIL_RESERVE_BYTES = 128;

    private static final int RESERVE_BYTES_PER_PROPERTY = 16;

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
            Map<String, String> moreFields) {
        this.payload = payload;
        this.writer = writer;
        this.oneway = oneway;
        this.allocator = allocator;
        this.clock = clock;
        this.target = target;
        this.moreFields = moreFields;
        this.buffer = allocator.buffer(writer.headBytes()
                + payload.body().length()
                + RESERVE_BYTES_PER_PROPERTY * payload.properties().size()
                + TAIL_RESERVE_BYTES);
    }

    /**
     * Takes the payload in: from here on the caller's arrays are not read again.
     *
     * @param target where the first attempt goes, if that is known already; without it there is no head yet
     */
    static AttemptFrame capture(
            Payload payload,
            SendFrameWriter writer,
            boolean oneway,
            ByteBufAllocator allocator,
            MachineClock clock,
            @Nullable Target target) {
        return capture(payload, writer, oneway, allocator, clock, target, Map.of());
    }

    /**
     * As the other, with header fields beyond those of a send.
     *
     * @param moreFields written into the head of every attempt that this frame is used for
     */
    static AttemptFrame capture(
            Payload payload,
            SendFrameWriter writer,
            boolean oneway,
            ByteBufAllocator allocator,
            MachineClock clock,
            @Nullable Target target,
            Map<String, String> moreFields) {
        AttemptFrame frame = new AttemptFrame(payload, writer, oneway, allocator, clock, target, moreFields);
        try {
            frame.write();
            return frame;
        } catch (RuntimeException | Error e) {
            // Out of memory while the buffer grew, most likely.
            frame.release();
            throw e;
        }
    }

    private void write() {
        if (target != null) {
            writeHead(buffer, target);
        }
        tailIndex = buffer.writerIndex();
        int properties = SendFrameWriter.beginProperties(buffer);
        payload.writeProperties(buffer);
        SendFrameWriter.endProperties(buffer, properties);
        bodyIndex = buffer.writerIndex();
        payload.body().writeTo(buffer);
        if (target != null) {
            writer.finish(buffer, 0, bodyIndex);
        }
    }

    /** Where the first attempt goes; null if that was not known when the payload was captured. */
    @Nullable
    Target target() {
        return target;
    }

    /**
     * A new head before the same tail: each attempt names its own queue, broker and time of birth (hazard of B-ASYNC-09).
     * In a buffer of its own, because the one before may still be on its way out.
     */
    void renew(Target to) {
        int tailBytes = buffer.writerIndex() - tailIndex;
        ByteBuf renewed = allocator.buffer(writer.headBytes() + tailBytes);
        int newTailIndex;
        try {
            writeHead(renewed, to);
            newTailIndex = renewed.writerIndex();
            renewed.writeBytes(buffer, tailIndex, tailBytes);
        } catch (RuntimeException | Error e) {
            // Out of memory while the buffer grew, most likely. The frame stays as it was.
            renewed.release();
            throw e;
        }
        bodyIndex += newTailIndex - tailIndex;
        tailIndex = newTailIndex;
        writer.finish(renewed, 0, bodyIndex);
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

    private void writeHead(ByteBuf out, Target to) {
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
        moreFields.forEach((name, value) -> SendFrameWriter.writeField(out, name, value));
    }
}
