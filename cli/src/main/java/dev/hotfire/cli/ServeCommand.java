// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import dev.hotfire.scenarios.language.ClusterSpec;
import dev.hotfire.scenarios.language.ScenarioException;
import dev.hotfire.scenarios.language.ScenarioReader;
import dev.hotfire.scenarios.language.TopicSpec;
import dev.hotfire.serve.AdminServer;
import dev.hotfire.serve.ServeOptions;
import dev.hotfire.serve.ServedCluster;
import dev.hotfire.testkit.FakeCluster;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves a fake cluster until it is told to stop. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Serves a fake cluster for clients in any language, until it is told to stop.",
            "",
            "Prints one line when it takes requests:",
            "  ready namesrv=HOST:PORT[;HOST:PORT] brokers=HOST:PORT[,HOST:PORT] admin=http://HOST:PORT",
            "What can be done at the admin address, by browser or by script, is described there in /openapi.yaml."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.BAD_INPUT + ":the command line or the file is wrong, nothing was started",
            ExitCode.BROKEN + ":it could not start, because a port is taken for instance",
            ExitCode.STOPPED + ":it was told to stop, by Ctrl-C or SIGTERM; all ports are free"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ${ROOT-COMMAND-NAME} serve --brokers 3 --topics orders:8,payments:4",
            "  ${ROOT-COMMAND-NAME} serve --port 0 --admin-port 0",
            "      on free ports, which the line tells",
            "  ${ROOT-COMMAND-NAME} serve scenarios/broker-outage.yaml",
            "      the cluster of a scenario",
            "  ${ROOT-COMMAND-NAME} serve --bind 0.0.0.0 --advertise 192.168.1.20",
            "      for clients on other computers"
        })
final class ServeCommand implements Callable<Integer> {
    /** Next to the name server's usual port, and out of the way of those that follow it. */
    private static final String ADMIN_PORT = "9875";

    private static final int MAX_SERVERS = 100;
    private static final int MAX_PORT = 65_000;
    private static final Pattern TOPIC = Pattern.compile("([%|a-zA-Z0-9_-]{1,127}):([0-9]{1,5})");
    private static final int MAX_QUEUES = 65_535;

