// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/**
 * The process of one client: {@code Worker CLIENT CASE NAMESRV}. Prints {@code ready}, then answers each line
 * {@code round MILLIS} with what it measured meanwhile ({@link Round}), and ends with its standard input. In the case of a cold
 * start it sends one message, prints {@code first} at once, then what it has used by then, and ends.
 */
public final class Worker {
    private Worker() {}

    /** One client's process. */
    public static void main(String[] args) throws Exception {
        Case which = Case.valueOf(args[1]);
        try (Client client = client(args[0], which.setup(args[2]))) {
            if (which == Case.COLD_START) {
                client.send(new byte[which.bodyBytes()]);
                System.out.println("first");
                // What is needed to find out is no part of the start.
                System.out.println("used threads=" + Usage.threads() + " rss=" + Usage.residentKilobytes());
                return;
            }
            Load load = new Load(which.bodyBytes(), client);
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                long nanos = Long.parseLong(line.substring("round ".length())) * 1_000_000;
                load.takeLatency();
                Usage before = Usage.now();
                long messages = load.run(which, nanos);
                Usage after = Usage.now();
                Round round =
                        Round.of(messages, before, after, load.takeLatency()).withoutThreads(load.threadsBefore());
                load.settle();
                if (load.failed() > 0) {
                    throw new IllegalStateException(load.failed() + " sends failed (expected: none)");
                }
                System.out.println(round.toLine());
            }
        }
    }

    private static Client client(String name, Setup setup) throws Exception {
        return Class.forName("dev.hotfire.bench." + name)
                .asSubclass(Client.class)
                .getDeclaredConstructor(Setup.class)
                .newInstance(setup);
    }
}
