// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.ProducerConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X21: what all requests of a producer are to carry is on all of them, whatever they ask and whomever: its namespace, if that is no
 * part of names, its zone, and whether they are of a stream.
 */
final class RequestsMarked extends Watcher {
    RequestsMarked() {
        super("X21", "requests carry what all of them are to");
    }

    @Override
    void onRequestRead(SeenRequest request) {
        Party party = watch().partyOn(request.host());
        if (party == null) {
            return;
        }
        ProducerConfig config = party.first;
        boolean named = config.namespace().kind() == Namespace.Kind.FIELDS;
        expect(request, "nsd", named ? "true" : null);
        expect(request, "ns", named ? config.namespace().name() : null);
        expect(request, "__ZONE_NAME", config.zoneName());
        expect(request, "__ZONE_MODE", config.zoneMode());
        expect(request, "ReqT", config.streamRequests() ? "0" : null);
    }

    private void expect(SeenRequest request, String name, @Nullable String value) {
        String said = request.frame().field(name);
        if (!Objects.equals(said, value)) {
            violated(request.describe() + ": has " + name + " " + said + " (expected: " + value + ")");
        }
    }
}
