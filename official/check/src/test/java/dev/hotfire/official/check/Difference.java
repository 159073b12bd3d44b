// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import dev.hotfire.official.check.Told.End;
import java.util.EnumSet;
import java.util.Set;

/** All in which the compatible profile is meant to differ from the official client, each with its reason. */
enum Difference {
    A_TIMEOUT_IS_CALLED_SO("B-RETRY-07: officially the normal timeout is told as too much, without its cause") {
        @Override
        boolean explains(Told official, Told ours) {
            return official.end() == End.TOO_MUCH && ours.end() == End.TIMED_OUT;
        }
    },
    ASYNCHRONOUS_FAILURES_HAVE_CODES("B-ASYNC-11: officially they all have -1") {
        @Override
        boolean explains(Told official, Told ours) {
            return official.end() == ours.end()
                    && (ours.end() == End.TIMED_OUT || ours.end() == End.NOT_CONNECTED)
                    && official.detail().equals("-1")
                    && !ours.detail().equals("-1");
        }
    },
    GO_AWAY_IS_AN_ANSWER("B-RETRY-13: officially it surfaces as a failure to send, though the broker said why") {
        @Override
        boolean explains(Told official, Told ours) {
            return official.end() == End.CONNECTION_LOST
                    && ours.end() == End.REFUSED
                    && ours.detail().equals("1500");
        }
    },
    A_ONEWAY_FAILURE_IS_TOLD("B-ONEWAY-02: officially a refused connection is silent") {
        @Override
        boolean explains(Told official, Told ours) {
            return official.end() == End.HANDED_OVER && ours.end() == End.NOT_CONNECTED;
        }
    },
    /** Compared apart from what callers are told. */
    A_RETRY_NAMES_ITS_OWN_QUEUE("B-ASYNC-09: officially an asynchronous retry names the first one's broker and queue"),
    /** Compared apart from what callers are told. */
    AN_END_COMES_IN_TIME("B-ASYNC-07: officially an asynchronous timeout is noticed a second later or more"),
    /** Compared apart from what callers are told. */
    ALL_THREADS_GO_ROUND_TOGETHER("B-SELECT-04: officially each thread begins anywhere, so short ones don't go round");

    private final String reason;

    Difference(String reason) {
        this.reason = reason;
    }

    /** Whether this is why callers are told different things. */
    boolean explains(Told official, Told ours) {
        return false;
    }

    /** Those that occur. What none of them explains remains for the caller to compare. */
    static Set<Difference> between(Decisions official, Decisions ours) {
        Set<Difference> found = EnumSet.noneOf(Difference.class);
        for (int i = 0; i < Math.min(official.told().size(), ours.told().size()); i++) {
            Told theirs = official.told().get(i);
            Told mine = ours.told().get(i);
            for (Difference difference : values()) {
                if (difference.explains(theirs, mine)) {
                    found.add(difference);
                }
            }
            if (mine.end() == End.TIMED_OUT
                    && official.millis().get(i) - ours.millis().get(i) >= 500) {
                found.add(AN_END_COMES_IN_TIME);
            }
        }
        if (!official.goesRound() && ours.goesRound()) {
            found.add(ALL_THREADS_GO_ROUND_TOGETHER);
        }
        if (!official.eachRequestNamesItsBroker() && ours.eachRequestNamesItsBroker()) {
            found.add(A_RETRY_NAMES_ITS_OWN_QUEUE);
        }
        return found;
    }

    @Override
    public String toString() {
        return name() + " (" + reason + ")";
    }
}
