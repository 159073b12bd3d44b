// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import org.jspecify.annotations.Nullable;

/** A run that could not be brought to its end: a defect of the proving ground, not of what it proves. */
public final class RunException extends Exception {
    RunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
