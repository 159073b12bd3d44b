// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.suite;

import dev.hotfire.fake.nameserver.RouteChange;
import dev.hotfire.fake.server.FaultRule;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A case that is shown by sending to its topic, whoever sends. Immutable.
 *
 * @param fault    a rule's end, given a rule that begins with this topic; null for none
 * @param route    what name servers say about this topic; null for the truth
 * @param messages how many messages it takes
 * @param judge    judges by what servers saw
 */
public record TopicScript(
        @Nullable UnaryFault fault, @Nullable RouteChange route, int messages, Consumer<Wire> judge) {
    /** Nothing goes wrong. */
    public static TopicScript clear(int messages, Consumer<Wire> judge) {
        return new TopicScript(null, null, messages, judge);
    }

    /** The first sends meet a fault. */
    public static TopicScript fault(UnaryFault fault, Consumer<Wire> judge) {
        return new TopicScript(fault, null, 1, judge);
    }

    /** Name servers say something of their own. */
    public static TopicScript route(RouteChange route, int messages, Consumer<Wire> judge) {
        return new TopicScript(null, route, messages, judge);
    }

    /** Makes a rule of one that is about sends to the case's topic. */
    @FunctionalInterface
    public interface UnaryFault {
        FaultRule of(FaultRule.Builder sends);
    }
}
