// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/**
 * What a server's process is at one moment: its state, and its generation, by which it knows its own connections from
 * those of the processes before it. Immutable and free to any thread; {@link #next} is its only transition, and
 * {@link Monitor} holds the one that counts.
 *
 * @param state what a client meets
 * @param epoch the generation, which grows with every start and every way down
 */
record Life(ServerState state, int epoch) {
    /** Before the first start. */
    static final Life UNBORN = new Life(ServerState.STOPPED, 0);

    /** The generation of connections that no process knows. */
    static final int NO_EPOCH = -1;

    /** What a process can be told, or come to. */
    enum Event {
        START,
        BOUND,
        BIND_FAILED,
        PAUSE,
        RESUME,
        SHUT_DOWN,
        STOP,
        CRASH,
        POWER_OFF,
        CLOSE
    }

    /** The life after an event; this one when the event means nothing to it. */
    Life next(Event event) {
        return switch (event) {
            case START -> mayStart() ? new Life(ServerState.STARTING, epoch + 1) : this;
            case BOUND -> state == ServerState.STARTING ? in(ServerState.RUNNING) : this;
            case BIND_FAILED -> state == ServerState.STARTING ? in(ServerState.STOPPED) : this;
            case PAUSE -> state == ServerState.RUNNING ? in(ServerState.PAUSED) : this;
            case RESUME -> state == ServerState.PAUSED ? in(ServerState.RUNNING) : this;
            case SHUT_DOWN -> state.isUp() ? in(ServerState.SHUTTING_DOWN) : this;
            case STOP -> hasProcess() ? over(ServerState.STOPPED) : this;
            case CRASH -> hasProcess() ? over(ServerState.CRASHED) : this;
            // A start can't lose its power: it is over in a moment, and then the process can.
            case POWER_OFF -> state.isUp() ? over(ServerState.POWERED_OFF) : this;
            case CLOSE -> hasProcess() ? over(ServerState.CLOSED) : in(ServerState.CLOSED);
        };
    }

    /** Whether this process accepted the connection, and may still answer on it. */
    boolean knows(Connection connection) {
        return connection.epoch() == epoch;
    }

    private boolean mayStart() {
        return !hasProcess() && state != ServerState.CLOSED;
    }

    private boolean hasProcess() {
        return state == ServerState.STARTING || state.isUp();
    }

    private Life in(ServerState newState) {
        return newState == state ? this : new Life(newState, epoch);
    }

    private Life over(ServerState end) {
        return new Life(end, epoch + 1);
    }
}
