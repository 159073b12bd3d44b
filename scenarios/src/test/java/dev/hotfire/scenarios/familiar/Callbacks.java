// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.familiar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what a callback hears, and that it hears it once. */
class Callbacks implements SendCallback {
    private static final int PATIENCE_SECONDS = 30;

    private final CompletableFuture<SendResult> end = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile String threadName;

    @Override
    public void onSuccess(SendResult sendResult) {
        threadName = Thread.currentThread().getName();
        calls.incrementAndGet();
        end.complete(sendResult);
    }

    @Override
    public void onException(Throwable e) {
        threadName = Thread.currentThread().getName();
        calls.incrementAndGet();
        end.completeExceptionally(e);
    }

    SendResult result() throws Exception {
        SendResult result = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(calls).hasValue(1);
        return result;
    }

    Throwable failure() throws Exception {
        try {
            SendResult result = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("expected a failure, got " + result);
        } catch (ExecutionException e) {
            assertThat(calls).hasValue(1);
            return e.getCause();
        }
    }

    String threadName() {
        return threadName;
    }
}
