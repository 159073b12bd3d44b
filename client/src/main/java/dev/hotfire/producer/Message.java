// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to send. Immutable, so it can be sent from many threads and more than once.
 *
 * <p>The body is not copied: it must not be changed until the {@code send} call has returned. From then on the producer
 * works on a copy of its own, so that a retry sends the same bytes.
 */
public final class Message {
    /** What says that a message is to be delivered later: a level, or one of three times (W-12). */
    private static final List<String> DELAYS = List.of(
            PropertyNames.DELAY,
            PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    private final String topic;
    private final byte[] body;
    private final int flag;
    private final Map<String, String> properties;

    private Message(String topic, byte[] body, int flag, Map<String, String> properties) {
        this.topic = topic;
        this.body = body;
        this.flag = flag;
        // Most messages have none.
        this.properties = properties.isEmpty()
                ? Collections.emptyMap()
                : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /**
     * A message with nothing but a body.
     *
     * @throws IllegalArgumentException as {@link #builder} and {@link Builder#build}
     */
    public static Message of(String topic, byte[] body) {
        return of(TopicNames.requireSendable(topic), requireBody(body), 0, Map.of());
    }

    private static Message of(String topic, byte[] body, int flag, Map<String, String> properties) {
        if (body.length == 0) {
            throw new IllegalArgumentException("body: 0 bytes (expected: at least one)");
        }
        return new Message(topic, body, flag, properties);
    }

    @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
    private static byte[] requireBody(byte[] body) {
        if (body == null) {
            throw new IllegalArgumentException("body: null (expected: bytes)");
        }
        return body;
    }

    /**
     * Begins a message.
     *
     * @throws IllegalArgumentException if the topic's name is not legal, or only brokers may write to it
     */
    public static Builder builder(String topic) {
        return new Builder(TopicNames.requireSendable(topic));
    }

    public String topic() {
        return topic;
    }

    /** The body itself, not a copy; at least one byte. */
    public byte[] body() {
        return body;
    }

    /** The user's own number, which brokers carry along. */
    public int flag() {
        return flag;
    }

    /** All properties, in the order in which they were set; unmodifiable. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The value of a property, or null. */
    public @Nullable String property(String name) {
        return properties.get(name);
    }

    /**
     * The property that has this message delivered later than it is stored: a delay level, a delay, or a time. Null if it
     * is delivered at once, which is also what a zero says.
     */
    public @Nullable String delayProperty() {
        for (String delay : DELAYS) {
            String value = properties.get(delay);
            if (value != null && !value.isEmpty() && !value.equals("0")) {
                return delay;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "Message[" + topic + ", " + body.length + " bytes, " + properties + "]";
    }

    /** Collects what makes a message. */
    public static final class Builder {
        private final String topic;
        private final Map<String, String> properties = new LinkedHashMap<>();
        private byte[] body = {};
        private int flag;

        private Builder(String topic) {
            this.topic = topic;
        }

        /** The content: at least one byte, which {@link #build} checks. */
        public Builder body(byte[] newBody) {
            this.body = requireBody(newBody);
            return this;
        }

        /** The tag that consumers filter by; null or empty for none (B-VALID-07). */
        public Builder tags(@Nullable String tags) {
            return optional(PropertyNames.TAGS, tags);
        }

        /**
         * Keys that the message can be looked up by. They travel as one text with a blank between them, so a key with a
         * blank in it is two; none at all, or only empty ones, are no property (B-VALID-07).
         */
        public Builder keys(String... keys) {
            return keys(Arrays.asList(keys));
        }

        /** As {@link #keys(String...)}. */
        public Builder keys(Collection<String> keys) {
            return optional(PropertyNames.KEYS, joined(keys));
        }

        @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
        private static String joined(Collection<String> keys) {
            for (String key : keys) {
                if (key == null) {
                    throw new IllegalArgumentException("key: null (expected: text)");
                }
            }
            String text = String.join(" ", keys);
            return text.isBlank() ? "" : text;
        }

        /** The user's own number. */
        public Builder flag(int newFlag) {
            this.flag = newFlag;
            return this;
        }

        /** Whether the broker answers only once the message is as durable as it is configured to; true by default. */
        public Builder waitStoreOk(boolean wait) {
            return system(PropertyNames.WAIT, Boolean.toString(wait));
        }

        /**
         * Has consumers get the message after the time that the broker has for this level: by default 1 s, 5 s, 10 s, 30 s,
         * 1 to 10 min, 20 min, 30 min, 1 h, 2 h for 1 to 18. Brokers take a level beyond their last for the last. Replaces
         * any other delay.
         *
         * @param level 0 for no delay, or more
         */
        public Builder delayLevel(int level) {
            if (level < 0) {
                throw new IllegalArgumentException("delayLevel: " + level + " (expected: >= 0)");
            }
            return delay(PropertyNames.DELAY, level);
        }

        /**
         * Has consumers get the message so much later than the broker has stored it. Brokers bound this, by default to 3
         * days, and refuse more. Replaces any other delay.
         *
         * @param delay not negative; fractions of a millisecond are dropped
         */
        public Builder deliverAfter(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("deliverAfter: " + delay + " (expected: not negative)");
            }
            return delay(PropertyNames.TIMER_DELAY_MS, delay.toMillis());
        }

        /**
         * Has consumers get the message at this time by the broker's clock, or at once if that is over. Brokers bound this,
         * by default to 3 days ahead, and refuse more. Replaces any other delay.
         *
         * @param time fractions of a millisecond are dropped
         */
        public Builder deliverAt(Instant time) {
            if (time.toEpochMilli() < 0) {
                throw new IllegalArgumentException("deliverAt: " + time + " (expected: 1970 or later)");
            }
            return delay(PropertyNames.TIMER_DELIVER_MS, time.toEpochMilli());
        }

        private Builder delay(String name, long value) {
            DELAYS.forEach(properties::remove);
            return system(name, Long.toString(value));
        }

        /**
         * How urgent the message is among others, for topics that know priorities (brokers from 5.5 on).
         *
         * @param priority 0 or more
         */
        public Builder priority(int priority) {
            if (priority < 0) {
                throw new IllegalArgumentException("priority: " + priority + " (expected: >= 0)");
            }
            return system(PropertyNames.PRIORITY, Integer.toString(priority));
        }

        /** Whose message this is, for those who use that; null or empty for nobody. */
        public Builder buyerId(@Nullable String buyerId) {
            return optional(PropertyNames.BUYER_ID, buyerId);
        }

        /**
         * A property of the user's own.
         *
         * @throws IllegalArgumentException if the name or value is blank, the name belongs to the system (B-VALID-06), or
         *     either has a character that the wire uses as a separator (W-12)
         */
        public Builder property(String name, String value) {
            requireText("property name", name);
            requireText("property " + visible(name), value);
            if (PropertyNames.isSystem(name)) {
                throw new IllegalArgumentException(
                        "property: '" + name + "' (expected: a name that the system does not use itself)");
            }
            return system(name, value);
        }

        /**
         * A property of any name, for those who know what the system does with it. An empty value is written, though readers
         * take it for no property (W-12).
         *
         * @throws IllegalArgumentException if the name is empty, the name or value is null, or either has a separator
         *     character (W-12; the official client lets it corrupt all properties: hazard of B-VALID-05)
         */
        public Builder system(String name, String value) {
            requireWritable(name, name);
            requireWritable(name, value);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("property name: '' (expected: not empty)");
            }
            properties.put(name, value);
            return this;
        }

        /**
         * All properties of a map, each as by {@link #system}, in the map's order. Null values are left out, as the official
         * client does when it sends. For whoever has a whole message in another form.
         */
        public Builder systemAll(Map<String, ? extends @Nullable String> all) {
            all.forEach((name, value) -> {
                if (value != null) {
                    system(name, value);
                }
            });
            return this;
        }

        private Builder optional(String name, @Nullable String value) {
            if (value == null || value.isEmpty()) {
                properties.remove(name);
                return this;
            }
            return system(name, value);
        }

        /**
         * The message.
         *
         * @throws IllegalArgumentException if it has no body: brokers would fail on it (B-VALID-01)
         */
        public Message build() {
            return of(topic, body, flag, properties);
        }

        @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
        private static void requireText(String what, String text) {
            if (text == null || text.isBlank()) {
                throw new IllegalArgumentException(what + ": '" + text + "' (expected: text that is not blank)");
            }
        }

        @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
        private static void requireWritable(String name, String text) {
            if (text == null) {
                throw new IllegalArgumentException("property " + name + ": null (expected: text)");
            }
            if (text.indexOf(MessageProperties.NAME_VALUE_SEPARATOR) >= 0
                    || text.indexOf(MessageProperties.PROPERTY_SEPARATOR) >= 0) {
                throw new IllegalArgumentException("property: '" + visible(name)
                        + "' (expected: no character U+0001 or U+0002, which separate properties on the wire)");
            }
        }

        @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
        private static String visible(String name) {
            return name == null ? "null" : name.replace('\u0001', '?').replace('\u0002', '?');
        }
    }
}
