// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.namesrv;

import org.jspecify.annotations.Nullable;

/** Where name servers are found. */
public interface TopAddressing {
    /** The name servers: {@code host:port}, separated by semicolons; null if they can't be found now. */
    @Nullable
    String fetchNSAddr();

    void registerChangeCallBack(NameServerUpdateCallback changeCallBack);
}
