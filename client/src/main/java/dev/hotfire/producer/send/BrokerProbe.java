// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Request;
import dev.hotfire.producer.health.Prober;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.QueueHeader;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a broker for a sign of life: the greatest offset of a queue that lives on it, as the official detector asks for that
 * of some topic's queue 0, wherever that lives (B-FAULT-11). Whether the broker knows the queue does not matter (hazard of
 * B-FAULT-12). Confined to the loop.
 */
final class BrokerProbe implements Prober {
    private final Connections connections;
    private final Deadlines deadlines;
    private final MachineClock clock;
    private final Namespace namespace;
    private final Function<String, @Nullable Target> whereabouts;

    /** @param whereabouts some queue on the broker of a name; null if no route names it */
    BrokerProbe(
            Connections connections,
            Deadlines deadlines,
            MachineClock clock,
            Namespace namespace,
            Function<String, @Nullable Target> whereabouts) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.clock = clock;
        this.namespace = namespace;
        this.whereabouts = whereabouts;
    }

    @Override
    public boolean probe(String brokerName, long timeoutNanos, Runnable onAnswer) {
        Target queue = whereabouts.apply(brokerName);
        if (queue == null) {
            return false;
        }
        QueueHeader header = new QueueHeader(
                namespace.wrap(queue.queue().topic()), queue.queue().queueId(), queue.brokerName());
        Frame question =
                header.writeTo(Frame.request(RequestCode.GET_MAX_OFFSET)).build();
        Request.Listener listener = new Request.Listener() {
            @Override
            public void onReply(Frame reply) {
                if (!ResponseRules.of(reply.code()).aboutBroker()) {
                    onAnswer.run();
                }
            }

            @Override
            public void onFailure(IOException cause) {
                // The next probe asks again.
            }
        };
        Request.send(
                connections.to(queue.sendAddress()), deadlines, clock.nanoTime() + timeoutNanos, question, listener);
        return true;
    }
}
