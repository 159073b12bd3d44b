// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.util.Map;

/** A message as the official consumer read it back. */
record StoredMessage(String messageId, int flag, int sysFlag, Body body, Map<String, String> properties, Place place) {
    static StoredMessage of(OutputLine line) {
        return new StoredMessage(
                line.text("messageId"),
                line.number("flag"),
                line.number("sysFlag"),
                Body.of(line),
                line.properties(),
                Place.of(line));
    }
}
