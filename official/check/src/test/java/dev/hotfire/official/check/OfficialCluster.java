// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The official name server and brokers in a child JVM. */
final class OfficialCluster implements AutoCloseable {
    private static final String MAIN = "dev.hotfire.official.cluster.OfficialCluster";
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final ChildJvm jvm;
    private final Path scratch;
    private final String nameServerAddress;
    private final Map<String, String> brokerAddresses;

    private OfficialCluster(ChildJvm jvm, Path scratch, String nameServerAddress, Map<String, String> brokerAddresses) {
        this.jvm = jvm;
        this.scratch = scratch;
        this.nameServerAddress = nameServerAddress;
        this.brokerAddresses = brokerAddresses;
    }

    /** Starts a cluster and returns when clients can use it. */
    static OfficialCluster start(Path scratch, String... args) throws IOException, InterruptedException {
        ChildJvm jvm = ChildJvm.start(ChildJvm.Part.CLUSTER, MAIN, scratch, List.of(args));
        boolean ready = false;
        try {
            List<String> lines = jvm.readUntil(line -> line.startsWith("ready "), START_LIMIT);
            OutputLine line = OutputLine.parse(lines.get(lines.size() - 1));
            Map<String, String> brokers = new LinkedHashMap<>();
            for (String broker : line.text("brokers").split(",", -1)) {
                String[] nameAndAddress = broker.split("@", 2);
                brokers.put(nameAndAddress[0], nameAndAddress[1]);
            }
            OfficialCluster cluster = new OfficialCluster(jvm, scratch, line.text("namesrv"), brokers);
            ready = true;
            return cluster;
        } finally {
            if (!ready) {
                jvm.close();
            }
        }
    }

    String nameServerAddress() {
        return nameServerAddress;
    }

    String brokerAddress(String brokerName) {
        return brokerAddresses.get(brokerName);
    }

    /** Creates a topic on every broker and returns when the name server routes it. */
    void createTopic(String topic, int queuesPerBroker) throws IOException, InterruptedException {
        String command = "topic " + topic + " " + queuesPerBroker;
        jvm.type(command);
        jvm.readUntil(command::equals, START_LIMIT);
    }

    /** Reads the whole topic with the official consumer, once it holds as many messages as expected. */
    List<StoredMessage> read(String topic, int expectedMessages) throws IOException, InterruptedException {
        return OfficialReader.read(nameServerAddress, topic, expectedMessages, scratch);
    }

    /** Ends the cluster the way its parent's death would: by the end of its input. */
    int endInput() throws IOException, InterruptedException {
        jvm.closeInput();
        return jvm.awaitExit(START_LIMIT);
    }

    @Override
    public void close() {
        jvm.close();
    }
}
