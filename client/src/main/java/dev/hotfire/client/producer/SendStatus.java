// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

/** How durable a stored message is (W-6). All but {@link #SEND_OK} say that it could be lost with its broker. */
public enum SendStatus {
    /** As durable as the broker is configured to make it. */
    SEND_OK,
    /** Stored, but not flushed to disk in time. */
    FLUSH_DISK_TIMEOUT,
    /** Stored, but not copied to a slave in time. */
    FLUSH_SLAVE_TIMEOUT,
    /** Stored, and no slave is there to be copied to. */
    SLAVE_NOT_AVAILABLE
}
