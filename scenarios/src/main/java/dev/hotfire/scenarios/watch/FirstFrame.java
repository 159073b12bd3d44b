// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import org.jspecify.annotations.Nullable;

/**
 * What the first frame of a send carried: that of all later ones is to be the same. Kept for each send until the run is over,
 * so it is no more than that.
 *
 * @param body       not a copy
 * @param properties as they travelled
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record FirstFrame(byte[] body, @Nullable String properties, int sysFlag) {
    static FirstFrame of(SeenFrame frame) {
        return new FirstFrame(
                frame.frame().body(),
                frame.header().properties(),
                frame.header().sysFlag());
    }
}
