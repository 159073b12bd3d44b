// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

/**
 * Where machines come from. There are two: {@link TcpWorld}, whose machines are this process, and the simulator,
 * whose machines share one thread and one virtual clock. Code above this line can't tell which one it runs in.
 */
public interface World extends AutoCloseable {
    /**
     * A new machine.
     *
     * @param name unique in this world, for thread names, logs and traces
     * @throws IllegalArgumentException if the name is taken
     * @throws IllegalStateException    if this world is closed
     */
    Machine machine(String name);

    /** Closes every machine. Idempotent. */
    @Override
    void close();
}
