// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/** X3: an attempt leaves at most once: servers read no more frames of a send than it has attempts, each to its own place. */
final class FramesCounted extends Watcher {
    FramesCounted() {
        super("X3", "each attempt leaves once");
    }

    @Override
    void onSendRead(SeenFrame frame) {
        SeenAttempt attempt = frame.attempt();
        if (attempt != null && attempt.allWereRead()) {
            violated(frame.describe() + ": was read before (" + attempt + ")");
        }
    }
}
