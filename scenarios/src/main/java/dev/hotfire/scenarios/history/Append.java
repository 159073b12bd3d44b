// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One message in a broker's log: the truth.
 *
 * @param place     where
 * @param messageId the unique id that it carries, null if it carries none
 * @param sendId    the key that it carries, null if it carries none
 * @param bodyHash  a hash of its body, after decompression
 * @param bodyBytes the size of its body, after decompression
 */
public record Append(
        Place place, @Nullable String messageId, @Nullable String sendId, long bodyHash, int bodyBytes) {
    public Append {
        requireNonNull(place, "place");
    }
}
