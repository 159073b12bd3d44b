// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.Latency;
import dev.hotfire.runtime.RandomSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a process has in memory and loses when it dies: the exchanges that are not over, and the steps that wait for the
 * end of a pause. A step of an exchange that is not under way any more is never taken. Guarded by the {@link Monitor};
 * each method says whether it wants the lock held or takes it itself.
 */
final class UnderWay {
    private final Monitor monitor;
    private final RandomSource delays;
    private final Set<Exchange> exchanges = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();

    UnderWay(Monitor monitor, RandomSource delays) {
        this.monitor = monitor;
        this.delays = delays;
    }

    /** Takes an exchange in. Under the lock. */
    void enter(Exchange exchange) {
        monitor.requireHeld();
        exchanges.add(exchange);
    }

    /** Whether the server's end has not taken the exchange yet. Under the lock. */
    boolean has(Exchange exchange) {
        monitor.requireHeld();
        return exchanges.contains(exchange);
    }

    /** Takes an exchange out, to end it; false when the server's end was faster and settles it. From any thread. */
    boolean leave(Exchange exchange) {
        synchronized (monitor) {
            return exchanges.remove(exchange);
        }
    }

    /**
     * Takes the next step of an exchange now, or when a paused server goes on, or never if the server went down. From any
     * thread; the step runs without the lock, unless it was held.
     */
    void step(Exchange exchange, Runnable next) {
        synchronized (monitor) {
            if (!exchanges.contains(exchange)) {
                return;
            }
            if (monitor.life().state() == ServerState.PAUSED) {
                hold(() -> step(exchange, next));
                return;
            }
        }
        next.run();
    }

    /** Takes the {@linkplain #step next step} of an exchange after a while, on its connection's loop. From any thread. */
    void stepAfter(Latency latency, Exchange exchange, Runnable next) {
        synchronized (monitor) {
            if (!exchanges.contains(exchange)) {
                return;
            }
            long delayNanos = latency.drawNanos(delays);
            exchange.timer = exchange.connection.schedule(() -> step(exchange, next), delayNanos);
        }
    }

    /** Keeps a step for the end of the pause. Under the lock. */
    void hold(Runnable step) {
        monitor.requireHeld();
        held.add(step);
    }

    /** Takes what was held, in its order. Under the lock, so that nothing newer overtakes what waited. */
    void goOn() {
        monitor.requireHeld();
        Runnable step = held.poll();
        while (step != null) {
            step.run();
            step = held.poll();
        }
    }

    /** Forgets everything. Under the lock; what is returned is to be settled after it. */
    List<Exchange> loseAll() {
        monitor.requireHeld();
        held.clear();
        List<Exchange> lost = new ArrayList<>(exchanges);
        exchanges.clear();
        return lost;
    }
}
