// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.namespace.Namespaces;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is to do. Immutable; {@link #builder} makes one.
 *
 * @param producerGroup        at most 120 legal characters; brokers find transaction producers by it
 * @param nameServers          where routes come from, at least one
 * @param sendTimeout          from the call of a send to its end, all attempts included; 3 s as the official client
 * @param retries              attempts after the first, 0 or more; 2 as the official client
 * @param isolation            whether brokers that failed are avoided
 * @param closeTimeout         how long closing waits for sends in flight
 * @param maxMessageBytes      the largest body, before compression, and the largest batch; 4 MiB as the official client
 * @param compressOverBytes    bodies of this size and more are compressed; 4,096 as the official client
 * @param compressLevel        1 (fast) to 9 (small); 5 as the official client
 * @param maxInFlight          how many sends may be without an outcome at a time, see {@link SendLimits}; 65,535
 * @param maxInFlightBytes     how many bytes their bodies may have; 100 MiB, as the official client if told to limit
 * @param whenFull             what becomes of sends beyond either; they wait, also those that don't wait for an outcome
 * @param connectTimeout       how long a connection may take; 3 s as the official client
 * @param routeRefresh         how often routes in use are read again; 30 s as the official client
 * @param heartbeat            how often brokers are told that this producer is there; 30 s as the official client
 * @param callbackThreads      the most threads that complete futures
 * @param defaultTopicQueues   queues per broker that a topic gets which the broker creates at the first send
 * @param observer             sees what the producer does
 * @param namespace            whose topics and groups these are
 * @param credentials          who signs all requests, or null if nobody does; never printed with its secrets
 * @param transactionChecker   answers brokers about transactions; without one there are none
 * @param checkThreads         the most threads that run the checker; 1 as the official client
 * @param maxPendingChecks     how many checks may wait or run; more are dropped, and the broker asks again; 2,000 as the
 *                             official client
 * @param tls                  how connections are encrypted, or null for plain text
 */
