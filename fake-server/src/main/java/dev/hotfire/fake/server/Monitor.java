// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/**
 * The lock of one server, and the {@link Life} that it guards: whoever changes what a server's parts share does it in a
 * {@code synchronized} block on this object, and never waits there. Any thread may take it.
 */
final class Monitor {
    private volatile Life life = Life.UNBORN;

    /** The life as it is; without the lock it may be over by the time it is looked at. */
    Life life() {
        return life;
    }

    /**
     * Takes the life's next step. Under the lock.
     *
     * @return whether the event meant anything
     */
    boolean step(Life.Event event) {
        requireHeld();
        Life before = life;
        life = before.next(event);
        return !life.equals(before);
    }

    /** Stands at the head of each method that says it is called under the lock. */
    void requireHeld() {
        assert Thread.holdsLock(this) : "called without the server's lock";
    }
}
