// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.List;

/** A producer under measurement, reduced to what the cases ask of it. Its implementation is all that a case's client adds. */
interface Client extends AutoCloseable {
    /** Who hears how a send ended, once; on any thread. */
    interface Ending {
        void ended(boolean stored);
    }

    /** Sends and waits. */
    void send(byte[] body) throws Exception;

    /** Sends, and calls {@code ending} later. */
    void sendAsync(byte[] body, Ending ending) throws Exception;

    /** Sends one way. */
    void sendOneway(byte[] body) throws Exception;

    /** Sends all in one request, and waits. */
    void sendBatch(List<byte[]> bodies) throws Exception;

    /** Another producer, of another group, that shares with this one what such producers can share. */
    default Client another() throws Exception {
        throw new UnsupportedOperationException("another: " + getClass().getSimpleName() + " knows no second producer");
    }

    @Override
    void close();
}
