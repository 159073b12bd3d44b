// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a {@link FaultAction} on an exchange, in place of simply serving it. Without state of its own, for whichever
 * thread has the exchange; called without the lock, which the parts that it calls take for themselves.
 */
final class FaultActor {
    private static final Logger LOG = LoggerFactory.getLogger(FaultActor.class);

    /** Turned over in a response's opaque, it gives a number that no client has got to. */
    private static final int FAR_OPAQUE_BIT = 0x4000_0000;

    private final UnderWay underWay;
    private final Handlers handlers;
    private final Responder responder;
    private final Runnable crash;

    /**
     * @param crash kills the server's process, without waiting for anything
     */
    FaultActor(UnderWay underWay, Handlers handlers, Responder responder, Runnable crash) {
        this.underWay = underWay;
        this.handlers = handlers;
        this.responder = responder;
        this.crash = crash;
    }

    /** Does to an exchange that is under way what the action says. */
    void act(Exchange exchange, FaultAction action) {
        if (action instanceof FaultAction.Answer answer) {
            responder.refuse(exchange, answer.code(), answer.remark());
        } else if (action instanceof FaultAction.Delay delay) {
            underWay.stepAfter(
                    delay.latency(),
                    exchange,
                    () -> handlers.handle(exchange, reply -> responder.answer(exchange, reply)));
        } else if (action instanceof FaultAction.Silent) {
            responder.endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else if (action instanceof FaultAction.CloseBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.CLOSED);
        } else if (action instanceof FaultAction.ResetBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.RESET);
        } else if (action instanceof FaultAction.CrashBefore) {
            crash.run();
        } else {
            handlers.handle(exchange, reply -> actAfter(exchange, reply, action));
        }
    }

    /** Does what the action says to an exchange that was handled; its true reply is null when there is none. */
    private void actAfter(Exchange exchange, @Nullable Frame reply, FaultAction action) {
        if (action instanceof FaultAction.StoreThenSilent) {
            responder.endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else if (action instanceof FaultAction.StoreThenClose) {
            responder.endUnanswered(exchange, Outcome.Reason.CLOSED);
        } else if (action instanceof FaultAction.StoreThenReset) {
            responder.endUnanswered(exchange, Outcome.Reason.RESET);
        } else if (action instanceof FaultAction.StoreThenCrash) {
            crash.run();
        } else if (action instanceof FaultAction.StoreThenDelay delay) {
            underWay.stepAfter(delay.latency(), exchange, () -> responder.answer(exchange, reply));
        } else if (action instanceof FaultAction.StoreThenAnswer answer) {
            responder.answer(exchange, otherwise(exchange, reply, answer));
        } else if (action instanceof FaultAction.AnswerTwice) {
            responder.answerTwice(exchange, reply);
        } else if (action instanceof FaultAction.WrongOpaque) {
            responder.answer(exchange, misdirected(reply));
        } else if (action instanceof FaultAction.Alter alter) {
            responder.answer(exchange, altered(exchange, reply, alter));
        } else {
            throw new AssertionError("no such action: " + action);
        }
    }

    private static Frame otherwise(Exchange exchange, @Nullable Frame reply, FaultAction.StoreThenAnswer answer) {
        Frame.Builder told = exchange.request.respond(answer.code()).remark(answer.remark());
        if (reply != null) {
            told.fields(reply.extFields()).body(reply.body());
        }
        return told.build();
    }

    private static @Nullable Frame misdirected(@Nullable Frame reply) {
        return reply == null
                ? null
                : reply.toBuilder().opaque(reply.opaque() ^ FAR_OPAQUE_BIT).build();
    }

    private static @Nullable Frame altered(Exchange exchange, @Nullable Frame reply, FaultAction.Alter alter) {
        if (reply == null) {
            return null;
        }
        try {
            return alter.change().apply(reply);
        } catch (RuntimeException e) {
            LOG.warn("a fault rule failed on {}", reply, e);
            return exchange.request
                    .respond(ResponseCode.SYSTEM_ERROR)
                    .remark("a fault rule failed: " + e)
                    .build();
        }
    }
}
