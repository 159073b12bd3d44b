// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.frame.Frame;
import java.util.Map;

/**
 * Sees every request of a producer, to brokers and name servers, and every response.
 *
 * <p>It sees requests with all that they carry but the signature, which comes last, so that it covers what is added here
 * (hazard of B-HOOK-09). Hooks are asked in the order in which they were added, each sees what those before it added.
 *
 * <p>For a send called where its {@link SendHook}s are, after them; for all other requests on a thread for this purpose;
 * never on the event loop. What is thrown is logged and has no other effect.
 */
public interface RequestHook {
    /**
     * A request is about to be sent.
     *
     * @param address where to, as {@code host:port}
     * @param request not yet numbered: its opaque is 0
     * @return header fields to add, in the order of writing; those that the request has already are left as they are
     */
    default Map<String, String> beforeRequest(String address, Frame request) {
        return Map.of();
    }

    /** The response came; not called for requests that are not answered. */
    default void afterResponse(String address, Frame request, Frame response) {}
}
