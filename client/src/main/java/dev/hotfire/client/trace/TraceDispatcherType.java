// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

/** Whose trace records these are. */
public enum TraceDispatcherType {
    PRODUCER,
    CONSUMER
}
