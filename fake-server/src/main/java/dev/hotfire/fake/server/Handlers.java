// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who answers which request code, and what is said when nobody does or the handler fails (W-4). Immutable; it takes the
 * {@link Monitor} for the call of a handler, so that a request has its effect while the server lives or not at all.
 */
final class Handlers {
    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private final Monitor monitor;
    private final UnderWay underWay;
    private final Map<Integer, RequestHandler> byCode;

    Handlers(Monitor monitor, UnderWay underWay, Map<Integer, RequestHandler> byCode) {
        this.monitor = monitor;
        this.underWay = underWay;
        this.byCode = new TreeMap<>(byCode);
    }

    /**
     * Handles a request, then goes on with its response, null when there is none; or never goes on, because the server
     * went down. From any thread.
     */
    void handle(Exchange exchange, Consumer<@Nullable Frame> next) {
        Reply reply;
        synchronized (monitor) {
            if (!underWay.has(exchange)) {
                return;
            }
            exchange.handled = true;
            reply = call(exchange.served);
        }
        if (reply instanceof Reply.Now now) {
            next.accept(now.response());
        } else if (reply instanceof Reply.Later later) {
            later.response()
                    .whenComplete((response, failure) -> underWay.step(
                            exchange,
                            () -> next.accept(failure == null ? response : failed(exchange.served, failure))));
        } else {
            next.accept(null);
        }
    }

    private Reply call(Request request) {
        RequestHandler handler = byCode.get(request.frame().code());
        if (handler == null) {
            return request.refuse(
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    " request type " + request.frame().code() + " not supported");
        }
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.debug("{} failed on {}", request.server(), request.frame(), e);
            return Reply.of(failed(request, e));
        }
    }

    private static Frame failed(Request request, Throwable failure) {
        return request.respond(ResponseCode.SYSTEM_ERROR)
                .remark(failure.toString())
                .build();
    }
}
