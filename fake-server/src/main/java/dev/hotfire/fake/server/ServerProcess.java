// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.Machine;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The process behind a server's address, as the world moves it: started, paused, shut down, killed, closed. It takes the
 * steps of the server's {@link Life} under the {@link Monitor}, and then, without it, tells connections and listeners.
 * What its methods do is said at {@link FakeServer}; they may be called from any thread and never wait.
 */
final class ServerProcess {
    private final Monitor monitor;
    private final Machine machine;
    private final ListeningPort port;
    private final Door door;
    private final UnderWay underWay;
    private final Responder responder;
    private final Drain drain;
    private final Runnable onDown;
    private final List<Consumer<ServerState>> stateListeners = new CopyOnWriteArrayList<>();

    /** When the last way down was over: a start waits for it. Guarded by the monitor. */
    private CompletableFuture<Void> lastDown = CompletableFuture.completedFuture(null);

    ServerProcess(
            Monitor monitor,
            Machine machine,
            ListeningPort port,
            Door door,
            UnderWay underWay,
            Responder responder,
            Drain drain,
            Runnable onDown) {
        this.monitor = monitor;
        this.machine = machine;
        this.port = port;
        this.door = door;
        this.underWay = underWay;
        this.responder = responder;
        this.drain = drain;
        this.onDown = onDown;
    }

    void addStateListener(Consumer<ServerState> listener) {
        stateListeners.add(listener);
    }

    private void tell(ServerState newState) {
        stateListeners.forEach(listener -> listener.accept(newState));
    }

    // ---- up ----

    CompletableFuture<Void> start() {
        int startEpoch;
        CompletableFuture<Void> down;
        synchronized (monitor) {
            ServerState before = monitor.life().state();
            if (before == ServerState.POWERED_OFF) {
                // The machine comes back and does not know the connections of its former life.
                door.connections().forEach(Connection::reset);
                lastDown = port.close();
            }
            if (!monitor.step(Life.Event.START)) {
                return CompletableFuture.failedFuture(unexpected(before, "a server that is down"));
            }
            door.admission(Admission.ACCEPT);
            startEpoch = monitor.life().epoch();
            down = lastDown;
        }
        return down.thenCompose(gone -> bind(startEpoch));
    }

    /** Binds the port, and is up unless something else happened to the process meanwhile. */
    private CompletableFuture<Void> bind(int forEpoch) {
        int wanted;
        CompletableFuture<Void> bound = new CompletableFuture<>();
        synchronized (monitor) {
            if (monitor.life().epoch() != forEpoch) {
                return CompletableFuture.failedFuture(wentDown());
            }
            // Together with the check: whoever takes the server down from here on waits for this bind to end.
            wanted = port.announceBind(bound);
        }
        ChannelFuture listen = machine.listen(wanted, door.acceptor());
        listen.addListener(done -> {
            if (done.isSuccess()) {
                onBound(forEpoch, listen.channel(), bound);
            } else {
                onBindFailed(forEpoch);
                bound.completeExceptionally(new IllegalStateException(
                        machine.name() + " cannot listen on " + machine.host() + ":" + wanted, done.cause()));
            }
        });
        return bound;
    }

    private void onBound(int forEpoch, Channel channel, CompletableFuture<Void> bound) {
        boolean current;
        synchronized (monitor) {
            current = monitor.life().epoch() == forEpoch && !port.isOpen() && door.admission() != Admission.REFUSE;
            if (current) {
                port.open(channel);
                monitor.step(Life.Event.BOUND);
            }
        }
        if (current) {
            tell(monitor.life().state());
            bound.complete(null);
        } else {
            ListeningPort.free(channel).thenRun(() -> bound.completeExceptionally(wentDown()));
        }
    }

    private void onBindFailed(int forEpoch) {
        synchronized (monitor) {
            if (monitor.life().epoch() == forEpoch) {
                monitor.step(Life.Event.BIND_FAILED);
            }
        }
    }

    private IllegalStateException wentDown() {
        return new IllegalStateException(machine.name() + " went down while it was starting");
    }

    private IllegalStateException unexpected(ServerState state, String expected) {
        return new IllegalStateException(machine.name() + " is " + state + " (expected: " + expected + ")");
    }

    // ---- down ----

    CompletableFuture<Void> crash() {
        return takeDown(Life.Event.CRASH, Connection::reset);
    }

    CompletableFuture<Void> stop() {
        return takeDown(Life.Event.STOP, Connection::close);
    }

    CompletableFuture<Void> move() {
        crash();
        synchronized (monitor) {
            port.forget();
        }
        return start();
    }

