// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Attempt;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people about attempts that failed: which message, where, which attempt, how long it took, and why. At most once per
 * second and broker, because a broker that dies at a hundred thousand sends a second says one thing only; what was left
 * out is counted. Confined to the loop.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    /** By broker name; there are as many as routes name. */
    private final Map<String, LastWord> lastWords = new HashMap<>();

    private static final class LastWord {
        private long saidNanos;
        private int leftOut;
    }

    /** An attempt has ended, with any outcome. */
    void onAttempt(String messageId, Attempt attempt, long nowNanos) {
        if (!LOG.isWarnEnabled()) {
            return;
        }
        String failure = attempt.outcome().failure();
        if (failure == null) {
            return;
        }
        LastWord last = lastWords.get(attempt.queue().brokerName());
        if (last == null) {
            last = new LastWord();
            lastWords.put(attempt.queue().brokerName(), last);
        } else if (nowNanos - last.saidNanos < INTERVAL_NANOS) {
            last.leftOut++;
            return;
        }
        LOG.warn(
                "attempt {} to send {} to {} at {}, after {} ms: {}{}",
                attempt.number(),
                messageId,
                attempt.queue(),
                attempt.brokerAddress(),
                attempt.tookNanos() / 1_000_000,
                // A broker's remark may have any characters.
                failure.replaceAll("\\R", " "),
                last.leftOut == 0 ? "" : "; " + last.leftOut + " more failed there since the last such line");
        last.saidNanos = nowNanos;
        last.leftOut = 0;
    }
}
