// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.runtime.Address;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.namespace.Namespaces;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a producer is to do. Immutable; {@link #builder} makes one. All is as the official client has it, unless a
 * setting's own text says otherwise; {@link #describe()} tells every setting with the source of its value.
 */
public final class ProducerConfig {
    private static final int MAX_ZLIB_LEVEL = 9;

    private final String producerGroup;

    /** By {@link Setting#index()}. */
    private final @Nullable Object[] values;

    private final boolean[] wasSet;

    private ProducerConfig(Builder builder) {
        this.producerGroup = builder.producerGroup;
        this.values = builder.values.clone();
        this.wasSet = builder.wasSet.clone();
        Settings.all().forEach(this::check);
        if (nameServers().isEmpty() && nameServerDiscovery() == null && nameServerUrl() == null) {
            throw new IllegalArgumentException(
                    "nameServers: none (expected: host:port[;host:port...], or a nameServerDiscovery or nameServerUrl)");
        }
        // The prefix counts for a name's length (B-NS-01).
        TopicNames.requireGroup(namespace().wrap(producerGroup));
        if (compression() == Compression.ZLIB && compressLevel() > MAX_ZLIB_LEVEL) {
            throw new IllegalArgumentException(
                    "compressLevel: " + compressLevel() + " (expected: -1 to " + MAX_ZLIB_LEVEL + " for ZLIB)");
        }
        if (isolation() == Isolation.ADAPTIVE && profile() == Profile.COMPATIBLE) {
            throw new IllegalArgumentException(
                    "isolation: ADAPTIVE (expected: OFF or TABLE with the profile COMPATIBLE, which decides as the official client)");
        }
    }

    private <T> void check(Setting<T> setting) {
        setting.check(find(setting));
    }

    /** The value of a setting that always has one. */
    private <T> T get(Setting<T> setting) {
        return requireNonNull(find(setting), setting.name());
    }

    /** The value of a setting that may be without one. */
    @SuppressWarnings("unchecked") // Builder.set puts in nothing but what the setting's type allows.
    private <T> @Nullable T find(Setting<T> setting) {
        return (T) values[setting.index()];
    }

    /** Begins a configuration; the group is one of at most 120 legal characters. */
    public static Builder builder(String producerGroup) {
        return new Builder(TopicNames.requireGroup(producerGroup));
    }

    /** Begins a configuration that is like this one so far. */
    public Builder toBuilder() {
        return toBuilder(producerGroup);
    }

    /** Begins a configuration that is like this one so far, for another group. */
    public Builder toBuilder(String otherGroup) {
        Builder builder = builder(otherGroup);
        System.arraycopy(values, 0, builder.values, 0, values.length);
        System.arraycopy(wasSet, 0, builder.wasSet, 0, wasSet.length);
        return builder;
    }

    /** At most 120 legal characters; brokers find transaction producers by it. */
    public String producerGroup() {
        return producerGroup;
    }

    /**
     * Where routes come from. If there are none here, {@link #nameServerDiscovery()} tells where they are, or else {@link
     * #nameServerUrl()} does (B-NAMESRV-05).
     */
    public List<Address> nameServers() {
        return get(Settings.NAME_SERVERS);
    }

    /** Finds the name servers if no addresses are given, or null. */
    public @Nullable NameServerDiscovery nameServerDiscovery() {
        return find(Settings.NAME_SERVER_DISCOVERY);
    }

    /**
     * The address server that tells the name servers if nothing else does, or null; usually {@code
     * http://<domain>:8080/rocketmq/nsaddr}. With a {@link #unitName()} that is appended: {@code -<unit>?nofix=1} (W-18.5).
     */
    public @Nullable URI nameServerUrl() {
        return find(Settings.NAME_SERVER_URL);
    }

    /** The unit that this producer belongs to, where a company runs its systems in several; or null. Part of its id. */
    public @Nullable String unitName() {
        return find(Settings.UNIT_NAME);
    }

    /** Whether messages say that topics are divided by units (W-7, field k). */
    public boolean unitMode() {
        return get(Settings.UNIT_MODE);
    }

