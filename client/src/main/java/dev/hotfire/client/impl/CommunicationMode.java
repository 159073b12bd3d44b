// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl;

/** How a send waits for its answer. */
public enum CommunicationMode {
    SYNC,
    ASYNC,
    ONEWAY
}
