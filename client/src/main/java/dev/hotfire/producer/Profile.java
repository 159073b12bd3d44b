// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** Whose decisions a producer makes: about attempts, their time, the answers that are retried, and brokers to avoid. */
public enum Profile {
    /**
     * The best we know. All kinds of sends follow the same rules: an attempt has an even share of the time that is left,
     * answers that another broker may not give are retried, and brokers that failed are avoided for a while.
     */
    DEFAULT,
    /**
     * Those of the official client, 5.5.0, for whoever depends on them or compares. An attempt has all the time that is
     * left (B-RETRY-04), asynchronous sends retry no answer and no silence (B-ASYNC-06, -07), and brokers are avoided only
     * if {@link ProducerConfig#isolation()} says so, by the official table (B-FAULT-01 to -12). What is plainly a defect
     * and decides nothing is not imitated.
     */
    COMPATIBLE
}
