// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;

/**
 * Turns frames into bytes and back (W-1). Stateless; safe from any thread as far as its buffers are.
 *
 * <pre>
 * i32  L, the number of bytes that follow = 4 + H + body length
 * i32  header encoding in the top 8 bits, H in the rest
 * H    header
 *      body
 * </pre>
 */
public final class FrameCodec {
    /** The largest frame that readers take, its length field included: 16 MiB, as in the official library. */
    public static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

    /** Bytes of the length field in front of a frame. */
    public static final int LENGTH_BYTES = 4;

    /** Bytes of the word with encoding and header length: the least that a length field may announce. */
    static final int HEADER_WORD_BYTES = 4;

    /**
     * More ext fields than any command has, by two orders of magnitude. The map that they become takes some twenty
     * times their room on the wire, so without a bound 16 MiB of one-letter fields would take a third of a gigabyte.
     */
    static final int MAX_EXT_FIELDS = 4096;

    private static final int MAX_HEADER_BYTES = 0xFF_FFFF;

    private FrameCodec() {}

    /** The frame in a new buffer, which the caller releases. Errors as in {@link #encode(Frame, ByteBuf)}. */
    public static ByteBuf encode(Frame frame, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer(256 + frame.body().length);
        boolean done = false;
        try {
            encode(frame, out);
            done = true;
            return out;
        } finally {
            if (!done) {
                out.release();
            }
        }
    }

    /**
     * Appends the frame, length field included.
     *
     * @throws IllegalArgumentException when a part is longer than its length field can say; {@code out} is then as
     *     before. Like the official writers, this one does not look at {@link #MAX_FRAME_BYTES}.
     */
    public static void encode(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        boolean done = false;
        try {
            out.writeLong(0);
            int headerStart = out.writerIndex();
            switch (frame.encoding()) {
                case JSON -> JsonHeader.write(frame, out);
                case ROCKETMQ -> BinaryHeader.write(frame, out);
            }
            int headerBytes = out.writerIndex() - headerStart;
            if (headerBytes > MAX_HEADER_BYTES) {
                throw new IllegalArgumentException(
                        "header of " + headerBytes + " bytes (expected: at most " + MAX_HEADER_BYTES + ")");
            }
            long announced = (long) HEADER_WORD_BYTES + headerBytes + frame.body().length;
            if (announced > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "frame of " + announced + " bytes (expected: at most " + Integer.MAX_VALUE + ")");
            }
            out.setInt(start, (int) announced);
            out.setInt(start + LENGTH_BYTES, frame.encoding().typeByte() << 24 | headerBytes);
            out.writeBytes(frame.body());
            done = true;
        } finally {
            if (!done) {
                out.writerIndex(start);
            }
        }
    }

    /**
     * Reads one frame in place; neither the indices nor the bytes of {@code in} change, and nothing of it is kept.
     *
     * @param index  the absolute index of the first byte after the length field
     * @param length what the length field said
     * @throws MalformedFrameException when these bytes are no frame
     */
    public static Frame decode(ByteBuf in, int index, int length) {
        Objects.checkFromIndexSize(index, length, in.writerIndex());
        if (length < HEADER_WORD_BYTES) {
            throw new MalformedFrameException("frame length: " + length + " (expected: at least 4)");
        }
        int typeByte = in.getUnsignedByte(index);
        int headerBytes = headerBytes(in, index, length);
        HeaderEncoding encoding = HeaderEncoding.ofTypeByte(typeByte);
        if (encoding == null) {
            throw new MalformedFrameException("header type byte: " + typeByte + " (expected: 0 JSON or 1 ROCKETMQ)");
        }
        int headerStart = index + HEADER_WORD_BYTES;
        Frame.Builder frame =
                switch (encoding) {
                    case JSON -> JsonHeader.read(in, headerStart, headerBytes);
                    case ROCKETMQ -> BinaryHeader.read(in, headerStart, headerBytes);
                };
        int bodyBytes = length - HEADER_WORD_BYTES - headerBytes;
        if (bodyBytes > 0) {
            byte[] body = new byte[bodyBytes];
            in.getBytes(headerStart + headerBytes, body);
            frame.body(body);
        }
        return frame.encoding(encoding).build();
    }

    /** Reads and checks H, at {@code index} just after a length field that said {@code length}. */
    static int headerBytes(ByteBuf in, int index, int length) {
        int headerBytes = in.getInt(index) & 0xFF_FFFF;
        if (headerBytes > length - HEADER_WORD_BYTES) {
            throw new MalformedFrameException("header length: " + headerBytes + " (expected: at most "
                    + (length - HEADER_WORD_BYTES) + ", as the frame length is " + length + ")");
        }
        return headerBytes;
    }
}
