// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that is told what to do line by line, and that ends with its standard input. */
final class Child implements AutoCloseable {
    /** What a process may take beyond what it was asked for, before it counts as stalled. */
    private static final int STALL_SECONDS = 30;

    private static final int PATIENCE_SECONDS = 10;

    private final String name;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.in = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    }

    /**
     * Starts one.
     *
     * @param pinned  whether it may only run on the first core
     * @param options for the JVM
     */
    static Child start(
            String name, boolean pinned, List<String> options, String classPath, String main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // Official clients keep logs in their user's home.
        command.add("-Duser.home=" + System.getProperty("java.io.tmpdir"));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        try {
            return new Child(
                    name,
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
        } catch (IOException e) {
            String hint = pinned ? " (pinning needs taskset)" : "";
            throw new IOException(name + " can't be started" + hint + ": " + e.getMessage(), e);
        }
    }

    /** The CPU time of the process so far; 0 where the system does not tell. */
    long cpuNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    void tell(String line) throws IOException {
        try {
            in.write(line + "\n");
            in.flush();
        } catch (IOException e) {
            throw new IOException(name + " ended, or does not listen: " + e.getMessage(), e);
        }
    }

    /** As the other, and ends a process that takes much longer than it may. */
    String await(String word, Duration mayTake) throws IOException {
        CompletableFuture<Void> alarm = CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(mayTake.toSeconds() + STALL_SECONDS, TimeUnit.SECONDS));
        try {
            return await(word);
        } finally {
            alarm.cancel(false);
        }
    }

    /** Reads on to the line that begins with this word, and returns it. */
    String await(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
        }
        throw new IOException(name + " ended (expected: a line that begins with '" + word + "')");
    }

    @Override
    public void close() {
        try {
            in.close();
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It is gone already, or will be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
