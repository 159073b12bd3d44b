// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.check;

import dev.hotfire.scenarios.history.Fate;
import dev.hotfire.scenarios.history.History;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.Terminal;
import java.time.Duration;

/** I10: a send ends within its timeout, and is called timed out only when the timeout has passed. */
public final class TimeoutHonoured implements Invariant {
    private final long graceNanos;

    /** @param grace how much later a send may end */
    public TimeoutHonoured(Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace: " + grace + " (expected: not negative)");
        }
        this.graceNanos = grace.toNanos();
    }

    @Override
    public String id() {
        return "I10";
    }

    @Override
    public String title() {
        return "timeouts are honoured";
    }

    @Override
    public void check(Fate fate, History history, Violations violations) {
        Send send = fate.send();
        long timeoutNanos = send.invocation().timeoutNanos();
        long leastNanos = timeoutNanos - send.invocation().earlyNanos();
        for (Terminal terminal : send.terminals()) {
            long tookNanos = terminal.atNanos() - send.invocation().atNanos();
            if (tookNanos > timeoutNanos + graceNanos) {
                violations.add("send " + send.sendId() + ": took " + tookNanos + " ns (expected: at most "
                        + timeoutNanos + ", and " + graceNanos + " grace)");
            } else if (terminal.timedOut() && tookNanos < leastNanos) {
                violations.add("send " + send.sendId() + ": timed out after " + tookNanos + " ns (expected: at least "
                        + leastNanos + ")");
            }
        }
    }
}
