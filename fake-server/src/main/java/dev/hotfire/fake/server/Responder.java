// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange: settles it in the journal, and then answers the client, or doesn't. Every exchange ends here
 * once, because only who takes it out of those {@link UnderWay} may end it. From any thread; takes the {@link Monitor}
 * itself, and writes to the network without it.
 */
final class Responder {
    private final Monitor monitor;
    private final UnderWay underWay;
    private final Journal journal;
    private final MachineClock clock;
    private final HeaderEncoding encoding;
    private final int version;

    Responder(
            Monitor monitor,
            UnderWay underWay,
            Journal journal,
            MachineClock clock,
            HeaderEncoding encoding,
            int version) {
        this.monitor = monitor;
        this.underWay = underWay;
        this.journal = journal;
        this.clock = clock;
        this.encoding = encoding;
        this.version = version;
    }

    /** How a response gets to the client. */
    @FunctionalInterface
    interface Delivery {
        void write(Connection connection, Frame response);
    }

    /** Ends an exchange with this response, if there is one and the client wants one. */
    void answer(Exchange exchange, @Nullable Frame response) {
        answer(exchange, response, Connection::write);
    }

    /** Ends an exchange with a code and its reason. */
    void refuse(Exchange exchange, int code, @Nullable String remark) {
        answer(exchange, exchange.request.respond(code).remark(remark).build());
    }

    /** As {@link #answer(Exchange, Frame)}, with the response delivered in another way than simply written. */
    void answer(Exchange exchange, @Nullable Frame response, Delivery delivery) {
        end(exchange, response == null ? null : inOwnWords(response), delivery);
    }

    /** As {@link #answer(Exchange, Frame)}, changed after it was put in the server's own words: the change has the last. */
    void answerChanged(Exchange exchange, @Nullable Frame response, UnaryOperator<Frame> change) {
        end(exchange, response == null ? null : change.apply(inOwnWords(response)), Connection::write);
    }

    private void end(Exchange exchange, @Nullable Frame own, Delivery delivery) {
        if (!underWay.leave(exchange)) {
            return;
        }
        if (exchange.request.frame().isOneway()) {
            settle(exchange, Outcome.Reason.ONEWAY);
        } else if (own == null) {
            settle(exchange, Outcome.Reason.NOTHING_TO_SAY);
        } else if (!exchange.connection.isOpen()) {
            settle(exchange, Outcome.Reason.CLIENT_GONE);
        } else {
            settle(exchange, new Outcome.Answered(own.code(), own.remark(), clock.nanoTime()));
            journal.answered(exchange.slot, own);
            delivery.write(exchange.connection, own);
        }
    }

    /** In the server's own encoding (W-1); a code that the binary header has no room for goes out as JSON. */
    private Frame inOwnWords(Frame response) {
        HeaderEncoding wanted = response.code() == (short) response.code() ? encoding : HeaderEncoding.JSON;
        if (response.encoding() == wanted && response.version() == version) {
            return response;
        }
        return response.toBuilder().encoding(wanted).version(version).build();
    }

    /** Ends an exchange without an answer, and with it its connection if that is the reason. */
    void endUnanswered(Exchange exchange, Outcome.Reason reason) {
        if (!underWay.leave(exchange)) {
            return;
        }
        settle(exchange, reason);
        if (reason == Outcome.Reason.CLOSED) {
            exchange.connection.close();
        } else if (reason == Outcome.Reason.RESET) {
            exchange.connection.reset();
        } else if (reason == Outcome.Reason.HALF_CLOSED) {
            exchange.connection.halfClose();
        } else if (reason == Outcome.Reason.BLACKHOLED) {
            exchange.connection.linkConditions(
                    exchange.connection.linkConditions().blackholed());
        }
    }

    /** Notes that the server went down with this exchange in hand, which is not under way any more, or never was. */
    void lose(Exchange exchange) {
        // Nobody sets the timer of an exchange that is not under way.
        if (exchange.timer != null) {
            exchange.timer.cancel(false);
        }
        settle(exchange, Outcome.Reason.SERVER_DOWN);
    }

    private void settle(Exchange exchange, Outcome.Reason reason) {
        settle(exchange, new Outcome.Unanswered(reason, clock.nanoTime()));
    }

    private void settle(Exchange exchange, Outcome outcome) {
        boolean handled;
        synchronized (monitor) {
            handled = exchange.handled;
        }
        FaultRules.ArmedRule armed = exchange.rule;
        journal.settle(exchange.slot, armed == null ? null : armed.rule().name(), handled, outcome);
    }
}
