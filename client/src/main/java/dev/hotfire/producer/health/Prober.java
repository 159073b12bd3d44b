// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

/** Finds out whether a broker is there, without a message. Confined to the loop. */
public interface Prober {
    /**
     * Asks a broker for a sign of life.
     *
     * @param onAnswer  called if it gives one in time, at most once
     * @return false if nobody knows where the broker is, so that it need not be asked again
     */
    boolean probe(String brokerName, long timeoutNanos, Runnable onAnswer);
}
