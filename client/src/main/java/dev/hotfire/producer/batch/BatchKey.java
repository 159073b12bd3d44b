// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import dev.hotfire.producer.MessageQueue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What messages must share to wait for each other (B-ACCUM-06).
 *
 * @param topic       as its user knows it
 * @param queue       the queue that the caller chose, or null if it did not
 * @param waitStoreOk the property WAIT
 * @param tags        the property TAGS, or null without one
 * @param async       whether callers don't wait: such sends may be retried by other rules
 */
public record BatchKey(
        String topic,
        @Nullable MessageQueue queue,
        String waitStoreOk,
        @Nullable String tags,
        boolean async) {
    /** Whether it is the one with these parts. */
    public boolean isOf(
            String itsTopic,
            @Nullable MessageQueue itsQueue,
            String itsWaitStoreOk,
            @Nullable String itsTags,
            boolean isAsync) {
        return async == isAsync
                && topic.equals(itsTopic)
                && waitStoreOk.equals(itsWaitStoreOk)
                && Objects.equals(tags, itsTags)
                && Objects.equals(queue, itsQueue);
    }
}
