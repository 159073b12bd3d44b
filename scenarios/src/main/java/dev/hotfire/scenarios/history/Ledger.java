// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.history;

/**
 * The books of a run: what was sent, what is there, what callers were told.
 *
 * @param accepted     sends that were called
 * @param stored       sends with at least one copy in a broker's log, in sight or waiting
 * @param acknowledged sends whose caller was told that the message is stored
 * @param failed       sends whose caller was told that it is not
 * @param unknown      sends whose caller was told that nobody can tell, and one-way sends that were handed to the network
 * @param timedOut     sends whose caller was told that time was up
 * @param lost         sends that were acknowledged and have no copy
 * @param duplicated   copies in sight beyond the first, over all sends
 * @param retried      attempts beyond the first, over all sends
 * @param slowestNanos the longest time from a call to its end, 0 without any
 */
public record Ledger(
        long accepted,
        long stored,
        long acknowledged,
        long failed,
        long unknown,
        long timedOut,
        long lost,
        long duplicated,
        long retried,
        long slowestNanos) {

    /** Adds up a history. */
    public static Ledger of(History history) {
        long stored = 0;
        long acknowledged = 0;
        long failed = 0;
        long unknown = 0;
        long timedOut = 0;
        long lost = 0;
        long duplicated = 0;
        long retried = 0;
        long slowestNanos = 0;
        for (Fate fate : history.fates()) {
            Send send = fate.send();
            int copies = fate.copies().size();
            boolean there = fate.isThere();
            stored += there ? 1 : 0;
            duplicated += Math.max(0, copies - 1);
            retried += Math.max(0, send.attempts().size() - 1);
            if (send.isAcknowledged()) {
                acknowledged++;
                lost += there ? 0 : 1;
            }
            if (!send.terminals().isEmpty()) {
                Terminal terminal = send.terminals().get(0);
                failed += terminal.told() == TerminalClass.FAIL ? 1 : 0;
                unknown += terminal.told() == TerminalClass.INFO ? 1 : 0;
                timedOut += terminal.timedOut() ? 1 : 0;
                slowestNanos = Math.max(
                        slowestNanos, terminal.atNanos() - send.invocation().atNanos());
            }
        }
        return new Ledger(
                history.sends().size(),
                stored,
                acknowledged,
                failed,
                unknown,
                timedOut,
                lost,
                duplicated,
                retried,
                slowestNanos);
    }
}
