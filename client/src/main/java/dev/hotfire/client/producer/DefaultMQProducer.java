// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.client.ClientConfig;
import dev.hotfire.client.QueryResult;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.impl.producer.DefaultMQProducerImpl;
import dev.hotfire.client.impl.producer.Destination;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.common.compression.Compressor;
import dev.hotfire.common.compression.CompressorFactory;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageBatch;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.exception.RemotingException;
import dev.hotfire.wire.frame.ResponseCode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producer of the official client, by name, signature and behaviour, on this client's engine. Safe for use from any
 * number of threads once it is started.
 *
 * <h2>What comes when</h2>
 *
 * <p>Sends that choose their own queue are tried again, and fail with {@link MQClientException} {@code Send [n] times,
 * still failed, ...}: its code is the last broker's (if it is one of {@link #getRetryResponseCodes()}), 10001 for no
 * connection, 10002 for no answer in time, 10003 if the client itself refused, 10005 without a route; its cause is what the
 * last attempt ended with. Any other answer of a broker comes at once, as {@link MQBrokerException}.
 *
 * <p>Sends to a given queue, or one that a selector chose, have one attempt, and fail with what it ended with: {@code
 * RemotingTimeoutException}, {@code RemotingConnectException}, {@code RemotingSendRequestException} for a connection that
 * broke, {@link MQBrokerException}, or {@link MQClientException}.
 *
 * <p>Callbacks get what broke the last attempt as the cause of an {@link MQClientException} with the same codes, and brokers'
 * answers as {@link MQBrokerException}. A callback is called exactly once, on a thread that may be blocked, or on {@link
 * #setCallbackExecutor}'s.
 *
 * <p>{@code RemotingTooMuchRequestException} means what it says: too much is in flight. A timeout is a timeout.
 *
 * <h2>What becomes of a message object</h2>
 *
 * <p>It gets a property UNIQ_KEY, unless it has one, so that sending it again keeps its id; in a transaction also the
 * transaction's id. Nothing else is changed, so one object may be sent by many threads at once. The body must not be changed
 * until the call has returned.
 *
 * <h2>Settings</h2>
 *
 * <p>All count from {@link #start()} on; those that say <i>live</i> take effect at once when they are set later.
 */
public class DefaultMQProducer extends ClientConfig implements MQProducer {
    private static final String DEFAULT_GROUP = "DEFAULT_PRODUCER";
    private static final String COMPRESS_LEVEL_PROPERTY = "rocketmq.message.compressLevel";
    private static final String COMPRESS_TYPE_PROPERTY = "rocketmq.message.compressType";
    private static final int MIN_BACK_PRESSURE_SENDS = 10;
    private static final int MIN_BACK_PRESSURE_BYTES = 1 << 20;
    private static final int MAX_BATCH_DELAY_MILLIS = 30_000;
    private static final int MAX_BATCH_BYTES = 2 << 20;

    protected final transient DefaultMQProducerImpl defaultMQProducerImpl;

    private static final Logger LOG = LoggerFactory.getLogger(DefaultMQProducer.class);

    private final Set<Integer> retryResponseCodes = new CopyOnWriteArraySet<>(List.of(
            ResponseCode.TOPIC_NOT_EXIST,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.SYSTEM_ERROR,
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.NO_PERMISSION,
            ResponseCode.NO_BUYER_ID,
            ResponseCode.NOT_IN_CURRENT_UNIT,
            ResponseCode.GO_AWAY));

    private volatile String producerGroup;
    private volatile @Nullable List<String> topics;
    private volatile String createTopicKey = "TBW102";
    private volatile int defaultTopicQueueNums = 4;
    private volatile int sendMsgTimeout = 3000;
    private volatile int sendMsgMaxTimeoutPerRequest = -1;
    private volatile int compressMsgBodyOverHowmuch = 4096;
    private volatile int retryTimesWhenSendFailed = 2;
    private volatile int retryTimesWhenSendAsyncFailed = 2;
    private volatile boolean retryAnotherBrokerWhenNotStoreOK;
    private volatile int maxMessageSize = 4 << 20;
    private volatile boolean autoBatch;
    private volatile int batchMaxDelayMs = 10;
    private volatile long batchMaxBytes = 32 << 10;
    private volatile long totalBatchMaxBytes = 32 << 20;
    private volatile boolean enableBackpressureForAsyncMode;
    private volatile int backPressureForAsyncSendNum = 1024;
    private volatile int backPressureForAsyncSendSize = 100 << 20;
    private volatile int compressLevel = Integer.parseInt(System.getProperty(COMPRESS_LEVEL_PROPERTY, "5"));
    private volatile CompressionType compressType =
            CompressionType.of(System.getProperty(COMPRESS_TYPE_PROPERTY, "ZLIB"));
    private volatile Compressor compressor = CompressorFactory.getCompressor(compressType);

    /**
     * A dispatcher that a framework brings. RocketMQ's Spring starter, and programs that copied from it, put theirs here by
     * reflection and by this name, and leave it to the producer to start and stop it.
     */
    private volatile @Nullable TraceDispatcher traceDispatcher;

    /** With the default group, which must be replaced before the start. */
    public DefaultMQProducer() {
        this(DEFAULT_GROUP);
    }

    public DefaultMQProducer(@Nullable RPCHook rpcHook) {
        this(DEFAULT_GROUP, rpcHook);
    }

    public DefaultMQProducer(String producerGroup) {
        this(producerGroup, (RPCHook) null);
    }

    public DefaultMQProducer(String producerGroup, @Nullable RPCHook rpcHook) {
        this(producerGroup, rpcHook, null);
    }

    /** With topics to look up at the start. */
    public DefaultMQProducer(String producerGroup, @Nullable RPCHook rpcHook, @Nullable List<String> topics) {
        this(producerGroup, rpcHook, topics, false, null);
    }

    public DefaultMQProducer(String producerGroup, boolean enableMsgTrace) {
        this(producerGroup, enableMsgTrace, null);
    }

    public DefaultMQProducer(String producerGroup, boolean enableMsgTrace, @Nullable String customizedTraceTopic) {
        this(producerGroup, null, enableMsgTrace, customizedTraceTopic);
    }

    public DefaultMQProducer(
            String producerGroup,
            @Nullable RPCHook rpcHook,
            boolean enableMsgTrace,
            @Nullable String customizedTraceTopic) {
        this(producerGroup, rpcHook, null, enableMsgTrace, customizedTraceTopic);
    }

    /**
     * A producer that is not started.
     *
     * @param producerGroup        the group, see {@link #setProducerGroup}
     * @param rpcHook              sees all requests and their answers; credentials come as one of the {@code acl} package
     * @param topics               topics to look up at the start
     * @param enableMsgTrace       whether a trace of each message is sent
     * @param customizedTraceTopic where to; null for the usual topic
     */
    public DefaultMQProducer(
            String producerGroup,
            @Nullable RPCHook rpcHook,
            @Nullable List<String> topics,
            boolean enableMsgTrace,
            @Nullable String customizedTraceTopic) {
        this.producerGroup = producerGroup;
        this.topics = topics;
        this.enableTrace = enableMsgTrace;
        this.traceTopic = customizedTraceTopic;
        this.defaultMQProducerImpl = new DefaultMQProducerImpl(this, rpcHook);
    }

    /** With a namespace, which {@link #setNamespace} sets, too. */
    @Deprecated
    public DefaultMQProducer(@Nullable String namespace, String producerGroup) {
        this(namespace, producerGroup, null);
    }

    @Deprecated
    public DefaultMQProducer(@Nullable String namespace, String producerGroup, @Nullable RPCHook rpcHook) {
        this(namespace, producerGroup, rpcHook, false, null);
    }

    @Deprecated
    public DefaultMQProducer(
            @Nullable String namespace,
            String producerGroup,
            @Nullable RPCHook rpcHook,
            boolean enableMsgTrace,
            @Nullable String customizedTraceTopic) {
        this(producerGroup, rpcHook, null, enableMsgTrace, customizedTraceTopic);
        this.namespace = namespace;
    }

    /**
     * Makes this producer ready to send. Needs no name server or broker to be up (B-LIFE-10).
     *
     * @throws MQClientException if a setting is not legal, which can be corrected before another start; if the group has been
     *     started under the same client id; or if this producer was started before
     */
    @Override
    public void start() throws MQClientException {
        defaultMQProducerImpl.start();
        startTraceDispatcher();
    }

    /** Without it there is a producer that does not trace (B-TRACE-01). */
    void startTraceDispatcher() {
        TraceDispatcher given = traceDispatcher;
        String nameServers = getNamesrvAddr();
        if (given != null && nameServers != null) {
            try {
                given.start(nameServers, getAccessChannel());
            } catch (MQClientException e) {
                LOG.warn("the trace dispatcher did not start: {}", String.valueOf(e));
            }
        }
    }

    /**
     * Refuses new sends, gives those in flight a while, fails the rest, and takes leave of the brokers. Does nothing unless
     * the producer is running.
     */
    @Override
    public void shutdown() {
        defaultMQProducerImpl.shutdown();
        TraceDispatcher given = traceDispatcher;
        if (given != null) {
            given.shutdown();
        }
    }

    @Override
    public List<MessageQueue> fetchPublishMessageQueues(String topic) throws MQClientException {
        return defaultMQProducerImpl.fetchPublishMessageQueues(topic);
    }

    @Override
    public SendResult send(Message msg)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return sendAsConfigured(msg, null);
    }

    @Override
    public SendResult send(Message msg, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msg, Destination.ANY, timeout);
    }

    @Override
    public void send(Message msg, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException {
        sendAsConfigured(msg, null, sendCallback);
    }

    @Override
    public void send(Message msg, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.send(msg, Destination.ANY, sendCallback, timeout);
    }

    @Override
    public void sendOneway(Message msg) throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.sendOneway(msg, Destination.ANY);
    }

    /** To the queue; without one as {@link #send(Message)}, as the official client has it in this call. */
    @Override
    public SendResult send(Message msg, @Nullable MessageQueue mq)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return sendAsConfigured(msg, mq);
    }

    @Override
    public SendResult send(Message msg, MessageQueue mq, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msg, Destination.of(mq), timeout);
    }

    /** To the queue; without one as {@link #send(Message, SendCallback)}, as the official client has it in this call. */
    @Override
    public void send(Message msg, @Nullable MessageQueue mq, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException {
        sendAsConfigured(msg, mq, sendCallback);
    }

    @Override
    public void send(Message msg, MessageQueue mq, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.send(msg, Destination.of(mq), sendCallback, timeout);
    }

    @Override
    public void sendOneway(Message msg, MessageQueue mq)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.sendOneway(msg, Destination.of(mq));
    }

    @Override
    public SendResult send(Message msg, MessageQueueSelector selector, @Nullable Object arg)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msg, Destination.of(selector, arg));
    }

    @Override
    public SendResult send(Message msg, MessageQueueSelector selector, @Nullable Object arg, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msg, Destination.of(selector, arg), timeout);
    }

    @Override
    public void send(Message msg, MessageQueueSelector selector, @Nullable Object arg, SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.send(msg, Destination.of(selector, arg), sendCallback);
    }

    @Override
    public void send(
            Message msg, MessageQueueSelector selector, @Nullable Object arg, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.send(msg, Destination.of(selector, arg), sendCallback, timeout);
    }

    @Override
    public void sendOneway(Message msg, MessageQueueSelector selector, @Nullable Object arg)
            throws MQClientException, RemotingException, InterruptedException {
        defaultMQProducerImpl.sendOneway(msg, Destination.of(selector, arg));
    }

    @Override
    public SendResult send(Collection<Message> msgs)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msgs, Destination.ANY);
    }

    @Override
    public SendResult send(Collection<Message> msgs, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msgs, Destination.ANY, timeout);
    }

    @Override
    public void send(Collection<Message> msgs, SendCallback sendCallback)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        defaultMQProducerImpl.send(msgs, Destination.ANY, sendCallback);
    }

    @Override
    public void send(Collection<Message> msgs, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        defaultMQProducerImpl.send(msgs, Destination.ANY, sendCallback, timeout);
    }

    @Override
    public SendResult send(Collection<Message> msgs, MessageQueue mq)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msgs, Destination.of(mq));
    }

    @Override
    public SendResult send(Collection<Message> msgs, MessageQueue mq, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.send(msgs, Destination.of(mq), timeout);
    }

    @Override
    public void send(Collection<Message> msgs, MessageQueue mq, SendCallback sendCallback)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        defaultMQProducerImpl.send(msgs, Destination.of(mq), sendCallback);
    }

    @Override
    public void send(Collection<Message> msgs, MessageQueue mq, SendCallback sendCallback, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        defaultMQProducerImpl.send(msgs, Destination.of(mq), sendCallback, timeout);
    }

    @Override
    public Message request(Message msg, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException {
        return defaultMQProducerImpl.request(msg, Destination.ANY, timeout);
    }

    @Override
    public void request(Message msg, RequestCallback requestCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException {
        defaultMQProducerImpl.request(msg, Destination.ANY, requestCallback, timeout);
    }

    @Override
    public Message request(Message msg, MessageQueueSelector selector, @Nullable Object arg, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException {
        return defaultMQProducerImpl.request(msg, Destination.of(selector, arg), timeout);
    }

    @Override
    public void request(
            Message msg,
            MessageQueueSelector selector,
            @Nullable Object arg,
            RequestCallback requestCallback,
            long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException {
        defaultMQProducerImpl.request(msg, Destination.of(selector, arg), requestCallback, timeout);
    }

    @Override
    public Message request(Message msg, MessageQueue mq, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException {
        return defaultMQProducerImpl.request(msg, Destination.of(mq), timeout);
    }

    @Override
    public void request(Message msg, MessageQueue mq, RequestCallback requestCallback, long timeout)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException {
        defaultMQProducerImpl.request(msg, Destination.of(mq), requestCallback, timeout);
    }

    /** Through one of the two methods below, which programs override to see every message on its way out. */
    private SendResult sendAsConfigured(Message msg, @Nullable MessageQueue mq)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        SendResult result = getAutoBatch() && !(msg instanceof MessageBatch)
                ? sendByAccumulator(msg, mq, null)
                : sendDirect(msg, mq, null);
        if (result == null) {
            throw new IllegalStateException("send: null (expected: a result, as there was no callback)");
        }
        return result;
    }

    private void sendAsConfigured(Message msg, @Nullable MessageQueue mq, @Nullable SendCallback sendCallback)
            throws InterruptedException {
        if (sendCallback == null) {
            // Nobody to tell; the two methods would wait for the outcome.
            defaultMQProducerImpl.send(msg, Destination.ofAny(mq), null);
            return;
        }
        try {
            if (getAutoBatch() && !(msg instanceof MessageBatch)) {
                sendByAccumulator(msg, mq, sendCallback);
            } else {
                sendDirect(msg, mq, sendCallback);
            }
        } catch (MQClientException | RemotingException | MQBrokerException e) {
            // Whatever goes wrong, the callback hears of it, as in the official client.
            defaultMQProducerImpl.tell(sendCallback, e);
        }
    }

    /**
     * Sends past the accumulator: waiting for the outcome if there is no callback.
     *
     * @return the result; null if there is a callback
     */
    public @Nullable SendResult sendDirect(Message msg, @Nullable MessageQueue mq, @Nullable SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException {
        Destination destination = Destination.ofAny(mq);
        if (sendCallback == null) {
            return defaultMQProducerImpl.send(msg, destination, sendMsgTimeout);
        }
        defaultMQProducerImpl.send(msg, destination, sendCallback, sendMsgTimeout);
        return null;
    }

    /**
     * Sends through the accumulator if automatic batching is on and the message may travel with others.
     *
     * @return the result; null if there is a callback
     */
    public @Nullable SendResult sendByAccumulator(
            Message msg, @Nullable MessageQueue mq, @Nullable SendCallback sendCallback)
            throws MQClientException, RemotingException, InterruptedException, MQBrokerException {
        Destination destination = mq == null ? Destination.ANY : Destination.of(mq);
        if (sendCallback == null) {
            return defaultMQProducerImpl.send(msg, destination);
        }
        defaultMQProducerImpl.send(msg, destination, sendCallback);
        return null;
    }

    /**
     * Only {@link TransactionMQProducer} has transactions.
     *
     * @throws RuntimeException always
     */
    @Override
    public TransactionSendResult sendMessageInTransaction(Message msg, @Nullable Object arg) throws MQClientException {
        throw new RuntimeException("sendMessageInTransaction not implement, please use TransactionMQProducer class");
    }

    @Override
    public String recallMessage(String topic, String recallHandle)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return defaultMQProducerImpl.recallMessage(topic, recallHandle);
    }

    /** As in earlier releases. */
    @Deprecated
    @Override
    public void createTopic(String key, String newTopic, int queueNum) throws MQClientException {
        defaultMQProducerImpl.createTopic(key, newTopic, queueNum, 0);
    }

    /** As in earlier releases. */
    @Deprecated
    @Override
    public void createTopic(String key, String newTopic, int queueNum, int topicSysFlag) throws MQClientException {
        defaultMQProducerImpl.createTopic(key, newTopic, queueNum, topicSysFlag);
    }

    /** The attributes are not sent, as by the official client. */
    @Override
    public void createTopic(String key, String newTopic, int queueNum, @Nullable Map<String, String> attributes)
            throws MQClientException {
        defaultMQProducerImpl.createTopic(key, newTopic, queueNum, 0);
    }

    /** The attributes are not sent, as by the official client. */
    @Override
    public void createTopic(
            String key, String newTopic, int queueNum, int topicSysFlag, @Nullable Map<String, String> attributes)
            throws MQClientException {
        defaultMQProducerImpl.createTopic(key, newTopic, queueNum, topicSysFlag);
    }

    @Override
    public long searchOffset(MessageQueue mq, long timestamp) throws MQClientException {
        return defaultMQProducerImpl.searchOffset(mq, timestamp);
    }

    @Override
    public long maxOffset(MessageQueue mq) throws MQClientException {
        return defaultMQProducerImpl.maxOffset(mq);
    }

    @Override
    public long minOffset(MessageQueue mq) throws MQClientException {
        return defaultMQProducerImpl.minOffset(mq);
    }

    @Override
    public long earliestMsgStoreTime(MessageQueue mq) throws MQClientException {
        return defaultMQProducerImpl.earliestMsgStoreTime(mq);
    }

    @Override
    public QueryResult queryMessage(String topic, String key, int maxNum, long begin, long end)
            throws MQClientException, InterruptedException {
        return defaultMQProducerImpl.queryMessage(topic, key, maxNum, begin, end);
    }

    @Override
    public MessageExt viewMessage(String topic, String msgId)
            throws RemotingException, MQBrokerException, InterruptedException, MQClientException {
        return defaultMQProducerImpl.viewMessage(topic, msgId);
    }

    @Override
    public MessageExt viewMessage(String offsetMsgId)
            throws RemotingException, MQBrokerException, InterruptedException, MQClientException {
        return defaultMQProducerImpl.viewMessage(offsetMsgId);
    }

    /**
     * <i>Live.</i> Where callbacks run, in place of this producer's own threads. Stays its owner's (B-LIFE-19); may be set
     * before the start, too (hazard of B-LIFE-20), and is for this producer alone.
     */
    public void setCallbackExecutor(@Nullable ExecutorService callbackExecutor) {
        defaultMQProducerImpl.setCallbackExecutor(callbackExecutor);
    }

    /**
     * <i>Live.</i> Where asynchronous sends begin, in place of the calling thread. Stays its owner's (B-LIFE-19). If it
     * rejects a send, that fails with {@code executor rejected}.
     */
    public void setAsyncSenderExecutor(@Nullable ExecutorService asyncSenderExecutor) {
        defaultMQProducerImpl.setAsyncSenderExecutor(asyncSenderExecutor);
    }

    /** <i>Live.</i> Adds a response code after which another attempt is made. */
    public void addRetryResponseCode(int responseCode) {
        if (retryResponseCodes.add(responseCode)) {
            defaultMQProducerImpl.apply(() -> retryResponseCodes.remove(responseCode));
        }
    }

    /** The response codes after which another attempt is made. What is changed here counts from the next setter on. */
    public Set<Integer> getRetryResponseCodes() {
        return retryResponseCodes;
    }

    /** How long a message waits for others, in milliseconds; 0 before the start (B-ACCUM-01). */
    public int getBatchMaxDelayMs() {
        return defaultMQProducerImpl.wasStarted() ? batchMaxDelayMs : 0;
    }

    /**
     * <i>Live.</i> How long a message may wait for others.
     *
     * @throws IllegalArgumentException if it is not 1 to 30,000 milliseconds
     */
    public void batchMaxDelayMs(int holdMs) {
        requireRange("batchMaxDelayMs", holdMs, 1, MAX_BATCH_DELAY_MILLIS);
        int before = batchMaxDelayMs;
        batchMaxDelayMs = holdMs;
        defaultMQProducerImpl.apply(() -> batchMaxDelayMs = before);
    }

    /** The bytes at which messages that wait for others leave; 0 before the start (B-ACCUM-01). */
    public long getBatchMaxBytes() {
        return defaultMQProducerImpl.wasStarted() ? batchMaxBytes : 0;
    }

    /**
     * <i>Live.</i> The bytes of bodies beyond which a batch leaves.
     *
     * @throws IllegalArgumentException if it is not 1 byte to 2 MiB
     */
    public void batchMaxBytes(long holdSize) {
        requireRange("batchMaxBytes", holdSize, 1, MAX_BATCH_BYTES);
        long before = batchMaxBytes;
        batchMaxBytes = holdSize;
        defaultMQProducerImpl.apply(() -> batchMaxBytes = before);
    }

    /** The bytes that may wait in all batches together; 0 before the start (B-ACCUM-01). */
    public long getTotalBatchMaxBytes() {
        return defaultMQProducerImpl.wasStarted() ? totalBatchMaxBytes : 0;
    }

    /**
     * <i>Live.</i> The bytes of bodies that may wait in all batches together; beyond them messages travel alone.
     *
     * @throws IllegalArgumentException if it is not above zero
     */
    public void totalBatchMaxBytes(long totalHoldSize) {
        requireRange("totalBatchMaxBytes", totalHoldSize, 1, Long.MAX_VALUE);
        long before = totalBatchMaxBytes;
        totalBatchMaxBytes = totalHoldSize;
        defaultMQProducerImpl.apply(() -> totalBatchMaxBytes = before);
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }

    /** Whether messages are batched automatically; false before the start (B-ACCUM-01). */
    public boolean getAutoBatch() {
        return defaultMQProducerImpl.wasStarted() && autoBatch;
    }

    /** <i>Live.</i> Whether messages that are sent without a timeout of their own may wait for others to travel with. */
    public void setAutoBatch(boolean autoBatch) {
        boolean before = this.autoBatch;
        this.autoBatch = autoBatch;
        defaultMQProducerImpl.apply(() -> this.autoBatch = before);
    }

    /** Automatic batching is ready from the start on; nothing needs to be done for it. */
    public void initProduceAccumulator() {}

    /** The group; after the start with its namespace (B-NS-02). */
    public String getProducerGroup() {
        return producerGroup;
    }

    /** At most 120 legal characters; brokers find transaction producers by it. */
    public void setProducerGroup(String producerGroup) {
        this.producerGroup = producerGroup;
    }

    public String getCreateTopicKey() {
        return createTopicKey;
    }

    /** <i>Live.</i> The topic that brokers take as the template for topics which they create at the first send. */
    public void setCreateTopicKey(String createTopicKey) {
        String before = this.createTopicKey;
        this.createTopicKey = createTopicKey;
        defaultMQProducerImpl.apply(() -> this.createTopicKey = before);
    }

    public int getSendMsgTimeout() {
        return sendMsgTimeout;
    }

    /** <i>Live.</i> From a send to its end, all attempts included, in milliseconds. */
    public void setSendMsgTimeout(int sendMsgTimeout) {
        int before = this.sendMsgTimeout;
        this.sendMsgTimeout = sendMsgTimeout;
        defaultMQProducerImpl.apply(() -> this.sendMsgTimeout = before);
    }

    public int getSendMsgMaxTimeoutPerRequest() {
        return sendMsgMaxTimeoutPerRequest;
    }

    /**
     * <i>Live.</i> The most that an attempt may take which is not the last, in milliseconds; -1 for no such limit. With 0, a
     * send that waits has one attempt.
     */
    public void setSendMsgMaxTimeoutPerRequest(int sendMsgMaxTimeoutPerRequest) {
        int before = this.sendMsgMaxTimeoutPerRequest;
        this.sendMsgMaxTimeoutPerRequest = sendMsgMaxTimeoutPerRequest;
        defaultMQProducerImpl.apply(() -> this.sendMsgMaxTimeoutPerRequest = before);
    }

    public int getCompressMsgBodyOverHowmuch() {
        return compressMsgBodyOverHowmuch;
    }

    /** <i>Live.</i> Bodies of this size and more are compressed. */
    public void setCompressMsgBodyOverHowmuch(int compressMsgBodyOverHowmuch) {
        int before = this.compressMsgBodyOverHowmuch;
        this.compressMsgBodyOverHowmuch = compressMsgBodyOverHowmuch;
        defaultMQProducerImpl.apply(() -> this.compressMsgBodyOverHowmuch = before);
    }

    public boolean isRetryAnotherBrokerWhenNotStoreOK() {
        return retryAnotherBrokerWhenNotStoreOK;
    }

    /** <i>Live.</i> Whether another broker is tried when one stored a message less durably than it should. */
    public void setRetryAnotherBrokerWhenNotStoreOK(boolean retryAnotherBrokerWhenNotStoreOK) {
        boolean before = this.retryAnotherBrokerWhenNotStoreOK;
        this.retryAnotherBrokerWhenNotStoreOK = retryAnotherBrokerWhenNotStoreOK;
        defaultMQProducerImpl.apply(() -> this.retryAnotherBrokerWhenNotStoreOK = before);
    }

    public int getMaxMessageSize() {
        return maxMessageSize;
    }

    /** <i>Live.</i> The largest body, before compression, and the largest batch. */
    public void setMaxMessageSize(int maxMessageSize) {
        int before = this.maxMessageSize;
        this.maxMessageSize = maxMessageSize;
        defaultMQProducerImpl.apply(() -> this.maxMessageSize = before);
    }

    public int getDefaultTopicQueueNums() {
        return defaultTopicQueueNums;
    }

    /** <i>Live.</i> Queues per broker that a topic gets which the broker creates at the first send. */
    public void setDefaultTopicQueueNums(int defaultTopicQueueNums) {
        int before = this.defaultTopicQueueNums;
        this.defaultTopicQueueNums = defaultTopicQueueNums;
        defaultMQProducerImpl.apply(() -> this.defaultTopicQueueNums = before);
    }

    public int getRetryTimesWhenSendFailed() {
        return retryTimesWhenSendFailed;
    }

    /** <i>Live.</i> Attempts after the first, of sends that wait. */
    public void setRetryTimesWhenSendFailed(int retryTimesWhenSendFailed) {
        int before = this.retryTimesWhenSendFailed;
        this.retryTimesWhenSendFailed = retryTimesWhenSendFailed;
        defaultMQProducerImpl.apply(() -> this.retryTimesWhenSendFailed = before);
    }

    public int getRetryTimesWhenSendAsyncFailed() {
        return retryTimesWhenSendAsyncFailed;
    }

    /** <i>Live.</i> Attempts after the first, of sends with a callback. */
    public void setRetryTimesWhenSendAsyncFailed(int retryTimesWhenSendAsyncFailed) {
        int before = this.retryTimesWhenSendAsyncFailed;
        this.retryTimesWhenSendAsyncFailed = retryTimesWhenSendAsyncFailed;
        defaultMQProducerImpl.apply(() -> this.retryTimesWhenSendAsyncFailed = before);
    }

    public boolean isEnableBackpressureForAsyncMode() {
        return enableBackpressureForAsyncMode;
    }

    /** <i>Live.</i> Whether {@link #setBackPressureForAsyncSendNum} and {@link #setBackPressureForAsyncSendSize} limit what is in flight. */
    public void setEnableBackpressureForAsyncMode(boolean enableBackpressureForAsyncMode) {
        boolean before = this.enableBackpressureForAsyncMode;
        this.enableBackpressureForAsyncMode = enableBackpressureForAsyncMode;
        defaultMQProducerImpl.apply(() -> this.enableBackpressureForAsyncMode = before);
    }

    public int getBackPressureForAsyncSendNum() {
        return backPressureForAsyncSendNum;
    }

    /** <i>Live.</i> How many sends may be in flight, at least 10. */
    public void setBackPressureForAsyncSendNum(int backPressureForAsyncSendNum) {
        int before = this.backPressureForAsyncSendNum;
        this.backPressureForAsyncSendNum = Math.max(backPressureForAsyncSendNum, MIN_BACK_PRESSURE_SENDS);
        defaultMQProducerImpl.apply(() -> this.backPressureForAsyncSendNum = before);
    }

    public int getBackPressureForAsyncSendSize() {
        return backPressureForAsyncSendSize;
    }

    /** <i>Live.</i> How many bytes their bodies may have, at least 1 MiB. */
    public void setBackPressureForAsyncSendSize(int backPressureForAsyncSendSize) {
        int before = this.backPressureForAsyncSendSize;
        this.backPressureForAsyncSendSize = Math.max(backPressureForAsyncSendSize, MIN_BACK_PRESSURE_BYTES);
        defaultMQProducerImpl.apply(() -> this.backPressureForAsyncSendSize = before);
    }

    public int getCompressLevel() {
        return compressLevel;
    }

    /** <i>Live.</i> 1 (fast) to 9 (small). */
    public void setCompressLevel(int compressLevel) {
        int before = this.compressLevel;
        this.compressLevel = compressLevel;
        defaultMQProducerImpl.apply(() -> this.compressLevel = before);
    }

    /** As {@link #setBackPressureForAsyncSendSize}. */
    public void setBackPressureForAsyncSendSizeInsideAdjust(int backPressureForAsyncSendSize) {
        setBackPressureForAsyncSendSize(backPressureForAsyncSendSize);
    }

    /** As {@link #setBackPressureForAsyncSendNum}. */
    public void setBackPressureForAsyncSendNumInsideAdjust(int backPressureForAsyncSendNum) {
        setBackPressureForAsyncSendNum(backPressureForAsyncSendNum);
    }

    /** There is no such lock: limits change while sends are in flight (hazard of B-BACKPRESSURE-08). */
    public void acquireBackPressureForAsyncSendSizeLock() {}

    /** See {@link #acquireBackPressureForAsyncSendSizeLock}. */
    public void releaseBackPressureForAsyncSendSizeLock() {}

    /** See {@link #acquireBackPressureForAsyncSendSizeLock}. */
    public void acquireBackPressureForAsyncSendNumLock() {}

    /** See {@link #acquireBackPressureForAsyncSendSizeLock}. */
    public void releaseBackPressureForAsyncSendNumLock() {}

    public CompressionType getCompressType() {
        return compressType;
    }

    /** <i>Live.</i> How bodies are compressed. */
    public void setCompressType(CompressionType compressType) {
        requireNonNull(compressType, "compressType: null (expected: a type)");
        CompressionType before = this.compressType;
        this.compressType = compressType;
        this.compressor = CompressorFactory.getCompressor(compressType);
        defaultMQProducerImpl.apply(() -> {
            this.compressType = before;
            this.compressor = CompressorFactory.getCompressor(before);
        });
    }

    public Compressor getCompressor() {
        return compressor;
    }

    /** <i>Live</i>, unlike in the official client. */
    @Override
    public void setNamesrvAddr(@Nullable String namesrvAddr) {
        String before = getNamesrvAddr();
        super.setNamesrvAddr(namesrvAddr);
        defaultMQProducerImpl.apply(() -> super.setNamesrvAddr(before));
    }

    public DefaultMQProducerImpl getDefaultMQProducerImpl() {
        return defaultMQProducerImpl;
    }

    public boolean isSendMessageWithVIPChannel() {
        return isVipChannelEnabled();
    }

    /** As {@link #setVipChannelEnabled}. */
    public void setSendMessageWithVIPChannel(boolean sendMessageWithVIPChannel) {
        setVipChannelEnabled(sendMessageWithVIPChannel);
    }

    /** <i>Live.</i> Whether sends and questions go to brokers' second port, two below the first. */
    @Override
    public void setVipChannelEnabled(boolean vipChannelEnabled) {
        boolean before = isVipChannelEnabled();
        super.setVipChannelEnabled(vipChannelEnabled);
        defaultMQProducerImpl.apply(() -> super.setVipChannelEnabled(before));
    }

    /** <i>Live.</i> Whether messages say that their topic is divided by units. */
    @Override
    public void setUnitMode(boolean unitMode) {
        boolean before = isUnitMode();
        super.setUnitMode(unitMode);
        defaultMQProducerImpl.apply(() -> super.setUnitMode(before));
    }

    /** <i>Live.</i> As {@link #setSendLatencyFaultEnable}. */
    @Override
    public void setSendLatencyEnable(boolean sendLatencyEnable) {
        boolean before = isSendLatencyEnable();
        super.setSendLatencyEnable(sendLatencyEnable);
        defaultMQProducerImpl.apply(() -> super.setSendLatencyEnable(before));
    }

    public boolean isSendLatencyFaultEnable() {
        return isSendLatencyEnable();
    }

    /** <i>Live.</i> Whether brokers that were slow or failed are avoided. */
    public void setSendLatencyFaultEnable(boolean sendLatencyFaultEnable) {
        setSendLatencyEnable(sendLatencyFaultEnable);
    }

    /** <i>Live.</i> Whether brokers that are avoided are asked whether they are back. */
    @Override
    public void setStartDetectorEnable(boolean startDetectorEnable) {
        boolean before = isStartDetectorEnable();
        super.setStartDetectorEnable(startDetectorEnable);
        defaultMQProducerImpl.apply(() -> super.setStartDetectorEnable(before));
    }

    /** <i>Live</i> (hazard of B-FAULT-13). */
    @Override
    public void setDetectTimeout(int detectTimeout) {
        int before = getDetectTimeout();
        super.setDetectTimeout(detectTimeout);
        defaultMQProducerImpl.apply(() -> super.setDetectTimeout(before));
    }

    /** <i>Live</i> (hazard of B-FAULT-13). */
    @Override
    public void setDetectInterval(int detectInterval) {
        int before = getDetectInterval();
        super.setDetectInterval(detectInterval);
        defaultMQProducerImpl.apply(() -> super.setDetectInterval(before));
    }

    /** How long a broker is avoided, in milliseconds, for each of {@link #getLatencyMax()}. A copy. */
    public long[] getNotAvailableDuration() {
        return defaultMQProducerImpl.getNotAvailableDuration();
    }

    /**
     * <i>Live</i>, once it is as long as {@link #getLatencyMax()}: the two are set one after the other, and are taken
     * together (hazard of B-FAULT-14).
     */
    public void setNotAvailableDuration(long[] notAvailableDuration) {
        defaultMQProducerImpl.setNotAvailableDuration(notAvailableDuration);
    }

    /** The latencies, in milliseconds, from which on a broker is avoided for as long as the other table says. A copy. */
    public long[] getLatencyMax() {
        return defaultMQProducerImpl.getLatencyMax();
    }

    /** <i>Live</i>, once it is as long as {@link #getNotAvailableDuration()}. */
    public void setLatencyMax(long[] latencyMax) {
        defaultMQProducerImpl.setLatencyMax(latencyMax);
    }

    /** For trace records of the user's own, while the producer runs and is told to trace; else null. */
    public @Nullable TraceDispatcher getTraceDispatcher() {
        TraceDispatcher given = traceDispatcher;
        return given != null ? given : defaultMQProducerImpl.traceDispatcher();
    }

    public @Nullable List<String> getTopics() {
        return topics;
    }

    /** Topics to look up at the start. */
    public void setTopics(@Nullable List<String> topics) {
        this.topics = topics;
    }
}
