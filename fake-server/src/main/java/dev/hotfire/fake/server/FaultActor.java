// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.Latency;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Supplier<List<Connection>> connections;
    private final OpaqueSwaps swaps;

    /**
     * @param crash       kills the server's process, without waiting for anything
     * @param connections those that are open
     */
    FaultActor(
            UnderWay underWay,
            Handlers handlers,
            Responder responder,
            Runnable crash,
            Supplier<List<Connection>> connections) {
        this.underWay = underWay;
        this.handlers = handlers;
        this.responder = responder;
        this.crash = crash;
        this.connections = connections;
        this.swaps = new OpaqueSwaps(responder);
    }

    /** Does to an exchange that is under way what the action of a rule says. */
    void act(Exchange exchange, FaultRules.ArmedRule rule, FaultAction action) {
        act(exchange, rule, action, next -> handlers.handle(exchange, next));
    }

    /**
     * @param handle handles the exchange and goes on with its true reply; or goes on with the reply at once, if the exchange
     *     was handled before
     */
    private void act(
            Exchange exchange,
            FaultRules.ArmedRule rule,
            FaultAction action,
            Consumer<Consumer<@Nullable Frame>> handle) {
        if (action instanceof FaultAction.Answer answer) {
            responder.refuse(exchange, answer.code(), BrokerAnswer.fill(answer.remark(), exchange.request));
        } else if (action instanceof FaultAction.AnswerWith answer) {
            responder.answer(exchange, made(exchange, answer));
        } else if (action instanceof FaultAction.Serve) {
            handle.accept(reply -> responder.answer(exchange, reply));
        } else if (action instanceof FaultAction.Rewrite rewrite) {
            rewrite(exchange, rewrite, handle);
        } else if (action instanceof FaultAction.Delay delay) {
            underWay.stepAfter(
                    delay.latency(), exchange, () -> handle.accept(reply -> responder.answer(exchange, reply)));
        } else if (action instanceof FaultAction.Silent) {
            responder.endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else if (action instanceof FaultAction.CloseBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.CLOSED);
        } else if (action instanceof FaultAction.ResetBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.RESET);
        } else if (action instanceof FaultAction.HalfCloseBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.HALF_CLOSED);
        } else if (action instanceof FaultAction.BlackholeBefore) {
            responder.endUnanswered(exchange, Outcome.Reason.BLACKHOLED);
        } else if (action instanceof FaultAction.CrashBefore) {
            crash.run();
        } else if (action instanceof FaultAction.Park) {
            park(exchange, rule, false, handle);
        } else if (action instanceof FaultAction.CloseThenStore then) {
            exchange.connection.close();
            storeAfter(exchange, then.after(), Outcome.Reason.CLOSED, handle);
        } else if (action instanceof FaultAction.ResetThenStore then) {
            exchange.connection.reset();
            storeAfter(exchange, then.after(), Outcome.Reason.RESET, handle);
        } else {
            handle.accept(reply -> actAfter(exchange, rule, reply, action));
        }
    }

    /** Does what the action says to an exchange that was handled; its true reply is null when there is none. */
    private void actAfter(Exchange exchange, FaultRules.ArmedRule rule, @Nullable Frame reply, FaultAction action) {
        if (action instanceof FaultAction.StoreThenSilent) {
            responder.endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else if (action instanceof FaultAction.StoreThenClose) {
            responder.endUnanswered(exchange, Outcome.Reason.CLOSED);
        } else if (action instanceof FaultAction.StoreThenReset) {
            responder.endUnanswered(exchange, Outcome.Reason.RESET);
        } else if (action instanceof FaultAction.StoreThenHalfClose) {
            responder.endUnanswered(exchange, Outcome.Reason.HALF_CLOSED);
        } else if (action instanceof FaultAction.StoreThenBlackhole) {
            responder.endUnanswered(exchange, Outcome.Reason.BLACKHOLED);
        } else if (action instanceof FaultAction.StoreThenCrash) {
            crash.run();
        } else if (action instanceof FaultAction.StoreThenPark) {
            park(exchange, rule, true, next -> next.accept(reply));
        } else if (action instanceof FaultAction.StoreThenDelay delay) {
            underWay.stepAfter(delay.latency(), exchange, () -> responder.answer(exchange, reply));
        } else if (action instanceof FaultAction.StoreThenAnswer answer) {
            responder.answer(exchange, otherwise(exchange, reply, answer));
        } else if (action instanceof FaultAction.WrongOpaque) {
            responder.answer(exchange, misdirected(reply));
        } else if (action instanceof FaultAction.Alter alter) {
            responder.answerChanged(exchange, reply, own -> altered(exchange, own, alter));
        } else if (action instanceof FaultAction.SwapOpaques) {
            swaps.answer(exchange, reply);
        } else {
            deliver(exchange, reply, action);
        }
    }

    /** Answers in another way than by one frame on the connection. */
    private void deliver(Exchange exchange, @Nullable Frame reply, FaultAction action) {
        if (action instanceof FaultAction.AnswerTwice) {
            responder.answer(exchange, reply, (connection, frame) -> {
                connection.write(frame);
                connection.write(frame);
            });
        } else if (action instanceof FaultAction.AnswerElsewhere) {
            answerElsewhere(exchange, reply);
        } else if (action instanceof FaultAction.Malform malform) {
            // Once the answer is in the server's own words, so that even its encoding can be the wrong one.
            responder.answer(
                    exchange,
                    reply,
                    (connection, frame) ->
                            connection.write(malform.malformation().apply(frame)));
        } else if (action instanceof FaultAction.Damage damage) {
            responder.answer(exchange, reply, (connection, frame) -> connection.writeDamaged(frame, damage.damage()));
        } else if (action instanceof FaultAction.Dribble dribble) {
            responder.answer(
                    exchange,
                    reply,
                    (connection, frame) -> connection.writeSlowly(
                            frame, dribble.bytes(), dribble.every().toNanos()));
        } else {
            throw new AssertionError("no such action: " + action);
        }
    }

    /** Lets somebody else decide, in time. */
    private void park(
            Exchange exchange, FaultRules.ArmedRule rule, boolean stored, Consumer<Consumer<@Nullable Frame>> handle) {
        rule.park(new ParkedRequest(
                exchange.request,
                stored,
                action -> underWay.step(exchange, () -> act(exchange, rule, action, handle))));
    }

    private void storeAfter(
            Exchange exchange, Latency after, Outcome.Reason reason, Consumer<Consumer<@Nullable Frame>> handle) {
        underWay.stepAfter(after, exchange, () -> handle.accept(reply -> responder.endUnanswered(exchange, reason)));
    }

    private void rewrite(Exchange exchange, FaultAction.Rewrite rewrite, Consumer<Consumer<@Nullable Frame>> handle) {
        Request request = exchange.request;
        try {
            Frame changed = rewrite.change().apply(request.frame()).toBuilder()
                    .opaque(request.frame().opaque())
                    .build();
            exchange.served = new Request(
                    request.server(),
                    request.sequence(),
                    request.connection(),
                    changed,
                    RequestFacts.of(changed),
                    request.receivedNanos());
        } catch (RuntimeException e) {
            responder.answer(exchange, failed(exchange, e));
            return;
        }
        handle.accept(reply -> responder.answer(exchange, reply));
    }

    private static Frame made(Exchange exchange, FaultAction.AnswerWith answer) {
        try {
            return answer.answer().apply(exchange.request);
        } catch (RuntimeException e) {
            return failed(exchange, e);
        }
    }

    private void answerElsewhere(Exchange exchange, @Nullable Frame reply) {
        Connection other = otherThan(exchange.connection);
        if (other == null) {
            responder.endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else {
            responder.answer(exchange, reply, (connection, frame) -> other.write(frame));
        }
    }

    /** Another connection, one of the same client rather than any. */
    private @Nullable Connection otherThan(Connection connection) {
        Connection found = null;
        for (Connection other : connections.get()) {
            if (other != connection && other.isOpen()) {
                String client = other.clientId();
                if (client != null && client.equals(connection.clientId())) {
                    return other;
                }
                found = found == null ? other : found;
            }
        }
        return found;
    }

    private static Frame otherwise(Exchange exchange, @Nullable Frame reply, FaultAction.StoreThenAnswer answer) {
        Frame.Builder told =
                exchange.request.respond(answer.code()).remark(BrokerAnswer.fill(answer.remark(), exchange.request));
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

    private static Frame altered(Exchange exchange, Frame reply, FaultAction.Alter alter) {
        try {
            return alter.change().apply(reply);
        } catch (RuntimeException e) {
            return failed(exchange, e);
        }
    }

    private static Frame failed(Exchange exchange, RuntimeException failure) {
        LOG.warn("a fault rule failed on {}", exchange.request.frame(), failure);
        return exchange.request
                .respond(ResponseCode.SYSTEM_ERROR)
                .remark("a fault rule failed: " + failure)
                .build();
    }
}
