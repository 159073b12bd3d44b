// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.frame.Frame;
import java.util.concurrent.CompletableFuture;

/** What a handler has to say to a request. A oneway request is never answered, whatever its handler says. */
public sealed interface Reply {
    /** This response, now. */
    record Now(Frame response) implements Reply {
        public Now {
            requireNonNull(response, "response");
        }
    }

    /** The response that {@code response} completes with; when it fails, code 1 with the failure's text. */
    record Later(CompletableFuture<Frame> response) implements Reply {
        public Later {
            requireNonNull(response, "response");
        }
    }

    /** No response. */
    record None() implements Reply {}

    static Reply of(Frame response) {
        return new Now(response);
    }

    /** May be completed from any thread. */
    static Reply later(CompletableFuture<Frame> response) {
        return new Later(response);
    }

    static Reply none() {
        return new None();
    }
}
