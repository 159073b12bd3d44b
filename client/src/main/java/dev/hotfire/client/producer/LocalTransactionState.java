// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

/** How a local transaction ended, and so what becomes of its half message. */
public enum LocalTransactionState {
    /** Consumers get the message. */
    COMMIT_MESSAGE,
    /** Nobody gets it. */
    ROLLBACK_MESSAGE,
    /** Not known yet: the broker asks again later. */
    UNKNOW
}
