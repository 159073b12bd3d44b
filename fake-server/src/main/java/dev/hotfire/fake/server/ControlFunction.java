// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

/**
 * Looks at requests and decides what becomes of each: a fault rule in code.
 *
 * <pre>{@code
 * cluster.rules().add(FaultRule.onSends().control(request -> request.messages().size() > 10
 *         ? new FaultAction.Answer(ResponseCode.MESSAGE_ILLEGAL, "too many")
 *         : new FaultAction.PassOn()));
 * }</pre>
 */
@FunctionalInterface
public interface ControlFunction {
    /**
     * Decides about a request that matched and for which the rule's trigger fired. Called on the connection's loop, for
     * several connections at a time: it must be quick and must not wait; to have a request wait, park it.
     *
     * @return what happens: anything but another {@link FaultAction.Control}; {@link FaultAction.PassOn} to leave it to the
     *     rules of lower precedence, {@link FaultAction.Serve} to have it served as usual
     */
    FaultAction decide(Request request);
}