    /** Of a token: more than anybody can guess. */
    private static final int TOKEN_BYTES = 18;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A YAML file whose 'cluster' says what to serve, as in a scenario; a scenario will do. "
                    + "Not together with the options that say the same.")
    private @Nullable String file;

    @Option(names = "--name-servers", paramLabel = "N", description = "How many name servers. Default: 1.")
    private @Nullable Integer nameServers;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            description = "How many brokers: broker-a, broker-b and so on. Default: 1.")
    private @Nullable Integer brokers;

    @Option(names = "--slaves", paramLabel = "N", description = "How many slaves each broker has. Default: 0.")
    private @Nullable Integer slaves;

    @Option(
            names = "--topics",
            paramLabel = "NAME:QUEUES,...",
            description = "Topics that exist from the start, and how many queues each has on every broker.")
    private @Nullable String topics;

    @Option(names = "--auto-create-topics", description = "Has a send to an unknown topic make it.")
    private boolean autoCreateTopics;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "9876",
            description =
                    "The first name server's port; the other name servers, then the brokers, take those that follow. "
                            + "0: each takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Where name servers and brokers listen; 0.0.0.0 is everywhere. Default: ${DEFAULT-VALUE}.")
    private String bind;

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description = "What clients are told instead: an address or a name by which they reach this computer.")
    private @Nullable String advertise;

    @Option(
            names = "--admin-port",
            paramLabel = "P",
            defaultValue = ADMIN_PORT,
            description = "The port of the HTTP interface, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int adminPort;

    @Option(
            names = "--admin-bind",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description = "Where the HTTP interface listens. Anywhere but on loopback it wants a token. "
                    + "Default: ${DEFAULT-VALUE}.")
    private String adminBind;

    @Option(
            names = "--admin-token",
            paramLabel = "TEXT",
            description = "What every request to the HTTP interface must bring, as 'Authorization: Bearer TEXT'. "
                    + "Default: none on loopback, elsewhere a random one, which is printed to stderr.")
    private @Nullable String adminToken;

    ServeCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ServeOptions options;
        try {
            options = options(err);
        } catch (ScenarioException e) {
            err.println(e.getMessage());
            return ExitCode.BAD_INPUT;
        }
        ServedCluster served;
        try {
            served = ServedCluster.start(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IllegalStateException e) {
            String said = rootOf(e);
            err.println("hotfire: " + said
                    + (said.contains("cannot listen")
                            ? " (expected: free ports; --port 0 and --admin-port 0 take any)"
                            : ""));
            return ExitCode.BROKEN;
        }
        serve(served, out);
        return ExitCode.PASSED;
    }

    /** Until the process is told to end, or this thread to stop. */
    private static void serve(ServedCluster served, PrintWriter out) {
        // Ctrl-C and SIGTERM begin the JVM's shutdown, which waits for this.
        Thread hook = new Thread(served::close, "hotfire-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        out.println(served.readyLine());
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            served.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** What is wrong stands in the last cause, the others say where. */
    private static String rootOf(Throwable thrown) {
        Throwable at = thrown;
        StringBuilder text = new StringBuilder(String.valueOf(at.getMessage()));
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
            String message = String.valueOf(at.getMessage());
            if (text.indexOf(message) < 0) {
                text.append(": ").append(message);
            }
        }
        return text.toString();
    }

    private ServeOptions options(PrintWriter err) throws ScenarioException {
        ServeOptions options = new ServeOptions();
        if (file == null) {
            options.nameServers(count("--name-servers", nameServers, 1, 1))
                    .brokers(count("--brokers", brokers, 1, 1))
                    .slaves(count("--slaves", slaves, 0, 0));
        } else {
            refuseBeside("--name-servers", nameServers);
            refuseBeside("--brokers", brokers);
            refuseBeside("--slaves", slaves);
            refuseBeside("--topics", topics);
            ClusterSpec cluster = clusterOf(file);
            options.nameServers(cluster.nameServers())
                    .brokers(cluster.brokers())
                    .brokerExpiry(cluster.brokerExpiry())
                    .headers(cluster.headers())
                    .slaves(cluster.slaves())
                    .prepare(started -> cluster.topics().forEach(topic -> prepare(started, topic)));
            cluster.topics().stream()
                    .filter(topic -> !topic.numbered())
                    .forEach(topic -> options.topic(topic.name(), topic.queues()));
        }
        topics().forEach(options::topic);
        requirePort("--port", port);
        requirePort("--admin-port", adminPort);
        requireAddress("--bind", bind);
        boolean local = requireAddress("--admin-bind", adminBind);
        if (adminToken != null && adminToken.isBlank()) {
            throw wrong("--admin-token", adminToken, "a text that is not blank");
        }
        if (advertise != null && advertise.isBlank()) {
            throw wrong("--advertise", advertise, "an IP address or a name");
        }
        if (advertise == null && (bind.equals("0.0.0.0") || bind.equals("::"))) {
            throw wrong("--bind", bind, "--advertise with it, because clients need an address that they can reach");
        }
        String token = adminToken;
        if (token == null && !local) {
            byte[] bytes = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(bytes);
            token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            err.println("admin token: " + token);
        }
        return options.autoCreateTopics(autoCreateTopics)
                .bind(bind)
                .advertise(advertise)
                .port(port)
                .adminBind(adminBind)
                .adminPort(adminPort)
                .adminToken(token);
    }

    /** What of a topic can only be said when there are brokers. */
    private static void prepare(FakeCluster started, TopicSpec topic) {
        if (topic.numbered()) {
            started.staticTopic(topic.name(), topic.queues());
            return;
        }
        topic.perBroker().forEach((broker, queues) -> {
            started.readQueues(topic.name(), broker, queues);
            started.writeQueues(topic.name(), broker, queues);
        });
    }

    private ClusterSpec clusterOf(String name) throws ScenarioException {
        try {
            return ScenarioReader.readCluster(Path.of(name));
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + " (expected: a file)", e);
        }
    }

    private Map<String, Integer> topics() {
        Map<String, Integer> all = new LinkedHashMap<>();
        if (topics == null) {
            return all;
        }
        for (String text : topics.split(",", -1)) {
            var parts = TOPIC.matcher(text.trim());
            int queues = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
            if (queues < 1 || queues > MAX_QUEUES) {
                throw wrong("--topics", text, "NAME:QUEUES, with 1 to " + MAX_QUEUES + " queues");
            }
            if (all.put(parts.group(1), queues) != null) {
                throw wrong("--topics", text, "each topic once");
            }
        }
        return all;
    }

    private int count(String option, @Nullable Integer given, int otherwise, int min) {
        if (given == null) {
            return otherwise;
        }
        if (given < min || given > MAX_SERVERS) {
            throw wrong(option, given, min + " to " + MAX_SERVERS);
        }
        return given;
    }

    private void requirePort(String option, int given) {
        if (given < 0 || given > MAX_PORT) {
            throw wrong(option, given, "0 to " + MAX_PORT);
        }
    }

    private boolean requireAddress(String option, String given) {
        try {
            return AdminServer.isLoopback(given);
        } catch (IllegalArgumentException e) {
            throw wrong(option, given, "an IP address");
        }
    }

    private void refuseBeside(String option, @Nullable Object given) {
        if (given != null) {
            throw wrong(option, given, "it only without a file, which says it already");
        }
    }

    private ParameterException wrong(String option, Object value, String expectation) {
        CommandLine commandLine = spec.commandLine();
        return new ParameterException(commandLine, option + ": '" + value + "' (expected: " + expectation + ")");
    }
}
