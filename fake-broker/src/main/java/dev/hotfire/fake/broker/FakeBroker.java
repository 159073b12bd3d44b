// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.fake.server.ServerState;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicQueueMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker in memory: it stores what producers send, and says so, unless a {@linkplain FakeServer#rules() fault rule} has
 * it do something else.
 *
 * <p>After broker 5.5.0. What it holds in memory is lost when its process goes down: connections, and who heartbeated
 * over them. What a real broker has on disk survives: the {@linkplain #log() log}, topics, open transactions, delayed
 * messages, consumer offsets, until {@link #loseLog()}.
 *
 * <p>A broker is a master, or the slave of one: then it serves readers and refuses writers, until it is {@linkplain
 * #promote() made the master}. A master and its slaves share one disk, as if replication took no time and lost nothing.
 *
 * <p>What each request does, and what of it is simplified, is said at its handler. Requests not handled are refused with
 * code 3. In general: there is no controller.
 *
 * <p>Safe from any thread.
 */
public final class FakeBroker implements FakeNode {
    /** The cluster that brokers belong to unless told otherwise, as with the official broker. */
    public static final String DEFAULT_CLUSTER = "DefaultCluster";

    /** How long messages of each delay level wait unless told otherwise, as with the official broker: 1 s to 2 h. */
    public static final List<Duration> DEFAULT_DELAY_LEVELS = Delays.DEFAULT_LEVELS;

    /** How long clients that don't heartbeat are taken to be there unless told otherwise, as with the official broker. */
    public static final Duration DEFAULT_CLIENT_EXPIRY = Clients.DEFAULT_EXPIRY;

    private static final Set<String> TOPIC_FILTER_TYPES = Set.of("SINGLE_TAG", "MULTI_TAG");

    private final FakeServer server;
    private final BrokerGroup group;
    private final Clients clients;
    private final QueueLocks locks;
    private volatile long brokerId;

    private FakeBroker(Builder builder) {
        FakeBroker master = builder.master;
        this.group = master == null ? new BrokerGroup(this, builder) : master.group;
        this.brokerId = group.join();
        this.locks = new QueueLocks(group.time());
        this.clients = new Clients(builder.machine.clock(), builder.clientExpiry, step -> server().act(step));
        SendHandler sends = new SendHandler(this, builder.maxBodyBytes, builder.machine);
        ReadHandler reads = new ReadHandler(this);
        PullHandler pulls = new PullHandler(this);
        ConsumerHandler consumers = new ConsumerHandler(this);
        Assignments assignments = new Assignments(this, group.routes());
        group.log().addListener(new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                pulls.onAppended(message);
            }
        });
        this.server = builder.server
                .onConnectionClosed(clients::forget)
                .onDown(() -> {
                    clients.forgetAll();
                    locks.forgetAll();
                    pulls.onDown();
                })
                .handle(RequestCode.SEND_MESSAGE, sends::send)
                .handle(RequestCode.SEND_MESSAGE_V2, sends::send)
                .handle(RequestCode.SEND_BATCH_MESSAGE, sends::send)
                .handle(RequestCode.SEND_REPLY_MESSAGE, sends::reply)
                .handle(RequestCode.SEND_REPLY_MESSAGE_V2, sends::reply)
                .handle(RequestCode.RECALL_MESSAGE, request -> group.delays().recall(request, isMaster()))
                .handle(RequestCode.END_TRANSACTION, this::endTransaction)
                .handle(RequestCode.HEART_BEAT, this::heartbeat)
                .handle(RequestCode.UNREGISTER_CLIENT, this::unregister)
                .handle(RequestCode.UPDATE_AND_CREATE_TOPIC, this::createTopic)
                .handle(RequestCode.VIEW_MESSAGE_BY_ID, reads::view)
                .handle(RequestCode.QUERY_MESSAGE, reads::query)
                .handle(RequestCode.GET_MAX_OFFSET, reads::maxOffset)
                .handle(RequestCode.GET_MIN_OFFSET, reads::minOffset)
                .handle(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, reads::searchOffset)
                .handle(RequestCode.GET_EARLIEST_MSG_STORETIME, reads::earliestStoreTime)
                .handle(RequestCode.PULL_MESSAGE, pulls::pull)
                .handle(RequestCode.LITE_PULL_MESSAGE, pulls::pull)
                .handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, consumers::list)
                .handle(RequestCode.QUERY_CONSUMER_OFFSET, consumers::queryOffset)
                .handle(RequestCode.UPDATE_CONSUMER_OFFSET, consumers::updateOffset)
                .handle(RequestCode.CONSUMER_SEND_MSG_BACK, consumers::sendBack)
                .handle(RequestCode.CHECK_CLIENT_CONFIG, consumers::checkConfig)
                .handle(RequestCode.QUERY_ASSIGNMENT, assignments::query)
                .handle(RequestCode.SET_MESSAGE_REQUEST_MODE, assignments::setMode)
                .handle(RequestCode.LOCK_BATCH_MQ, locks::lock)
                .handle(RequestCode.UNLOCK_BATCH_MQ, locks::unlock)
                .build();
        server.addStateListener(this::onState);
    }

    private void onState(ServerState state) {
        if (state == ServerState.RUNNING && isMaster()) {
            group.time().wake();
        } else if (state == ServerState.CLOSED && isMaster()) {
            group.time().close();
        }
    }

    /** Starts the making of a broker that is named as its machine, which stays the caller's to close. */
    public static Builder builder(Machine machine) {
        return new Builder(machine, null);
    }

    /**
     * Starts the making of a slave, on a machine which stays the caller's to close. Only what concerns its own process is
     * asked of the builder; the rest is as its master has it.
     *
     * @param master a broker of the group that it joins, whether that is still the master or not
     */
    public static Builder slaveOf(FakeBroker master, Machine machine) {
        return new Builder(machine, master);
    }

    @Override
    public FakeServer server() {
        return server;
    }

    /** The cluster it belongs to. */
    public String clusterName() {
        return group.clusterName();
    }

    /** What queues name it by: the name of the group that it is the master or a slave of. */
    public String brokerName() {
        return group.brokerName();
    }

    /** Whether it takes messages; else it only gives them out. */
    public boolean isMaster() {
        return group.master() == this;
    }

    /** Its number among the brokers of its name: 0 for the master, from 1 on for slaves. */
    public long brokerId() {
        return brokerId;
    }

    /**
     * Makes it the master of its group, and the one that was its slave, in one step (B11): they change roles and numbers.
     * Nothing if it is the master. Name servers are told, if that was arranged for.
     */
    public void promote() {
        synchronized (group) {
            FakeBroker before = group.master();
            if (before != this) {
                before.brokerId = brokerId;
                brokerId = BrokerData.MASTER_ID;
                group.master(this);
            }
        }
        group.time().wake();
        group.topicsChanged();
    }

    // ---- time ----

    /**
     * Puts the clock of this broker and of its slaves forward, by which messages are stamped and delayed ones delivered.
     * What becomes due is done before this returns, unless the process is down or paused: then when it goes on.
     *
     * @throws IllegalArgumentException if negative
     */
    public void advanceClock(Duration by) {
        group.time().advance(by);
    }

    /** The messages that wait for their time, by delay level or timer, oldest first, as they are stored meanwhile. */
    public List<StoredMessage> delayedMessages() {
        return group.delays().waiting();
    }

    // ---- topics ----

    /** Its topics, by name, the template of auto-creation among them. A snapshot. */
    public SortedMap<String, TopicConfig> topics() {
        return group.topics();
    }

    /** Adds a topic or changes one. Messages in queues that are no more stay in the log. */
    public void topic(TopicConfig config) {
        group.topicTable().put(requireNonNull(config, "config"));
        group.topicsChanged();
    }

    /** Removes a topic; its messages stay in the log. One that isn't there is ignored. */
    public void removeTopic(String topic) {
        group.topicTable().remove(topic);
        group.staticTopics().remove(topic);
        group.topicsChanged();
    }

    /**
     * Makes a topic a static one (W-10), or changes what this broker holds of it: requests name global queues, and those
     * that it does not hold are answered with 501. The topic must exist here with the queues that the mapping leads to.
     *
     * @param mapping      which global queues it holds as which of its own
     * @param shifts by global queue id: what is to be added to an offset in its own queue to get that in the global
     *     one; 0 for those left out
     * @throws IllegalArgumentException if the topic does not exist here, or has not so many queues
     */
    public void staticTopic(TopicQueueMapping mapping, Map<Integer, Long> shifts) {
        TopicConfig config = topics().get(mapping.topic());
        int queues = config == null ? 0 : config.queueIdBound();
        for (int queueId : mapping.currIdMap().values()) {
            if (queueId < 0 || queueId >= queues) {
                throw new IllegalArgumentException("mapping: " + mapping + " (expected: queues that " + brokerName()
                        + " has of the topic, below " + queues + ")");
            }
        }
        group.staticTopics().put(new StaticTopics.Held(mapping, shifts));
        group.topicsChanged();
    }

    /** The offset that the next message in a queue gets; of a static topic, in the queue with this number of the whole. */
    public long nextOffset(String topic, int queueId) {
        StaticTopics.Held held = group.staticTopics().get(topic);
        Integer own = held == null ? Integer.valueOf(queueId) : held.queueId(queueId);
        if (own == null) {
            throw new IllegalArgumentException(
                    "queueId: " + queueId + " (expected: a queue of " + topic + " that " + brokerName() + " holds)");
        }
        long next = log().maxOffset(topic, own);
        return held == null ? next : held.globalOffset(queueId, next);
    }

    /** What it holds of a static topic, as name servers are told; null when the topic is not static here. */
    public @Nullable TopicQueueMapping queueMapping(String topic) {
        StaticTopics.Held held = group.staticTopics().get(topic);
        return held == null ? null : held.mapping();
    }

    @Nullable
    TopicConfig topicForSend(SendRequestHeader header) {
        Topics topics = group.topicTable();
        TopicConfig known = topics.get(header.topic());
        if (known != null) {
            return known;
        }
        if (header.topic().startsWith(SystemTopics.RETRY_PREFIX)) {
            return requireGroupTopic(header.topic());
        }
        TopicConfig made = topics.createFrom(header.defaultTopic(), header.topic(), header.defaultTopicQueueNums());
        if (made != null) {
            group.topicsChanged();
        }
        return made;
    }

    /** A consumer group's own topic, for retries or dead letters, which is made if need be: one queue. */
    TopicConfig requireGroupTopic(String topic) {
        TopicConfig known = group.topics().get(topic);
        if (known != null) {
            return known;
        }
        TopicConfig made = TopicConfig.of(topic, 1);
        group.topicTable().put(made);
        group.topicsChanged();
        return made;
    }

    QueueLocks locks() {
        return locks;
    }

    TopicConfig requireTopic(String topic) {
        return requireNonNull(group.topicTable().get(topic), topic);
    }

    /**
     * UPDATE_AND_CREATE_TOPIC (17): adds or changes a topic. Simplified: attributes and the filter type are ignored, and so
     * is whether it is ordered, which name servers are told by somebody else anyway.
     */
    private Reply createTopic(Request request) {
        CreateTopicHeader header = CreateTopicHeader.from(request.frame());
        if (!TOPIC_FILTER_TYPES.contains(header.topicFilterType())) {
            return request.refuse(
                    ResponseCode.SYSTEM_ERROR, "topicFilterType = [" + header.topicFilterType() + "] value invalid");
        }
        String fault = Topics.faultOf(header.topic());
        if (fault != null) {
            return request.refuse(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (SystemTopics.isSystem(header.topic())) {
            return request.refuse(
                    ResponseCode.INVALID_PARAMETER, "The topic[" + header.topic() + "] is conflict with system topic.");
        }
        if (Math.max(header.readQueueNums(), header.writeQueueNums()) > QueueData.MAX_QUEUES) {
            return request.refuse(ResponseCode.INVALID_PARAMETER, "more queues than " + QueueData.MAX_QUEUES);
        }
        topic(new TopicConfig(header.topic(), header.readQueueNums(), header.writeQueueNums(), header.perm()));
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    // ---- the log ----

    /** Everything it stored. */
    public MessageLog log() {
        return group.log();
    }

    /** The messages of a topic, in the order in which they were stored. Half and delayed messages are not among
     * them. */
    public List<StoredMessage> stored(String topic) {
        return log().messages(topic);
    }

    /** Loses everything on disk: the log, and with it open transactions and delayed messages (B07). Topics are kept. */
    public void loseLog() {
        log().clear();
    }

    BrokerGroup group() {
        return group;
    }

    // ---- transactions ----

    /** END_TRANSACTION (37), see {@link Transactions#end}; slaves refuse it. */
    private Reply endTransaction(Request request) {
        return isMaster()
                ? group.transactions().end(request)
                : Reply.of(request.respond(ResponseCode.SLAVE_NOT_AVAILABLE).build());
    }

    /** The half messages whose transactions have not ended, oldest first. */
    public List<StoredMessage> halfMessages() {
        return group.transactions().open();
    }

    /**
     * Asks producers about every open transaction, CHECK_TRANSACTION_STATE (39), now, whatever the schedule.
     *
     * @return how many were asked about; those whose group has no connected member are not
     */
    public int checkTransactions() {
        return group.transactions().check();
    }

    // ---- clients ----

    Clients clients() {
        return clients;
    }

    /** The producer groups that heartbeat here, by name, with the client ids of their members. */
    public SortedMap<String, List<String>> producerGroups() {
        return clients.producerGroups();
    }

    /**
     * HEART_BEAT (34): notes the client's groups for its connection (W-11). A heartbeat of version 2 hears whether what a
     * group subscribes to seems to have changed, which is when its members' fingerprints differ; from version 1 the answer
     * is always yes. Brokers before 5.0.0 know nothing of that. Consumer groups get their retry topic, and their members hear
     * of who comes and goes, NOTIFY_CONSUMER_IDS_CHANGED (40). Who
     * is silent for two minutes is forgotten, and his connection ended.
     */
    private Reply heartbeat(Request request) {
        HeartbeatData heartbeat = HeartbeatData.decode(request.frame().body());
        boolean changed = clients.heard(request.connection(), heartbeat);
        for (HeartbeatData.ConsumerGroup consumers : heartbeat.consumerGroups()) {
            group.offsets().know(consumers.groupName());
            requireGroupTopic(SystemTopics.RETRY_PREFIX + consumers.groupName());
        }
        Frame.Builder answer = request.respond(ResponseCode.SUCCESS);
        if (server.version() >= MqVersion.V5_0_0) {
            answer.field("IS_SUPPORT_HEART_BEAT_V2", true).field("IS_SUB_CHANGE", changed);
        }
        return Reply.of(answer.build());
    }

    /** UNREGISTER_CLIENT (35): takes the client out of its group. */
    private Reply unregister(Request request) {
        // Whoever sends no fields at all, as NewLife.RocketMQ, leaves no group; officially, too, that is no error.
        if (!request.frame().extFields().isEmpty()) {
            UnregisterClientHeader header = UnregisterClientHeader.from(request.frame());
            clients.unregister(header.clientId(), header.producerGroup(), header.consumerGroup());
        }
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    @Override
    public String toString() {
        return server.toString();
    }

    /** Collects what a broker is made of. For one thread. */
    public static final class Builder {
        final Machine machine;
        final @Nullable FakeBroker master;
        private final FakeServer.Builder server;
        String clusterName = DEFAULT_CLUSTER;
        String region = SendResponseHeader.DEFAULT_REGION;
        boolean traceOn = true;
        boolean autoCreateTopics;
        int retainedMessages = MessageLog.DEFAULT_RETAINED_MESSAGES;
        long retainedBytes = MessageLog.DEFAULT_RETAINED_BYTES;
        List<Duration> delayLevels = DEFAULT_DELAY_LEVELS;

        @Nullable
        TransactionChecking transactionChecking;

        Runnable onTopicsChanged = () -> {};

        @Nullable
        RouteLookup routes;

        Duration clientExpiry = DEFAULT_CLIENT_EXPIRY;
        private int maxBodyBytes = SendHandler.DEFAULT_MAX_BODY_BYTES;

        private Builder(Machine machine, @Nullable FakeBroker master) {
            this.machine = machine;
            this.master = master;
            this.server = FakeServer.builder(machine);
        }

        /** The server below: journal, fault rules, encoding, port and the like. */
        public FakeServer.Builder server() {
            return server;
        }

        public Builder clusterName(String name) {
            this.clusterName = requireNonNull(name, "clusterName");
            return this;
        }

        /** The region that it tells producers it is in: {@code DefaultRegion} unless told otherwise. */
        public Builder region(String name) {
            this.region = requireNonNull(name, "region");
            return this;
        }

        /** Whether producers are told to trace their messages; on unless told otherwise. */
        public Builder traceOn(boolean on) {
            this.traceOn = on;
            return this;
        }

        /**
         * Has it ask about transactions by itself, as a real broker does ({@link TransactionChecking#OFFICIAL}); null, which is
         * the default, for {@link FakeBroker#checkTransactions()} only.
         */
        public Builder transactionChecking(@Nullable TransactionChecking schedule) {
            this.transactionChecking = schedule;
            return this;
        }

        /**
         * How long messages with a delay level wait, from level 1 on: 1 s to 2 h in 18 levels unless told otherwise. At
         * least one, none negative.
         */
        public Builder delayLevels(List<Duration> levels) {
            if (levels.isEmpty() || levels.stream().anyMatch(Duration::isNegative)) {
                throw new IllegalArgumentException("levels: " + levels + " (expected: at least one, none negative)");
            }
            this.delayLevels = List.copyOf(levels);
            return this;
        }

        /**
         * Whether a send to an unknown topic makes it, in the image of the template topic. Off unless told otherwise; the
         * official broker has it on.
         */
        public Builder autoCreateTopics(boolean on) {
            this.autoCreateTopics = on;
            return this;
        }

        /** The longest body that it takes, 4 MiB unless told otherwise; above 0. */
        public Builder maxBodyBytes(int bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxBodyBytes: " + bytes + " (expected: > 0)");
            }
            this.maxBodyBytes = bytes;
            return this;
        }

        /**
         * How much of its log it keeps.
         *
         * @param messages above 0; 100,000 unless told otherwise
         * @param bytes    in stored form, above 0; 64 MiB unless told otherwise
         */
        public Builder retain(int messages, long bytes) {
            this.retainedMessages = messages;
            this.retainedBytes = bytes;
            return this;
        }

        /**
         * How long after his last heartbeat a client is still taken to be there; above 0. Then his connection is ended, and
         * the others of his consumer groups are told. Two minutes unless told otherwise. {@link #advanceClock} doesn't make
         * clients older: they are taken to have heartbeated meanwhile.
         */
        public Builder clientExpiry(Duration expiry) {
            if (expiry.isZero() || expiry.isNegative()) {
                throw new IllegalArgumentException("clientExpiry: " + expiry + " (expected: > 0)");
            }
            this.clientExpiry = expiry;
            return this;
        }

        /** Told after each change of topics or roles, whoever made it; a real broker then registers with its name servers. */
        public Builder onTopicsChanged(Runnable listener) {
            this.onTopicsChanged = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Where it learns of topics on all brokers, of which it tells consumers that let brokers assign queues to them. By
         * default it knows its own topics only, and so does a slave of what its master does.
         */
        public Builder routes(RouteLookup lookup) {
            this.routes = requireNonNull(lookup, "lookup");
            return this;
        }

        /** A broker that is not started yet. */
        public FakeBroker build() {
            return new FakeBroker(this);
        }
    }
}
