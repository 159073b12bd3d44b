// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.kit.Fields;
import dev.hotfire.conformance.kit.Json;
import dev.hotfire.runtime.Machine;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A driver in a process of its own, which is trusted with nothing: it may hang, die, flood, or talk nonsense. Reading and
 * writing never hold up whoever gives commands; what it says is bounded; closing kills it and all that it started.
 */
public final class ProcessDriver implements Driver {
    /** Starting a JVM on a busy computer takes its time; nothing that is a driver takes this long. */
    public static final Duration HELLO_LIMIT = Duration.ofSeconds(30);

    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_NONSENSE_LINES = 1_000;
    private static final int KEPT_LINES = 40;
    private static final int KEPT_LINE_CHARACTERS = 400;
    private static final int MAX_READERS = 64;
    private static final Duration DEATH_LIMIT = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 1_000_000_000;

    private final Machine machine;
    private final ProcessTree tree;
    private final Process process;
    private final Executor writer;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Call> calls = new LinkedHashMap<>();
    private final Deque<String> lastErrors = new ArrayDeque<>();
    private final Deque<String> nonsense = new ArrayDeque<>();
    private String name = "";
    private Set<String> features = Set.of();
    private long nonsenseLines;

    /** When the tree was looked at; by the writer's thread only. */
    private long lookedNanos;

    /** Null while it lives. Guarded by calls. */
    private @Nullable String gone;

    private ProcessDriver(Machine machine, ProcessTree tree) {
        this.machine = machine;
        this.tree = tree;
        this.process = tree.process();
        this.lookedNanos = machine.clock().nanoTime();
        this.writer = machine.executor("to driver " + process.pid(), 1);
        Executor readers = machine.executor("from drivers", MAX_READERS);
        readers.execute(this::readAnswers);
        readers.execute(this::readErrors);
    }

    /** Starts a process and waits for its hello, at most {@link #HELLO_LIMIT}; as below. */
    public static ProcessDriver start(
            Machine machine, List<String> command, Path folder, Map<String, String> environment) {
        return start(machine, command, folder, environment, HELLO_LIMIT);
    }

