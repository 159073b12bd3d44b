// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a batch send (W-14): its messages one after the other, each with its own flag, body and properties. Never
 * compressed.
 *
 * <pre>
 * i32  size of the element, this field included
 * i32  0, where a stored message has its magic number
 * i32  0, where a stored message has its body's CRC
 * i32  flag
 * i32  body length, then the body
 * i16  properties length, then the properties string
 * </pre>
 */
public final class BatchBody {
    /** What an element takes beside its body and properties. */
    public static final int FIXED_BYTES = 22;

    private BatchBody() {}

    /**
     * One message of a batch. The body is not copied.
     *
     * @param flag       the user's flag
     * @param properties unmodifiable
     */
    @SuppressWarnings("ArrayRecordComponent") // bodies are not copied on the way to the wire; equality is by content
    public record Element(int flag, byte[] body, Map<String, String> properties) {
        public Element {
            requireNonNull(body, "body");
            properties = FixedProperties.copyOf(properties);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Element that
                    && flag == that.flag
                    && Arrays.equals(body, that.body)
                    && properties.equals(that.properties);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * flag + Arrays.hashCode(body)) + properties.hashCode();
        }

        @Override
        public String toString() {
            return "Element[flag=" + flag + ", body=" + body.length + " bytes, properties=" + properties + "]";
        }
    }

    /** The bytes that a message with so long a body and properties string takes in a batch. */
    public static int elementBytes(int bodyBytes, int propertiesBytes) {
        return Math.addExact(FIXED_BYTES, Math.addExact(bodyBytes, propertiesBytes));
    }

    /**
     * The body of a batch of these messages.
     *
     * @throws IllegalArgumentException when one has more than {@link MessageProperties#MAX_BYTES} of properties, which
     *     the official encoder cuts off and so makes the whole batch unreadable; or when their sum is beyond an array
     */
    public static byte[] encode(List<Element> elements) {
        List<byte[]> properties = new ArrayList<>(elements.size());
        long total = 0;
        for (Element element : elements) {
            byte[] text = MessageProperties.encodeBytes(element.properties);
            if (text.length > MessageProperties.MAX_BYTES) {
                throw new IllegalArgumentException("properties of " + text.length + " bytes (expected: at most "
                        + MessageProperties.MAX_BYTES + ")");
            }
            properties.add(text);
            total += FIXED_BYTES + (long) element.body.length + text.length;
        }
        if (total > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "batch of " + total + " bytes (expected: at most " + Integer.MAX_VALUE + ")");
        }
        ByteBuffer out = ByteBuffer.allocate((int) total);
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            byte[] text = properties.get(i);
            out.putInt(elementBytes(element.body.length, text.length));
            out.putInt(0).putInt(0).putInt(element.flag);
            out.putInt(element.body.length).put(element.body);
            out.putShort((short) text.length).put(text);
        }
        return out.array();
    }

    /**
     * Writes one message of a batch, in {@link #elementBytes} bytes.
     *
     * @param properties at most {@link MessageProperties#MAX_BYTES} bytes, which the caller has checked
     */
    public static void write(int flag, byte[] body, PropertyList properties, ByteBuffer out) {
        int begin = out.position();
        // The lengths stand before, and are known once all is written.
        write(flag, body, 0, out);
        int propertiesAt = out.position();
        properties.writeTo(out);
        out.putInt(begin, out.position() - begin);
        out.putShort(propertiesAt - Short.BYTES, (short) (out.position() - propertiesAt));
    }

    /**
     * Writes one message of a batch but for its properties string, which is to follow.
     *
     * @param propertiesBytes how long that is, at most {@link MessageProperties#MAX_BYTES}
     */
    public static void write(int flag, byte[] body, int propertiesBytes, ByteBuffer out) {
        out.putInt(elementBytes(body.length, propertiesBytes));
        out.putInt(0).putInt(0).putInt(flag);
        out.putInt(body.length).put(body);
        out.putShort((short) propertiesBytes);
    }

    /**
     * The messages of a batch.
     *
     * @throws MalformedMessageException when lengths contradict each other
     */
    public static List<Element> decode(byte[] body) {
        List<Element> elements = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.hasRemaining()) {
            elements.add(decodeElement(in, body));
        }
        return elements;
    }

    private static Element decodeElement(ByteBuffer in, byte[] all) {
        int start = in.position();
        Lengths.require("room for a batch element", FIXED_BYTES, in.remaining());
        int size = in.getInt();
        if (size < FIXED_BYTES || size > in.remaining() + 4) {
            throw new MalformedMessageException(
                    "batch element size: " + size + " (expected: " + FIXED_BYTES + " to " + (in.remaining() + 4) + ")");
        }
        in.getInt();
        in.getInt();
        int flag = in.getInt();
        byte[] body = Lengths.read("batch element body length", in, in.getInt(), size - FIXED_BYTES);
        int propertiesBytes = in.getShort();
        int left = size - FIXED_BYTES - body.length;
        Lengths.require("batch element properties length", propertiesBytes, Math.min(left, in.remaining()));
        int propertiesAt = in.position();
        in.position(propertiesAt + propertiesBytes);
        int read = in.position() - start;
        if (read != size) {
            throw new MalformedMessageException(
                    "batch element size: " + size + " (expected: " + read + ", the sum of its parts)");
        }
        // Read where they lie: a broker reads many of them.
        String properties = new String(all, propertiesAt, propertiesBytes, StandardCharsets.UTF_8);
        return new Element(flag, body, FixedProperties.decode(properties));
    }
}
