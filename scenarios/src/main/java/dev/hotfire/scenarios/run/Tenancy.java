// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Namespace;
import dev.hotfire.scenarios.language.Feature;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.Scenario;
import dev.hotfire.wire.acl.AclCredentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all producers of a run have in common with its cluster.
 *
 * @param namespace   under which its topics and groups are
 * @param credentials with which all requests are signed; null if servers want no signature
 */
record Tenancy(Namespace namespace, @Nullable AclCredentials credentials) {
    private static final AclCredentials CREDENTIALS =
            new AclCredentials("hotfire", "a secret of simulated worlds", null);

    /** What one producer of the scenario has, all have. */
    static Tenancy of(Scenario scenario) {
        Optional<String> name = scenario.producers().stream()
                .map(producer -> producer.tuning().namespace())
                .flatMap(Optional::stream)
                .findFirst();
        boolean signed = scenario.producers().stream().map(ProducerSpec::tuning).anyMatch(tuning -> tuning.signed());
        boolean named = scenario.producers().stream()
                .anyMatch(producer -> producer.tuning().features().contains(Feature.TENANT));
        Namespace namespace = name.map(Namespace::prefix).orElse(named ? Namespace.fields("tenant") : Namespace.NONE);
        return new Tenancy(namespace, signed ? CREDENTIALS : null);
    }

    /** What stands in front of topics and groups on the wire. Said here once more, so as not to trust the producer's own. */
    String prefix() {
        return namespace.kind() == Namespace.Kind.PREFIX ? namespace.name() + "%" : "";
    }

    /** A topic's name without that. */
    String plain(String wireTopic) {
        return wireTopic.startsWith(prefix()) ? wireTopic.substring(prefix().length()) : wireTopic;
    }
}
