// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/**
 * May forbid an attempt before it begins (B-HOOK-02). Called where {@link SendHook}s are, and before them.
 *
 * <p>A forbidden attempt counts as one that failed: nothing was sent, {@link SendHook}s don't see it, and the send goes on
 * as after any other failure, so that the next attempt asks again. If it was the last one the send fails with
 * {@link SendForbiddenException}.
 */
@FunctionalInterface
public interface SendCheck {
    /**
     * Lets the attempt pass by returning.
     *
     * @throws Exception to forbid it; it becomes the cause of the failure
     */
    void check(SendAttempt attempt) throws Exception;
}
