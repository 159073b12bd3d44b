// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The properties string (W-12): for every property its name, 0x01, its value, 0x02. Nothing is escaped, and the order
 * means nothing.
 */
public final class MessageProperties {
    public static final char NAME_VALUE_SEPARATOR = 1;
    public static final char PROPERTY_SEPARATOR = 2;

    /** The most bytes that a broker takes, and that the 16 bit length in a batch or a stored message can say. */
    public static final int MAX_BYTES = Short.MAX_VALUE;

    private MessageProperties() {}

    /**
     * Makes sure that a property comes back as it went. Producers ask this before anything is sent.
     *
     * <p>Stricter than {@link #encode}: a value with 0x01 in it survives the official reader, but not every other.
     *
     * @throws IllegalArgumentException when the name is empty, or a separator is in name or value
     */
    public static void requireValid(String name, String value) {
        requireName(name);
        if (value.indexOf(NAME_VALUE_SEPARATOR) >= 0) {
            throw new IllegalArgumentException("property " + name + ": 0x01 in its value (expected: none)");
        }
        requireValue(name, value);
    }

    /**
     * The string for these properties, in the map's order. Null values are left out. Empty ones are written, though
     * readers drop them.
     *
     * @throws IllegalArgumentException when a name or value would be read as something else
     */
    public static String encode(Map<String, ? extends @Nullable String> properties) {
        StringBuilder text = new StringBuilder(32 * properties.size());
        for (Map.Entry<String, ? extends @Nullable String> property : properties.entrySet()) {
            String name = property.getKey();
            String value = property.getValue();
            if (value != null) {
                requireName(name);
                requireValue(name, value);
                text.append(name).append(NAME_VALUE_SEPARATOR).append(value).append(PROPERTY_SEPARATOR);
            }
        }
        return text.toString();
    }

    /** As {@link #encode}, in UTF-8. The length is not checked. */
    public static byte[] encodeBytes(Map<String, ? extends @Nullable String> properties) {
        return encode(properties).getBytes(StandardCharsets.UTF_8);
    }

    /** How many bytes {@link #encodeBytes} makes of these properties; a sum that fits no array can come out of it. */
    public static long bytes(Map<String, String> properties) {
        if (properties instanceof FixedProperties fixed) {
            return fixed.bytes();
        }
        long bytes = 0;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            bytes += utf8Bytes(property.getKey());
            bytes += utf8Bytes(property.getValue());
            bytes += 2;
        }
        return bytes;
    }

    static int utf8Bytes(String text) {
        return ByteBufUtil.utf8Bytes(text);
    }

    /**
     * The properties in a string, in its order; later duplicates win. Never fails: what is no property is skipped, as
     * the official reader skips it. Null, as a header has it without properties, is none.
     */
    public static Map<String, String> decode(@Nullable String text) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (text != null) {
            read(text, properties::put);
        }
        return properties;
    }

    /** As {@link #decode(String)}: what it puts into its map, one by one. */
    static void read(String text, BiConsumer<String, String> properties) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(PROPERTY_SEPARATOR, start);
            if (end < 0) {
                end = text.length();
            }
            // Only within the record: a record without a separator is skipped even if a later one has it. Looked for
            // by hand, since indexOf would search the whole rest for every record that has none.
            int separator = start;
            while (separator < end && text.charAt(separator) != NAME_VALUE_SEPARATOR) {
                separator++;
            }
            if (separator > start && separator < end - 1) {
                properties.accept(text.substring(start, separator), text.substring(separator + 1, end));
            }
            start = end + 1;
        }
    }

    /** As {@link #decode(String)}, from UTF-8. */
    public static Map<String, String> decode(byte[] utf8) {
        return decode(new String(utf8, StandardCharsets.UTF_8));
    }

    private static void requireName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("property name: \"\" (expected: not empty)");
        }
        if (name.indexOf(NAME_VALUE_SEPARATOR) >= 0 || name.indexOf(PROPERTY_SEPARATOR) >= 0) {
            throw new IllegalArgumentException("property name: " + visible(name) + " (expected: no 0x01 or 0x02)");
        }
    }

    private static void requireValue(String name, String value) {
        if (value.indexOf(PROPERTY_SEPARATOR) >= 0) {
            throw new IllegalArgumentException("property " + name + ": 0x02 in its value (expected: none)");
        }
    }

    private static String visible(String text) {
        return text.replace("\u0001", "<0x01>").replace("\u0002", "<0x02>");
    }
}
