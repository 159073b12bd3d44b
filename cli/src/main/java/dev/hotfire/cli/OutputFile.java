// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that a command line asks for, and that is written when much has been done for it. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Makes sure as far as that is possible beforehand that it can be written.
     *
     * @param file null if it is not asked for
     * @throws ParameterException naming it and what is in the way
     */
    static void require(CommandSpec spec, String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        String trouble = trouble(file);
        if (trouble != null) {
            throw new ParameterException(spec.commandLine(), option + ": '" + file + "' " + trouble);
        }
    }

    private static @Nullable String trouble(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (file.toString().isEmpty() || Files.isDirectory(absolute)) {
            return "is a folder (expected: a file)";
        } else if (Files.exists(absolute)) {
            return Files.isWritable(absolute) ? null : "can't be written: no permission";
        }
        Path parent = absolute.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || (Files.isDirectory(parent) && Files.isWritable(parent))) {
            return null;
        }
        return Files.isDirectory(parent)
                ? "can't be written: no permission in " + parent
                : "can't be written: " + parent + " is a file (expected: a folder)";
    }

    /** As {@link #require}, of a folder that files are to be written into. */
    static void requireFolder(CommandSpec spec, String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(), option + ": '" + folder + "' is a file (expected: a folder)");
        }
        if (!Files.isDirectory(folder)) {
            require(spec, option, folder);
        }
    }

    /** Writes it, and the folders above it. */
    static void write(Path file, String text) throws IOException {
        Path parent = file.getParent();
        // Older JDKs take a link to a folder for something in the way when one is to be made there.
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
