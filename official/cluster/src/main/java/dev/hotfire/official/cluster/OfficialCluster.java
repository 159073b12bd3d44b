// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.rocketmq.common.MQVersion;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/**
 * An official cluster, one name server and one or more brokers, for as long as somebody holds this JVM's standard
 * input.
 *
 * <p>Prints one line when clients can use it:
 * {@code ready namesrv=127.0.0.1:PORT brokers=NAME@127.0.0.1:PORT,NAME@127.0.0.1:PORT}. From then on the line
 * {@code topic NAME QUEUES} on its input creates a topic, answered by {@code topic NAME QUEUES} once the name server
 * routes it. The end of the input ends the JVM and deletes the stores: a parent that dies leaves nothing behind.
 * Standard output carries these lines only; whatever official code has to say goes to standard error.
 */
public final class OfficialCluster {
    static final String LOOPBACK = "127.0.0.1";

    /** Some ten times what a cold start takes on a slow machine. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Duration REGISTER_EVERY = Duration.ofMillis(5);
    private static final int USAGE_ERROR = 2;
    private static final int FAILED = 1;

    private final OfficialNameServer nameServer;
    private final List<OfficialBroker> brokers;

    private OfficialCluster(OfficialNameServer nameServer, List<OfficialBroker> brokers) {
        this.nameServer = nameServer;
        this.brokers = brokers;
    }

    /** Starts the cluster that the arguments describe, see {@link ClusterOptions#USAGE}. */
    public static void main(String[] args) throws IOException {
        ClusterOptions options;
        try {
            options = ClusterOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE_ERROR);
            return;
        }
        options.properties().forEach(System::setProperty);
        PrintStream answers = System.out;
        System.setOut(System.err);
        ScratchFolder folder = ScratchFolder.create();
        // The stores are worth nothing, so nothing is shut down in order: the folder goes, and the JVM with it.
        Runtime.getRuntime().addShutdownHook(new Thread(folder::delete, "delete-scratch-folder"));
        // Without it the name server takes registrations for ones of version 0, and drops their topics silently.
        System.setProperty(RemotingCommand.REMOTING_VERSION_KEY, Integer.toString(MQVersion.CURRENT_VERSION));

        FutureTask<OfficialCluster> starting = new FutureTask<>(() -> start(options, folder));
        Thread commands = new Thread(() -> followInput(starting, answers), "commands");
        commands.setDaemon(true);
        commands.start();
        starting.run();
        try {
            answers.println(starting.get().readyLine());
        } catch (ExecutionException | InterruptedException e) {
            e.printStackTrace();
            System.exit(FAILED);
        }
    }

    private static OfficialCluster start(ClusterOptions options, ScratchFolder folder) throws Exception {
        OfficialNameServer nameServer = OfficialNameServer.start(folder);
        List<OfficialBroker> brokers = new ArrayList<>();
        for (String name : options.brokerNames()) {
            brokers.add(OfficialBroker.start(name, nameServer.address(), folder, options.settings()));
        }
        OfficialCluster cluster = new OfficialCluster(nameServer, brokers);
        for (Map.Entry<String, Integer> topic : options.topics().entrySet()) {
            cluster.createTopic(topic.getKey(), topic.getValue());
        }
        for (OfficialBroker broker : brokers) {
            // Every broker has a topic of its own name.
            cluster.registerUntilRouted(broker, broker.name());
        }
        return cluster;
    }

    private void createTopic(String topic, int queues) throws InterruptedException {
        for (OfficialBroker broker : brokers) {
            broker.createTopic(topic, queues);
        }
        for (OfficialBroker broker : brokers) {
            registerUntilRouted(broker, topic);
        }
    }

    /**
     * A young broker's first registration goes nowhere, because its list of reachable name servers is still empty,
     * and its own next one comes after 10 s.
     */
    private void registerUntilRouted(OfficialBroker broker, String topic) throws InterruptedException {
        long startedNanos = System.nanoTime();
        while (!nameServer.routes(topic, broker.name())) {
            if (System.nanoTime() - startedNanos > START_LIMIT.toNanos()) {
                throw new IllegalStateException(
                        "the name server does not route " + topic + " to " + broker.name() + " after " + START_LIMIT);
            }
            broker.register();
            Thread.sleep(REGISTER_EVERY.toMillis());
        }
    }

    private String readyLine() {
        StringJoiner list = new StringJoiner(",");
        for (OfficialBroker broker : brokers) {
            list.add(broker.name() + "@" + broker.address());
        }
        return "ready namesrv=" + nameServer.address() + " brokers=" + list;
    }

    private static void followInput(FutureTask<OfficialCluster> starting, PrintStream answers) {
        try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] words = line.trim().split(" +", -1);
                if (words.length != 3 || !words[0].equals("topic")) {
                    throw new IllegalArgumentException(line + " (expected: topic NAME QUEUES)");
                }
                starting.get().createTopic(words[1], ClusterOptions.queues(words[2]));
                answers.println(String.join(" ", words));
            }
            System.exit(0);
        } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            System.exit(FAILED);
        }
    }
}