    void powerOff() {
        List<Connection> vanished;
        List<Exchange> lost;
        synchronized (monitor) {
            if (!monitor.step(Life.Event.POWER_OFF)) {
                return;
            }
            lost = forget();
            vanished = door.connections();
            port.stopAccepting();
        }
        vanished.forEach(connection ->
                connection.linkConditions(connection.linkConditions().blackholed()));
        settle(lost);
        tell(ServerState.POWERED_OFF);
    }

    private CompletableFuture<Void> takeDown(Life.Event way, Consumer<Connection> end) {
        ServerState to;
        List<Exchange> lost;
        List<Connection> ended;
        CompletableFuture<Void> down;
        CompletableFuture<Void> drained;
        synchronized (monitor) {
            ServerState from = monitor.life().state();
            if (from == ServerState.STARTING) {
                // The new epoch tells the bind that is under way that it came too late.
                monitor.step(way);
                lastDown = port.afterBinding(lastDown);
                return lastDown;
            }
            if (!from.isUp()) {
                return lastDown;
            }
            monitor.step(way);
            to = monitor.life().state();
            lost = forget();
            ended = door.connections();
            down = port.afterBinding(port.close());
            lastDown = down;
            drained = drain.down();
        }
        ended.forEach(end);
        settle(lost);
        tell(to);
        down.thenRun(() -> drained.complete(null));
        return down;
    }

    /** Forgets everything that a process holds in memory. Under the lock. */
    private List<Exchange> forget() {
        drain.cutShort();
        return underWay.loseAll();
    }

    private void settle(List<Exchange> lost) {
        lost.forEach(responder::lose);
        onDown.run();
    }

    CompletableFuture<Void> shutDown(Duration length) {
        CompletableFuture<Void> down;
        synchronized (monitor) {
            ServerState before = monitor.life().state();
            if (before == ServerState.SHUTTING_DOWN) {
                return drain.down();
            }
            if (!before.isUp()) {
                return lastDown;
            }
            resume();
            if (!monitor.step(Life.Event.SHUT_DOWN)) {
                // What had waited killed the process.
                return lastDown;
            }
            down = drain.begin(length, this::stop);
        }
        tell(ServerState.SHUTTING_DOWN);
        return down;
    }

    CompletableFuture<Void> close() {
        List<CompletableFuture<Void>> gone = new ArrayList<>();
        List<Connection> left;
        gone.add(takeDown(Life.Event.CLOSE, Connection::close));
        synchronized (monitor) {
            monitor.step(Life.Event.CLOSE);
            gone.add(port.close());
            left = door.connections();
        }
        for (Connection connection : left) {
            gone.add(connection.end());
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(gone.toArray(new CompletableFuture<?>[0]));
        synchronized (monitor) {
            lastDown = all;
        }
        return all;
    }

    // ---- standing still ----

    void pause() {
        List<Connection> stopped;
        synchronized (monitor) {
            if (!monitor.step(Life.Event.PAUSE)) {
                return;
            }
            stopped = door.connections();
        }
        stopped.forEach(connection -> connection.autoRead(false));
        tell(ServerState.PAUSED);
    }

    void resume() {
        List<Connection> resumed;
        synchronized (monitor) {
            if (!monitor.step(Life.Event.RESUME)) {
                return;
            }
            underWay.goOn();
            if (monitor.life().state() != ServerState.RUNNING) {
                // What had waited killed the process.
                return;
            }
            resumed = door.connections();
        }
        resumed.forEach(connection -> connection.autoRead(true));
        tell(ServerState.RUNNING);
    }

    // ---- by itself ----

    boolean act(Runnable step) {
        synchronized (monitor) {
            ServerState state = monitor.life().state();
            if (state != ServerState.RUNNING && state != ServerState.SHUTTING_DOWN) {
                return false;
            }
            step.run();
            return true;
        }
    }

    // ---- network ----

    CompletableFuture<Void> admission(Admission admission) {
        int current;
        CompletableFuture<Void> portClosed;
        synchronized (monitor) {
            ServerState state = monitor.life().state();
            if (!state.isUp()) {
                return CompletableFuture.failedFuture(unexpected(state, "a server that is up"));
            }
            door.admission(admission);
            if (admission == Admission.REFUSE) {
                lastDown = port.close();
                return lastDown;
            }
            if (port.isOpen()) {
                return CompletableFuture.completedFuture(null);
            }
            current = monitor.life().epoch();
            portClosed = lastDown;
        }
        return portClosed.thenCompose(gone -> bind(current));
    }

    void linkConditions(LinkConditions conditions) {
        List<Connection> present;
        synchronized (monitor) {
            door.linkConditions(conditions);
            if (!monitor.life().state().isUp()) {
                return;
            }
            present = door.connections();
        }
        present.forEach(connection -> connection.linkConditions(conditions));
    }
}
