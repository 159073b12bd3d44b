// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process and all that it starts, so that all of it can be ended. Safe from any thread.
 *
 * <p>The descendants of a process that lives are known to the operating system; those of one that died are nobody's. They
 * are found by a mark in their environment, which children inherit (Linux), and by having been seen before (elsewhere).
 */
public final class ProcessTree {
    private static final String MARK = "HOTFIRE_TESTED_BY";
    private static final Path PROCESSES = Path.of("/proc");
    private static final int MAX_ROUNDS = 20;
    private static final int MAX_LOOKS = 200;

    private static final AtomicLong COUNT = new AtomicLong();

    /** A signal ends this JVM whoever holds what, so there is one list of all. Guarded by itself, as is the next. */
    private static final Set<ProcessTree> RUNNING = new HashSet<>();

    private static boolean over;

    private final Process process;
    private final String mark;
    private final Set<ProcessHandle> seen = new HashSet<>();

    private ProcessTree(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    /**
     * Starts a process.
     *
     * @throws IOException if it can't be started, or if {@link #killAll} was called before
     */
    public static ProcessTree start(ProcessBuilder builder) throws IOException {
        String mark = ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        // An agent or an option meant for this JVM is not meant for that one.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put(MARK, mark);
        synchronized (RUNNING) {
            if (over) {
                throw new IOException("this process is about to end");
            }
            ProcessTree tree = new ProcessTree(builder.start(), mark);
            RUNNING.add(tree);
            return tree;
        }
    }

    /** Kills all that run and lets none be started any more: for the end of this JVM. */
    public static void killAll() {
        List<ProcessTree> left;
        synchronized (RUNNING) {
            over = true;
            left = new ArrayList<>(RUNNING);
        }
        left.forEach(ProcessTree::kill);
    }

    /** The process at the root. */
    public Process process() {
        return process;
    }

    /** Notes who belongs to it at the moment. */
    public void look() {
        List<ProcessHandle> descendants = process.descendants().toList();
        synchronized (seen) {
            seen.addAll(descendants);
        }
    }

    /** Kills the process and all that it started, and waits until they are gone. Idempotent. */
    public void kill() {
        Set<ProcessHandle> killed = new HashSet<>();
        // Who forks while others are being killed is found in the next round.
        for (int i = 0; i < MAX_ROUNDS; i++) {
            look();
            Set<ProcessHandle> found = new HashSet<>(marked());
            synchronized (seen) {
                found.addAll(seen);
            }
            found.removeAll(killed);
            found.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            killed.addAll(found);
            if (found.isEmpty()) {
                break;
            }
        }
        for (int i = 0; i < MAX_LOOKS && !marked().isEmpty(); i++) {
            Thread.onSpinWait();
        }
        synchronized (RUNNING) {
            RUNNING.remove(this);
        }
    }

    /** Those whose environment has the mark; none where an operating system does not tell. */
    private List<ProcessHandle> marked() {
        List<ProcessHandle> found = new ArrayList<>();
        if (!Files.isDirectory(PROCESSES)) {
            return found;
        }
        String wanted = "\0" + MARK + "=" + mark + "\0";
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path folder : folders) {
                if (environment(folder).contains(wanted)) {
                    ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            // Then those are killed that were seen.
        }
        return found;
    }

    private static String environment(Path folder) {
        try {
            return "\0" + new String(Files.readAllBytes(folder.resolve("environ")), StandardCharsets.ISO_8859_1) + "\0";
        } catch (IOException e) {
            // Somebody else's, or gone by now.
            return "";
        }
    }
}
