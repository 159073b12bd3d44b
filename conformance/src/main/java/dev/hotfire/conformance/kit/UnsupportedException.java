// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.kit;

/** The client has no such thing; the case is none for it. */
public final class UnsupportedException extends RuntimeException {
    /** @param what the setting or feature, as the protocol names it */
    public UnsupportedException(String what) {
        super(what);
    }
}
