// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has used so far.
 *
 * @param nanos           when this was read, of the monotonic clock
 * @param cpuNanos        CPU time of all threads, the collector's and the compiler's included
 * @param allocated       bytes allocated by each thread that lives, by its id
 * @param contextSwitches by all threads that live, voluntary and not; 0 where the system does not tell
 */
record Usage(long nanos, long cpuNanos, Map<Long, Long> allocated, long contextSwitches) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** As it is now. */
    static Usage now() {
        Map<Long, Long> allocated = new HashMap<>();
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            allocated.put(ids[i], Math.max(0, bytes[i]));
        }
        return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated, switches());
    }

    /** How many threads the JVM has for Java code. */
    static int threads() {
        return THREADS.getThreadCount();
    }

    /** How much of this process is in memory, in KiB; 0 where the system does not tell. */
    static long residentKilobytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes allocated since then by threads that live now. */
    long allocatedSince(Usage before) {
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated.entrySet()) {
            bytes += thread.getValue() - before.allocated.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }

    private static long switches() {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                sum += switchesOf(task);
            }
        } catch (IOException e) {
            return 0;
        }
        return sum;
    }

    private static long switchesOf(Path task) {
        try {
            return Files.readAllLines(task.resolve("status")).stream()
                    .filter(line -> line.contains("ctxt_switches"))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                    .sum();
        } catch (IOException e) {
            // It has ended meanwhile.
            return 0;
        }
    }
}
