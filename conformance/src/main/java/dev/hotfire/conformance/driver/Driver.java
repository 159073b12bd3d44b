// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

import java.util.Map;
import java.util.Set;

/** A client that does as it is told, in a process of its own or in a simulated world. Safe from any thread. */
public interface Driver extends AutoCloseable {
    /** What it calls itself, and its version. */
    String name();

    /** What the client has, as the protocol names it. */
    Set<String> features();

    /**
     * Gives a command. Never waits.
     *
     * @param command its fields, without the id
     */
    Call ask(Map<String, Object> command);

    /** Whether commands still reach anybody. */
    boolean isAlive();

    /** Ends it, and whatever it started, because it is no use; whoever waits for it is told why. */
    default void giveUp(String why) {
        close();
    }

    /** Ends it, and whatever it started. */
    @Override
    void close();
}
