// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends event loops and waits for it. */
final class Shutdown {
    /** No quiet period: whoever closes a world has already closed what used it. */
    private static final long QUIET_MILLIS = 0;

    private static final long TIMEOUT_MILLIS = 5_000;

    private Shutdown() {}

    /** Returns when the loops are gone; from one of the loops themselves, at once, because waiting would be for ever. */
    static void await(EventLoopGroup loops) {
        Future<?> terminated = loops.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return;
            }
        }
        terminated.awaitUninterruptibly();
    }
}
