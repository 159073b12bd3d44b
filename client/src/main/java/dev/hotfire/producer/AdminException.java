// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import org.jspecify.annotations.Nullable;

/** A call of {@link ProducerAdmin} that did not succeed. */
public final class AdminException extends Exception {
    /** What {@link #responseCode()} is when no server answered. */
    public static final int NO_ANSWER = -1;

    private final int responseCode;

    /** @param responseCode what a server answered, or {@link #NO_ANSWER} */
    public AdminException(String what, int responseCode, @Nullable Throwable cause) {
        super(what, cause);
        this.responseCode = responseCode;
    }

    /** What a server answered (W-6), or {@link #NO_ANSWER}. */
    public int responseCode() {
        return responseCode;
    }
}
