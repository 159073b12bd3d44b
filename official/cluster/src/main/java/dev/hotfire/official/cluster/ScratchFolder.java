// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The one folder below {@code java.io.tmpdir} into which all official code of this JVM writes. Any thread. */
final class ScratchFolder {
    /** Brokers keep writing while their folder is taken away; each pass takes what the last one left. */
    private static final int DELETE_PASSES = 10;

    private final Path root;

    private ScratchFolder(Path root) {
        this.root = root;
    }

    /**
     * Creates the folder and turns official code towards it, which by itself keeps logs, stores and settings in the
     * home directory. To be called before the first official class is loaded: they read these properties once.
     */
    static ScratchFolder create() throws IOException {
        Path root = Files.createTempDirectory("hotfire-official-");
        System.setProperty("user.home", root.toString());
        // Native libraries are unpacked there. Temporary key files are not: the JDK remembers the first value.
        System.setProperty("java.io.tmpdir", root.toString());
        System.setProperty("hotfire.official.folder", root.toString());
        System.setProperty("rmq.logback.configurationFile", "hotfire-official-logback.xml");
        return new ScratchFolder(root);
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /** Deletes the folder as far as the platform allows; what is left behind is somebody else's to clean up. */
    void delete() {
        for (int pass = 0; pass < DELETE_PASSES && Files.exists(root); pass++) {
            try {
                Files.walkFileTree(root, new Deleting());
            } catch (IOException e) {
                // A file came or went during the walk: the next pass sees the folder as it is now.
            }
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
