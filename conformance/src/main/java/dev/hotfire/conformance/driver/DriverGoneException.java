// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

/** The driver is no more: it died, or had to be ended because it was no use. */
public final class DriverGoneException extends RuntimeException {
    public DriverGoneException(String message) {
        super(message);
    }
}
