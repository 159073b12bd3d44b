// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/**
 * One request that a server read, and what became of it. Immutable: the journal replaces the entry once the outcome is
 * known.
 *
 * @param sequence      the number of the request in its journal, from 1, over all servers
 * @param server        the name of the server that read it
 * @param connectionId  the server's number for the connection, from 1
 * @param peer          the client's side of the connection
 * @param clientId      the client id that was known for the connection, from its heartbeats
 * @param receivedNanos when it was read, on the clock of the server's machine
 * @param request       the request itself
 * @param facts         what it is about
 * @param rule          the name of the fault rule that acted on it
 * @param handled       whether the request reached its handler, and so had its effect if it was to have one
 * @param outcome       what was answered
 */
public record JournalEntry(
        long sequence,
        String server,
        int connectionId,
        Address peer,
        @Nullable String clientId,
        long receivedNanos,
        Frame request,
        RequestFacts facts,
        @Nullable String rule,
        boolean handled,
        Outcome outcome)
        implements SeenRequest {

    @Override
    public Frame frame() {
        return request;
    }

    /** The request code. */
    public int code() {
        return request.code();
    }

    /** The response code, or null when there was no response, or not yet. */
    public @Nullable Integer responseCode() {
        return outcome instanceof Outcome.Answered answered ? answered.code() : null;
    }

    /** Whether the outcome is known. */
    public boolean isSettled() {
        return !(outcome instanceof Outcome.Pending);
    }

    JournalEntry settled(@Nullable String actingRule, boolean wasHandled, Outcome finalOutcome) {
        return new JournalEntry(
                sequence,
                server,
                connectionId,
                peer,
                clientId,
                receivedNanos,
                request,
                facts,
                actingRule,
                wasHandled,
                finalOutcome);
    }

    /** One line for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(96);
        text.append('#').append(sequence).append(' ').append(server);
        text.append(" connection ").append(connectionId).append(' ');
        text.append(request.codeName())
                .append('(')
                .append(code())
                .append(") opaque=")
                .append(request.opaque());
        if (facts.topic() != null) {
            text.append(" topic=").append(facts.topic());
        }
        if (facts.queueId() != null) {
            text.append(" queue=").append(facts.queueId());
        }
        text.append(" -> ").append(outcome);
        if (!handled) {
            text.append(" (not handled)");
        }
        if (rule != null) {
            text.append(" (rule: ").append(rule).append(')');
        }
        return text.toString();
    }
}