    /**
     * Starts a process and waits for its hello.
     *
     * @param machine whose threads read and write, and whose clock tells when answers came
     * @param command the program and its arguments
     * @param folder  its current folder
     * @param helloLimit how long to wait
     * @throws DriverGoneException if it is no driver
     */
    public static ProcessDriver start(
            Machine machine, List<String> command, Path folder, Map<String, String> environment, Duration helloLimit) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        ProcessTree tree;
        try {
            tree = ProcessTree.start(builder);
        } catch (IOException e) {
            throw new DriverGoneException("can't be started: " + e.getMessage());
        }
        ProcessDriver driver = new ProcessDriver(machine, tree);
        try {
            driver.greet(helloLimit);
        } catch (RuntimeException | Error e) {
            driver.close();
            throw e;
        }
        return driver;
    }

    private void greet(Duration limit) {
        Answer answer;
        try {
            answer = ask(Map.of("do", "hello")).first().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DriverGoneException("says no hello within " + limit.toSeconds() + " s" + remains());
        } catch (ExecutionException e) {
            throw new DriverGoneException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverGoneException("interrupted");
        }
        if (!answer.outcome().equals("done") || answer.fields().number("protocol") != 1) {
            throw new DriverGoneException("hello: " + answer.fields() + " (expected: outcome \"done\" and protocol 1)");
        }
        name = answer.fields().need("name") + " "
                + String.valueOf(answer.fields().text("version"));
        features = new TreeSet<>(answer.fields().texts("features"));
    }

    @Override
    public String name() {
        return name.strip();
    }

    @Override
    public Set<String> features() {
        return features;
    }

    @Override
    public Call ask(Map<String, Object> command) {
        long id = lastId.incrementAndGet();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", id);
        line.putAll(command);
        Call call = new Call(id, line, machine.clock().nanoTime());
        synchronized (calls) {
            if (gone != null) {
                call.first().completeExceptionally(new DriverGoneException(gone));
                return call;
            }
            calls.put(id, call);
        }
        writer.execute(() -> write(call.command()));
        return call;
    }

    /** On the writer's thread, which a process that does not read holds up, and nobody else. */
    private void write(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(UTF_8));
            in.flush();
            long nowNanos = machine.clock().nanoTime();
            if (nowNanos - lookedNanos > LOOK_NANOS) {
                lookedNanos = nowNanos;
                tree.look();
            }
        } catch (IOException e) {
            // Whoever reads from it will learn more about its end: so this may not close what it reads from.
            process.toHandle().destroy();
        }
    }

    @Override
    public boolean isAlive() {
        synchronized (calls) {
            return gone == null;
        }
    }

    private void readAnswers() {
        String why = "ended its output";
        try (InputStream out = new BufferedInputStream(process.getInputStream())) {
            for (String line = readLine(out); line != null; line = readLine(out)) {
                take(line);
                if (nonsenseLines > MAX_NONSENSE_LINES) {
                    why = "said more than " + MAX_NONSENSE_LINES + " lines that are no answers, the last: "
                            + nonsense.peekLast();
                    break;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            why = "can't be read from: " + e.getMessage();
        }
        end(why);
    }

    private void take(String line) {
        if (line.isBlank()) {
            return;
        }
        Call call = null;
        Fields fields = null;
        try {
            fields = new Fields(Json.object(line));
            synchronized (calls) {
                call = calls.get(fields.number("id"));
            }
        } catch (IllegalArgumentException e) {
            // Counted below.
        }
        if (fields == null
                || call == null
                || !call.answered(new Answer(fields, machine.clock().nanoTime()))) {
            nonsenseLines++;
            keep(nonsense, line);
        }
    }

    private static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            if (line.size() >= MAX_LINE_BYTES) {
                throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(read);
            read = in.read();
        }
        return line.toString(UTF_8);
    }

    private void readErrors() {
        byte[] buffer = new byte[8192];
        StringBuilder line = new StringBuilder();
        try (InputStream errors = process.getErrorStream()) {
            for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        keep(lastErrors, line.toString());
                        line.setLength(0);
                    } else if (line.length() < KEPT_LINE_CHARACTERS) {
                        line.append((char) (buffer[i] & 0x7f));
                    }
                }
            }
        } catch (IOException e) {
            keep(lastErrors, "(" + e.getMessage() + ")");
        }
    }

    private static void keep(Deque<String> lines, String line) {
        synchronized (lines) {
            if (lines.size() == KEPT_LINES) {
                lines.removeFirst();
            }
            lines.addLast(
                    line.length() <= KEPT_LINE_CHARACTERS ? line : line.substring(0, KEPT_LINE_CHARACTERS) + "...");
        }
    }

    /** The end of what it has to say: whoever waits for it need not wait longer. */
    private void end(String why) {
        tree.kill();
        String status = "";
        try {
            if (process.waitFor(DEATH_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                status = ", exit code " + process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Call> open;
        DriverGoneException failure;
        synchronized (calls) {
            if (gone == null) {
                gone = "the driver " + why + status + remains();
            }
            failure = new DriverGoneException(gone);
            open = new ArrayList<>(calls.values());
            calls.clear();
        }
        open.forEach(call -> call.first().completeExceptionally(failure));
    }

    private String remains() {
        StringBuilder text = new StringBuilder();
        synchronized (lastErrors) {
            if (!lastErrors.isEmpty()) {
                text.append("; last on standard error: ").append(String.join(" | ", lastErrors));
            }
        }
        synchronized (nonsense) {
            if (!nonsense.isEmpty()) {
                text.append("; not understood: ").append(nonsense.peekLast());
            }
        }
        return text.toString();
    }

    @Override
    public void giveUp(String why) {
        synchronized (calls) {
            if (gone == null) {
                gone = "the driver " + why + remains();
            }
        }
        end(why);
    }

    /** Kills the process and all that it started, and waits until they are gone. */
    @Override
    public void close() {
        giveUp("was closed");
    }
}
