// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

/** What a trace record tells of. */
public enum TraceType {
    Pub,
    Recall,
    SubBefore,
    SubAfter,
    EndTransaction
}
