// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** What becomes of a send that would exceed what may be in flight. */
public enum WhenFull {
    /**
     * The calling thread waits for room, at most until the send's timeout, also in sends that otherwise return at once. A
     * thread of the producer's own, such as one in a callback, is refused instead: it would wait for itself.
     */
    WAIT,
    /** Refused at once with {@link TooManyInFlightException}. */
    REFUSE
}
