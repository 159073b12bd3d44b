// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server's port: its number, which is chosen by the first bind and kept until it is to be another, the channel that listens there, and the
 * moment from which others may have it. For {@link ServerProcess}, under the {@link Monitor} where not said otherwise.
 */
final class ListeningPort {
    private final Monitor monitor;
    private final Machine machine;
    private volatile int number;
    private boolean another;
    private @Nullable Channel listening;
    private CompletableFuture<Void> binding = CompletableFuture.completedFuture(null);

    /**
     * @param number the port to take, 0 for a free one
     */
    ListeningPort(Monitor monitor, Machine machine, int number) {
        this.monitor = monitor;
        this.machine = machine;
        this.number = number;
    }

    /**
     * Where it is, or was until a bind takes another, or null before the first bind of a port that was not chosen. From any
     * thread, which may hold locks of its own.
     */
    @Nullable
    Address address() {
        int now = number;
        return now == 0 ? null : new Address(machine.host(), now);
    }

    /** Whether somebody listens. */
    boolean isOpen() {
        monitor.requireHeld();
        return listening != null;
    }

    /**
     * Announces a bind: whoever frees the port from here on waits for it.
     *
     * @param bound must complete, one way or the other, when the bind and its aftermath are over
     * @return the port to bind, 0 for a free one
     */
    int announceBind(CompletableFuture<Void> bound) {
        monitor.requireHeld();
        binding = bound;
        return another ? 0 : number;
    }

    /** Takes over a channel that was bound. */
    void open(Channel bound) {
        monitor.requireHeld();
        listening = bound;
        number = machine.portOf(bound);
        another = false;
    }

    /** Leaves connects to the kernel, as a machine does that has no process to accept them. */
    void stopAccepting() {
        monitor.requireHeld();
        if (listening != null) {
            listening.config().setAutoRead(false);
        }
    }

    /** Has the next bind take a free port. While nobody listens. */
    void forget() {
        monitor.requireHeld();
        another = true;
    }

    /** Stops listening; completes when the port may be taken again. */
    CompletableFuture<Void> close() {
        monitor.requireHeld();
        Channel channel = listening;
        listening = null;
        return channel == null ? CompletableFuture.completedFuture(null) : free(channel);
    }

    /** A bind that is under way ends too, one way or the other, before the port can be called free. */
    CompletableFuture<Void> afterBinding(CompletableFuture<Void> closed) {
        monitor.requireHeld();
        return CompletableFuture.allOf(closed, binding).handle((ignored, failure) -> null);
    }

    /** Closes a listening channel, and completes when its port may be taken again. From any thread. */
    static CompletableFuture<Void> free(Channel channel) {
        CompletableFuture<Void> free = new CompletableFuture<>();
        channel.close();
        // The JDK's channels give their port back in the next select, which is over when a task runs that was not yet
        // due.
        channel.closeFuture()
                .addListener(done -> channel.eventLoop().schedule(() -> free.complete(null), 1, TimeUnit.NANOSECONDS));
        return free;
    }
}
