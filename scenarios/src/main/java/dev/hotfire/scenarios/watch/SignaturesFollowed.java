// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;

/** X16: where requests are signed, servers can follow each signature. */
final class SignaturesFollowed extends Watcher {
    SignaturesFollowed() {
        super("X16", "signatures are right");
    }

    @Override
    void onTurnedAway(SeenRequest request) {
        violated(request.describe() + ": its signature is wrong");
    }

    /** Whoever wants no answer would not hear that it is turned away. */
    @Override
    void onRequestRead(SeenRequest request) {
        AclCredentials credentials = watch().credentials();
        if (credentials != null
                && request.frame().isOneway()
                && !AclSignature.verify(request.frame(), credentials.secretKey())) {
            violated(request.describe() + ": is not signed as it should be");
        }
    }
}
