// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.consistenthash;

/** Where a key stands on the ring. Must be safe for several threads if the ring's users are. */
public interface HashFunction {
    long hash(String key);
}
