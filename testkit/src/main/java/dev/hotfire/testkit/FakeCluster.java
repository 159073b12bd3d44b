// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.broker.FakeBroker;
import dev.hotfire.fake.broker.LogListener;
import dev.hotfire.fake.broker.MessageLog;
import dev.hotfire.fake.broker.TopicConfig;
import dev.hotfire.fake.broker.TransactionChecking;
import dev.hotfire.fake.nameserver.FakeNameServer;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.FaultRules;
import dev.hotfire.fake.server.Journal;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.RequestPattern;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.World;
import dev.hotfire.testkit.rule.KnownNames;
import dev.hotfire.testkit.rule.RuleText;
import dev.hotfire.testkit.verify.DeliveryLedger;
import dev.hotfire.testkit.verify.ReceivedMessage;
import dev.hotfire.testkit.verify.Times;
import dev.hotfire.testkit.verify.Verification;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Name servers and brokers that run in this process and speak the real protocol: any RocketMQ producer can be pointed at
 * {@link #nameServerAddresses()}.
 *
 * <pre>{@code
 * try (FakeCluster cluster = FakeCluster.builder()
 *         .brokers("broker-a", "broker-b")
 *         .topic("orders", 4)
 *         .start()) {
 *     cluster.rules().add(FaultRule.onSends().server("broker-a").first(2).storeThenSilent());
 *     // ... send with your producer to cluster.nameServerAddresses() ...
 *     assertThat(cluster.stored("orders")).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Each server is a machine of its own in one {@link World}, over TCP on loopback unless another world is given. Fault
 * rules and journal are shared by all.
 *
 * <p>Name servers list what brokers have. As in a real cluster a broker that starts is listed at once, one that shuts
 * down in an orderly way is taken off at once, and one that crashes or vanishes stays listed until its registration
 * expires, 120 s later unless told otherwise (N14). {@link #unlist} and {@link #relist} overrule that, and {@link
 * FakeNameServer#answers} has one of them say something else altogether.
 *
 * <p>Safe from any thread.
 */
public final class FakeCluster implements AutoCloseable {
    /** How long a name server believes in a broker that it does not hear from, as with the official one. */
    public static final Duration DEFAULT_BROKER_EXPIRY = Duration.ofMinutes(2);

    /** How long tests wait for what should take milliseconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The machine that belongs to no server: its clock is the fault rules'. */
    private static final String CONTROL = "fake-cluster";

    private final Machines machines;
    private final Machine control;
    private final Journal journal;
    private final FaultRules rules;
    private final Verification verification;
    private final ClusterTopics topics;
    private final Fleet fleet;

    private FakeCluster(Machines machines, ClusterSettings settings) {
        this.machines = machines;
        this.control = machines.get(CONTROL);
        this.journal = settings.journal;
        this.rules = FaultRules.on(control);
        this.verification = new Verification(journal, rules, this::onStored);
        this.topics = new ClusterTopics(settings.topics);
        this.fleet = new Fleet(machines, settings, rules, control.nextLoop(), topics::everywhere);
    }

    /** Starts the making of a cluster: one name server and one broker named {@code broker-a}, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    // ---- what it consists of ----

    /** What a producer takes as its name server list: {@code host:port;host:port}. */
    public String nameServerAddresses() {
        return fleet.nameServerAddresses();
    }

    /** All name servers. */
    public List<FakeNameServer> nameServers() {
        return fleet.nameServers();
    }

    /** A name server by index, from 0. */
    public FakeNameServer nameServer(int index) {
        return fleet.nameServers().get(index);
    }

    /** All brokers, masters and slaves, in the order in which they were made. */
    public List<FakeBroker> brokers() {
        return fleet.brokers();
    }

    /** The masters: one broker for each broker name. */
    public List<FakeBroker> masters() {
        return fleet.masters();
    }

    /**
     * The master of this broker name, whether it runs or not.
     *
     * @throws IllegalArgumentException if there is no such broker
     */
    public FakeBroker master(String brokerName) {
        return fleet.master(brokerName);
    }

    /**
     * A broker by the name of its server, which rules and journal know it by: that of its first master is the broker's
     * name, those of slaves are {@code broker-a-slave-1} and so on. Servers keep their names when they change roles.
     *
     * @throws IllegalArgumentException if none has this name
     */
    public FakeBroker broker(String name) {
        return fleet.broker(name);
    }

    /** The faults in force on all servers; name servers go by {@code namesrv-1}, {@code namesrv-2} and so on. */
    public FaultRules rules() {
        return rules;
    }

    /** What all servers were asked and answered. */
    public Journal journal() {
        return journal;
    }

    /** The messages of a topic on all masters: broker by broker, each in the order in which it stored them. */
    public List<StoredMessage> stored(String topic) {
        List<StoredMessage> all = new ArrayList<>();
        masters().forEach(broker -> all.addAll(broker.stored(topic)));
        return all;
    }

    private Runnable onStored(Runnable listener) {
        LogListener told = new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                listener.run();
            }
        };
        List<MessageLog> logs = masters().stream().map(FakeBroker::log).toList();
        logs.forEach(log -> log.addListener(told));
        return () -> logs.forEach(log -> log.removeListener(told));
    }

    /** The topics that some master has messages of. */
    private SortedSet<String> storedTopics() {
        SortedSet<String> topics = new TreeSet<>();
        masters().forEach(broker -> broker.log().messages().forEach(message -> topics.add(message.topic())));
        return topics;
    }

    /** All copies of the message with this unique key, on all brokers. */
    public List<StoredMessage> storedWithUniqueKey(String uniqueKey) {
        List<StoredMessage> all = new ArrayList<>();
        masters().forEach(broker -> all.addAll(broker.log().withUniqueKey(uniqueKey)));
        return all;
    }

    /** The messages of a topic as a consumer would see them: broker by broker, each in the order in which it stored them. */
    public List<ReceivedMessage> messages(String topic) {
        List<ReceivedMessage> all = new ArrayList<>();
        masters().forEach(broker -> broker.stored(topic)
                .forEach(stored -> all.add(ReceivedMessage.of(broker.brokerName(), stored))));
        return all;
    }

    // ---- faults, and what happened ----

    /** Puts a fault in force, see {@link FaultRules#add}. */
    public FaultRules.ArmedRule arm(FaultRule rule) {
        return rules.add(rule);
    }

    /** Puts a fault in force that is text, see {@link RuleText}. Names of servers must be those of this cluster. */
    public FaultRules.ArmedRule arm(String rule) {
        List<String> servers = new ArrayList<>();
        fleet.nodes().forEach(node -> servers.add(node.name()));
        return rules.add(RuleText.parse("rule", rule, KnownNames.ofServers(servers)));
    }

    /** Puts a fault in force that parks requests until a test has decided about them. */
    public FaultRules.ArmedRule park(RequestPattern pattern) {
        return rules.add(FaultRule.when(pattern).park());
    }

    /** Questions to journal and rules. */
    public Verification verification() {
        return verification;
    }

    /** See {@link Verification#verify}. */
    public List<JournalEntry> verify(Times times, RequestPattern pattern) {
        return verification.verify(times, pattern);
    }

    /** See {@link Verification#await}, with {@link #PATIENCE}. */
    public List<JournalEntry> await(Times times, RequestPattern pattern) {
        return verification.await(times, pattern, PATIENCE);
    }

    /** See {@link Verification#await}. */
    public List<JournalEntry> await(Times times, RequestPattern pattern, Duration atMost) {
        return verification.await(times, pattern, atMost);
    }

    /**
     * Waits until the brokers have so many messages of a topic, copies counted. Not for a machine's own threads.
     *
     * @return the messages
     * @throws AssertionError if there are fewer within {@link #PATIENCE}
     */
    public List<ReceivedMessage> awaitMessages(String topic, int atLeast) {
        return awaitMessages(topic, atLeast, PATIENCE);
    }

    /** As the other, with another patience. */
    public List<ReceivedMessage> awaitMessages(String topic, int atLeast, Duration atMost) {
        if (!verification.awaitUntil(() -> stored(topic).size() >= atLeast, atMost)) {
            throw new AssertionError("within " + atMost + ": expected at least " + atLeast + " messages of " + topic
                    + ", found " + messages(topic) + "; topics with messages: " + storedTopics());
        }
        return messages(topic);
    }

    /** See {@link Verification#verifyAllFired}. */
    public void verifyAllFired() {
        verification.verifyAllFired();
    }

    /** What became of all messages, from journal and logs. */
    public DeliveryLedger ledger() {
        Map<String, List<StoredMessage>> logs = new LinkedHashMap<>();
        masters().forEach(broker -> logs.put(broker.brokerName(), broker.log().messages()));
        return DeliveryLedger.of(journal.entries(), logs);
    }

    // ---- time ----

    /**
     * Puts the clock of every broker forward: delayed messages that become due by then are delivered before this returns.
     * Messages are stamped by that clock; timeouts and fault rules are not affected.
     *
     * @throws IllegalArgumentException if negative
     */
    public void advanceClock(Duration by) {
        masters().forEach(broker -> broker.advanceClock(by));
    }

    // ---- topology ----

    /** Adds a topic to every broker, or changes it there: so many queues to read and write on each. */
    public void topic(String topic, int queuesPerBroker) {
        topics.put(TopicConfig.of(topic, queuesPerBroker), masters());
    }

    /** Takes a topic from every broker; what is stored stays in their logs. */
    public void removeTopic(String topic) {
        topics.remove(topic, masters());
    }

    /** Changes what may be done with a topic on one broker (N09); name servers learn it at once. */
    public void permission(String topic, String brokerName, int perm) {
        ClusterTopics.change(topic, broker(brokerName), config -> config.withPerm(perm));
    }

    /** Changes how many queues of a topic producers may write to on one broker (N10); name servers learn it at once. */
    public void writeQueues(String topic, String brokerName, int writeQueueNums) {
        ClusterTopics.change(topic, broker(brokerName), config -> config.withWriteQueueNums(writeQueueNums));
    }

    /** Changes how many queues of a topic consumers may read on one broker; name servers learn it at once. */
    public void readQueues(String topic, String brokerName, int readQueueNums) {
        ClusterTopics.change(topic, broker(brokerName), config -> config.withReadQueueNums(readQueueNums));
    }

    /**
     * Gives a topic a fixed set of queues in the routes of every name server (N12), whatever brokers have.
     *
     * @param orderTopicConf {@code broker-a:4;broker-b:2}, or something malformed; null makes it an ordinary topic again
     */
    public void orderTopic(String topic, @Nullable String orderTopicConf) {
        fleet.registry().order(topic, orderTopicConf);
    }

    /**
     * Makes a topic with queues that are numbered across all brokers (W-10), dealt out to the masters in turn.
     *
     * @param queues above 0
     */
    public void staticTopic(String topic, int queues) {
        ClusterTopics.dealOut(topic, queues, masters());
    }

    /**
     * Moves a queue of a static topic to another broker (N11): its offsets go on there, and its former broker refuses it from
     * now on.
     *
     * @throws IllegalArgumentException if the topic is not static, has no such queue, or the broker does not exist
     */
    public void moveQueue(String topic, int queueId, String toBrokerName) {
        master(toBrokerName);
        ClusterTopics.moveQueue(topic, queueId, toBrokerName, masters());
    }

    // ---- brokers come, go and move ----

    /** {@link #addBrokerAsync}, and waits for it. Throws what that fails with. */
    public FakeBroker addBroker(String name) {
        return await("addBroker", addBrokerAsync(name));
    }

    /**
     * Adds a master with the topics that this cluster was given, and starts it.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public CompletableFuture<FakeBroker> addBrokerAsync(String name) {
        return fleet.addBroker(name);
    }

    /** {@link #addSlaveAsync}, and waits for it. Throws what that fails with. */
    public FakeBroker addSlave(String brokerName) {
        return await("addSlave", addSlaveAsync(brokerName));
    }

    /** Adds a slave to a broker, and starts it: it reads, does not write, and is named {@code broker-a-slave-1} and so on. */
    public CompletableFuture<FakeBroker> addSlaveAsync(String brokerName) {
        return fleet.addSlave(brokerName);
    }

    /**
     * Makes the first slave that runs the master of its broker, and the master, running or not, a slave (B11).
     *
     * @return the new master
     * @throws IllegalStateException if no slave runs
     */
    public FakeBroker failOver(String brokerName) {
        return fleet.failOver(brokerName);
    }

    /** {@link #moveAsync}, and waits for it. Throws what that fails with. */
    public Address move(String serverName) {
        return await("move", moveAsync(serverName));
    }

    /** Restarts a broker at another address, as after a crash (B08); name servers learn it when it is up. */
    public CompletableFuture<Address> moveAsync(String serverName) {
        return broker(serverName).server().moveAsync();
    }

    /**
     * Has name servers tell another address for a broker than its own: a proxy's in front of it, or a wrong one.
     *
     * @param address null for its own again
     */
    public void advertise(String serverName, @Nullable Address address) {
        fleet.registry().advertise(broker(serverName).name(), address == null ? null : address.toString());
    }

    private <T> T await(String method, CompletableFuture<T> done) {
        if (control.inOwnThread()) {
            throw new IllegalStateException(
                    method + "() waits, which a machine's own thread must not; use " + method + "Async()");
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            throw new IllegalStateException(method + " failed: " + e.getCause(), e);
        }
    }

    // ---- what name servers say ----

    /** Takes a broker out of the routes of every name server, until {@link #relist}, whatever happens to the broker. */
    public void unlist(String brokerName) {
        for (int i = 0; i < fleet.nameServers().size(); i++) {
            unlist(brokerName, i);
        }
    }

    /** Takes a broker out of the routes of one name server, until {@link #relist}: they disagree then (N05). */
    public void unlist(String brokerName, int nameServer) {
        fleet.registry().list(broker(brokerName).name(), nameServer, false);
    }

    /** Puts a broker back into the routes of every name server; one that is down stays there until its next start. */
    public void relist(String brokerName) {
        for (int i = 0; i < fleet.nameServers().size(); i++) {
            relist(brokerName, i);
        }
    }

    /** Puts a broker back into the routes of one name server; one that is down stays there until its next start. */
    public void relist(String brokerName, int nameServer) {
        fleet.registry().list(broker(brokerName).name(), nameServer, true);
    }

    /**
     * Gives every name server the view that the topology calls for: what was put into {@link FakeNameServer#view} by hand
     * is gone. Happens by itself whenever the topology changes.
     */
    public void republish() {
        fleet.registry().publish();
    }

    /** Changes what the network does to every connection of every server, present and future. */
    public void linkConditions(LinkConditions conditions) {
        fleet.nodes().forEach(node -> node.linkConditions(conditions));
    }

    // ---- the end ----

    /**
     * Ends all servers. Idempotent. Waits until no port, connection or thread of its own is left, unless called from a
     * thread of its machines. A world that was given is left to its owner; the machines made in it are closed.
     */
    @Override
    public void close() {
        CompletableFuture<Void> gone = fleet.close();
        if (!control.inOwnThread()) {
            gone.join();
        }
        machines.close();
    }

    /** As {@link #close()}; completes when ports and connections are gone, and never waits. */
    public CompletableFuture<Void> closeAsync() {
        return fleet.close().thenRun(machines::close);
    }

    @Override
    public String toString() {
        return fleet.nodes().toString();
    }

    /** Collects what a cluster is made of. For one thread. */
    public static final class Builder {
        /** With room above it for more servers than anybody wants. */
        private static final int MAX_FIRST_PORT = 65_000;

        private final ClusterSettings settings = new ClusterSettings();

        private Builder() {}

        /** Where the machines are made; the world stays the caller's. Otherwise the cluster has a TCP world of its own. */
        public Builder world(World newWorld) {
            settings.world = requireNonNull(newWorld, "world");
            return this;
        }

        /** Has all that is left to chance follow a seed. Not with a {@linkplain #world world} that was given, which has its own. */
        public Builder seed(long newSeed) {
            settings.seed = newSeed;
            return this;
        }

        /** How many name servers, at least 1. */
        public Builder nameServers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("nameServers: " + count + " (expected: >= 1)");
            }
            settings.nameServers = count;
            return this;
        }

        /**
         * The port of the first name server; the others, then the brokers, each with its slaves, take those that follow. 0,
         * unless told otherwise: each takes a free one. So do brokers that are added later.
         */
        public Builder ports(int first) {
            if (first < 0 || first > MAX_FIRST_PORT) {
                throw new IllegalArgumentException("first: " + first + " (expected: 0 to " + MAX_FIRST_PORT + ")");
            }
            settings.firstPort = first;
            return this;
        }

        /** How many slaves each broker has, at least 0; none unless told otherwise. */
        public Builder slaves(int perBroker) {
            if (perBroker < 0) {
                throw new IllegalArgumentException("slaves: " + perBroker + " (expected: >= 0)");
            }
            settings.slaves = perBroker;
            return this;
        }

        /** The names of the brokers, which their masters go by. */
        public Builder brokers(String... names) {
            List<String> given = List.of(names);
            if (given.isEmpty() || given.size() != given.stream().distinct().count()) {
                throw new IllegalArgumentException("brokers: " + given + " (expected: at least one, all different)");
            }
            settings.brokerNames = given;
            return this;
        }

        /** A topic on every broker: so many queues to read and write on each. */
        public Builder topic(String topic, int queuesPerBroker) {
            settings.topics.add(TopicConfig.of(topic, queuesPerBroker));
            return this;
        }

        /** Whether a send to an unknown topic makes it; off unless told otherwise. */
        public Builder autoCreateTopics(boolean on) {
            settings.autoCreateTopics = on;
            return this;
        }

        /**
         * Admits somebody to all servers, and from then on nobody who was not: requests that are not signed by one of them
         * are answered with 16, as by a real cluster with access control.
         */
        public Builder admit(AclCredentials credentials) {
            settings.admitted.add(requireNonNull(credentials, "credentials"));
            return this;
        }

        /**
         * Has all servers take encrypted connections beside plain ones. Over TCP only. {@link ThrowawayCertificate} makes
         * what a test needs for it.
         */
        public Builder tls(SslContext context) {
            settings.tls = requireNonNull(context, "context");
            return this;
        }

        /** The cluster that the brokers say they belong to. */
        public Builder clusterName(String name) {
            settings.clusterName = requireNonNull(name, "clusterName");
            return this;
        }

        /** Where requests are noted, for other bounds than the default ones. */
        public Builder journal(Journal newJournal) {
            settings.journal = requireNonNull(newJournal, "journal");
            return this;
        }

        /** The encoding of response headers: JSON unless told otherwise, as with official servers. */
        public Builder encoding(HeaderEncoding newEncoding) {
            settings.encoding = requireNonNull(newEncoding, "encoding");
            return this;
        }

        /** The version that all servers announce, see {@link MqVersion}: 5.5.0 unless told otherwise. */
        public Builder version(int newVersion) {
            settings.version = newVersion;
            return this;
        }

        /** The region that brokers tell producers they are in: {@code DefaultRegion} unless told otherwise. */
        public Builder region(String name) {
            settings.region = requireNonNull(name, "region");
            return this;
        }

        /** Whether brokers tell producers to trace their messages; on unless told otherwise. */
        public Builder traceOn(boolean on) {
            settings.traceOn = on;
            return this;
        }

        /**
         * When brokers ask about transactions by themselves: as real ones do ({@link TransactionChecking#OFFICIAL}) unless told
         * otherwise; null for {@link FakeBroker#checkTransactions()} only.
         */
        public Builder transactionChecking(@Nullable TransactionChecking schedule) {
            settings.transactionChecking = schedule;
            return this;
        }

        /**
         * How long messages with a delay level wait, from level 1 on: 1 s to 2 h in 18 levels unless told otherwise. At
         * least one, none negative.
         */
        public Builder delayLevels(Duration... levels) {
            List<Duration> given = List.of(levels);
            if (given.isEmpty() || given.stream().anyMatch(Duration::isNegative)) {
                throw new IllegalArgumentException("levels: " + given + " (expected: at least one, none negative)");
            }
            settings.delayLevels = given;
            return this;
        }

        /**
         * How much of its log each broker keeps.
         *
         * @param messages above 0; 100,000 unless told otherwise
         * @param bytes    in stored form, above 0; 64 MiB unless told otherwise
         */
        public Builder retain(int messages, long bytes) {
            if (messages <= 0 || bytes <= 0) {
                throw new IllegalArgumentException(
                        "messages, bytes: " + messages + ", " + bytes + " (expected: > 0, > 0)");
            }
            settings.retainedMessages = messages;
            settings.retainedBytes = bytes;
            return this;
        }

        /** How many messages each broker keeps, see {@link #retain}. */
        public Builder retainMessages(int messages) {
            return retain(messages, settings.retainedBytes);
        }

        /** How many bytes of messages each broker keeps, see {@link #retain}. */
        public Builder retainBytes(long bytes) {
            return retain(settings.retainedMessages, bytes);
        }

        /** What the network does to every connection from its first byte on. */
        public Builder linkConditions(LinkConditions conditions) {
            settings.linkConditions = requireNonNull(conditions, "conditions");
            return this;
        }

        /** How long after its crash a broker is still listed; above 0. */
        public Builder brokerExpiry(Duration expiry) {
            if (expiry.isZero() || expiry.isNegative()) {
                throw new IllegalArgumentException("brokerExpiry: " + expiry + " (expected: > 0)");
            }
            settings.brokerExpiry = expiry;
            return this;
        }

        /**
         * How long after a client's last heartbeat brokers take it to be there; above 0, two minutes unless told otherwise.
         * Then they end its connection, and tell the others of its consumer groups.
         */
        public Builder clientExpiry(Duration expiry) {
            if (expiry.isZero() || expiry.isNegative()) {
                throw new IllegalArgumentException("clientExpiry: " + expiry + " (expected: > 0)");
            }
            settings.clientExpiry = expiry;
            return this;
        }

        private FakeCluster build() {
            List<String> names = new ArrayList<>(List.of(CONTROL));
            names.addAll(settings.serverNames());
            return new FakeCluster(Machines.make(settings.world, settings.seed, names), settings.copy());
        }

        /**
         * Starts the cluster, and waits for it.
         *
         * @throws IllegalArgumentException if a name is taken in the world, or is that of another server of this cluster
         * @throws IllegalStateException    if a server can't start; nothing is left running then
         */
        public FakeCluster start() {
            FakeCluster cluster = build();
            if (cluster.control.inOwnThread()) {
                cluster.close();
                throw new IllegalStateException(
                        "start() waits, which a machine's own thread must not; use startAsync()");
            }
            try {
                cluster.fleet.start().join();
                return cluster;
            } catch (CompletionException e) {
                cluster.close();
                throw new IllegalStateException(
                        "cluster can't start: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
            }
        }

        /** Starts the cluster. Completes on a loop; fails with what {@link #start()} throws. */
        public CompletableFuture<FakeCluster> startAsync() {
            FakeCluster cluster = build();
            return cluster.fleet
                    .start()
                    .whenComplete((started, failure) -> {
                        if (failure != null) {
                            cluster.closeAsync();
                        }
                    })
                    .thenApply(started -> cluster);
        }
    }
}
