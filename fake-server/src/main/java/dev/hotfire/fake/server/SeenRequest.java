// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that a server read, as {@link RequestPattern}s see it: on its way as a {@link Request}, or in the journal. */
public interface SeenRequest {
    /** The name of the server that read it. */
    String server();

    /** The server's number for the connection, from 1. */
    int connectionId();

    /** The client's side of the connection. */
    Address peer();

    /** The client id that was known for the connection, from its heartbeats. */
    @Nullable
    String clientId();

    /** The request itself. */
    Frame frame();

    /** What it is about. */
    RequestFacts facts();

    /** The messages that it brings, decoded: one, those of a batch, or none. Decoded anew with each call. */
    default List<SentMessage> messages() {
        return SentMessage.of(frame(), facts());
    }

    /** The producer's or consumer's group that it names, null if it names none. */
    default @Nullable String group() {
        String producer = facts().producerGroup();
        if (producer != null) {
            return producer;
        }
        String consumer = frame().field("consumerGroup");
        return consumer != null ? consumer : frame().field("group");
    }
}
