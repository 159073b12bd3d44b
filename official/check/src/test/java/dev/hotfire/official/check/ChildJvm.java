// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A JVM of its own for official code, so that its libraries never meet ours. Runs on the Java that runs the tests.
 * For one thread; closing it kills what is left of it.
 */
final class ChildJvm implements AutoCloseable {
    /** What the JVM gets, and nothing else: the classes of one module, with its own class path or another release's. */
    enum Part {
        CLUSTER("cluster", "cluster"),
        CLIENT("client", "client"),
        /** The same main classes as {@link #CLIENT}'s, on release 4.9.8. */
        CLIENT_4("client", "client-4");

        private final String classes;
        private final String libraries;

        Part(String classes, String libraries) {
            this.classes = classes;
            this.libraries = libraries;
        }

        /** A module's own classes and the class path that a build wrote down. */
        String classPath() {
            Path written = target(libraries).resolve("class-path");
            try {
                return target(classes).resolve("classes")
                        + File.pathSeparator
                        + Files.readString(written).trim();
            } catch (IOException e) {
                throw new UncheckedIOException("the module " + libraries + " is not built", e);
            }
        }

        private static Path target(String module) {
            String property = "hotfire.official." + module;
            String target = System.getProperty(property);
            if (target == null) {
                throw new IllegalStateException(property + ": not set (expected: the module's target folder)");
            }
            return Path.of(target);
        }
    }

    /** Stands for the end of the output; told apart by identity. */
    private static final String END = new String("end of output");

    private static final int STDERR_LINES_KEPT = 60;
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(30);
    /** From here on the JVM warns about what Netty 4.1 and RocksDB do, unless it is told that it is wanted. */
    private static final int FIRST_JAVA_THAT_WARNS = 24;

    private final String name;
    private final Process process;
    private final Writer input;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final Deque<String> lastErrors = new ArrayDeque<>();
    private final List<Thread> pumps = new ArrayList<>();

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
        pump("output", process.inputReader(UTF_8), output::add, () -> output.add(END));
        pump("errors", process.errorReader(UTF_8), this::keepError, () -> {});
    }

    /**
     * Starts a main class.
     *
     * @param scratch the JVM's folder for temporary files, which outlives it
     */
    static ChildJvm start(Part part, String mainClass, Path scratch, List<String> args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("-XX:+UseSerialGC");
        // Short lives: what the second compiler gains comes too late for them.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Djava.io.tmpdir=" + scratch);
        if (Runtime.version().feature() >= FIRST_JAVA_THAT_WARNS) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.add("-cp");
        command.add(part.classPath());
        command.add(mainClass);
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        // An agent or an option meant for the test JVM is not meant for this one.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return new ChildJvm(mainClass.substring(mainClass.lastIndexOf('.') + 1), builder.start());
    }

    /** Writes a line to the JVM's standard input. */
    void type(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** Ends the JVM's standard input. */
    void closeInput() throws IOException {
        input.close();
    }

    /** Reads up to and including the first line that is wanted; fails when none comes in time. */
    List<String> readUntil(Predicate<String> wanted, Duration within) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        long startedNanos = System.nanoTime();
        while (true) {
            long leftNanos = within.toNanos() - (System.nanoTime() - startedNanos);
            String line = output.poll(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw failure("not the wanted line within " + within + ", but " + summary(lines));
            }
            if (isEnd(line)) {
                output.add(line);
                process.waitFor(DEATH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                throw failure("ended with status " + status() + " before the wanted line, after " + summary(lines));
            }
            lines.add(line);
            if (wanted.test(line)) {
                return lines;
            }
        }
    }

    /** Waits for the JVM to end by itself. */
    int awaitExit(Duration within) throws InterruptedException {
        if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("still running after " + within);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the JVM, and returns when it and the threads that read from it are gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(DEATH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("alive " + DEATH_LIMIT + " after it was killed");
            }
            for (Thread pump : pumps) {
                pump.join(DEATH_LIMIT.toMillis());
            }
        } catch (InterruptedException e) {
            // It dies without being watched.
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("ReferenceEquality") // No text is the end; this object is.
    private static boolean isEnd(String line) {
        return line == END;
    }

    private String status() {
        return process.isAlive() ? "unknown" : Integer.toString(process.exitValue());
    }

    private static String summary(List<String> lines) {
        return lines.isEmpty() ? "no line" : lines.size() + " lines, the last: " + lines.get(lines.size() - 1);
    }

    private AssertionError failure(String what) {
        synchronized (lastErrors) {
            return new AssertionError(
                    name + ": " + what + "; end of its standard error:\n" + String.join("\n", lastErrors));
        }
    }

    private void keepError(String line) {
        synchronized (lastErrors) {
            if (lastErrors.size() == STDERR_LINES_KEPT) {
                lastErrors.removeFirst();
            }
            lastErrors.addLast(line);
        }
    }

    private void pump(String stream, BufferedReader reader, Consumer<String> lines, Runnable ended) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            lines.accept(line);
                        }
                    } catch (IOException e) {
                        // Killed while it wrote: the same as the end.
                    } finally {
                        ended.run();
                    }
                },
                name + " " + stream);
        thread.setDaemon(true);
        pumps.add(thread);
        thread.start();
    }
}
