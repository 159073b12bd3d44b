// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.wire.namespace.Namespaces;

/**
 * Whose topics and groups a producer means where several tenants share a cluster (W-18.2). Users of the producer see
 * names without it everywhere: in messages, results and queues.
 *
 * @param kind how it is told
 * @param name empty for {@link #NONE} only
 */
public record Namespace(Kind kind, String name) {
    /** How brokers are told of a namespace. */
    public enum Kind {
        /** There is none. */
        NONE,
        /** Version 1: {@code name%} in front of topics and groups, and property INSTANCE_ID on messages. */
        PREFIX,
        /** Version 2: two ext fields on every request; topics and groups stay as they are. */
        FIELDS
    }

    public static final Namespace NONE = new Namespace(Kind.NONE, "");

    public Namespace {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        if (kind == Kind.NONE ? !name.isEmpty() : name.isBlank()) {
            throw new IllegalArgumentException("namespace: '" + name + "' (expected: a name, and none for NONE)");
        }
    }

    /** A namespace of version 1; an empty name is none at all (hazard of B-NS-04). */
    public static Namespace prefix(String name) {
        return name.isEmpty() ? NONE : new Namespace(Kind.PREFIX, name);
    }

    /** A namespace of version 2. */
    public static Namespace fields(String name) {
        return new Namespace(Kind.FIELDS, name);
    }

    /** A topic's or group's name as brokers know it. System topics, and names that have the prefix, stay as they are. */
    public String wrap(String resource) {
        return kind == Kind.PREFIX ? Namespaces.wrap(name, resource) : resource;
    }

    /** A topic's or group's name as the user knows it. */
    public String unwrap(String resource) {
        return kind == Kind.PREFIX ? Namespaces.unwrap(name, resource) : resource;
    }
}
