// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static java.util.Objects.requireNonNull;

import dev.hotfire.fake.server.FakeNode;
import dev.hotfire.fake.server.FakeServer;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A master broker in memory: it stores what producers send, and says so, unless a {@linkplain FakeServer#rules() fault
 * rule} has it do something else.
 *
 * <p>After broker 5.5.0. What it holds in memory is lost when its process goes down: connections, and who heartbeated
 * over them. What a real broker has on disk survives: the {@linkplain #log() log}, topics, open transactions, consumer
 * offsets, until {@link #loseLog()}.
 *
 * <p>What each request does, and what of it is simplified, is said at its handler. Requests not handled are refused with
 * code 3. In general: there is no slave, no controller and no static topic; clients that stop their heartbeats are not
 * forgotten before their connection ends.
 *
 * <p>Safe from any thread.
 */
public final class FakeBroker implements FakeNode {
    /** The cluster that brokers belong to unless told otherwise, as with the official broker. */
    public static final String DEFAULT_CLUSTER = "DefaultCluster";

    /** How many queues the template topic has, as with the official broker. */
    private static final int TEMPLATE_QUEUES = 8;

    private final FakeServer server;
    private final String clusterName;
    private final Topics topics = new Topics();
    private final MessageLog log;
    private final Clients clients = new Clients();
    private final Transactions transactions = new Transactions(this);
    private final Runnable onTopicsChanged;

    private FakeBroker(Builder builder) {
        this.clusterName = builder.clusterName;
        this.onTopicsChanged = builder.onTopicsChanged;
        this.log = new MessageLog(builder.retainedMessages, builder.retainedBytes);
        if (builder.autoCreateTopics) {
            topics.put(
                    new TopicConfig(Topics.TEMPLATE, TEMPLATE_QUEUES, TEMPLATE_QUEUES, Permission.READ_WRITE_INHERIT));
        }
        SendHandler sends = new SendHandler(this, builder.maxBodyBytes, builder.machine.random("choice of the queue"));
        ReadHandler reads = new ReadHandler(this);
        this.log.addListener(new LogListener() {
            @Override
            public void appended(StoredMessage message) {
                reads.onAppended(message);
            }

            @Override
            public void lost(StoredMessage message) {
                transactions.forget(message);
            }
        });
        this.server = builder.server
                .onConnectionClosed(clients::forget)
                .onDown(() -> {
                    clients.forgetAll();
                    reads.onDown();
                })
                .handle(RequestCode.SEND_MESSAGE, sends::send)
                .handle(RequestCode.SEND_MESSAGE_V2, sends::send)
                .handle(RequestCode.SEND_BATCH_MESSAGE, sends::send)
                .handle(RequestCode.SEND_REPLY_MESSAGE, sends::reply)
                .handle(RequestCode.SEND_REPLY_MESSAGE_V2, sends::reply)
                .handle(RequestCode.END_TRANSACTION, transactions::end)
                .handle(RequestCode.HEART_BEAT, this::heartbeat)
                .handle(RequestCode.UNREGISTER_CLIENT, this::unregister)
                .handle(RequestCode.UPDATE_AND_CREATE_TOPIC, this::createTopic)
                .handle(RequestCode.VIEW_MESSAGE_BY_ID, reads::view)
                .handle(RequestCode.QUERY_MESSAGE, reads::query)
                .handle(RequestCode.GET_MAX_OFFSET, reads::maxOffset)
                .handle(RequestCode.GET_MIN_OFFSET, reads::minOffset)
                .handle(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, reads::searchOffset)
                .handle(RequestCode.GET_EARLIEST_MSG_STORETIME, reads::earliestStoreTime)
                .handle(RequestCode.PULL_MESSAGE, reads::pull)
                .handle(RequestCode.GET_CONSUMER_LIST_BY_GROUP, reads::consumerList)
                .handle(RequestCode.QUERY_CONSUMER_OFFSET, reads::queryConsumerOffset)
                .handle(RequestCode.UPDATE_CONSUMER_OFFSET, reads::updateConsumerOffset)
                .build();
    }

    /** Starts the making of a broker that is named as its machine, which stays the caller's to close. */
    public static Builder builder(Machine machine) {
        return new Builder(machine);
    }

    @Override
    public FakeServer server() {
        return server;
    }

    /** The cluster it belongs to. */
    public String clusterName() {
        return clusterName;
    }

    // ---- topics ----

    /** Its topics, by name, the template of auto-creation among them. A snapshot. */
    public SortedMap<String, TopicConfig> topics() {
        return topics.all();
    }

    /** Adds a topic or changes one. Messages in queues that are no more stay in the log. */
    public void topic(TopicConfig config) {
        topics.put(requireNonNull(config, "config"));
        onTopicsChanged.run();
    }

    /** Removes a topic; its messages stay in the log. One that isn't there is ignored. */
    public void removeTopic(String topic) {
        topics.remove(topic);
        onTopicsChanged.run();
    }

    @Nullable
    TopicConfig topicForSend(SendRequestHeader header) {
        TopicConfig known = topics.get(header.topic());
        if (known != null) {
            return known;
        }
        TopicConfig made;
        if (header.topic().startsWith(Topics.RETRY_PREFIX)) {
            made = TopicConfig.of(header.topic(), 1);
            topics.put(made);
        } else {
            made = topics.createFrom(header.defaultTopic(), header.topic(), header.defaultTopicQueueNums());
        }
        if (made != null) {
            onTopicsChanged.run();
        }
        return made;
    }

    TopicConfig requireTopic(String topic) {
        return requireNonNull(topics.get(topic), topic);
    }

    /**
     * UPDATE_AND_CREATE_TOPIC (17): adds or changes a topic. Simplified: ordered topics, attributes and the filter type
     * are ignored; anyone may.
     */
    private Reply createTopic(Request request) {
        CreateTopicHeader header = CreateTopicHeader.from(request.frame());
        String fault = Topics.faultOf(header.topic());
        if (fault != null) {
            return request.refuse(ResponseCode.INVALID_PARAMETER, fault);
        }
        if (Topics.isForbidden(header.topic()) || header.topic().equals(Topics.TEMPLATE)) {
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
        return log;
    }

    /** The messages of a topic, in the order in which they were stored. Half messages are not among them. */
    public List<StoredMessage> stored(String topic) {
        return log.messages(topic);
    }

    /** Loses everything on disk: the log, and with it open transactions (B07). Topics are kept. */
    public void loseLog() {
        log.clear();
    }

    StoredMessage append(Incoming message) {
        return append(message, 0);
    }

    StoredMessage append(Incoming message, long preparedTransactionOffset) {
        Address address = server.address();
        IpPort storeHost = new IpPort(IpAddress.parse(address.host()), address.port());
        long now = server.machine().clock().currentTimeMillis();
        return log.append(
                message.topic(),
                message.queueId(),
                (queueOffset, commitLogOffset) ->
                        message.at(queueOffset, commitLogOffset, now, storeHost, preparedTransactionOffset));
    }

    // ---- transactions ----

    Transactions transactions() {
        return transactions;
    }

    /** The half messages whose transactions have not ended, oldest first. */
    public List<StoredMessage> halfMessages() {
        return transactions.open();
    }

    /**
     * Asks producers about every open transaction, CHECK_TRANSACTION_STATE (39), now. A real broker does so by itself, 6 s
     * after the half message and every 30 s from then on.
     *
     * @return how many were asked about; those whose group has no connected member are not
     */
    public int checkTransactions() {
        return transactions.check();
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
     * HEART_BEAT (34): notes the client's groups for its connection. Simplified: nothing expires; a consumer's
     * subscriptions are not compared, so that one with a fingerprint hears that they did not change.
     */
    private Reply heartbeat(Request request) {
        HeartbeatData heartbeat = HeartbeatData.decode(request.frame().body());
        clients.heard(request.connection(), heartbeat);
        boolean versionTwo = heartbeat.fingerprint() != 0;
        return Reply.of(request.respond(ResponseCode.SUCCESS)
                .field("IS_SUPPORT_HEART_BEAT_V2", true)
                .field("IS_SUB_CHANGE", !versionTwo)
                .build());
    }

    /** UNREGISTER_CLIENT (35): takes the client out of its group. */
    private Reply unregister(Request request) {
        UnregisterClientHeader header = UnregisterClientHeader.from(request.frame());
        clients.unregister(header.clientId(), header.producerGroup(), header.consumerGroup());
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    @Override
    public String toString() {
        return server.toString();
    }

    /** Collects what a broker is made of. For one thread. */
    public static final class Builder {
        private final Machine machine;
        private final FakeServer.Builder server;
        private String clusterName = DEFAULT_CLUSTER;
        private boolean autoCreateTopics;
        private int maxBodyBytes = SendHandler.DEFAULT_MAX_BODY_BYTES;
        private int retainedMessages = MessageLog.DEFAULT_RETAINED_MESSAGES;
        private long retainedBytes = MessageLog.DEFAULT_RETAINED_BYTES;
        private Runnable onTopicsChanged = () -> {};

        private Builder(Machine machine) {
            this.machine = machine;
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

        /** Told after each change of topics, whoever made it; a real broker then registers with its name servers. */
        public Builder onTopicsChanged(Runnable listener) {
            this.onTopicsChanged = requireNonNull(listener, "listener");
            return this;
        }

        /** A broker that is not started yet. */
        public FakeBroker build() {
            return new FakeBroker(this);
        }
    }
}
