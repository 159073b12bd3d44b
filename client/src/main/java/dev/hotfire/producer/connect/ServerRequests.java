// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.connect;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What brokers may ask of a producer: one handler per request code (B-REMOTE-15). Confined to the loop.
 *
 * <p>Handlers are called on the loop, so none of them runs user code: whoever serves a request that ends in user code has
 * threads and a bound of its own for it. So a user's callback that hangs delays neither transaction checks nor replies
 * (hazard of B-REMOTE-16).
 */
public final class ServerRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ServerRequests.class);

    /** Serves one request code. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves a request: at once, or by handing it over. Answers with {@link Connection#answer} if it is to be
         * answered; what this throws is answered with {@link ResponseCode#SYSTEM_ERROR}.
         */
        void onRequest(Connection from, Frame request);
    }

    private final Map<Integer, Handler> handlers = new TreeMap<>();

    /**
     * Serves a request code from now on.
     *
     * @throws IllegalStateException if it is served already
     */
    public void serve(int requestCode, Handler handler) {
        if (handlers.putIfAbsent(requestCode, handler) != null) {
            throw new IllegalStateException("request code " + requestCode + " is served already");
        }
    }

    void dispatch(Connection from, Frame request) {
        Handler handler = handlers.get(request.code());
        if (handler == null) {
            // Whatever we don't serve is answered as such, so that the broker need not wait.
            from.answer(
                    request,
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    " request type " + request.code() + " not supported");
            return;
        }
        try {
            handler.onRequest(from, request);
        } catch (RuntimeException e) {
            // One malformed request is no reason to lose the connection and all that waits on it.
            LOG.warn("{}: {} could not be served", from.address(), request, e);
            from.answer(request, ResponseCode.SYSTEM_ERROR, String.valueOf(e.getMessage()));
        }
    }
}
