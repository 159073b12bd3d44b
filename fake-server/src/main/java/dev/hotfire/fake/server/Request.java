// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One request as a handler and a fault rule see it.
 *
 * @param server        the name of the server that received it
 * @param sequence      its number in the journal
 * @param connection    where it came from
 * @param frame         the request itself
 * @param facts         what it is about
 * @param receivedNanos when it was read, on the clock of the server's machine
 */
public record Request(
        String server, long sequence, Connection connection, Frame frame, RequestFacts facts, long receivedNanos)
        implements SeenRequest {

    @Override
    public int connectionId() {
        return connection.id();
    }

    @Override
    public Address peer() {
        return connection.peer();
    }

    @Override
    public @Nullable String clientId() {
        return connection.clientId();
    }

    /** Starts the response to this request. */
    public Frame.Builder respond(int responseCode) {
        return Frame.response(frame, responseCode);
    }

    /** A response that is an error: a code and its reason. */
    public Reply refuse(int responseCode, String remark) {
        return Reply.of(respond(responseCode).remark(remark).build());
    }
}
