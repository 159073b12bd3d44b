// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static java.util.Objects.requireNonNull;

/**
 * A bug, as a change of one place in the sources.
 *
 * @param name        short, for the table
 * @param story       what goes wrong, and where such a thing was seen
 * @param file        the source, from the root of the repository
 * @param anchor      what stands there now; exactly once in the file
 * @param replacement what is to stand there
 * @param predicted   the invariant that must find it
 */
record PlantedBug(String name, String story, String file, String anchor, String replacement, String predicted) {
    PlantedBug {
        requireNonNull(name, "name");
        requireNonNull(story, "story");
        requireNonNull(file, "file");
        requireNonNull(anchor, "anchor");
        requireNonNull(replacement, "replacement");
        requireNonNull(predicted, "predicted");
    }

    /**
     * The source with the bug in it.
     *
     * @throws IllegalArgumentException if the anchor is not there exactly once
     */
    String plantedIn(String source) {
        int at = source.indexOf(anchor);
        if (at < 0 || source.indexOf(anchor, at + 1) >= 0) {
            throw new IllegalArgumentException("anchor of '" + name + "' stands "
                    + (at < 0 ? "nowhere" : "more than once") + " in " + file + " (expected: exactly once): " + anchor);
        }
        return source.substring(0, at) + replacement + source.substring(at + anchor.length());
    }
}
