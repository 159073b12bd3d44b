// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** Whether a producer avoids brokers that failed or were slow. */
public enum Isolation {
    /** Only a send's own retry avoids the broker it just failed on (B-SELECT-02, the official default). */
    OFF,
    /**
     * A broker that answered late or not at all is avoided for a time taken from {@link ProducerConfig#latencyTable()}
     * (B-FAULT-02, -03), as long as another one is left. Unlike the official table, an answer that only concerns the
     * message isolates nobody, and a broker that answers in time again is back at once. With {@link Profile#COMPATIBLE} it
     * is the official table, without these two.
     */
    TABLE,
    /**
     * A broker that is silent, fails, or takes far longer than its peers is avoided until single sends have shown that it is
     * well again, as long as another one is left. Attempts that take far longer than peers' answers are given up for another
     * broker, no sooner than after {@link ProducerConfig#patience()}; what was written then may have been stored, and the
     * next attempt may be a second copy. Retries have a budget. Not for {@link Profile#COMPATIBLE}.
     */
    ADAPTIVE
}
