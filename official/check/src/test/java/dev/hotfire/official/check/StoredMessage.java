// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.util.Map;

/**
 * A message as it was read back.
 *
 * @param sysFlag     as the reader shows it: without the bit for a compressed body, with those for its kind (W-15)
 * @param storedBytes its size in the commit log, all fields included
 */
record StoredMessage(
        String messageId,
        int flag,
        int sysFlag,
        Body body,
        Map<String, String> properties,
        Place place,
        long bornTimestampMillis,
        int storedBytes) {
    /** From a line of the official reader. */
    static StoredMessage of(OutputLine line) {
        return new StoredMessage(
                line.text("messageId"),
                line.number("flag"),
                line.number("sysFlag"),
                Body.of(line),
                line.properties(),
                Place.of(line),
                line.longNumber("bornTimestamp"),
                line.number("storedBytes"));
    }

    /** From a fake broker's log, with a plain body. */
    static StoredMessage of(String brokerName, dev.hotfire.wire.message.StoredMessage message) {
        return new StoredMessage(
                message.messageId(),
                message.flag(),
                message.sysFlag(),
                Body.of(message.body()),
                message.properties(),
                new Place(
                        brokerName,
                        message.queueId(),
                        message.queueOffset(),
                        message.offsetMessageId().format()),
                message.bornTimestamp(),
                message.encode().length);
    }

    /** What the test that sent it calls it; its id when no test of ours did. */
    String number() {
        return properties.getOrDefault(SentMessage.NUMBER, "no number, id " + messageId);
    }
}