    /** From the call of a send to its end, all attempts included; 3 s as the official client. */
    public Duration sendTimeout() {
        return get(Settings.SEND_TIMEOUT);
    }

    /** Attempts after the first of a send that waits for its outcome, 0 or more; 2 as the official client. */
    public int retries() {
        return get(Settings.RETRIES);
    }

    /** Attempts after the first of an asynchronous send, 0 or more; 2 as the official client. */
    public int asyncRetries() {
        return get(Settings.ASYNC_RETRIES);
    }

    /**
     * The most that an attempt may take as long as another one is left (B-RETRY-05); null for what the profile says: an
     * even share of what is left of the send's time, or all of it.
     */
    public @Nullable Duration attemptTimeout() {
        return find(Settings.ATTEMPT_TIMEOUT);
    }

    /**
     * The brokers' answers after which another attempt is made (B-RETRY-03), in the order of their numbers. Not officially,
     * two that say that the queue is not there any more: others are, and the route is read again meanwhile.
     */
    public Set<Integer> retriedCodes() {
        return get(Settings.RETRIED_CODES);
    }

    /**
     * Whether a message that is stored less durably than asked for, with a status other than {@link SendStatus#SEND_OK},
     * is sent once more elsewhere, as after a failure (B-RETRY-08); no, as the official client.
     */
    public boolean retryWhenNotStored() {
        return get(Settings.RETRY_WHEN_NOT_STORED);
    }

    /** Whose decisions this producer makes. */
    public Profile profile() {
        return get(Settings.PROFILE);
    }

    /** Whether brokers that failed are avoided; unless set, by our table, with {@link Profile#COMPATIBLE} not at all. */
    public Isolation isolation() {
        return get(Settings.ISOLATION);
    }

    /** For how long brokers are avoided. */
    public LatencyTable latencyTable() {
        return get(Settings.LATENCY_TABLE);
    }

    /** Whether the official table probes brokers that were not reached (B-FAULT-11); no other policy needs it. */
    public boolean detector() {
        return get(Settings.DETECTOR);
    }

    /** How often it does; 2 s as the official client. */
    public Duration detectorPeriod() {
        return get(Settings.DETECTOR_PERIOD);
    }

    /** How long a probe waits for its answer; 200 ms as the official client. */
    public Duration detectorTimeout() {
        return get(Settings.DETECTOR_TIMEOUT);
    }

    /**
     * With {@link Isolation#ADAPTIVE}: how long an attempt waits for its answer at least, before it may be given up for
     * another broker because its peers answer far sooner; 50 ms. An attempt that was given up may have been stored all the
     * same, and the next one makes a second copy: as long as {@link #sendTimeout()} it is never given up.
     */
    public Duration patience() {
        return get(Settings.PATIENCE);
    }

    /** How long closing waits for sends in flight. */
    public Duration closeTimeout() {
        return get(Settings.CLOSE_TIMEOUT);
    }

    /** The largest body, before compression, and the largest batch; 4 MiB as the official client. */
    public int maxMessageBytes() {
        return get(Settings.MAX_MESSAGE_BYTES);
    }

    /** Bodies of this size and more are compressed; 4,096 as the official client. */
    public int compressOverBytes() {
        return get(Settings.COMPRESS_OVER_BYTES);
    }

    /**
     * How such bodies are compressed; ZLIB as the official client, and the only kind that releases 4.x know. For the
     * others their library must be on the class path ({@link Compression#library}).
     */
    public Compression compression() {
        return get(Settings.COMPRESSION);
    }

    /**
     * 1 (fast) to 9 (small), for ZSTD to 22; 0 is the library's idea of little effort, none at all for ZLIB; -1 is zlib's own
     * choice, and less effort than 1 for ZSTD; means nothing to LZ4; 5 as the official client.
     */
    public int compressLevel() {
        return get(Settings.COMPRESS_LEVEL);
    }

    /**
     * How messages that are sent one by one are gathered into batches, or null if they are not; off as in the official
     * client. Concerns {@code send} and {@code sendAsync} without a timeout of their own and without a selector.
     */
    public @Nullable Batching batching() {
        return find(Settings.BATCHING);
    }

