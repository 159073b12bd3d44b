// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.util.List;
import java.util.Map;

/** What kind of message a send carries (B-HOOK-06). */
public enum MessageType {
    NORMAL,
    /** Waits for the end of its transaction. */
    HALF,
    /** Is delivered later. */
    DELAY;

    private static final List<String> DELAYS = List.of(
            "__STARTDELIVERTIME",
            PropertyNames.DELAY,
            PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    /** The type of a message with these properties and this sysFlag; a delay overrides a transaction. */
    public static MessageType of(Map<String, String> properties, int sysFlag) {
        for (String delay : DELAYS) {
            if (properties.containsKey(delay)) {
                return DELAY;
            }
        }
        return SysFlag.transaction(sysFlag) == SysFlag.TRANSACTION_PREPARED ? HALF : NORMAL;
    }
}
