// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

/**
 * Where a message lies: in its topic, and by its offset message id in the broker's commit log.
 *
 * @param offsetMessageId upper case hex, W-13.2
 */
record Place(String brokerName, int queueId, long offset, String offsetMessageId) {
    static Place of(OutputLine line) {
        return new Place(
                line.text("broker"), line.number("queue"), line.longNumber("offset"), line.text("offsetMessageId"));
    }

    /**
     * The place of one element of a batch.
     *
     * @param batch what was reported for the batch: the first element's offset, and the ids of all, comma-separated
     */
    static Place inBatch(Place batch, int element) {
        return new Place(
                batch.brokerName(),
                batch.queueId(),
                batch.offset() + element,
                batch.offsetMessageId().split(",", -1)[element]);
    }
}
