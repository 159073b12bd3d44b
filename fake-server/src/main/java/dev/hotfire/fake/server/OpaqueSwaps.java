// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers that wait for a second one on their connection, to change opaques with it (T21). Safe from any thread. */
final class OpaqueSwaps {
    private final Responder responder;

    /** Guarded by itself. At most one for each connection; those of connections that ended go when the next one comes. */
    private final Map<Connection, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(Exchange exchange, Frame reply) {}

    OpaqueSwaps(Responder responder) {
        this.responder = responder;
    }

    /** Keeps an answer, or sends it together with the one that was kept. */
    void answer(Exchange exchange, @Nullable Frame reply) {
        if (reply == null || exchange.request.frame().isOneway()) {
            responder.answer(exchange, reply);
            return;
        }
        Waiting first;
        synchronized (waiting) {
            waiting.keySet().removeIf(connection -> !connection.isOpen());
            first = waiting.remove(exchange.connection);
            if (first == null) {
                waiting.put(exchange.connection, new Waiting(exchange, reply));
                return;
            }
        }
        responder.answer(first.exchange(), under(first.reply(), reply.opaque()));
        responder.answer(exchange, under(reply, first.reply().opaque()));
    }

    private static Frame under(Frame reply, int opaque) {
        return reply.toBuilder().opaque(opaque).build();
    }
}
