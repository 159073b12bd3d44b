// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.network.Member;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.reply.PendingReply;
import dev.hotfire.wire.message.StoredMessage;
import org.jspecify.annotations.Nullable;

/** The requests of a producer that wait for their replies. Confined to the loop. */
final class Requests {
    private final SendEngine engine;
    private final Network network;
    private final Places places;
    private final Callbacks callbacks;

    Requests(SendEngine engine, Network network, Places places, Callbacks callbacks) {
        this.engine = engine;
        this.network = network;
        this.places = places;
        this.callbacks = callbacks;
    }

    void expect(RequestReply reply, Member asMember) {
        // A replier may use any broker: those that don't know us could not hand the reply over (B-REQREPLY-10).
        network.reachMasters(asMember);
        network.replies().add(reply);
    }

    /** Ends a request without a reply, unless it has ended. */
    void fail(RequestReply request, SendException failure) {
        if (network.replies().close(request)) {
            onEnded(request, null, failure);
        }
    }

    /** A request has ended; tells whoever waits. */
    void onEnded(RequestReply request, @Nullable StoredMessage reply, @Nullable SendException failure) {
        if (request.isSent()) {
            places.giveBack(request.send());
        }
        if (request.send().ending() == SendOperation.Ending.SYNC) {
            request.complete(reply, failure);
        } else {
            callbacks.tell(() -> request.complete(reply, failure));
        }
        engine.closeIfDrained();
    }

    /** Its caller waits no longer. */
    void abandon(RequestReply request) {
        request.send().abandon();
        fail(
                request,
                new SendAbandonedException(
                        "caller was interrupted",
                        request.send().topic().name(),
                        request.send().attempts(),
                        request.elapsed(engine.now()),
                        null));
    }

    /** Ends all as the producer's close does. */
    void failClosed() {
        for (PendingReply pending : network.replies().all()) {
            if (pending instanceof RequestReply request && request.isOf(this)) {
                fail(
                        request,
                        new ProducerClosedException(
                                "producer is closed",
                                request.send().topic().name(),
                                request.send().attempts(),
                                request.elapsed(engine.now()),
                                null));
            }
        }
    }
}
