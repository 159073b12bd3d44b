// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** How durable the stored copy is. All but {@link #SEND_OK} say that it could be lost with its broker (W-6). */
public enum SendStatus {
    /** Stored as durably as the broker is configured to. */
    SEND_OK,
    /** Stored, but the flush to disk was not confirmed in time. */
    FLUSH_DISK_TIMEOUT,
    /** Stored on the master, but replication was not confirmed in time. */
    FLUSH_SLAVE_TIMEOUT,
    /** Stored on the master, and no slave is there to replicate to. */
    SLAVE_NOT_AVAILABLE
}
