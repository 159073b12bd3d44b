// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/** What a client meets at a fake server's address. */
public enum ServerState {
    /** Nobody listens: not started yet, or shut down in an orderly way. */
    STOPPED,
    /** The port is being bound. */
    STARTING,
    /** Requests are answered. */
    RUNNING,
    /** The process stands still: connections live, what arrives waits (B06). */
    PAUSED,
    /** An orderly shutdown is under way: clients that understand it are told to go away. */
    SHUTTING_DOWN,
    /** The process died: connections were reset, nobody listens (B05, kill -9). */
    CRASHED,
    /** The machine vanished: no answer, no end of stream, no reset (B05, power off). */
    POWERED_OFF,
    /** Closed for good. */
    CLOSED;

    /** Whether a process lives behind the port. */
    boolean isUp() {
        return this == RUNNING || this == PAUSED || this == SHUTTING_DOWN;
    }
}
