// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

/** Where a message lies in its topic. */
record Place(String brokerName, int queueId, long offset) {
    static Place of(OutputLine line) {
        return new Place(line.text("broker"), line.number("queue"), line.longNumber("offset"));
    }
}
