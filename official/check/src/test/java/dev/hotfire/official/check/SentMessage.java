// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.util.Map;
import java.util.Optional;

/**
 * A message as it was given to a producer, with what the producer said became of it.
 *
 * @param messageId  its unique id
 * @param properties with what the producer was given, tags and keys among them
 * @param place      where the producer says it is; empty when it was not told, as with oneway
 */
record SentMessage(String messageId, int flag, Body body, Map<String, String> properties, Optional<Place> place) {
    /** From a line of the official sender. */
    static SentMessage of(OutputLine line) {
        Optional<Place> place = Optional.empty();
        if (line.has("offset")) {
            Place first = Place.of(line);
            int placeInBatch = line.has("placeInBatch") ? line.number("placeInBatch") : 0;
            place = Optional.of(new Place(first.brokerName(), first.queueId(), first.offset() + placeInBatch));
        }
        return new SentMessage(line.text("messageId"), line.number("flag"), Body.of(line), line.properties(), place);
    }
}
