// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.util.List;
import java.util.Locale;

/** What clients send to. */
public enum BenchTarget {
    /** The cheapest broker that clients accept: what is measured is the client. */
    CANNED(CannedBroker.class, List.of("-Xms256m", "-Xmx512m")),
    /** The fake cluster, with a name server and a broker that check and record what comes. */
    FAKE(FakeTarget.class, List.of("-Xms1g", "-Xmx2g"));

    private final Class<?> main;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable, and so is what is in it.
    private final List<String> jvm;

    BenchTarget(Class<?> main, List<String> jvm) {
        this.main = main;
        this.jvm = jvm;
    }

    /** What people write. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether one address is name server and broker in one, which is all that the bare network library knows. */
    public boolean isForBare() {
        return this == CANNED;
    }

    String main() {
        return main.getName();
    }

    /** Options for its process. */
    List<String> jvm() {
        return jvm;
    }
}
