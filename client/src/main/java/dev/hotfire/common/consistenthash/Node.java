// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.consistenthash;

/** Something that keys are spread over. */
public interface Node {
    /** A name that tells it from all others on the ring. */
    String getKey();
}
