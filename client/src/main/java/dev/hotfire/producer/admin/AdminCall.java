// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.admin;

import dev.hotfire.producer.AdminException;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Request;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One call under way, from the loop's side: what it asks, and its one end. Confined to the loop, but for the future. */
final class AdminCall<T> {
    /** From one request to its answer, as the official client's mqClientApiTimeout. */
    private static final long REQUEST_NANOS = 3_000_000_000L;

    private final Connections connections;
    private final Deadlines deadlines;
    private final MachineClock clock;
    private final Executor callbacks;
    private final OpenCalls open;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    AdminCall(Connections connections, Deadlines deadlines, MachineClock clock, Executor callbacks, OpenCalls open) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.clock = clock;
        this.callbacks = callbacks;
        this.open = open;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /**
     * Asks a server.
     *
     * @param onAnswer  gets an answer with code 0; what it throws is a failure
     * @param onFailure gets everything else
     */
    void ask(Address server, Frame request, Consumer<Frame> onAnswer, Consumer<AdminException> onFailure) {
        long deadlineNanos = clock.nanoTime() + REQUEST_NANOS;
        Request.send(connections.to(server), deadlines, deadlineNanos, request, new Request.Listener() {
            @Override
            public void onReply(Frame reply) {
                if (reply.code() != ResponseCode.SUCCESS) {
                    onFailure.accept(new AdminException(
                            server + " answered " + reply.code() + " " + ResponseCode.nameOf(reply.code())
                                    + (reply.remark() == null ? "" : ": " + reply.remark()),
                            reply.code(),
                            null));
                    return;
                }
                try {
                    onAnswer.accept(reply);
                } catch (IllegalArgumentException | IllegalStateException e) {
                    // A header or a body that can't be read.
                    onFailure.accept(new AdminException(
                            server + " sent an answer that can't be read: " + e.getMessage(),
                            AdminException.NO_ANSWER,
                            e));
                }
            }

            @Override
            public void onFailure(IOException cause) {
                onFailure.accept(
                        new AdminException(String.valueOf(cause.getMessage()), AdminException.NO_ANSWER, cause));
            }
        });
    }

    /** Ends the call with what the supplier makes, which runs on a callback thread. */
    void complete(Supplier<T> result) {
        open.onEnded(this);
        callbacks.execute(() -> {
            try {
                future.complete(result.get());
            } catch (RuntimeException e) {
                future.completeExceptionally(
                        new AdminException("answer can't be read: " + e.getMessage(), AdminException.NO_ANSWER, e));
            }
        });
    }

    void fail(AdminException failure) {
        open.onEnded(this);
        callbacks.execute(() -> future.completeExceptionally(failure));
    }

    /** As {@link #fail(AdminException)}, if there is no loop any more. */
    void failOffLoop(AdminException failure) {
        callbacks.execute(() -> future.completeExceptionally(failure));
    }

    void fail(String what, AdminException cause) {
        fail(new AdminException(what + ": " + cause.getMessage(), cause.responseCode(), cause));
    }
}
