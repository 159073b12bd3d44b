// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a broker gives for a timer message, and takes to drop it before its time (W-16.3). As text, URL-safe Base64 of
 * {@code v1 <topic> <brokerName> <timestamp> <messageId>}.
 *
 * @param topic      without blanks
 * @param brokerName without blanks
 * @param timestamp  when the message is delivered, plus one: ms since the epoch
 * @param messageId  the message's UNIQ_KEY, without blanks
 */
public record RecallHandle(String topic, String brokerName, long timestamp, String messageId) {
    private static final String VERSION = "v1";

    public RecallHandle {
        requireWord("topic", topic);
        requireWord("brokerName", brokerName);
        requireWord("messageId", messageId);
    }

    /**
     * Reads a handle.
     *
     * @throws MalformedIdException when the text is no handle of version 1
     */
    public static RecallHandle decode(String handle) {
        String plain;
        try {
            plain = new String(Base64.getUrlDecoder().decode(handle), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(handle, "URL-safe Base64");
        }
        String[] words = plain.split(" ", -1);
        if (words.length != 5 || !words[0].equals(VERSION)) {
            throw malformed(handle, "v1 and four more words");
        }
        try {
            return new RecallHandle(words[1], words[2], Long.parseLong(words[3]), words[4]);
        } catch (IllegalArgumentException e) {
            throw malformed(handle, "no empty word and a number for a timestamp");
        }
    }

    /** The handle as it travels. */
    public String encode() {
        String plain = String.join(" ", VERSION, topic, brokerName, Long.toString(timestamp), messageId);
        return Base64.getUrlEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireWord(String name, String word) {
        requireNonNull(word, name);
        if (word.isEmpty() || word.indexOf(' ') >= 0) {
            throw new IllegalArgumentException(name + ": \"" + word + "\" (expected: not empty, no blanks)");
        }
    }

    private static MalformedIdException malformed(String handle, String expectation) {
        String shown = handle.length() > 128 ? handle.substring(0, 128) + "..." : handle;
        return new MalformedIdException("recall handle: " + shown + " (expected: " + expectation + ")");
    }
}
