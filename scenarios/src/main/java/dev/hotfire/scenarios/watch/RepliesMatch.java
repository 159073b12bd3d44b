// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/** X6: a caller gets the reply to its own request. */
final class RepliesMatch extends Watcher {
    RepliesMatch() {
        super("X6", "replies are those to the request");
    }

    @Override
    void onReply(String sendId, String text) {
        if (!text.equals(sendId)) {
            violated("send " + sendId + ": was given the reply to " + text);
        }
    }
}
