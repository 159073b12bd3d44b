// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import java.time.Duration;
import java.util.List;

/**
 * A broker answered the last attempt with an error; or, before there was any attempt, a name server would not tell the route.
 *
 * <p>Other attempts may have ended otherwise: {@link #certainty()} takes all of them into account.
 */
public final class SendRefusedException extends SendException {
    private final int responseCode;
    private final String remark;

    public SendRefusedException(
            String what, String topic, List<Attempt> attempts, Duration elapsed, int responseCode, String remark) {
        super(what, topic, attempts, elapsed, null);
        this.responseCode = responseCode;
        this.remark = remark;
    }

    /** The broker's response code (W-6), or the name server's. */
    public int responseCode() {
        return responseCode;
    }

    /** The broker's reason in its own words; empty if it gave none. A name server's with its address. */
    public String remark() {
        return remark;
    }
}