    /** How many sends may be without an outcome at a time, see {@link SendLimits}; 65,535. */
    public int maxInFlight() {
        return get(Settings.MAX_IN_FLIGHT);
    }

    /** How many bytes their bodies may have; 100 MiB, as the official client if told to limit. */
    public long maxInFlightBytes() {
        return get(Settings.MAX_IN_FLIGHT_BYTES);
    }

    /** What becomes of sends beyond either; they wait, also those that don't wait for an outcome. */
    public WhenFull whenFull() {
        return get(Settings.WHEN_FULL);
    }

    /**
     * How long a caller who waits for the end of a send looks for it, over and over, before its thread is parked; zero by default,
     * 1 ms at most. It saves the wake-up of a parked thread, some 30 µs on virtual processors, and keeps a processor busy for it:
     * worth it for a few callers who need short sends, where a processor is idle. Without effect on a single processor.
     */
    public Duration spin() {
        return get(Settings.SPIN);
    }

    /**
     * The address by which brokers tell people who this client is, first in {@link ProducerRuntime#clientId()}; null for
     * this computer's own.
     */
    public @Nullable String clientIp() {
        return find(Settings.CLIENT_IP);
    }

    /**
     * What tells this client from others on its computer, second in {@link ProducerRuntime#clientId()}; null for the process
     * id and a number that no other has (B-LIFE-06).
     */
    public @Nullable String instanceName() {
        return find(Settings.INSTANCE_NAME);
    }

    /** Whether requests are marked as those of a stream client, and {@code @STREAM} ends the client id. */
    public boolean streamRequests() {
        return get(Settings.STREAM_REQUESTS);
    }

    /** How long a connection may take; 3 s as the official client. */
    public Duration connectTimeout() {
        return get(Settings.CONNECT_TIMEOUT);
    }

    /**
     * A connection on which nothing went either way for so long is closed; 120 s as the official client, zero for never
     * (B-REMOTE-04).
     */
    public Duration idleTimeout() {
        return get(Settings.IDLE_TIMEOUT);
    }

    /**
     * Where futures complete, in place of threads of the producer's own; null for those. It stays its owner's: no close ends
     * it (B-LIFE-19). What it refuses is completed by the producer's threads.
     */
    public @Nullable Executor callbackExecutor() {
        return find(Settings.CALLBACK_EXECUTOR);
    }

    /** How often routes in use are read again; 30 s as the official client. */
    public Duration routeRefresh() {
        return get(Settings.ROUTE_REFRESH);
    }

    /** How often brokers are told that this producer is there; 30 s as the official client. */
    public Duration heartbeat() {
        return get(Settings.HEARTBEAT);
    }

    /** The most threads that complete futures. */
    public int callbackThreads() {
        return get(Settings.CALLBACK_THREADS);
    }

    /** Queues per broker that a topic gets which the broker creates at the first send. */
    public int defaultTopicQueues() {
        return get(Settings.DEFAULT_TOPIC_QUEUES);
    }

    /**
     * The topic in whose image brokers create topics at their first message: it tells which brokers do, and travels with
     * each send (B-ROUTE-02). {@code TBW102} as the official client.
     */
    public String templateTopic() {
        return get(Settings.TEMPLATE_TOPIC);
    }

    /** Topics whose routes are looked up at the start, so that the first message need not wait; none (B-ROUTE-19). */
    public List<String> topics() {
        return get(Settings.TOPICS);
    }

    /** Whether sends and queries go to the brokers' second port, two below the one in their routes; no (B-VIP-01). */
    public boolean vipChannel() {
        return get(Settings.VIP_CHANNEL);
    }

    /** Whether heartbeats are of version 2, with a fingerprint; no (B-HEART-05). */
    public boolean heartbeatV2() {
        return get(Settings.HEARTBEAT_V2);
    }

    /** Sees what the producer does. */
    public SendObserver observer() {
        return get(Settings.OBSERVER);
    }

    /** Whose topics and groups these are. */
    public Namespace namespace() {
        return get(Settings.NAMESPACE);
    }

