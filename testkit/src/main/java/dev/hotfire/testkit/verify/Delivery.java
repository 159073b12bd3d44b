// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message, as far as servers know.
 *
 * @param topic        where it was sent to
 * @param uniqueKey    the id that its producer gave it
 * @param key          its first key
 * @param attempts     how often it was sent, from the journal; 0 if the journal has forgotten that, or it is no send's
 * @param acknowledged whether an answer that says stored (0, 10, 11 or 12) was written to its producer
 * @param copies       those in its topic, in the order of brokers and logs
 * @param waiting      copies in other topics: half messages, delayed ones
 */
public record Delivery(
        String topic,
        String uniqueKey,
        @Nullable String key,
        int attempts,
        boolean acknowledged,
        List<ReceivedMessage> copies,
        int waiting) {
    public Delivery {
        requireNonNull(topic, "topic");
        requireNonNull(uniqueKey, "uniqueKey");
        copies = List.copyOf(copies);
    }

    /** Whether some log has it, in its topic or on its way there. */
    public boolean isStored() {
        return !copies.isEmpty() || waiting > 0;
    }

    /** Whether its producer was told that it is stored, and no log has it. */
    public boolean isLost() {
        return acknowledged && !isStored();
    }

    /** Whether consumers get it more than once. */
    public boolean isDuplicated() {
        return copies.size() > 1;
    }

    @Override
    public String toString() {
        return topic + " " + uniqueKey + (key == null ? "" : " (key " + key + ")") + ": " + attempts + " attempts, "
                + (acknowledged ? "acknowledged, " : "not acknowledged, ") + copies.size() + " copies"
                + (waiting == 0 ? "" : ", " + waiting + " waiting");
    }
}
