// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/** How a caller waits for the outcome of a send. */
public enum SendMode {
    /** The calling thread waits. */
    SYNC,
    /** A future completes. */
    ASYNC,
    /** Nobody waits, and no broker answers. */
    ONEWAY
}
