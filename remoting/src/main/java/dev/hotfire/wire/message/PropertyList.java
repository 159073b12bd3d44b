// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one message in the order of writing: a map for the handful of entries that messages have, in one array.
 * Takes a quarter of a hash map's memory, and looks names up one by one. Grows, and never shrinks. For one thread, or for
 * all once it is not changed any more.
 */
public final class PropertyList extends AbstractMap<String, String> {
    private String[] pairs;
    private int size;

    /**
     * A copy.
     *
     * @param room how many properties more there will likely be
     */
    public PropertyList(Map<String, String> properties, int room) {
        pairs = new String[2 * (properties.size() + room)];
        properties.forEach(this::append);
    }

    private void append(String name, String value) {
        if (2 * size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length + 2);
        }
        pairs[2 * size] = requireNonNull(name, "name");
        pairs[2 * size + 1] = requireNonNull(value, "value");
        size++;
    }

    private int indexOf(@Nullable Object name) {
        for (int i = 0; i < size; i++) {
            if (pairs[2 * i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return size;
    }

    /** The name of the property that was added as the {@code index}th. */
    public String nameAt(int index) {
        return pairs[2 * index];
    }

    /** Its value. */
    public String valueAt(int index) {
        return pairs[2 * index + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : pairs[2 * index + 1];
    }

    @Override
    public @Nullable String put(String name, String value) {
        int index = indexOf(name);
        if (index < 0) {
            append(name, value);
            return null;
        }
        String before = pairs[2 * index + 1];
        pairs[2 * index + 1] = requireNonNull(value, "value");
        return before;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < size; i++) {
            action.accept(pairs[2 * i], pairs[2 * i + 1]);
        }
    }

    /** What {@link #bytes} can't be more than, without a look at the texts. */
    public long mostBytes() {
        long characters = 0;
        for (int i = 0; i < 2 * size; i++) {
            characters += pairs[i].length();
        }
        return 3 * characters + 2L * size;
    }

    /** As {@link MessageProperties#bytes}. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < 2 * size; i++) {
            bytes += 1 + ByteBufUtil.utf8Bytes(pairs[i]);
        }
        return bytes;
    }

    /** Writes the properties string (W-12) in UTF-8, {@link #bytes} of them. */
    public void writeTo(ByteBuffer out) {
        for (int i = 0; i < size; i++) {
            write(pairs[2 * i], out);
            out.put((byte) MessageProperties.NAME_VALUE_SEPARATOR);
            write(pairs[2 * i + 1], out);
            out.put((byte) MessageProperties.PROPERTY_SEPARATOR);
        }
    }

    private static void write(String text, ByteBuffer out) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                out.put(text.substring(i).getBytes(StandardCharsets.UTF_8));
                return;
            }
            out.put((byte) character);
        }
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, String>> {
        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Map.Entry<String, String> next() {
                    if (next == size) {
                        throw new NoSuchElementException();
                    }
                    int index = 2 * next++;
                    return new SimpleImmutableEntry<>(pairs[index], pairs[index + 1]);
                }
            };
        }
    }
}
