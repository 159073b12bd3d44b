// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request's way into a server: noted in the journal, sent away by a shutdown or for its signature, shown to the
 * fault rules, and given to its handler or to the rule that acts on it. Called by a connection's pipeline on the connection's loop, and for what
 * waited by the end of a pause; takes the {@link Monitor} for its looks at the server's life, and for nothing else.
 */
final class RequestPath {
    private static final Logger LOG = LoggerFactory.getLogger(RequestPath.class);

    private final Monitor monitor;
    private final Machine machine;
    private final Journal journal;
    private final SignatureCheck signatures;
    private final FaultRules rules;
    private final UnderWay underWay;
    private final Handlers handlers;
    private final FaultActor faults;
    private final Responder responder;

    RequestPath(
            Monitor monitor,
            Machine machine,
            Journal journal,
            SignatureCheck signatures,
            FaultRules rules,
            UnderWay underWay,
            Handlers handlers,
            FaultActor faults,
            Responder responder) {
        this.monitor = monitor;
        this.machine = machine;
        this.journal = journal;
        this.signatures = signatures;
        this.rules = rules;
        this.underWay = underWay;
        this.handlers = handlers;
        this.faults = faults;
        this.responder = responder;
    }

    /** Takes a request that was read; one whose process is gone is as if it had never been read. */
    void receive(Connection connection, Frame frame) {
        synchronized (monitor) {
            Life life = monitor.life();
            if (!life.knows(connection)) {
                return;
            }
            if (life.state() == ServerState.PAUSED) {
                underWay.hold(() -> serve(connection, frame));
                return;
            }
        }
        serve(connection, frame);
    }

    private void serve(Connection connection, Frame frame) {
        Exchange exchange = open(connection, frame);
        boolean dead;
        boolean sentAway;
        synchronized (monitor) {
            Life life = monitor.life();
            dead = !life.knows(connection);
            sentAway = life.state() == ServerState.SHUTTING_DOWN && Drain.sendsAway(frame);
            if (!dead) {
                underWay.enter(exchange);
            }
        }
        if (dead) {
            responder.lose(exchange);
        } else if (sentAway) {
            responder.refuse(exchange, ResponseCode.GO_AWAY, Drain.GO_AWAY_REMARK);
        } else if (!signatures.welcomes(frame)) {
            responder.refuse(exchange, ResponseCode.NO_PERMISSION, SignatureCheck.UNWELCOME_REMARK);
        } else {
            applyRules(exchange);
        }
    }

    private Exchange open(Connection connection, Frame frame) {
        String server = machine.name();
        long nowNanos = machine.clock().nanoTime();
        RequestFacts facts = RequestFacts.of(frame);
        Journal.Slot slot =
                journal.open(server, connection.id(), connection.peer(), connection.clientId(), nowNanos, frame, facts);
        return new Exchange(connection, slot, new Request(server, slot.sequence, connection, frame, facts, nowNanos));
    }

    private void applyRules(Exchange exchange) {
        FaultRules.Chosen chosen;
        try {
            chosen = rules.choose(exchange.request);
        } catch (RuntimeException e) {
            LOG.warn("a fault rule failed on {}", exchange.request.frame(), e);
            responder.refuse(exchange, ResponseCode.SYSTEM_ERROR, "a fault rule failed: " + e);
            return;
        }
        if (chosen == null) {
            handlers.handle(exchange, reply -> responder.answer(exchange, reply));
        } else {
            exchange.rule = chosen.armed();
            faults.act(exchange, chosen.armed(), chosen.action());
        }
    }
}
