// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

/**
 * I15: no two requests on one connection have the same opaque. While one of them is under way that is a mix-up; we allow
 * it never, because whatever comes late would find the wrong request.
 */
final class OpaquesUnique extends Watcher {
    OpaquesUnique() {
        super("I15", "no opaque is used twice on a connection");
    }

    @Override
    void onRequestRead(SeenRequest request) {
        if (!request.link().isNew(request.frame().opaque())) {
            violated(request.describe() + ": the opaque was used before");
        }
    }
}
