// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends event loops and waits for it. */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    /** No quiet period: whoever closes a world has already closed what used it. */
    private static final long QUIET_MILLIS = 0;

    private static final long TIMEOUT_MILLIS = 5_000;

    private Shutdown() {}

    /** Returns when the loops are gone, or are not after all that time; from one of the loops themselves, at once, because waiting would be for ever. */
    static void await(EventLoopGroup loops) {
        Future<?> terminated = loops.shutdownGracefully(QUIET_MILLIS, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return;
            }
        }
        if (!terminated.awaitUninterruptibly(2 * TIMEOUT_MILLIS)) {
            // As if tasks that queue each other had an end; threads of loops are no reason for a process to go on.
            LOG.warn("loops are still busy {} s after their close; no longer waiting", 2 * TIMEOUT_MILLIS / 1_000);
        }
    }
}
