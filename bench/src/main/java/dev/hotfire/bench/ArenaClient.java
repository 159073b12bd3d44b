// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

/** A producer in the arena over TCP. */
interface ArenaClient extends AutoCloseable {
    /** Sends and waits; returns if the message is stored, throws if it is not or if nobody knows. */
    void send(String topic, byte[] body) throws Exception;

    @Override
    void close();
}
