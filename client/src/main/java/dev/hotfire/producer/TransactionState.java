// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** How a local transaction ended, which decides what becomes of its half message (W-16.1). */
public enum TransactionState {
    /** Consumers get the message. */
    COMMIT,
    /** Nobody ever gets it. */
    ROLLBACK,
    /** Not known yet: the broker keeps the half message and asks the group's {@link TransactionChecker} later. */
    UNKNOWN
}
