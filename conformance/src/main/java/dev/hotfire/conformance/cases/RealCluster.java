// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** Which cases a real RocketMQ cluster backs: the same client, told the same, saw the same there. */
public final class RealCluster {
    private static final String RESOURCE = "backed-by-a-real-cluster.txt";

    private RealCluster() {}

    /** The ids of the cases, as a check against a real cluster has written them down. */
    public static Set<String> backed() {
        try (InputStream in = RealCluster.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + ": not on the class path");
            }
            Set<String> ids = new TreeSet<>();
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    ids.add(line.strip());
                }
            }
            return ids;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