    /** Who signs all requests, or null if nobody does; never printed with its secrets. */
    public @Nullable AclCredentials credentials() {
        return find(Settings.CREDENTIALS);
    }

    /** Answers brokers about transactions; without one there are none. */
    public @Nullable TransactionChecker transactionChecker() {
        return find(Settings.TRANSACTION_CHECKER);
    }

    /** The most threads that run the checker; 1 as the official client. */
    public int checkThreads() {
        return get(Settings.CHECK_THREADS);
    }

    /** What runs the checker instead of the producer's own threads, and is its owner's to end; or null. */
    public @Nullable Executor checkExecutor() {
        return find(Settings.CHECK_EXECUTOR);
    }

    /** How many checks may wait or run; more are dropped, and the broker asks again; 2,000 as the official client. */
    public int maxPendingChecks() {
        return get(Settings.MAX_PENDING_CHECKS);
    }

    /** How connections are encrypted, or null for plain text. */
    public @Nullable TlsConfig tls() {
        return find(Settings.TLS);
    }

    /** Whether what becomes of messages is noted in the trace topic; off as in the official client (B-TRACE-01). */
    public boolean trace() {
        return get(Settings.TRACE);
    }

    /** Where the trace goes; {@code RMQ_SYS_TRACE_TOPIC}. */
    public String traceTopic() {
        return get(Settings.TRACE_TOPIC);
    }

    /** How many trace records are sent together, 1 to 20; 10 as the official client. */
    public int traceBatch() {
        return get(Settings.TRACE_BATCH);
    }

    /** Whether recalls are noted in the trace, too; no, as in the official client. */
    public boolean traceRecalls() {
        return get(Settings.TRACE_RECALLS);
    }

    /** The zone that proxies are told with every request, or null; {@code rocketmq.zone} of the official client. */
    public @Nullable String zoneName() {
        return find(Settings.ZONE_NAME);
    }

    /** How the zone is to be used, or null; {@code rocketmq.zone.mode} of the official client. */
    public @Nullable String zoneMode() {
        return find(Settings.ZONE_MODE);
    }

    /** Who may forbid attempts, in the order of asking. */
    public List<SendCheck> sendChecks() {
        return get(Settings.SEND_CHECKS);
    }

    /** Who sees attempts, in the order of asking. */
    public List<SendHook> sendHooks() {
        return get(Settings.SEND_HOOKS);
    }

    /** Who sees the ends of transactions, in the order of asking. */
    public List<EndTransactionHook> endTransactionHooks() {
        return get(Settings.END_TRANSACTION_HOOKS);
    }

    /** Who sees all requests, in the order of asking. */
    public List<RequestHook> requestHooks() {
        return get(Settings.REQUEST_HOOKS);
    }

    /** What may be in flight to begin with; {@link Producer#limits(SendLimits)} changes it. */
    public SendLimits limits() {
        return new SendLimits(maxInFlight(), maxInFlightBytes(), whenFull());
    }

