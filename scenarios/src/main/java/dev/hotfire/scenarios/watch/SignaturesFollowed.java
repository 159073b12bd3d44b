// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/** X16: where requests are signed, servers can follow each signature. */
final class SignaturesFollowed extends Watcher {
    SignaturesFollowed() {
        super("X16", "signatures are right");
    }

    @Override
    void onTurnedAway(SeenRequest request) {
        violated(request.describe() + ": its signature is wrong");
    }
}
