// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Machine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * How the waiting forms of a server's methods wait: not at all on a thread of the machine's own, which would wait for
 * itself. For {@link FakeServer}, from any thread, and never under the {@link Monitor}.
 */
final class Waiting {
    private final Machine machine;

    Waiting(Machine machine) {
        this.machine = machine;
    }

    /** Refuses a method that can't do without waiting. */
    void requireOffLoop(String method) {
        if (machine.inOwnThread()) {
            throw new IllegalStateException(
                    method + "() waits, which an event loop must not; use " + method + "Async()");
        }
    }

    /** Waits, unless this thread must not. */
    void joinOffLoop(CompletableFuture<Void> future) {
        if (!machine.inOwnThread()) {
            join(future);
        }
    }

    /** Waits, and throws an {@link IllegalStateException} as itself. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalStateException cause) {
                throw new IllegalStateException(cause.getMessage(), cause);
            }
            throw e;
        }
    }
}
