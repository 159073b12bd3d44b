// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

/** Where a client is in its life. */
public enum ServiceState {
    /** Made, not started. */
    CREATE_JUST,
    RUNNING,
    /** Over for good. */
    SHUTDOWN_ALREADY,
    /** Not used here: a start that failed changes nothing, and may be tried again. */
    START_FAILED
}
