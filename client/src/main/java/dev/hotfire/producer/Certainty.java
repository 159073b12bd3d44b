// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** What a failed send lets its caller conclude. The two are never merged. */
public enum Certainty {
    /** No copy exists, and none will appear. Sending again can't duplicate. */
    NOT_STORED,
    /** A copy may exist. Sending again may store the message twice. */
    UNKNOWN
}
