// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one message, unmodifiable, in their order. Brokers keep many messages and read most of them never: this
 * takes a fraction of a hash map's time and memory, and passing it on costs nothing. Safe from any thread.
 */
final class FixedProperties extends AbstractMap<String, String> {
    /** Names are looked up one by one, so that this is for messages as they are, not for a stranger's 30,000 properties. */
    private static final int MOST = 24;

    /** Names and values by turns. */
    private final String[] pairs;

    /** 0 until somebody asks: that of none is 0, too. Set by any thread, to the same value. */
    private int bytes;

    private FixedProperties(String[] pairs) {
        this.pairs = pairs;
    }

    /** An unmodifiable copy, or the same if it is one already. */
    static Map<String, String> copyOf(Map<String, String> properties) {
        if (properties instanceof FixedProperties) {
            return properties;
        }
        if (properties.size() > MOST || hasNull(properties)) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
        String[] pairs = new String[2 * properties.size()];
        int next = 0;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            pairs[next++] = property.getKey();
            pairs[next++] = property.getValue();
        }
        return new FixedProperties(pairs);
    }

    /** Users' maps may have them, and writers leave them out. */
    private static boolean hasNull(Map<String, ? extends @Nullable String> properties) {
        for (Map.Entry<String, ? extends @Nullable String> property : properties.entrySet()) {
            if (property.getValue() == null) {
                return true;
            }
        }
        return false;
    }

    /** As {@link MessageProperties#decode(String)}, unmodifiable. */
    static Map<String, String> decode(String text) {
        Collected collected = new Collected();
        MessageProperties.read(text, collected);
        return collected.count > MOST
                ? Collections.unmodifiableMap(MessageProperties.decode(text))
                : new FixedProperties(Arrays.copyOf(collected.pairs, 2 * collected.count));
    }

    /** What was read; of more than there is room for, how many there are at least. */
    private static final class Collected implements BiConsumer<String, String> {
        private String[] pairs = new String[16];
        private int count;

        @Override
        public void accept(String name, String value) {
            if (count > MOST) {
                return;
            }
            for (int i = 0; i < count; i++) {
                if (pairs[2 * i].equals(name)) {
                    pairs[2 * i + 1] = value;
                    return;
                }
            }
            if (2 * count == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * pairs.length);
            }
            pairs[2 * count] = name;
            pairs[2 * count + 1] = value;
            count++;
        }
    }

    /** As {@link MessageProperties#bytes}. */
    long bytes() {
        int known = bytes;
        if (known > 0) {
            return known;
        }
        long sum = 0;
        for (String text : pairs) {
            sum += 1 + MessageProperties.utf8Bytes(text);
        }
        if (sum <= Integer.MAX_VALUE) {
            bytes = (int) sum;
        }
        return sum;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    private int indexOf(@Nullable Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : pairs[index + 1];
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new Entries(pairs);
    }

    private static final class Entries extends AbstractSet<Map.Entry<String, String>> {
        private final String[] pairs;

        Entries(String[] pairs) {
            this.pairs = pairs;
        }

        @Override
        public int size() {
            return pairs.length / 2;
        }

        @Override
        public Iterator<Map.Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < pairs.length;
                }

                @Override
                public Map.Entry<String, String> next() {
                    if (next == pairs.length) {
                        throw new NoSuchElementException();
                    }
                    Map.Entry<String, String> property = Map.entry(pairs[next], pairs[next + 1]);
                    next += 2;
                    return property;
                }
            };
        }
    }
}
