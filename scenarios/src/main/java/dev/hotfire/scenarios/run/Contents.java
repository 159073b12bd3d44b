// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Message;
import dev.hotfire.scenarios.history.TraceHash;

/** What messages carry besides their bodies: tags, properties and flags, different for each, so that a mix-up shows. */
final class Contents {
    private static final String[] TAGS = {"red", "blue", "grün"};

    private Contents() {}

    /** Dresses the message of the send with this id: always the same, whatever other sends there are. */
    static Message.Builder dress(Message.Builder message, String sendId) {
        long bits = new TraceHash().add(sendId).value();
        if ((bits & 1) == 0) {
            message.tags(TAGS[(int) (bits >>> 1 & 3) % TAGS.length]);
        }
        message.flag((bits >>> 3 & 3) == 0 ? (int) (bits >>> 32) : 0);
        int properties = (int) (bits >>> 5 & 3);
        // Not in the order of their names.
        for (int i = properties; i > 0; i--) {
            message.property("p" + i, "v" + Long.toString(bits >>> (8 + i), 36));
        }
        return message;
    }
}
