// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary response, read without making anything of it: what its reader asks for is made when it asks. For the path that
 * nearly every answer takes; whatever is out of the ordinary, down to a letter that is not ASCII, is left to
 * {@link FrameCodec#decode}, which alone says what is wrong with a frame.
 *
 * <p>One view is used for many frames, one after the other, and allocates nothing for any. For one thread.
 */
public final class FrameView implements HeaderSource {
    /** Longer headers are not ordinary. */
    private static final int MAX_HEADER_BYTES = 4096;

    static final int MAX_FIELDS = 32;

    /** How many different fields anybody asks for. */
    private static final int MAX_ASKED = 16;

    private static final int BINARY_FIXED_BYTES = 21;
    private static final int MAX_DIGITS = 18;
    private static final int FLAG_RESPONSE = 1;

    /** Which bytes an ordinary text goes on with: printable ASCII but for what ends or escapes. */
    private static final boolean[] IN_TEXT = new boolean[256];

    static {
        Arrays.fill(IN_TEXT, ' ', 0x7F, true);
        IN_TEXT['"'] = false;
        IN_TEXT['\\'] = false;
    }

    private static final VarHandle SHORT = byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle INT = byteArrayViewVarHandle(int[].class, BIG_ENDIAN);

    private @Nullable ByteBuf shown;
    private int shownIndex;
    private int shownLength;
    private byte[] header = new byte[512];
    private int at;
    private int end;

    private int code;
    private int opaque;
    private int flag;
    private final JsonShape shape = new JsonShape();
    private final BinaryShape binaryShape = new BinaryShape();
    private int opaqueFrom;
    private int opaqueTo;

    /** Of the header that the shape is of. */
    private int shapeCode;

    private int shapeFlag;
    private int shapeFieldCount;

    /** For each field where its name and its value begin and end. */
    private final int[] fields = new int[4 * MAX_FIELDS];

    private int fieldCount;

    /** Whether the fields are those of the header before, in the same order. */
    private boolean shaped;

    /** The encoding of the last header whose fields were learned; what was asked for is that of one encoding. */
    private int shapedType = -1;

    /** What was asked for in headers of this shape, in the order of asking, which is the same for each of them. */
    private final @Nullable String[] asked = new String[MAX_ASKED];

    /** Where each was, as {@link #find} tells it. */
    private final int[] foundAt = new int[MAX_ASKED];

    private int askedCount;

    /** What will likely be asked for next. */
    private int nextAsked;

    /**
     * Looks at a frame. Its bytes are only read again by {@link #decode}, so the view itself outlives them.
     *
     * @param index  as in {@link FrameCodec#decode}, as is {@code length}
     * @return whether it is an ordinary response. If not, this view shows nothing, and the frame is yet to be decoded.
     */
    public boolean show(ByteBuf in, int index, int length) {
        int word = in.getInt(index);
        int headerBytes = word & 0xFF_FFFF;
        if (headerBytes > MAX_HEADER_BYTES || length != FrameCodec.HEADER_WORD_BYTES + headerBytes) {
            // Long, or with a body, or malformed.
            return false;
        }
        if (header.length < headerBytes) {
            header = new byte[MAX_HEADER_BYTES];
        }
        in.getBytes(index + FrameCodec.HEADER_WORD_BYTES, header, 0, headerBytes);
        at = 0;
        end = headerBytes;
        fieldCount = 0;
        shaped = false;
        nextAsked = 0;
        int type = word >>> 24;
        boolean read = type == HeaderEncoding.JSON.typeByte()
                ? readJson()
                : type == HeaderEncoding.ROCKETMQ.typeByte() && readBinary();
        shown = in;
        shownIndex = index;
        shownLength = length;
        return read && (flag & FLAG_RESPONSE) != 0;
    }

    /** All of the frame, for those who want more than to look. Only while the bytes that were looked at are there. */
    public Frame decode() {
        ByteBuf bytes = shown;
        if (bytes == null) {
            throw new IllegalStateException("no frame has been shown");
        }
        return FrameCodec.decode(bytes, shownIndex, shownLength);
    }

    @Override
    public int code() {
        return code;
    }

    @Override
    public String codeName() {
        return ResponseCode.nameOf(code);
    }

    /** The number that ties the response to its request. */
    public int opaque() {
        return opaque;
    }

    @Override
    public @Nullable String field(String name) {
        int field = find(name);
        return field < 0 ? null : text(field);
    }

    @Override
    public @Nullable String field(String name, String likely) {
        int field = find(name);
        if (field < 0) {
            return null;
        }
        return is(fields[field + 2], fields[field + 3], likely) ? likely : text(field);
    }

    @Override
    public long digits(String name) {
        int field = find(name);
        if (field < 0) {
            return NOT_DIGITS;
        }
        int from = fields[field + 2];
        int to = fields[field + 3];
        if (to - from > MAX_DIGITS) {
            return NOT_DIGITS;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = header[i] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_DIGITS;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    private String text(int field) {
        int from = fields[field + 2];
        return new String(header, from, fields[field + 3] - from, UTF_8);
    }

    /** The place of the last field with this name, since later duplicates win; -1 if there is none or it is empty. */
    @SuppressWarnings(
            "ReferenceEquality") // Names are constants; another object with the same letters is looked for anew.
    private int find(String name) {
        if (!shaped) {
            return look(name);
        }
        if (nextAsked < askedCount && asked[nextAsked] == name) {
            return foundAt[nextAsked++];
        }
        int found = look(name);
        if (nextAsked == askedCount && askedCount < MAX_ASKED) {
            asked[askedCount] = name;
            foundAt[askedCount++] = found;
            nextAsked++;
        }
        return found;
    }

    private int look(String name) {
        for (int field = 4 * (fieldCount - 1); field >= 0; field -= 4) {
            if (is(fields[field], fields[field + 1], name)) {
                return fields[field + 3] > fields[field + 2] ? field : -1;
            }
        }
        return -1;
    }

    private boolean is(int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        byte[] bytes = header;
        for (int i = from; i < to; i++) {
            if (bytes[i] != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** From now on what is asked for is looked up where it was, until a header has other fields or the other encoding. */
    private void follow(HeaderEncoding encoding, boolean anew) {
        shaped = true;
        if (anew || shapedType != encoding.typeByte()) {
            askedCount = 0;
            shapedType = encoding.typeByte();
        }
    }

    private boolean addField(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (fieldCount == MAX_FIELDS) {
            return false;
        }
        int field = 4 * fieldCount++;
        fields[field] = nameFrom;
        fields[field + 1] = nameTo;
        fields[field + 2] = valueFrom;
        fields[field + 3] = valueTo;
        return true;
    }

    // The binary encoding, see BinaryHeader.

    private boolean readBinary() {
        if (end < BINARY_FIXED_BYTES) {
            return false;
        }
        code = readShort(0);
        opaque = readInt(5);
        flag = readInt(9);
        int remarkBytes = readInt(13);
        int blockBytes = readInt(17);
        if (remarkBytes != 0 || blockBytes < 0 || blockBytes > end - BINARY_FIXED_BYTES) {
            return false;
        }
        at = BINARY_FIXED_BYTES;
        end = at + blockBytes;
        if (binaryShape.isLike(header, at, end, fields)) {
            fieldCount = binaryShape.fieldCount();
            follow(HeaderEncoding.ROCKETMQ, false);
            return true;
        }
        boolean noneEmpty = true;
        while (at < end) {
            if (!readBinaryField()) {
                return false;
            }
            int last = 4 * (fieldCount - 1);
            noneEmpty &= fields[last + 3] > fields[last + 2];
        }
        if (noneEmpty) {
            binaryShape.learn(header, fields, fieldCount);
            follow(HeaderEncoding.ROCKETMQ, true);
        }
        return true;
    }

    private boolean readBinaryField() {
        if (end - at < 2) {
            return false;
        }
        int nameFrom = at + 2;
        int nameBytes = readShort(at);
        if (nameBytes <= 0 || nameBytes > end - nameFrom - 4) {
            return false;
        }
        int valueFrom = nameFrom + nameBytes + 4;
        int valueBytes = readInt(valueFrom - 4);
        if (valueBytes < 0 || valueBytes > end - valueFrom) {
            return false;
        }
        at = valueFrom + valueBytes;
        return addField(nameFrom, nameFrom + nameBytes, valueFrom, at);
    }

    private int readShort(int index) {
        return (short) SHORT.get(header, index);
    }

    private int readInt(int index) {
        return readInt(header, index);
    }

    static int readInt(byte[] bytes, int index) {
        return (int) INT.get(bytes, index);
    }

    // The JSON encoding, see JsonHeader: an object without white space, escapes and surprises.

    private boolean readJson() {
        if (shape.isLike(header, end, fields)) {
            code = shapeCode;
            flag = shapeFlag;
            fieldCount = shapeFieldCount;
            opaque = shape.opaque();
            follow(HeaderEncoding.JSON, false);
            return true;
        }
        if (!readJsonObject()) {
            return false;
        }
        shape.learn(header, end, fields, fieldCount, opaqueFrom, opaqueTo);
        shapeCode = code;
        shapeFlag = flag;
        shapeFieldCount = fieldCount;
        follow(HeaderEncoding.JSON, true);
        return true;
    }

    private boolean readJsonObject() {
        code = Integer.MIN_VALUE;
        opaque = 0;
        opaqueFrom = 0;
        opaqueTo = 0;
        flag = 0;
        if (!take('{')) {
            return false;
        }
        do {
            if (!readJsonField()) {
                return false;
            }
        } while (take(','));
        return take('}') && at == end && code != Integer.MIN_VALUE;
    }

    private boolean readJsonField() {
        int nameFrom = at + 1;
        if (!skipText() || !take(':')) {
            return false;
        }
        int nameTo = at - 2;
        if (is(nameFrom, nameTo, "extFields")) {
            return readJsonExtFields();
        }
        if (is(nameFrom, nameTo, "language") || is(nameFrom, nameTo, "serializeTypeCurrentRPC")) {
            return skipText();
        }
        int numberFrom = at;
        long number = readNumber();
        if (at == numberFrom || number != (int) number) {
            return false;
        }
        if (is(nameFrom, nameTo, "code")) {
            code = (int) number;
        } else if (is(nameFrom, nameTo, "flag")) {
            flag = (int) number;
        } else if (is(nameFrom, nameTo, "opaque")) {
            opaque = (int) number;
            opaqueFrom = numberFrom;
            opaqueTo = at;
        } else {
            // Anything else than the version may be anything else than a number.
            return is(nameFrom, nameTo, "version");
        }
        return true;
    }

    private boolean readJsonExtFields() {
        if (!take('{')) {
            return false;
        }
        do {
            int nameFrom = at + 1;
            if (!skipText() || !take(':')) {
                return false;
            }
            int nameTo = at - 2;
            int valueFrom = at + 1;
            // An empty text is a value in this encoding and none in the other, so it is not ordinary.
            if (!skipText() || at - 1 == valueFrom || nameTo == nameFrom) {
                return false;
            }
            if (!addField(nameFrom, nameTo, valueFrom, at - 1)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    private boolean take(char wanted) {
        if (at < end && header[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** Skips a text of printable ASCII without escapes, quotes included. */
    private boolean skipText() {
        if (!take('"')) {
            return false;
        }
        int textEnd = endOfText(header, at, end);
        at = textEnd + 1;
        return textEnd < end && header[textEnd] == '"';
    }

    /** Where what goes on with an ordinary text ends. */
    static int endOfText(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && IN_TEXT[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    /** Reads a whole number of up to 10 digits, without leading zeros; moves on only if there is one. */
    private long readNumber() {
        int from = at;
        boolean negative = take('-');
        int digitsFrom = at;
        long value = 0;
        byte[] bytes = header;
        int to = Math.min(end, digitsFrom + 11);
        int i = digitsFrom;
        for (int digit; i < to && (digit = bytes[i] - '0') >= 0 && digit <= 9; i++) {
            value = 10 * value + digit;
        }
        at = i;
        int digits = i - digitsFrom;
        boolean leadingZero = digits > 1 && header[digitsFrom] == '0';
        boolean goesOn = at < end && header[at] != ',' && header[at] != '}';
        if (digits == 0 || digits > 10 || leadingZero || goesOn) {
            at = from;
        }
        return negative ? -value : value;
    }
}
