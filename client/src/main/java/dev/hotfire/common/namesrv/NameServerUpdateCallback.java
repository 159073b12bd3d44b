// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.namesrv;

/** Hears of new name servers. */
public interface NameServerUpdateCallback {
    /** These are the name servers now: {@code host:port}, separated by semicolons. */
    String onNameServerAddressChange(String namesrvAddress);
}
