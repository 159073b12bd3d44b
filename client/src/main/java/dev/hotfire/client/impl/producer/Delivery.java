// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How users hear of the ends of what they began: each once, on a thread that may be blocked, and never inside the call that
 * began it, where the user may hold locks (B-ASYNC-03, -12, -13).
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** Hears of one kind of end. */
    @FunctionalInterface
    interface Listener<T> {
        void hear(T what);
    }

    private final Supplier<@Nullable Executor> ownThreads;
    private volatile @Nullable Executor usersThreads;

    /** @param ownThreads the producer's, if it has any at the moment */
    Delivery(Supplier<@Nullable Executor> ownThreads) {
        this.ownThreads = ownThreads;
    }

    /** Has users hear on threads of their own; null for the producer's. */
    void on(@Nullable Executor threads) {
        usersThreads = threads;
    }

    /** Has one of the two hear of a future's end. */
    <T> void of(CompletableFuture<T> future, Listener<T> onSuccess, Listener<Throwable> onFailure) {
        Thread caller = Thread.currentThread();
        boolean[] inCall = {true};
        future.whenComplete((result, failure) -> {
            Runnable tell = () -> {
                if (failure == null) {
                    onSuccess.hear(result);
                } else {
                    onFailure.hear(failure);
                }
            };
            // What ended before we could listen would run the user's code inside the user's own call.
            if (usersThreads != null || (Thread.currentThread() == caller && inCall[0])) {
                later(tell);
            } else {
                tell.run();
            }
        });
        inCall[0] = false;
    }

    /** On the user's threads, if they take it; else on the producer's; else here. */
    void later(Runnable tell) {
        Executor users = usersThreads;
        if (users != null) {
            try {
                users.execute(tell);
                return;
            } catch (RejectedExecutionException e) {
                LOG.warn("the callback executor takes no more; callbacks run on the producer's own threads", e);
            }
        }
        try {
            Executor own = ownThreads.get();
            if (own != null) {
                own.execute(tell);
                return;
            }
        } catch (RejectedExecutionException | IllegalStateException e) {
            // Closed meanwhile; whoever waits for this callback must hear of it all the same.
            LOG.debug("a callback runs in its caller's thread, because the producer is closed", e);
        }
        tell.run();
    }

    /** Calls the user, whose exceptions are logged and have no other effect (hazard of B-ASYNC-13). */
    static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a callback threw", e);
            if (e instanceof Error error) {
                throw error;
            }
        }
    }
}
