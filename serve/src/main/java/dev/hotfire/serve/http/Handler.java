// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.serve.http;

/** Answers calls of one route. Called by a thread that may wait, several at a time. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a call.
     *
     * @throws HttpProblem              for any answer from 400 on
     * @throws IllegalArgumentException answered with 400: the call asks for what can't be
     * @throws IllegalStateException    answered with 409: not now
     */
    Answer handle(Call call);
}
