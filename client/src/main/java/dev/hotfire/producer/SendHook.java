// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

/**
 * Sees every attempt of every send, before and after it (B-HOOK-01).
 *
 * <p>Each {@link #beforeSend} is followed by exactly one {@link #afterSend} about the same object, in all modes and
 * whatever happens in between (hazard of B-HOOK-05), before the caller hears of the send's end. Hooks are asked in the
 * order in which they were added, before and after alike.
 *
 * <p>Called in the caller's thread before the first attempt, if the topic's route is known, else on one of the producer's
 * {@link ProducerConfig#callbackThreads()}; never on its event loop. The end of a synchronous send's last attempt is seen by
 * its caller's thread again, once it is awake, so that it wakes in time however long others' callbacks take; only messages
 * that waited for each other and requests, whose hooks share one attempt or wait for a reply, may be known to their callers
 * a moment before. Time spent here is the send's. What is thrown is logged and has no other effect (B-HOOK-03).
 */
public interface SendHook {
    /** An attempt is about to begin. */
    default void beforeSend(SendAttempt attempt) {}

    /** It is over, see {@link SendAttempt#result()} and {@link SendAttempt#failure()}. */
    default void afterSend(SendAttempt attempt) {}
}
