// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/** X15: code of the user's never runs on an event loop: it may take its time. */
final class UserCodeApart extends Watcher {
    UserCodeApart() {
        super("X15", "user code stays off event loops");
    }

    @Override
    void onUserCode(String group, boolean onLoop) {
        if (onLoop) {
            violated(group + ": its user's code ran on its event loop");
        }
    }
}