public record ProducerConfig(
        String producerGroup,
        List<Address> nameServers,
        Duration sendTimeout,
        int retries,
        Isolation isolation,
        Duration closeTimeout,
        int maxMessageBytes,
        int compressOverBytes,
        int compressLevel,
        int maxInFlight,
        long maxInFlightBytes,
        WhenFull whenFull,
        Duration connectTimeout,
        Duration routeRefresh,
        Duration heartbeat,
        int callbackThreads,
        int defaultTopicQueues,
        SendObserver observer,
        Namespace namespace,
        @Nullable AclCredentials credentials,
        @Nullable TransactionChecker transactionChecker,
        int checkThreads,
        int maxPendingChecks,
        @Nullable TlsConfig tls) {

    /** A frame is at most 16 MiB (W-1); what is left pays for its header. */
    private static final int MAX_MESSAGE_BYTES_LIMIT = 15 << 20;

    private static final int MAX_RETRIES = 100;

    /** Longer than anybody means, and far from where nanoseconds in 64 bits end. */
    private static final Duration MAX_DURATION = Duration.ofDays(365);

    public ProducerConfig {
        TopicNames.requireGroup(producerGroup);
        nameServers = List.copyOf(nameServers);
        if (nameServers.isEmpty()) {
            throw new IllegalArgumentException("nameServers: '' (expected: host:port[;host:port...])");
        }
        requirePositive("sendTimeout", sendTimeout);
        requireRange("retries", retries, 0, MAX_RETRIES);
        requireNonNull(isolation, "isolation");
        requireNonNull(closeTimeout, "closeTimeout");
        if (closeTimeout.isNegative() || closeTimeout.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    "closeTimeout: " + closeTimeout + " (expected: 0 to " + MAX_DURATION.toDays() + " days)");
        }
        requireRange("maxMessageBytes", maxMessageBytes, 1, MAX_MESSAGE_BYTES_LIMIT);
        requireRange("compressOverBytes", compressOverBytes, 0, Integer.MAX_VALUE);
        requireRange("compressLevel", compressLevel, 1, 9);
        SendLimits.requireValid(maxInFlight, maxInFlightBytes, whenFull);
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("routeRefresh", routeRefresh);
        requirePositive("heartbeat", heartbeat);
        requireRange("callbackThreads", callbackThreads, 1, 1024);
        requireRange("defaultTopicQueues", defaultTopicQueues, 1, 65_535);
        requireNonNull(observer, "observer");
        requireNonNull(namespace, "namespace");
        // The prefix counts for a name's length (B-NS-01).
        TopicNames.requireGroup(namespace.wrap(producerGroup));
        requireRange("checkThreads", checkThreads, 1, 1024);
        requireRange("maxPendingChecks", maxPendingChecks, 1, 1 << 20);
    }

    /** Begins a configuration in which all is as the official client has it, unless a setting's own text says otherwise. */
    public static Builder builder(String producerGroup) {
        return new Builder(TopicNames.requireGroup(producerGroup));
    }

    /** What may be in flight to begin with; {@link Producer#limits(SendLimits)} changes it. */
    public SendLimits limits() {
        return new SendLimits(maxInFlight, maxInFlightBytes, whenFull);
    }

    /**
     * Returns a timeout that is above zero and within reason.
     *
     * @throws IllegalArgumentException naming it, if it is not
     */
    public static Duration requireTimeout(String name, Duration timeout) {
        requirePositive(name, timeout);
        return timeout;
    }

    private static void requirePositive(String name, Duration duration) {
        requireNonNull(duration, name);
        if (duration.isZero() || duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    name + ": " + duration + " (expected: more than zero, at most " + MAX_DURATION.toDays() + " days)");
        }
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }

    /** Collects settings; each is checked in {@link #build()}. */
    public static final class Builder {
        private final String producerGroup;
        private List<Address> nameServers = List.of();
        private Duration sendTimeout = Duration.ofSeconds(3);
        private int retries = 2;
        private Isolation isolation = Isolation.TABLE;
        private Duration closeTimeout = Duration.ofSeconds(5);
        private int maxMessageBytes = 4 << 20;
        private int compressOverBytes = 4096;
        private int compressLevel = 5;
        private int maxInFlight = 65_535;
        private long maxInFlightBytes = 100L << 20;
        private WhenFull whenFull = WhenFull.WAIT;
        private Duration connectTimeout = Duration.ofSeconds(3);
        private Duration routeRefresh = Duration.ofSeconds(30);
        private Duration heartbeat = Duration.ofSeconds(30);
        private int callbackThreads = 2;
        private int defaultTopicQueues = 4;
        private SendObserver observer = SendObserver.NONE;
        private @Nullable Namespace namespace;
        private Namespace namespaceOfAddress = Namespace.NONE;
        private @Nullable AclCredentials credentials;
        private @Nullable TransactionChecker transactionChecker;
        private int checkThreads = 1;
        private int maxPendingChecks = 2000;
        private @Nullable TlsConfig tls;

        private Builder(String producerGroup) {
            this.producerGroup = producerGroup;
        }

        /**
         * Name servers as {@code host:port[;host:port...]}. An address of the form {@code
         * http://MQ_INST_x_y.host:port} tells the namespace too, unless one is set (B-NS-03).
         *
         * @throws IllegalArgumentException naming the part that is not an address
         */
        public Builder nameServers(String addresses) {
            Set<Address> parsed = new LinkedHashSet<>();
            for (String address : addresses.split(";", -1)) {
                if (!address.isBlank()) {
                    parsed.add(Address.parse(withoutScheme(address.strip())));
                }
            }
            if (parsed.isEmpty()) {
                throw new IllegalArgumentException(
                        "nameServers: '" + addresses + "' (expected: host:port[;host:port...])");
            }
            nameServers = List.copyOf(parsed);
            String told = Namespaces.ofNameServerAddress(addresses.strip());
            namespaceOfAddress = told == null ? Namespace.NONE : Namespace.prefix(told);
            return this;
        }

        private static String withoutScheme(String address) {
            int end = address.indexOf("://");
            return end < 0 ? address : address.substring(end + 3);
        }

        public Builder sendTimeout(Duration timeout) {
            this.sendTimeout = timeout;
            return this;
        }

        public Builder retries(int count) {
            this.retries = count;
            return this;
        }

        public Builder isolation(Isolation policy) {
            this.isolation = policy;
            return this;
        }

        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = timeout;
            return this;
        }

        public Builder maxMessageBytes(int bytes) {
            this.maxMessageBytes = bytes;
            return this;
        }

        public Builder compressOver(int bytes) {
            this.compressOverBytes = bytes;
            return this;
        }

        public Builder compressLevel(int level) {
            this.compressLevel = level;
            return this;
        }

        public Builder maxInFlight(int sends) {
            this.maxInFlight = sends;
            return this;
        }

        public Builder maxInFlightBytes(long bytes) {
            this.maxInFlightBytes = bytes;
            return this;
        }

        public Builder whenFull(WhenFull policy) {
            this.whenFull = policy;
            return this;
        }

        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        public Builder routeRefresh(Duration period) {
            this.routeRefresh = period;
            return this;
        }

        public Builder heartbeat(Duration period) {
            this.heartbeat = period;
            return this;
        }

        public Builder callbackThreads(int threads) {
            this.callbackThreads = threads;
            return this;
        }

        public Builder defaultTopicQueues(int queues) {
            this.defaultTopicQueues = queues;
            return this;
        }

        public Builder observer(SendObserver newObserver) {
            this.observer = newObserver;
            return this;
        }

        /** Whose topics and groups these are; overrules what the name servers' addresses say. */
        public Builder namespace(Namespace newNamespace) {
            this.namespace = requireNonNull(newNamespace, "namespace");
            return this;
        }

        /** Who signs all requests; null for nobody (B-ACL-01). */
        public Builder credentials(@Nullable AclCredentials newCredentials) {
            this.credentials = newCredentials;
            return this;
        }

        public Builder transactionChecker(TransactionChecker checker) {
            this.transactionChecker = requireNonNull(checker, "transactionChecker");
            return this;
        }

        public Builder checkThreads(int threads) {
            this.checkThreads = threads;
            return this;
        }

        public Builder maxPendingChecks(int checks) {
            this.maxPendingChecks = checks;
            return this;
        }

        /** How connections to name servers and brokers are encrypted; null for plain text. */
        public Builder tls(@Nullable TlsConfig newTls) {
            this.tls = newTls;
            return this;
        }

        public ProducerConfig build() {
            return new ProducerConfig(
                    producerGroup,
                    nameServers,
                    sendTimeout,
                    retries,
                    isolation,
                    closeTimeout,
                    maxMessageBytes,
                    compressOverBytes,
                    compressLevel,
                    maxInFlight,
                    maxInFlightBytes,
                    whenFull,
                    connectTimeout,
                    routeRefresh,
                    heartbeat,
                    callbackThreads,
                    defaultTopicQueues,
                    observer,
                    namespace != null ? namespace : namespaceOfAddress,
                    credentials,
                    transactionChecker,
                    checkThreads,
                    maxPendingChecks,
                    tls);
        }
    }
}
