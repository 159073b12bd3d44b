// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.testkit.FakeCluster;
import java.io.IOException;

/** The fake cluster in a process of its own: prints {@code ready HOST:PORT}, and ends with its standard input. */
public final class FakeTarget {
    private FakeTarget() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws IOException {
        try (FakeCluster cluster = FakeCluster.builder().topic("bench", 8).start()) {
            System.out.println("ready " + cluster.nameServerAddresses());
            while (System.in.read() >= 0) {
                // What comes says nothing; only the end does.
            }
        }
    }
}
