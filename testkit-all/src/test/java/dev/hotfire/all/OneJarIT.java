// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.all;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The packed testkit, as a user's build gets it; that it works beside official clients is shown by {@code samples}. */
final class OneJarIT {
    private static final Path JAR = Path.of(System.getProperty("hotfire.testkit.all"));

    /** Whatever Netty or parser a build has, ours never meets it. */
    @Test
    void hasNoClassUnderAForeignName() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .contains("dev/hotfire/testkit/FakeCluster.class")
                    .allMatch(name -> name.startsWith("dev/hotfire/"));
            assertThat(jar.stream().map(ZipEntry::getName)).contains("META-INF/LICENSE", "META-INF/NOTICE");
        }
    }
}
