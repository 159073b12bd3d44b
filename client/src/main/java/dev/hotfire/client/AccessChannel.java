// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

/** Where a client is. */
public enum AccessChannel {
    /** In a data centre of its owner's. */
    LOCAL,
    /** With a cloud provider. */
    CLOUD
}
