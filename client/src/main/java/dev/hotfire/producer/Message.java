// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.message.PropertyNames;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to send. Immutable, so it can be sent from many threads and more than once.
 *
 * <p>The body is not copied: it must not be changed until the {@code send} call has returned. From then on the producer
 * works on a copy of its own, so that a retry sends the same bytes.
 */
public final class Message {
    private final String topic;
    private final byte[] body;
    private final int flag;
    private final Map<String, String> properties;

    private Message(Builder builder) {
        this.topic = builder.topic;
        this.body = builder.body;
        this.flag = builder.flag;
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(builder.properties));
    }

    /** A message with nothing but a body. */
    public static Message of(String topic, byte[] body) {
        return builder(topic).body(body).build();
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

    /** The body itself, not a copy; may be empty. */
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

        /** The content; empty by default, which consumers receive as no bytes. */
        public Builder body(byte[] newBody) {
            this.body = requireNonNull(newBody, "body");
            return this;
        }

        /** The tag that consumers filter by. */
        public Builder tags(String tags) {
            return system(PropertyNames.TAGS, tags);
        }

        /** Keys that the message can be looked up by. */
        public Builder keys(String... keys) {
            return system(PropertyNames.KEYS, String.join(" ", keys));
        }

        /** As {@link #keys(String...)}. */
        public Builder keys(Collection<String> keys) {
            return system(PropertyNames.KEYS, String.join(" ", keys));
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
         * A property of the user's own.
         *
         * @throws IllegalArgumentException if the name or value is blank, the name belongs to the system (B-VALID-06), or
         *     either has a character that the wire uses as a separator (W-12)
         */
        public Builder property(String name, String value) {
            if (PropertyNames.isSystem(name)) {
                throw new IllegalArgumentException(
                        "property: '" + name + "' (expected: a name that the system does not use itself)");
            }
            return system(name, value);
        }

        /**
         * A property of any name, for those who know what the system does with it.
         *
         * @throws IllegalArgumentException if the name or value is blank or has a separator character (W-12)
         */
        public Builder system(String name, String value) {
            requireText("property name", name, name);
            requireText("property " + name, name, value);
            properties.put(name, value);
            return this;
        }

        public Message build() {
            return new Message(this);
        }

        @SuppressWarnings("ConstantValue") // A caller without null analysis may pass null.
        private static void requireText(String what, String name, String text) {
            if (text == null || text.isBlank()) {
                throw new IllegalArgumentException(what + ": '" + text + "' (expected: text that is not blank)");
            }
            if (text.indexOf(1) >= 0 || text.indexOf(2) >= 0) {
                throw new IllegalArgumentException(
                        "property: '" + name.replace('\u0001', '?').replace('\u0002', '?')
                                + "' (expected: no character U+0001 or U+0002, which separate properties on the wire)");
            }
        }
    }
}
