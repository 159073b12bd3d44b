// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendException;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Terminal;
import org.jspecify.annotations.Nullable;

/** A send as its caller sees it. */
final class SeenCall {
    final Invocation invocation;
    final Party party;

    /** The settings when it was called. */
    final ProducerConfig config;

    /** How many other sends of the producer were open then, and the bytes of their bodies. */
    final int openBefore;

    final long openBytesBefore;

    @Nullable
    Terminal terminal;

    @Nullable
    SendException failure;

    /** The queue that its caller, or a selector, chose last; null if nobody did so far. */
    @Nullable
    MessageQueue chosen;

    /** What was handed over. */
    @Nullable
    Message message;

    /** The properties that it had then, names and values by turns, until it is looked at again. */
    String @Nullable [] propertiesBefore;

    /** What the producer made of it, once that is known. */
    @Nullable
    SeenSend send;

    /** The unique id of its message, once one was read. */
    @Nullable
    String uniqueId;

    SeenCall(Invocation invocation, Party party, ProducerConfig config, int openBefore, long openBytesBefore) {
        this.invocation = invocation;
        this.party = party;
        this.config = config;
        this.openBefore = openBefore;
        this.openBytesBefore = openBytesBefore;
    }

    /** Whether the caller, or a selector, chose the queue. */
    boolean isBound() {
        return invocation.orderKey() != null;
    }

    @Override
    public String toString() {
        return "send " + invocation.sendId();
    }
}
