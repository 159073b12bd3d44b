// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.admin;

import dev.hotfire.producer.AdminException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The administrative calls of one producer that have not ended. Whatever they wait for, a user's hook included, they end with
 * their producer at the latest. Confined to the loop.
 */
public final class OpenCalls {
    private final Set<AdminCall<?>> calls = new LinkedHashSet<>();
    private boolean closed;

    /** Takes a call in, and returns whether it may begin; if not, it has failed. */
    boolean begin(AdminCall<?> call) {
        if (closed) {
            call.fail(closedException());
            return false;
        }
        calls.add(call);
        return true;
    }

    void onEnded(AdminCall<?> call) {
        calls.remove(call);
    }

    /** Fails all that are open, and whatever comes later. */
    public void close() {
        closed = true;
        List.copyOf(calls).forEach(call -> call.fail(closedException()));
    }

    static AdminException closedException() {
        return new AdminException("producer is closed", AdminException.NO_ANSWER, null);
    }
}
