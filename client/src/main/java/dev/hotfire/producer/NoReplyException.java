// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request was stored, but no reply came in time, or none that can be read (B-REQREPLY-03, -06). Whether anybody
 * received it is not known; a reply that comes later is dropped.
 */
public final class NoReplyException extends SendException {
    /** The official client's code for this: REQUEST_TIMEOUT_EXCEPTION. No broker sends it. */
    public static final int CODE = 10_006;

    public NoReplyException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, @Nullable Throwable cause) {
        super(what, topic, attempts, elapsed, cause);
    }

    /** The request itself was stored. */
    @Override
    public Certainty certainty() {
        return Certainty.UNKNOWN;
    }
}
