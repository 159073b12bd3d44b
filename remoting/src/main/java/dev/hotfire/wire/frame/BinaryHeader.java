// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ROCKETMQ header encoding (W-3): code i16, language i8, version i16, opaque i32, flag i32, remark with i32 length,
 * then a block of ext fields with an i32 length in bytes, each a key with i16 and a value with i32 length.
 *
 * <p>Empty and absent are the same in it: an empty remark or value is read as none.
 */
final class BinaryHeader {
    private static final int FIXED_BYTES = 21;

    private static final String[] LETTERS =
            "abcdefghijklmnopqrstuvwxyz".chars().mapToObj(Character::toString).toArray(String[]::new);

    private BinaryHeader() {}

    static void write(Frame frame, ByteBuf out) {
        out.writeShort(frame.code());
        out.writeByte(frame.languageCode());
        out.writeShort(frame.version());
        out.writeInt(frame.opaque());
        out.writeInt(frame.flag());
        String remark = frame.remark();
        writeText(remark == null ? "" : remark, out);
        int blockLengthAt = out.writerIndex();
        out.writeInt(0);
        for (Map.Entry<String, String> field : frame.extFields().entrySet()) {
            String key = field.getKey();
            int keyBytes = ByteBufUtil.utf8Bytes(key);
            if (keyBytes > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "ext field name of " + keyBytes + " bytes (expected: at most " + Short.MAX_VALUE + ")");
            }
            out.writeShort(keyBytes);
            ByteBufUtil.writeUtf8(out, key);
            writeText(field.getValue(), out);
        }
        out.setInt(blockLengthAt, out.writerIndex() - blockLengthAt - 4);
    }

    static Frame.Builder read(ByteBuf in, int index, int headerBytes) {
        if (headerBytes < FIXED_BYTES) {
            throw new MalformedFrameException(
                    "binary header length: " + headerBytes + " (expected: at least " + FIXED_BYTES + ")");
        }
        int at = index;
        Frame.Builder frame = Frame.request(in.getShort(at)).give(new LinkedHashMap<>(Frame.READ_CAPACITY));
        frame.language(in.getUnsignedByte(at + 2));
        frame.version(in.getShort(at + 3));
        frame.opaque(in.getInt(at + 5));
        frame.flag(in.getInt(at + 9));
        int remarkBytes = in.getInt(at + 13);
        at += 17;
        require("remark length", remarkBytes, headerBytes - FIXED_BYTES);
        frame.remark(text(in, at, remarkBytes));
        at += remarkBytes;
        int blockBytes = in.getInt(at);
        at += 4;
        require("ext fields length", blockBytes, index + headerBytes - at);
        readFields(in, at, at + blockBytes, frame);
        // Bytes between the block and the end of the header are left unread, as the official decoder leaves them.
        return frame;
    }

    private static void readFields(ByteBuf in, int index, int end, Frame.Builder frame) {
        int at = index;
        int count = 0;
        while (at < end) {
            if (++count > FrameCodec.MAX_EXT_FIELDS) {
                throw new MalformedFrameException(
                        "more than " + FrameCodec.MAX_EXT_FIELDS + " ext fields (expected: at most so many)");
            }
            require("ext field name length", 2, end - at);
            int keyBytes = in.getShort(at);
            at += 2;
            require("ext field name length", keyBytes, end - at);
            String key = name(in, at, keyBytes);
            at += keyBytes;
            require("ext field value length", 4, end - at);
            int valueBytes = in.getInt(at);
            at += 4;
            require("ext field value length", valueBytes, end - at);
            if (key != null) {
                // Later duplicates win, an empty one included: it takes the field away.
                frame.field(key, text(in, at, valueBytes));
            }
            at += valueBytes;
        }
    }

    private static void writeText(String text, ByteBuf out) {
        int lengthAt = out.writerIndex();
        out.writeInt(0);
        out.setInt(lengthAt, ByteBufUtil.writeUtf8(out, text));
    }

    /** The name of a field; those of sends have one letter, and are not made anew for each frame. */
    private static @Nullable String name(ByteBuf in, int index, int bytes) {
        if (bytes == 1) {
            int letter = in.getByte(index) - 'a';
            if (letter >= 0 && letter < LETTERS.length) {
                return LETTERS[letter];
            }
        }
        return text(in, index, bytes);
    }

    private static @Nullable String text(ByteBuf in, int index, int bytes) {
        return bytes == 0 ? null : in.toString(index, bytes, StandardCharsets.UTF_8);
    }

    private static void require(String name, int bytes, int left) {
        if (bytes < 0 || bytes > left) {
            throw new MalformedFrameException(
                    name + ": " + bytes + " (expected: 0 to " + left + ", the bytes that are left)");
        }
    }
}
