// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import java.io.File;
import java.util.List;

/**
 * A client to measure.
 *
 * @param name      what people read
 * @param classPath what its process needs
 * @param client    the class that drives it, within {@code dev.hotfire.bench}
 */
public record Contender(String name, String classPath, String client) {
    /** What our own producer is called. */
    public static final String HOTFIRE = "hotfire";

    /** What the bare network library is called. */
    public static final String BARE = "bare netty";

    /** Our producer, as this process has it. */
    public static Contender hotfire() {
        return ours(HOTFIRE, "HotfireClient");
    }

    /**
     * Our producer as other classes have it, from before a change for instance.
     *
     * @param classes class path of what differs; all else comes from this process
     */
    public static Contender other(String classes) {
        return new Contender(
                "hotfire-other", classes + File.pathSeparator + System.getProperty("java.class.path"), "HotfireClient");
    }

    /** Our producer behind the familiar face. */
    public static Contender familiar() {
        return ours("hotfire-familiar", "FamiliarClient");
    }

    /** The limit. */
    public static Contender bare() {
        return ours(BARE, "BareClient");
    }

    private static Contender ours(String name, String client) {
        return new Contender(name, System.getProperty("java.class.path"), client);
    }

    boolean takesPartIn(Case which) {
        return !client.equals("BareClient") || which.isForBare();
    }

    List<String> arguments(Case which, String nameServer) {
        return List.of(client, which.name(), nameServer);
    }
}
