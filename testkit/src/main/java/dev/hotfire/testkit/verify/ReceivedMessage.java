// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message as a consumer would see it.
 *
 * @param brokerName where it is
 * @param message    with its body decompressed, if it can be
 */
public record ReceivedMessage(String brokerName, StoredMessage message) {
    private static final int MAX_PLAIN_BYTES = 64 << 20;

    public ReceivedMessage {
        requireNonNull(brokerName, "brokerName");
        requireNonNull(message, "message");
    }

    /** Makes one of what a broker has. */
    public static ReceivedMessage of(String brokerName, StoredMessage stored) {
        try {
            return new ReceivedMessage(brokerName, stored.decompressed(MAX_PLAIN_BYTES));
        } catch (CompressionException e) {
            return new ReceivedMessage(brokerName, stored);
        }
    }

    public String topic() {
        return message.topic();
    }

    public int queueId() {
        return message.queueId();
    }

    public long queueOffset() {
        return message.queueOffset();
    }

    /** Not copied. */
    public byte[] body() {
        return message.body();
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    /** A property, null if there is none of this name. */
    public @Nullable String property(String name) {
        return message.properties().get(name);
    }

    /** The tag, null if there is none. */
    public @Nullable String tag() {
        return property(PropertyNames.TAGS);
    }

    /** The keys, empty if there are none. */
    public List<String> keys() {
        String keys = property(PropertyNames.KEYS);
        return keys == null || keys.isBlank() ? List.of() : List.of(keys.trim().split(" +"));
    }

    /** The id that its producer gave it, the same in all copies; null if it has none. */
    public @Nullable String uniqueKey() {
        return property(PropertyNames.UNIQ_KEY);
    }

    @Override
    public String toString() {
        return topic() + " on " + brokerName + ", queue " + queueId() + ", offset " + queueOffset() + ", keys " + keys()
                + ", " + body().length + " bytes";
    }
}
