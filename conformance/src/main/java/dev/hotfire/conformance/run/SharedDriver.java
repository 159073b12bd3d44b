// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.run;

import dev.hotfire.conformance.driver.Driver;
import dev.hotfire.conformance.driver.DriverGoneException;
import dev.hotfire.conformance.run.CaseRun.Ending;
import dev.hotfire.conformance.run.CaseRun.Trouble;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The driver's process that cases share while all goes well, and its successors. After a few troubles it is shared no more:
 * each takes innocent cases along, which cost as much time again. Safe from any thread.
 */
final class SharedDriver implements AutoCloseable {
    /** So many processes that ended are enough. */
    static final int MAX_ENDS = 3;

    /** So many cases that waited for an answer in vain are enough, though the process lives. */
    static final int MAX_UNANSWERED = 12;

    private final Supplier<? extends Driver> starter;

    // The rest is guarded by this.
    private Driver current;
    private int ends;
    private int unanswered;
    private String lastEnd = "";
    private String lastUnanswered = "";
    private boolean closed;

    /** @throws DriverGoneException if it is no driver */
    SharedDriver(Supplier<? extends Driver> starter) {
        this.starter = starter;
        this.current = starter.get();
    }

    /** One that lives; null if it is shared no more. */
    synchronized @Nullable Driver live() {
        if (!current.isAlive() && !isOver()) {
            ends++;
            if (!isOver()) {
                try {
                    current = starter.get();
                } catch (DriverGoneException e) {
                    ends = MAX_ENDS;
                    lastEnd = "the driver can't be started any more: " + e.getMessage();
                }
            }
        }
        return isOver() ? null : current;
    }

    private boolean isOver() {
        return closed || ends >= MAX_ENDS || unanswered >= MAX_UNANSWERED;
    }

    /** Notes what came in between. */
    synchronized void note(Ending ending) {
        String text =
                ending.result().item().id() + ": " + ending.result().findings().get(0);
        if (ending.trouble() == Trouble.ENDED) {
            lastEnd = text;
        } else if (ending.trouble() == Trouble.UNANSWERED) {
            unanswered++;
            lastUnanswered = text;
        }
    }

    /** What the runs of cases one by one did not show again, so that nobody is told of it yet. */
    synchronized List<String> unexplained(boolean anEnd, boolean anUnanswered) {
        if (!lastEnd.isEmpty() && !anEnd) {
            return List.of(
                    "the client's process came to an unwanted end while cases ran side by side, and in none of them"
                            + " when each ran in a process of its own; the last time in " + lastEnd
                            + ". No case fails for it, but the run does: the client does not bear so many sends and"
                            + " producers at once. Run again with --workers 1; if it ends then too, its own log says why"
                            + ", and if not, look for what its producers share.");
        }
        if (!lastUnanswered.isEmpty() && !anUnanswered && !anEnd) {
            return List.of(
                    "commands were not answered while cases ran side by side, and all were when each case ran in a"
                            + " process of its own; the last time in " + lastUnanswered
                            + ". No case fails for it, but the run does: either the driver serves one command after the"
                            + " other, and must serve them side by side, or the machine was too busy. Run again with"
                            + " --workers 2 on an idle machine; if that passes, it was the machine.");
        }
        return List.of();
    }

    synchronized String name() {
        return current.name();
    }

    synchronized Set<String> features() {
        return current.features();
    }

    /** From here on there is none. */
    @Override
    public synchronized void close() {
        closed = true;
        current.close();
    }
}