    /**
     * Makes sure that a running producer can go on with other settings.
     *
     * @throws IllegalArgumentException naming each setting that differs and may not change while a producer runs
     */
    public void requireReplaceableBy(ProducerConfig other) {
        List<String> differences = new ArrayList<>();
        if (!producerGroup.equals(other.producerGroup)) {
            differences.add("producerGroup: " + other.producerGroup + " (expected: " + producerGroup);
        }
        for (Setting<?> setting : Settings.all()) {
            if (!setting.isLive() && !Objects.equals(find(setting), other.find(setting))) {
                differences.add(setting + ": " + other.find(setting) + " (expected: " + find(setting));
            }
        }
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(String.join(", as it is fixed while the producer runs); ", differences)
                    + ", as it is fixed while the producer runs)");
        }
    }

    /**
     * This configuration as a producer has it on a runtime: shared settings that were not set here are the runtime's.
     *
     * @param runtime what the runtime was made with
     * @throws IllegalArgumentException naming each shared setting that was set to another value
     */
    @SuppressWarnings("ReferenceEquality") // Only the very same one was checked before; an equal one may still be.
    public ProducerConfig onRuntimeOf(ProducerConfig runtime) {
        if (equals(runtime)) {
            return this;
        }
        Builder builder = toBuilder();
        List<String> differences = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            Object shared = runtime.find(setting);
            if (!isShared(setting, runtime)) {
                continue;
            }
            if (!wasSet[setting.index()]) {
                builder.values[setting.index()] = shared;
            } else if (!Objects.equals(find(setting), shared)) {
                differences.add(setting + ": " + find(setting) + " (expected: " + shared);
            }
        }
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(String.join(", as all producers of the runtime have); ", differences)
                    + ", as all producers of the runtime have)");
        }
        return builder.build();
    }

    /** This configuration with another's name servers. */
    public ProducerConfig withNameServersOf(ProducerConfig other) {
        Builder builder = toBuilder();
        builder.values[Settings.NAME_SERVERS.index()] = other.nameServers();
        return builder.build();
    }

    /** Namespaces of version 2 are in all requests of a client; those of version 1 only in names. */
    private boolean isShared(Setting<?> setting, ProducerConfig runtime) {
        if (setting == Settings.NAMESPACE) {
            return namespace().kind() == Namespace.Kind.FIELDS
                    || runtime.namespace().kind() == Namespace.Kind.FIELDS;
        }
        return Settings.isShared(setting);
    }

    /** All settings, a line each: name, value, and whether the value was set or where the default comes from. No secrets. */
    public String describe() {
        StringBuilder text =
                new StringBuilder("producerGroup = ").append(producerGroup).append("  (set)\n");
        for (Setting<?> setting : Settings.all()) {
            text.append(describe(setting)).append('\n');
        }
        return text.toString();
    }

    private <T> String describe(Setting<T> setting) {
        String line = setting.describe(find(setting), wasSet[setting.index()]);
        return Settings.isShared(setting) ? line.substring(0, line.length() - 1) + ", shared)" : line;
    }

    /** What was set; defaults are left out, secrets too. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ProducerConfig[producerGroup = ").append(producerGroup);
        for (Setting<?> setting : Settings.all()) {
            if (wasSet[setting.index()]) {
                String line = describe(setting);
                text.append(", ").append(line, 0, line.lastIndexOf("  ("));
            }
        }
        return text.append(']').toString();
    }

    /** Equal if all settings are, set or not. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ProducerConfig config
                        && producerGroup.equals(config.producerGroup)
                        && Arrays.equals(values, config.values));
    }

    @Override
    public int hashCode() {
        return 31 * producerGroup.hashCode() + Arrays.hashCode(values);
    }

    /**
     * Returns a timeout that is above zero and within reason.
     *
     * @throws IllegalArgumentException naming it, if it is not
     */
    public static Duration requireTimeout(String name, Duration timeout) {
        Settings.positive(name, timeout);
        return timeout;
    }

    /** Collects settings; each is checked in {@link #build()}. */
    public static final class Builder {
        private final String producerGroup;
        private final @Nullable Object[] values =
                new @Nullable Object[Settings.all().size()];
        private final boolean[] wasSet = new boolean[values.length];

        private Builder(String producerGroup) {
            this.producerGroup = producerGroup;
            for (Setting<?> setting : Settings.all()) {
                values[setting.index()] = setting.byDefault();
            }
        }

        private <T> Builder set(Setting<T> setting, @Nullable T value) {
            values[setting.index()] = value;
            wasSet[setting.index()] = true;
            return this;
        }

        /**
         * Name servers as {@code host:port[;host:port...]}. An address of the form {@code
         * http://MQ_INST_x_y.host:port} tells the namespace too, unless one is set (B-NS-03).
         *
         * @throws IllegalArgumentException naming the part that is not an address
         */
        public Builder nameServers(String addresses) {
            List<Address> parsed = NameServerAddresses.parse(addresses);
            String told = Namespaces.ofNameServerAddress(addresses.strip());
            if (!wasSet[Settings.NAMESPACE.index()]) {
                values[Settings.NAMESPACE.index()] = told == null ? Namespace.NONE : Namespace.prefix(told);
            }
            return set(Settings.NAME_SERVERS, parsed);
        }

        /** See {@link ProducerConfig#nameServerDiscovery()}. */
        public Builder nameServerDiscovery(@Nullable NameServerDiscovery discovery) {
            return set(Settings.NAME_SERVER_DISCOVERY, discovery);
        }

        /**
         * See {@link ProducerConfig#nameServerUrl()}.
         *
         * @throws IllegalArgumentException if this is no url
         */
        public Builder nameServerUrl(@Nullable String url) {
            return set(Settings.NAME_SERVER_URL, url == null ? null : URI.create(url));
        }

        /** See {@link ProducerConfig#unitName()}. */
        public Builder unitName(@Nullable String unitName) {
            return set(Settings.UNIT_NAME, unitName);
        }

        /** See {@link ProducerConfig#unitMode()}. */
        public Builder unitMode(boolean unitMode) {
            return set(Settings.UNIT_MODE, unitMode);
        }

        /** See {@link ProducerConfig#templateTopic()}. */
        public Builder templateTopic(String templateTopic) {
            return set(Settings.TEMPLATE_TOPIC, templateTopic);
        }

        /** See {@link ProducerConfig#topics()}. */
        public Builder topics(List<String> topics) {
            return set(Settings.TOPICS, List.copyOf(topics));
        }

        /** See {@link ProducerConfig#vipChannel()}. */
        public Builder vipChannel(boolean vipChannel) {
            return set(Settings.VIP_CHANNEL, vipChannel);
        }

        /** See {@link ProducerConfig#heartbeatV2()}. */
        public Builder heartbeatV2(boolean heartbeatV2) {
            return set(Settings.HEARTBEAT_V2, heartbeatV2);
        }

        /** Whose topics and groups these are; overrules what the name servers' addresses say. */
        public Builder namespace(Namespace newNamespace) {
            return set(Settings.NAMESPACE, requireNonNull(newNamespace, "namespace"));
        }

        /** See {@link ProducerConfig#sendTimeout()}. */
        public Builder sendTimeout(Duration sendTimeout) {
            return set(Settings.SEND_TIMEOUT, sendTimeout);
        }

        /** See {@link ProducerConfig#retries()}. */
        public Builder retries(int retries) {
            return set(Settings.RETRIES, retries);
        }

        /** See {@link ProducerConfig#asyncRetries()}. */
        public Builder asyncRetries(int asyncRetries) {
            return set(Settings.ASYNC_RETRIES, asyncRetries);
        }

        /** See {@link ProducerConfig#attemptTimeout()}. */
        public Builder attemptTimeout(@Nullable Duration attemptTimeout) {
            return set(Settings.ATTEMPT_TIMEOUT, attemptTimeout);
        }

        /** See {@link ProducerConfig#retriedCodes()}; replaces them all. */
        public Builder retriedCodes(Set<Integer> retriedCodes) {
            return set(Settings.RETRIED_CODES, Settings.sorted(retriedCodes));
        }

        /** See {@link ProducerConfig#retryWhenNotStored()}. */
        public Builder retryWhenNotStored(boolean retryWhenNotStored) {
            return set(Settings.RETRY_WHEN_NOT_STORED, retryWhenNotStored);
        }

        /** See {@link ProducerConfig#profile()}. */
        public Builder profile(Profile profile) {
            return set(Settings.PROFILE, profile);
        }

        /** See {@link ProducerConfig#latencyTable()}. */
        public Builder latencyTable(LatencyTable latencyTable) {
            return set(Settings.LATENCY_TABLE, latencyTable);
        }

        /** See {@link ProducerConfig#detector()}. */
        public Builder detector(boolean detector) {
            return set(Settings.DETECTOR, detector);
        }

        /** See {@link ProducerConfig#detectorPeriod()}. */
        public Builder detectorPeriod(Duration detectorPeriod) {
            return set(Settings.DETECTOR_PERIOD, detectorPeriod);
        }

        /** See {@link ProducerConfig#detectorTimeout()}. */
        public Builder detectorTimeout(Duration detectorTimeout) {
            return set(Settings.DETECTOR_TIMEOUT, detectorTimeout);
        }

        /** See {@link ProducerConfig#patience()}. */
        public Builder patience(Duration patience) {
            return set(Settings.PATIENCE, patience);
        }

        /** See {@link ProducerConfig#isolation()}. */
        public Builder isolation(Isolation isolation) {
            return set(Settings.ISOLATION, isolation);
        }

        /** See {@link ProducerConfig#closeTimeout()}. */
        public Builder closeTimeout(Duration closeTimeout) {
            return set(Settings.CLOSE_TIMEOUT, closeTimeout);
        }

        /** See {@link ProducerConfig#maxMessageBytes()}. */
        public Builder maxMessageBytes(int maxMessageBytes) {
            return set(Settings.MAX_MESSAGE_BYTES, maxMessageBytes);
        }

        /** See {@link ProducerConfig#compressOverBytes()}. */
        public Builder compressOver(int compressOver) {
            return set(Settings.COMPRESS_OVER_BYTES, compressOver);
        }

        /** See {@link ProducerConfig#compression()}. */
        public Builder compression(Compression compression) {
            return set(Settings.COMPRESSION, compression);
        }

        /** See {@link ProducerConfig#compressLevel()}. */
        public Builder compressLevel(int compressLevel) {
            return set(Settings.COMPRESS_LEVEL, compressLevel);
        }

        /** See {@link ProducerConfig#batching()}. */
        public Builder batching(@Nullable Batching batching) {
            return set(Settings.BATCHING, batching);
        }

        /** See {@link ProducerConfig#maxInFlight()}. */
        public Builder maxInFlight(int maxInFlight) {
            return set(Settings.MAX_IN_FLIGHT, maxInFlight);
        }

        /** See {@link ProducerConfig#maxInFlightBytes()}. */
        public Builder maxInFlightBytes(long maxInFlightBytes) {
            return set(Settings.MAX_IN_FLIGHT_BYTES, maxInFlightBytes);
        }

        /** See {@link ProducerConfig#whenFull()}. */
        public Builder whenFull(WhenFull whenFull) {
            return set(Settings.WHEN_FULL, whenFull);
        }

        /** See {@link ProducerConfig#spin()}. */
        public Builder spin(Duration spin) {
            return set(Settings.SPIN, spin);
        }

        /** See {@link ProducerConfig#clientIp()}. */
        public Builder clientIp(@Nullable String clientIp) {
            return set(Settings.CLIENT_IP, clientIp);
        }

        /** See {@link ProducerConfig#instanceName()}. */
        public Builder instanceName(@Nullable String instanceName) {
            return set(Settings.INSTANCE_NAME, instanceName);
        }

        /** See {@link ProducerConfig#streamRequests()}. */
        public Builder streamRequests(boolean streamRequests) {
            return set(Settings.STREAM_REQUESTS, streamRequests);
        }

        /** See {@link ProducerConfig#connectTimeout()}. */
        public Builder connectTimeout(Duration connectTimeout) {
            return set(Settings.CONNECT_TIMEOUT, connectTimeout);
        }

        /** See {@link ProducerConfig#idleTimeout()}. */
        public Builder idleTimeout(Duration idleTimeout) {
            return set(Settings.IDLE_TIMEOUT, idleTimeout);
        }

        /** See {@link ProducerConfig#callbackExecutor()}. */
        public Builder callbackExecutor(@Nullable Executor callbackExecutor) {
            return set(Settings.CALLBACK_EXECUTOR, callbackExecutor);
        }

        /** See {@link ProducerConfig#routeRefresh()}. */
        public Builder routeRefresh(Duration routeRefresh) {
            return set(Settings.ROUTE_REFRESH, routeRefresh);
        }

        /** See {@link ProducerConfig#heartbeat()}. */
        public Builder heartbeat(Duration heartbeat) {
            return set(Settings.HEARTBEAT, heartbeat);
        }

        /** See {@link ProducerConfig#callbackThreads()}. */
        public Builder callbackThreads(int callbackThreads) {
            return set(Settings.CALLBACK_THREADS, callbackThreads);
        }

        /** See {@link ProducerConfig#defaultTopicQueues()}. */
        public Builder defaultTopicQueues(int defaultTopicQueues) {
            return set(Settings.DEFAULT_TOPIC_QUEUES, defaultTopicQueues);
        }

        /** See {@link ProducerConfig#observer()}. */
        public Builder observer(SendObserver observer) {
            return set(Settings.OBSERVER, observer);
        }

        /** See {@link ProducerConfig#credentials()}. */
        public Builder credentials(@Nullable AclCredentials credentials) {
            return set(Settings.CREDENTIALS, credentials);
        }

        /** See {@link ProducerConfig#transactionChecker()}. */
        public Builder transactionChecker(@Nullable TransactionChecker transactionChecker) {
            return set(Settings.TRANSACTION_CHECKER, transactionChecker);
        }

        /** See {@link ProducerConfig#checkThreads()}. */
        public Builder checkThreads(int checkThreads) {
            return set(Settings.CHECK_THREADS, checkThreads);
        }

        /** See {@link ProducerConfig#checkExecutor()}. */
        public Builder checkExecutor(@Nullable Executor checkExecutor) {
            return set(Settings.CHECK_EXECUTOR, checkExecutor);
        }

        /** See {@link ProducerConfig#maxPendingChecks()}. */
        public Builder maxPendingChecks(int maxPendingChecks) {
            return set(Settings.MAX_PENDING_CHECKS, maxPendingChecks);
        }

        /** See {@link ProducerConfig#tls()}. */
        public Builder tls(@Nullable TlsConfig tls) {
            return set(Settings.TLS, tls);
        }

        /** See {@link ProducerConfig#trace()}. */
        public Builder trace(boolean trace) {
            return set(Settings.TRACE, trace);
        }

        /** See {@link ProducerConfig#traceTopic()}. */
        public Builder traceTopic(String traceTopic) {
            return set(Settings.TRACE_TOPIC, traceTopic);
        }

        /** See {@link ProducerConfig#traceBatch()}. */
        public Builder traceBatch(int traceBatch) {
            return set(Settings.TRACE_BATCH, traceBatch);
        }

        /** See {@link ProducerConfig#traceRecalls()}. */
        public Builder traceRecalls(boolean traceRecalls) {
            return set(Settings.TRACE_RECALLS, traceRecalls);
        }

        /** See {@link ProducerConfig#zoneName()} and {@link ProducerConfig#zoneMode()}. */
        public Builder zone(@Nullable String name, @Nullable String mode) {
            return set(Settings.ZONE_NAME, name).set(Settings.ZONE_MODE, mode);
        }

        /** See {@link ProducerConfig#sendChecks()}. */
        public Builder sendChecks(List<? extends SendCheck> sendChecks) {
            return set(Settings.SEND_CHECKS, List.copyOf(sendChecks));
        }

        /** See {@link ProducerConfig#sendHooks()}. */
        public Builder sendHooks(List<? extends SendHook> sendHooks) {
            return set(Settings.SEND_HOOKS, List.copyOf(sendHooks));
        }

        /** See {@link ProducerConfig#endTransactionHooks()}. */
        public Builder endTransactionHooks(List<? extends EndTransactionHook> endTransactionHooks) {
            return set(Settings.END_TRANSACTION_HOOKS, List.copyOf(endTransactionHooks));
        }

        /** See {@link ProducerConfig#requestHooks()}. */
        public Builder requestHooks(List<? extends RequestHook> requestHooks) {
            return set(Settings.REQUEST_HOOKS, List.copyOf(requestHooks));
        }

        /**
         * Checks all and makes the configuration.
         *
         * @throws IllegalArgumentException naming the first setting that is not good, and what was expected
         */
        public ProducerConfig build() {
            byProfile(Settings.ISOLATION, Isolation.OFF);
            byProfile(Settings.RETRIED_CODES, Settings.OFFICIAL_RETRIED_CODES);
            return new ProducerConfig(this);
        }

        /** The default of what has another one with the profile that decides as the official client. */
        private <T> void byProfile(Setting<T> setting, T official) {
            if (!wasSet[setting.index()]) {
                boolean compatible = values[Settings.PROFILE.index()] == Profile.COMPATIBLE;
                values[setting.index()] = compatible ? official : setting.byDefault();
            }
        }
    }
}
