// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The process of one client in the arena: {@code ArenaWorker CLIENT NAMESRV POLICY WARMUPS TOPIC...}. Prints {@code ready} once
 * it has sent to all topics, reads what to send, a line each ({@code NANOS TOPIC BODY}) up to the line
 * {@code planned}, which it repeats, sends it from the line {@code go} on, each when it is due, whatever becomes of those before, and prints for each in order {@code end NANOS STORED}.
 */
public final class ArenaWorker {
    private static final int PATIENCE_SECONDS = 60;
    private static final int WARM_UP_ATTEMPTS = 10;

    private ArenaWorker() {}

    /** One client's process. */
    public static void main(String[] args) {
        try {
            run(args);
        } catch (Throwable e) {
            e.printStackTrace();
            // The client's threads would keep the process, and whoever waits for its answer, for ever.
            Runtime.getRuntime().halt(1);
        }
        // The official client leaves threads behind.
        System.out.println("done");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void run(String[] args) throws Exception {
        try (ArenaClient client = client(args[0], args[1], args[2])) {
            for (int i = 4; i < args.length; i++) {
                for (int round = 0; round < Integer.parseInt(args[3]); round++) {
                    warmUp(client, args[i]);
                }
            }
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            List<Send> plan = read(in);
            System.out.println("planned");
            if (!"go".equals(in.readLine())) {
                throw new IllegalStateException("no go");
            }
            endWithInput(in);
            play(client, plan);
        }
    }

    /** Who is not asked for anything any more need not send on. */
    private static void endWithInput(BufferedReader in) {
        Thread watch = new Thread(() -> {
            try {
                while (in.readLine() != null) {
                    // There is nothing more to be told.
                }
            } catch (IOException e) {
                // It is gone.
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
    }

    /** A first send may take longer than it has where many processes start at once. */
    private static void warmUp(ArenaClient client, String topic) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                client.send(topic, new byte[] {-1, -1, -1, -1, 0});
                return;
            } catch (Exception e) {
                if (attempt == WARM_UP_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ArenaClient client(String name, String nameServer, String policy) throws Exception {
        return Class.forName("dev.hotfire.bench." + name)
                .asSubclass(ArenaClient.class)
                .getDeclaredConstructor(String.class, String.class)
                .newInstance(nameServer, policy);
    }

    /** The body is in Base64. */
    private record Send(long dueNanos, String topic, String body) {}

    private static List<Send> read(BufferedReader in) throws IOException {
        List<Send> plan = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.equals("planned"); line = in.readLine()) {
            String[] words = line.split(" ", -1);
            plan.add(new Send(Long.parseLong(words[0]), words[1], words[2]));
        }
        return plan;
    }

    private static void play(ArenaClient client, List<Send> plan) throws InterruptedException {
        long[] tookNanos = new long[plan.size()];
        boolean[] stored = new boolean[plan.size()];
        // A thread for each send that is under way: they wait.
        ExecutorService callers = Executors.newCachedThreadPool();
        long startNanos = System.nanoTime();
        for (int i = 0; i < plan.size(); i++) {
            int index = i;
            Send send = plan.get(i);
            long dueNanos = startNanos + send.dueNanos();
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] body = Base64.getDecoder().decode(send.body());
            callers.execute(() -> {
                try {
                    client.send(send.topic(), body);
                    stored[index] = true;
                } catch (Exception e) {
                    // Whatever it was, the caller was not told that it is stored.
                    stored[index] = false;
                }
                tookNanos[index] = System.nanoTime() - dueNanos;
            });
        }
        callers.shutdown();
        if (!callers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("some sends did not end within " + PATIENCE_SECONDS + " s");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < plan.size(); i++) {
            text.append("end ")
                    .append(tookNanos[i])
                    .append(' ')
                    .append(stored[i])
                    .append('\n');
        }
        System.out.print(text);
    }
}
