// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A driver's main loop: reads commands, has the client do them side by side, and writes answers. */
public final class DriverLoop {
    private final PrintStream out;
    private final Map<String, Object> hello = new LinkedHashMap<>();
    private final TestedProducer.Maker maker;
    private final Map<String, TestedProducer> producers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "driver");
        thread.setDaemon(true);
        return thread;
    });

    private DriverLoop(
            PrintStream out, String name, String version, List<String> features, TestedProducer.Maker maker) {
        this.out = out;
        this.maker = maker;
        hello.put("name", name);
        hello.put("version", version);
        hello.put("language", "java");
        hello.put("protocol", 1);
        hello.put("features", features);
    }

    /**
     * Serves standard input until its end, then ends the process. Whatever else the client prints goes to standard error.
     *
     * @param features what the client has, as the protocol names it
     */
    public static void run(String name, String version, List<String> features, TestedProducer.Maker maker)
            throws IOException {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new DriverLoop(out, name, version, features, maker).serve();
        System.exit(0);
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Fields command = new Fields(Json.object(line));
            Answers answers = new Answers(command.number("id"), this::print);
            // Whoever gives commands waits for the answer to a start before it names the producer.
            threads.execute(() -> obey(command, answers));
        }
    }

    private synchronized void print(String line) {
        out.println(line);
    }

    private void obey(Fields command, Answers answers) {
        try {
            String what = command.need("do");
            switch (what) {
                case "hello" -> answers.give("done", hello);
                case "start" -> {
                    producers.put(command.need("producer"), maker.start(command));
                    answers.give("done", Map.of());
                }
                case "close" -> {
                    producer(command).close();
                    answers.give("done", Map.of());
                }
                default -> producer(command).act(command, answers);
            }
        } catch (UnsupportedException e) {
            answers.unsupported(String.valueOf(e.getMessage()));
        } catch (Exception | LinkageError e) {
            answers.failed("other", null, null, e);
        }
    }

    private TestedProducer producer(Fields command) {
        String name = command.need("producer");
        TestedProducer producer = producers.get(name);
        if (producer == null) {
            throw new IllegalArgumentException("producer: '" + name + "' (expected: one that was started)");
        }
        return producer;
    }
}
