// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.frame.Frame;

/**
 * A request of any kind as a server read it.
 *
 * @param host the client's machine
 * @param now  when it was read, in nanoseconds after the run began
 */
record SeenRequest(String server, Link link, String host, Frame frame, long now) {
    String describe() {
        return frame.codeName() + " #" + frame.opaque() + " at " + server + ", " + link;
    }
}
