// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.planted;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A bug, as a change of one place in the sources.
 *
 * @param name        short, for the table
 * @param story       what goes wrong, and where such a thing was seen
 * @param file        the source, from the root of the repository
 * @param anchor      what stands there now; exactly once in the file
 * @param replacement what is to stand there
 * @param predicted   the invariant that must find it
 */
record PlantedBug(String name, String story, String file, String anchor, String replacement, String predicted) {
    PlantedBug {
        requireNonNull(name, "name");
        requireNonNull(story, "story");
        requireNonNull(file, "file");
        requireNonNull(anchor, "anchor");
        requireNonNull(replacement, "replacement");
        requireNonNull(predicted, "predicted");
    }

    /**
     * The source with the bug in it.
     *
     * @throws IllegalArgumentException if the anchor is not there exactly once
     */
    String plantedIn(String source) {
        int at = source.indexOf(anchor);
        if (at < 0 || source.indexOf(anchor, at + 1) >= 0) {
            throw new IllegalArgumentException("anchor of '" + name + "' stands "
                    + (at < 0 ? "nowhere" : "more than once") + " in " + file + " (expected: exactly once): " + anchor);
        }
        return source.substring(0, at) + replacement + source.substring(at + anchor.length());
    }

    /**
     * Compiles the class with the bug in it, alone, and returns the folder that it is in.
     *
     * @param planted see {@link #plantedIn}
     * @throws IllegalArgumentException if it does not compile
     */
    Path compiled(String planted, Path work) throws IOException {
        Path source = work.resolve("src").resolve(file.substring(file.indexOf("/java/") + "/java/".length()));
        Path classes = work.resolve("classes");
        Files.createDirectories(requireNonNull(source.getParent()));
        Files.createDirectories(classes);
        Files.writeString(source, planted);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String classPath = System.getProperty("java.class.path");
        String[] arguments = {
            "-nowarn", "-proc:none", "-parameters", "-cp", classPath, "-d", classes.toString(), source.toString()
        };
        if (compiler.run(null, null, said, arguments) != 0) {
            throw new IllegalArgumentException(
                    "'" + name + "' does not compile: " + said.toString(StandardCharsets.UTF_8));
        }
        return classes;
    }
}
