// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.official;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The official Java client of one version, with a driver, in a folder of a cache.
 *
 * <p>Maven fetches it, as the user's settings say, for a POM that is made for the purpose. Its driver is made here: the
 * source of our familiar face's, with {@code org.apache.rocketmq} in its imports, compiled against that very version. So no
 * official code is ever on our own class path, and both clients are driven by the same lines.
 */
public final class OfficialClient {
    /** The driver's main class, on {@link #classPath()}. */
    public static final String MAIN_CLASS = "dev.hotfire.conformance.face.official.FamiliarDriver";

    private static final String SOURCE = "/dev/hotfire/conformance/face/FamiliarDriver.java";
    private static final String PACKAGE = "dev.hotfire.conformance.face";

    private final String version;
    private final String classPath;

    private OfficialClient(String version, String classPath) {
        this.version = version;
        this.classPath = classPath;
    }

    /**
     * Fetches a version, unless the cache has it, and makes its driver.
     *
     * @throws IllegalArgumentException if that can't be a version of 4 or 5
     * @throws IOException              if Maven, the network or the compiler fails; says what they said
     */
    public static OfficialClient fetch(String version, Path cache) throws IOException, InterruptedException {
        String libraries = OfficialArtifacts.client(version, cache);
        Path classes = OfficialArtifacts.compile(
                OfficialClient.class, List.of(SOURCE), OfficialClient::rewritten, version, cache, libraries);
        return new OfficialClient(
                version,
                classes
                        + File.pathSeparator
                        + OfficialArtifacts.placeOf(OfficialClient.class)
                        + File.pathSeparator
                        + libraries);
    }

    /** What a JVM needs for {@link #MAIN_CLASS}. */
    public String classPath() {
        return classPath;
    }

    /** What the main class wants to be told. */
    public List<String> arguments() {
        return List.of(version, "apache");
    }

    /** The source for the official client: what a program's change of imports is, too. */
    public static String withOfficialImports(String source) {
        return source.replaceAll(
                "import dev\\.hotfire\\.(acl|client|common|remoting)\\.", "import org.apache.rocketmq.$1.");
    }

    /** The familiar driver's source for the official client, which is what a program's change of imports is, too. */
    static String rewritten(String source) {
        return OfficialArtifacts.withoutNullness(withOfficialImports(source))
                .replace("package " + PACKAGE + ";", "package " + PACKAGE + ".official;");
    }
}
