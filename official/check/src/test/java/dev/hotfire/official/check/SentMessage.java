// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.util.Map;
import java.util.Optional;

/**
 * A message as it was given to a producer, with what the producer said became of it.
 *
 * @param number     what the test calls it: the value of its property {@value #NUMBER}
 * @param messageId  its unique id as far as the producer told it
 * @param properties with what the producer was given, tags and keys among them
 * @param place      where the producer says it is; empty when it was not told, as with oneway
 */
record SentMessage(
        String number,
        Optional<String> messageId,
        int flag,
        Body body,
        Map<String, String> properties,
        Optional<Place> place) {
    /** The user property by which a test knows its messages again. */
    static final String NUMBER = "number";

    /** From a line of the official sender. */
    static SentMessage of(OutputLine line) {
        Optional<Place> place = Optional.empty();
        if (line.has("offset")) {
            Place reported = Place.of(line);
            place = Optional.of(
                    line.has("placeInBatch") ? Place.inBatch(reported, line.number("placeInBatch")) : reported);
        }
        return new SentMessage(
                line.properties().get(NUMBER),
                Optional.of(line.text("messageId")),
                line.number("flag"),
                Body.of(line),
                line.properties(),
                place);
    }
}
