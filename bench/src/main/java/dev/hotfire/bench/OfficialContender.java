// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import dev.hotfire.conformance.official.OfficialArtifacts;
import dev.hotfire.conformance.official.OfficialClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The official client, of any version, with the driver of our familiar face compiled against it. */
public final class OfficialContender {
    private static final String SOURCE = "/dev/hotfire/bench/FamiliarClient.java";

    private OfficialContender() {}

    /**
     * Fetches a version, unless the cache has it.
     *
     * @throws IllegalArgumentException if there can't be such a version
     * @throws IOException              if it can't be fetched, or does not fit the driver
     */
    public static Contender fetch(String version, Path cache) throws IOException, InterruptedException {
        String libraries = OfficialArtifacts.client(version, cache);
        Path driver = OfficialArtifacts.compile(
                Contender.class, List.of(SOURCE), OfficialClient::withOfficialImports, version, cache, libraries);
        // The driver's classes first: they have the names of those for the familiar face, which are in the kit too.
        String kit = OfficialArtifacts.placeOf(Contender.class)
                + File.pathSeparator
                + OfficialArtifacts.placeOf(Histogram.class);
        return new Contender(
                "apache:" + version,
                driver + File.pathSeparator + kit + File.pathSeparator + libraries,
                "FamiliarClient");
    }
}
