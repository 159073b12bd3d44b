// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.trace;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people about messages of the trace that were lost: one line per second at most, because a trace topic that can't be
 * written to says one thing only; what was left out is counted. Any thread.
 */
final class LossLog {
    private static final Logger LOG = LoggerFactory.getLogger(LossLog.class);

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final String topic;
    private boolean said;
    private long saidNanos;
    private int leftOut;

    LossLog(String topic) {
        this.topic = topic;
    }

    /**
     * A message was lost.
     *
     * @param nowNanos on the monotonic clock
     */
    synchronized void onLost(int bodyBytes, Throwable failure, long nowNanos) {
        if (said && nowNanos - saidNanos < INTERVAL_NANOS) {
            leftOut++;
            return;
        }
        LOG.warn(
                "a trace message of {} bytes for {} was lost: {}{}",
                bodyBytes,
                topic,
                failure.toString().replaceAll("\\R", " "),
                leftOut == 0 ? "" : "; " + leftOut + " more were lost since the last such line");
        said = true;
        saidNanos = nowNanos;
        leftOut = 0;
    }
}
