// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.common;

import java.util.Locale;

/** Whether a server takes encrypted connections, and others. */
public enum TlsMode {
    DISABLED,
    PERMISSIVE,
    ENFORCING;

    /** The mode of that name; {@link #PERMISSIVE} for any other name. */
    public static TlsMode parse(String mode) {
        for (TlsMode candidate : values()) {
            if (candidate.getName().equals(mode)) {
                return candidate;
            }
        }
        return PERMISSIVE;
    }

    public String getName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
