// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.impl.producer;

import static java.util.Objects.requireNonNull;

import dev.hotfire.client.QueryResult;
import dev.hotfire.client.Validators;
import dev.hotfire.client.exception.MQBrokerException;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.hook.CheckForbiddenHook;
import dev.hotfire.client.hook.EndTransactionHook;
import dev.hotfire.client.hook.SendMessageHook;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.RequestCallback;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.client.producer.TransactionSendResult;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.common.ServiceState;
import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageAccessor;
import dev.hotfire.common.message.MessageBatch;
import dev.hotfire.common.message.MessageConst;
import dev.hotfire.common.message.MessageExt;
import dev.hotfire.common.message.MessageQueue;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.exception.RemotingException;
import dev.hotfire.runtime.SpareThreads;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is behind a {@link DefaultMQProducer}: its state, and one engine's producer once it is started. It hands calls over
 * and translates; decisions are the engine's. Public for its hooks and its state, which users of the official client reach
 * for.
 */
public class DefaultMQProducerImpl {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultMQProducerImpl.class);
    private static final String DEFAULT_GROUP = "DEFAULT_PRODUCER";

    private final DefaultMQProducer facade;
    private final @Nullable RPCHook rpcHook;
    private final List<SendMessageHook> sendMessageHooks = new CopyOnWriteArrayList<>();
    private final List<CheckForbiddenHook> checkForbiddenHooks = new CopyOnWriteArrayList<>();
    private final List<EndTransactionHook> endTransactionHooks = new CopyOnWriteArrayList<>();
    private final Delivery delivery = new Delivery(this::ownThreads);
    private final Questions questions;
    private final Object lifeLock = new Object();
    private volatile ServiceState state = ServiceState.CREATE_JUST;
    private volatile boolean started;
    private volatile @Nullable Running running;
    private volatile @Nullable ExecutorService asyncSenderExecutor;

    /** Guarded by {@link #lifeLock}. */
    private @Nullable ExecutorService spareExecutor;

    private long[] latencyMax = {50, 100, 550, 1_800, 3_000, 5_000, 15_000};
    private long[] notAvailableDuration = {0, 0, 2_000, 5_000, 6_000, 10_000, 30_000};

    private volatile @Nullable TraceDispatcher traceDispatcher;

    /** What there is from a start to a shutdown. */
    private record Running(Producer producer, Instance instance, String group) {}

    public DefaultMQProducerImpl(DefaultMQProducer facade) {
        this(facade, null);
    }

    public DefaultMQProducerImpl(DefaultMQProducer facade, @Nullable RPCHook rpcHook) {
        this.facade = facade;
        this.rpcHook = rpcHook;
        this.questions = new Questions(facade);
    }

    private @Nullable Executor ownThreads() {
        Running now = running;
        return now == null ? null : now.instance().callbacks();
    }

    // Life

    /**
     * Starts.
     *
     * @throws MQClientException with nothing changed, so that another start may follow (hazards of B-LIFE-02, -14)
     */
    public void start() throws MQClientException {
        start(null);
    }

    /** As {@link #start()}, with a listener for transactions. */
    public void startWithTransactions(TransactionMQProducer transactions) throws MQClientException {
        start(transactions);
    }

    private void start(@Nullable TransactionMQProducer transactions) throws MQClientException {
        synchronized (lifeLock) {
            if (state != ServiceState.CREATE_JUST) {
                throw new MQClientException("The producer service state not OK, maybe started once, " + state, null);
            }
            if (facade.getInstanceName() == null) {
                throw new MQClientException("instanceName: null (expected: a name)", null);
            }
            String group = checkedGroup();
            facade.changeInstanceNameToPID();
            Instance instance = Instance.join(facade.buildMQClientId(), group);
            started = true;
            try {
                Producer producer = instance.start(Settings.of(facade, this, transactions));
                facade.setProducerGroup(group);
                running = new Running(producer, instance, group);
                state = ServiceState.RUNNING;
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new MQClientException("The producer can't be started: " + e.getMessage(), e);
            } finally {
                if (running == null) {
                    started = false;
                    instance.leave(group);
                }
            }
        }
    }

    private String checkedGroup() throws MQClientException {
        String group = facade.withNamespace(facade.getProducerGroup());
        Validators.checkGroup(group);
        if (group.equals(DEFAULT_GROUP)) {
            throw new MQClientException(
                    "producerGroup can not equal " + DEFAULT_GROUP + ", please specify another one.", null);
        }
        return group;
    }

    /** Shuts down if running; else does nothing (B-LIFE-14). */
    public void shutdown() {
        Running ending;
        synchronized (lifeLock) {
            ending = running;
            if (state != ServiceState.RUNNING || ending == null) {
                return;
            }
            state = ServiceState.SHUTDOWN_ALREADY;
            if (spareExecutor != null) {
                spareExecutor.shutdown();
            }
        }
        TraceDispatcher dispatcher = traceDispatcher;
        if (dispatcher != null) {
            dispatcher.shutdown();
        }
        // Not under the lock: a callback that has to end first may want to shut down, too.
        ending.producer().close();
        ending.instance().leave(ending.group());
    }

    /**
     * Where code of the user's own can put trace records of its own: made when it is asked for, since the producer's records
     * are sent by the engine. Null unless the producer runs and is told to trace.
     */
    public @Nullable TraceDispatcher traceDispatcher() {
        synchronized (lifeLock) {
            if (traceDispatcher == null && state == ServiceState.RUNNING && facade.isEnableTrace()) {
                AsyncTraceDispatcher dispatcher = new AsyncTraceDispatcher(
                        facade.getProducerGroup(),
                        TraceDispatcher.Type.PRODUCE,
                        facade.getTraceMsgBatchNum(),
                        facade.getTraceTopic(),
                        rpcHook);
                dispatcher.setHostProducer(this);
                dispatcher.setNamespaceV2(facade.getNamespaceV2());
                try {
                    dispatcher.start(String.valueOf(facade.getNamesrvAddr()), facade.getAccessChannel());
                } catch (MQClientException e) {
                    LOG.warn("there is no trace dispatcher: {}", String.valueOf(e));
                    return null;
                }
                traceDispatcher = dispatcher;
            }
            return traceDispatcher;
        }
    }

    public ServiceState getServiceState() {
        return state;
    }

    /** Whether there was a start, which may be over, or one is under way. */
    public boolean wasStarted() {
        return started;
    }

    private Producer running() throws MQClientException {
        Running now = running;
        if (now == null || state != ServiceState.RUNNING) {
            throw new MQClientException("The producer service state not OK, " + state, null);
        }
        return now.producer();
    }

    /**
     * Has a changed setting take effect, if the producer runs.
     *
     * @param undo takes the change back
     * @throws IllegalArgumentException if the setting is not legal; it has been taken back
     * @throws NullPointerException     if it must have a value; it has been taken back
     */
    public void apply(Runnable undo) {
        Running now = running;
        if (now == null || state != ServiceState.RUNNING) {
            return;
        }
        try {
            now.producer().reconfigure(Settings.changed(now.producer().config(), facade, this));
        } catch (IllegalArgumentException | NullPointerException e) {
            undo.run();
            throw e;
        }
    }

    // Sends that wait

    /** Sends with the producer's timeout. */
    public SendResult send(Message msg, Destination destination)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return send(msg, destination, SendOptions.DEFAULTS);
    }

    /** Sends with a timeout of its own, in milliseconds. */
    public SendResult send(Message msg, Destination destination, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return send(msg, destination, within(timeout));
    }

    private SendResult send(Message msg, Destination destination, SendOptions options)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        Producer producer = running();
        if (msg instanceof MessageBatch batch) {
            return sendAll(producer, Messages.captureAll(Messages.elements(batch), facade), destination, options);
        }
        dev.hotfire.producer.Message captured = Messages.capture(msg, facade);
        SendOptions placed = placed(options, destination, captured.topic());
        try {
            return Messages.result(
                    destination.selector() == null
                            ? producer.send(captured, placed)
                            : producer.send(captured, Messages.selector(destination, msg), destination, placed));
        } catch (SendException e) {
            throw Failures.raise(Failures.ofWaiting(e, destination, facade.getRetryResponseCodes()));
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    /** Sends several together with the producer's timeout. */
    public SendResult send(Collection<Message> msgs, Destination destination)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return sendAll(running(), Messages.captureAll(msgs, facade), destination, SendOptions.DEFAULTS);
    }

    /** Sends several together with a timeout of its own. */
    public SendResult send(Collection<Message> msgs, Destination destination, long timeout)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return sendAll(running(), Messages.captureAll(msgs, facade), destination, within(timeout));
    }

    private SendResult sendAll(
            Producer producer,
            List<dev.hotfire.producer.Message> captured,
            Destination destination,
            SendOptions options)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        SendOptions placed = placed(options, destination, captured.get(0).topic());
        try {
            return Messages.result(producer.sendBatch(captured, placed));
        } catch (SendException e) {
            throw Failures.raise(Failures.ofWaiting(e, destination, facade.getRetryResponseCodes()));
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    private static SendOptions within(long timeoutMillis) throws RemotingException {
        if (timeoutMillis <= 0) {
            throw Failures.noTime(timeoutMillis);
        }
        return SendOptions.DEFAULTS.withTimeout(atMostAYear(timeoutMillis));
    }

    /** Who waits for as long as it takes says so with a very large number. */
    private static Duration atMostAYear(long millis) {
        return Duration.ofMillis(Math.min(millis, TimeUnit.DAYS.toMillis(365)));
    }

    private SendOptions placed(SendOptions options, Destination destination, String topic) throws MQClientException {
        MessageQueue queue = destination.queue();
        if (queue == null) {
            return options;
        }
        if (!facade.withoutNamespace(topic).equals(facade.withoutNamespace(String.valueOf(queue.getTopic())))) {
            throw new MQClientException(
                    "message's topic not equal mq's topic: Topic of the message does not match its target message"
                            + " queue, "
                            + queue,
                    null);
        }
        try {
            return options.withQueue(Messages.queue(queue));
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    // Sends with a callback

    /** How a captured send begins; what it throws goes to the callback. */
    private interface Submission<T> {
        CompletableFuture<T> submit(Producer producer) throws MQClientException, RemotingException;
    }

    /** What becomes of a failure. */
    private interface Translation {
        Exception of(SendException e);
    }

    /** Sends with the producer's timeout. Whatever goes wrong, the callback hears of it. */
    public void send(Message msg, Destination destination, @Nullable SendCallback callback) {
        try {
            send(msg, destination, callback, SendOptions.DEFAULTS);
        } catch (MQClientException e) {
            fail(callback, e);
        }
    }

    /**
     * Sends with a timeout of its own.
     *
     * @throws MQClientException if the executor for asynchronous sends rejects it (B-ASYNC-03)
     */
    public void send(Message msg, Destination destination, @Nullable SendCallback callback, long timeout)
            throws MQClientException {
        SendOptions options;
        try {
            options = within(timeout);
        } catch (RemotingException e) {
            fail(callback, e);
            return;
        }
        send(msg, destination, callback, options);
    }

    private void send(Message msg, Destination destination, @Nullable SendCallback callback, SendOptions options)
            throws MQClientException {
        Submission<dev.hotfire.producer.SendResult> submission;
        try {
            running();
            if (msg instanceof MessageBatch batch) {
                submission = submissionOfAll(Messages.elements(batch), destination, options);
            } else {
                dev.hotfire.producer.Message captured = forExecutor(Messages.capture(msg, facade));
                SendOptions placed = placed(options, destination, captured.topic());
                submission = producer -> destination.selector() == null
                        ? producer.sendAsync(captured, placed)
                        : producer.sendAsync(captured, Messages.selector(destination, msg), destination, placed);
            }
        } catch (MQClientException e) {
            fail(callback, e);
            return;
        }
        submit(callback, destination, submission);
    }

    /** Sends several together with the producer's timeout. */
    public void send(Collection<Message> msgs, Destination destination, @Nullable SendCallback callback)
            throws MQClientException {
        sendAll(msgs, destination, callback, SendOptions.DEFAULTS);
    }

    /** Sends several together with a timeout of its own. */
    public void send(Collection<Message> msgs, Destination destination, @Nullable SendCallback callback, long timeout)
            throws MQClientException {
        SendOptions options;
        try {
            options = within(timeout);
        } catch (RemotingException e) {
            fail(callback, e);
            return;
        }
        sendAll(msgs, destination, callback, options);
    }

    /** What can't be a batch is thrown; that the producer doesn't run, the callback hears, as for single messages. */
    private void sendAll(
            Collection<Message> msgs, Destination destination, @Nullable SendCallback callback, SendOptions options)
            throws MQClientException {
        Submission<dev.hotfire.producer.SendResult> submission = submissionOfAll(msgs, destination, options);
        try {
            running();
        } catch (MQClientException e) {
            fail(callback, e);
            return;
        }
        submit(callback, destination, submission);
    }

    private Submission<dev.hotfire.producer.SendResult> submissionOfAll(
            Collection<? extends Message> msgs, Destination destination, SendOptions options) throws MQClientException {
        List<dev.hotfire.producer.Message> captured = Messages.captureAll(msgs, facade).stream()
                .map(this::forExecutor)
                .toList();
        SendOptions placed = placed(options, destination, captured.get(0).topic());
        return producer -> producer.sendBatchAsync(captured, placed);
    }

    /** The engine reads the body before its call returns; an executor's thread may come to it after ours has returned. */
    private dev.hotfire.producer.Message forExecutor(dev.hotfire.producer.Message captured) {
        return asyncSenderExecutor == null
                ? captured
                : dev.hotfire.producer.Message.builder(captured.topic())
                        .flag(captured.flag())
                        .body(captured.body().clone())
                        .systemAll(captured.properties())
                        .build();
    }

    private void submit(
            @Nullable SendCallback callback,
            Destination destination,
            Submission<dev.hotfire.producer.SendResult> submission)
            throws MQClientException {
        Runnable begin = () -> begin(
                submission,
                sent -> succeed(callback, Messages.result(sent)),
                failure -> tellFailure(callback, failure),
                e -> Failures.ofCallback(e, destination));
        ExecutorService executor = asyncSenderExecutor;
        if (executor == null) {
            begin.run();
            return;
        }
        try {
            executor.execute(begin);
        } catch (RejectedExecutionException e) {
            if (!facade.isEnableBackpressureForAsyncMode()) {
                throw new MQClientException("executor rejected ", e);
            }
            // Whoever asked for back-pressure gets it: the calling thread does the work (B-ASYNC-04).
            begin.run();
        }
    }

    /** Begins, and has exactly one of the two hear of the end. */
    private <T> void begin(
            Submission<T> submission,
            Delivery.Listener<T> onSuccess,
            Delivery.Listener<Exception> onFailure,
            Translation translation) {
        CompletableFuture<T> future;
        try {
            future = submission.submit(running());
        } catch (IllegalArgumentException e) {
            delivery.later(() -> onFailure.hear(Failures.illegal(e)));
            return;
        } catch (MQClientException | RemotingException e) {
            delivery.later(() -> onFailure.hear(e));
            return;
        }
        delivery.of(
                future,
                onSuccess,
                failure -> onFailure.hear(
                        failure instanceof SendException e
                                ? translation.of(e)
                                : new MQClientException(failure.getMessage(), failure)));
    }

    /** Has a callback hear of what kept its send from beginning, never inside the call that began it. */
    public void tell(SendCallback callback, Exception failure) {
        fail(callback, failure);
    }

    private void fail(@Nullable SendCallback callback, Exception failure) {
        delivery.later(() -> tellFailure(callback, failure));
    }

    private static void succeed(@Nullable SendCallback callback, SendResult result) {
        if (callback != null) {
            Delivery.guarded(() -> callback.onSuccess(result));
        }
    }

    private static void tellFailure(@Nullable SendCallback callback, Exception failure) {
        if (callback == null) {
            LOG.warn("a send without a callback failed", failure);
        } else {
            Delivery.guarded(() -> callback.onException(failure));
        }
    }

    // One-way sends

    /** Sends without an answer; returns once the message is on its way, and throws what is known of its failure. */
    public void sendOneway(Message msg, Destination destination)
            throws MQClientException, RemotingException, InterruptedException {
        Producer producer = running();
        dev.hotfire.producer.Message captured = Messages.capture(msg, facade);
        SendOptions placed = placed(SendOptions.DEFAULTS, destination, captured.topic());
        try {
            CompletableFuture<Void> sent = destination.selector() == null
                    ? producer.sendOneway(captured, placed)
                    : producer.sendOneway(captured, Messages.selector(destination, msg), destination, placed);
            sent.get();
        } catch (ExecutionException e) {
            raiseUnanswered(e.getCause(), destination);
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    private void raiseUnanswered(@Nullable Throwable failure, Destination destination)
            throws MQClientException, RemotingException, InterruptedException {
        try {
            if (failure instanceof SendException e) {
                throw Failures.raise(Failures.ofWaiting(e, destination, facade.getRetryResponseCodes()));
            }
        } catch (MQBrokerException e) {
            throw new MQClientException(e.getMessage(), e);
        }
        throw new MQClientException("one-way send failed in an unexpected way", failure);
    }

    // Requests

    /** Sends a request and waits for the reply. */
    public Message request(Message msg, Destination destination, long timeout)
            throws RequestTimeoutException, MQClientException, RemotingException, MQBrokerException,
                    InterruptedException {
        Producer producer = running();
        dev.hotfire.producer.Message captured = Messages.capture(msg, facade);
        SendOptions placed = placed(within(timeout), destination, captured.topic());
        Duration patience = atMostAYear(timeout);
        try {
            return Messages.stored(
                    destination.selector() == null
                            ? producer.request(captured, patience, placed)
                            : producer.request(
                                    captured, Messages.selector(destination, msg), destination, patience, placed),
                    null);
        } catch (SendException e) {
            Exception failure = Failures.ofWaitingRequest(e, destination, captured.topic(), timeout);
            if (failure instanceof RequestTimeoutException late) {
                throw late;
            }
            throw Failures.raise(failure);
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    /** Sends a request; the callback gets the reply, or what came in its way. */
    public void request(Message msg, Destination destination, RequestCallback callback, long timeout)
            throws MQClientException, RemotingException {
        running();
        dev.hotfire.producer.Message captured = Messages.capture(msg, facade);
        SendOptions placed = placed(within(timeout), destination, captured.topic());
        Duration patience = atMostAYear(timeout);
        Submission<StoredMessage> submission = producer -> destination.selector() == null
                ? producer.requestAsync(captured, patience, placed)
                : producer.requestAsync(captured, Messages.selector(destination, msg), destination, patience, placed);
        begin(
                submission,
                reply -> Delivery.guarded(() -> callback.onSuccess(Messages.stored(reply, null))),
                failure -> Delivery.guarded(() -> callback.onException(failure)),
                e -> Failures.ofRequestCallback(e, destination));
    }

    // Transactions

    /** The caller's own work. */
    public interface LocalWork {
        @Nullable
        LocalTransactionState run(Message half);
    }

    /** Stores a half message, does the work, and tells the broker how it ended. */
    public TransactionSendResult sendMessageInTransaction(Message msg, LocalWork work) throws MQClientException {
        Producer producer = running();
        dev.hotfire.producer.Message captured = Messages.capture(msg, facade);
        if (captured.delayProperty() != null) {
            throw new MQClientException("Transactional messages do not support delayed delivery", null);
        }
        try {
            TransactionResult ended = producer.sendInTransaction(captured, id -> {
                // What the contract promises: the listener finds the id on its message (B-TXN-04).
                synchronized (msg) {
                    MessageAccessor.putProperty(msg, MessageConst.PROPERTY_TRANSACTION_ID, id);
                    msg.setTransactionId(id);
                }
                return Transactions.state(work.run(msg));
            });
            TransactionSendResult result = Messages.fill(new TransactionSendResult(), ended.half());
            result.setOffsetMsgId(null);
            result.setTransactionId(ended.half().messageId());
            result.setLocalTransactionState(Transactions.state(ended.state()));
            return result;
        } catch (SendException e) {
            throw new MQClientException(
                    "send message Exception", Failures.ofWaiting(e, Destination.ANY, facade.getRetryResponseCodes()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MQClientException("send message Exception", e);
        } catch (IllegalArgumentException e) {
            throw Failures.illegal(e);
        }
    }

    // Questions

    public List<MessageQueue> fetchPublishMessageQueues(String topic) throws MQClientException {
        return questions.publishQueues(running(), topic);
    }

    public void createTopic(String key, String newTopic, int queueNum, int topicSysFlag) throws MQClientException {
        questions.createTopic(running(), key, newTopic, queueNum, topicSysFlag);
    }

    public long searchOffset(MessageQueue mq, long timestamp) throws MQClientException {
        return Questions.answer(running().admin().searchOffset(questions.plain(mq), timestamp));
    }

    public long maxOffset(MessageQueue mq) throws MQClientException {
        return Questions.answer(running().admin().maxOffset(questions.plain(mq)));
    }

    public long minOffset(MessageQueue mq) throws MQClientException {
        return Questions.answer(running().admin().minOffset(questions.plain(mq)));
    }

    public long earliestMsgStoreTime(MessageQueue mq) throws MQClientException {
        return Questions.answer(running().admin().earliestStoreTimeMillis(questions.plain(mq)));
    }

    public QueryResult queryMessage(String topic, String key, int maxNum, long begin, long end)
            throws MQClientException, InterruptedException {
        return questions.byKey(running(), topic, key, maxNum, begin, end);
    }

    public MessageExt viewMessage(String topic, String msgId) throws MQClientException, InterruptedException {
        return questions.byId(running(), topic, msgId);
    }

    /** As 4.x has it. */
    public MessageExt viewMessage(String offsetMsgId) throws MQClientException, InterruptedException {
        return questions.byOffsetId(running(), offsetMsgId);
    }

    /** Takes a timed message back. */
    public String recallMessage(String topic, String recallHandle)
            throws MQClientException, RemotingException, MQBrokerException, InterruptedException {
        return questions.recall(running(), topic, recallHandle);
    }

    // Which brokers to avoid

    public synchronized long[] getLatencyMax() {
        return latencyMax.clone();
    }

    public synchronized long[] getNotAvailableDuration() {
        return notAvailableDuration.clone();
    }

    public synchronized void setLatencyMax(long[] latencyMax) {
        requireNonNull(latencyMax, "latencyMax: null (expected: latencies in milliseconds)");
        long[] before = this.latencyMax;
        this.latencyMax = latencyMax.clone();
        apply(() -> this.latencyMax = before);
    }

    public synchronized void setNotAvailableDuration(long[] notAvailableDuration) {
        requireNonNull(notAvailableDuration, "notAvailableDuration: null (expected: durations in milliseconds)");
        long[] before = this.notAvailableDuration;
        this.notAvailableDuration = notAvailableDuration.clone();
        apply(() -> this.notAvailableDuration = before);
    }

    public boolean isSendLatencyFaultEnable() {
        return facade.isSendLatencyFaultEnable();
    }

    public void setSendLatencyFaultEnable(boolean sendLatencyFaultEnable) {
        facade.setSendLatencyFaultEnable(sendLatencyFaultEnable);
    }

    // Hooks and executors

    public void registerSendMessageHook(SendMessageHook hook) {
        sendMessageHooks.add(requireNonNull(hook, "hook"));
        apply(() -> sendMessageHooks.remove(hook));
    }

    public void registerCheckForbiddenHook(CheckForbiddenHook hook) {
        checkForbiddenHooks.add(requireNonNull(hook, "hook"));
        apply(() -> checkForbiddenHooks.remove(hook));
    }

    public void registerEndTransactionHook(EndTransactionHook hook) {
        endTransactionHooks.add(requireNonNull(hook, "hook"));
        apply(() -> endTransactionHooks.remove(hook));
    }

    /** Whether there is any; a trace counts as one from the start on, as in the official client. */
    public boolean hasSendMessageHook() {
        return !sendMessageHooks.isEmpty() || (started && facade.isEnableTrace());
    }

    public boolean hasCheckForbiddenHook() {
        return !checkForbiddenHooks.isEmpty();
    }

    /** As {@link #hasSendMessageHook}. */
    public boolean hasEndTransactionHook() {
        return !endTransactionHooks.isEmpty() || (started && facade.isEnableTrace());
    }

    List<SendMessageHook> sendMessageHooks() {
        return sendMessageHooks;
    }

    List<CheckForbiddenHook> checkForbiddenHooks() {
        return checkForbiddenHooks;
    }

    List<EndTransactionHook> endTransactionHooks() {
        return endTransactionHooks;
    }

    @Nullable
    RPCHook rpcHook() {
        return rpcHook;
    }

    public void setCallbackExecutor(@Nullable ExecutorService callbackExecutor) {
        delivery.on(callbackExecutor);
    }

    /**
     * Where asynchronous sends are begun: what {@link #setAsyncSenderExecutor} was given, else an executor that can't be
     * told from the official client's, a {@code ThreadPoolExecutor} in whose queue nothing ever waits: sends need none.
     */
    public ExecutorService getAsyncSenderExecutor() {
        ExecutorService given = asyncSenderExecutor;
        if (given != null) {
            return given;
        }
        synchronized (lifeLock) {
            ExecutorService shown = spareExecutor;
            if (shown == null) {
                shown = SpareThreads.executor(
                        "AsyncSenderExecutor", Runtime.getRuntime().availableProcessors());
                spareExecutor = shown;
            }
            return shown;
        }
    }

    public void setAsyncSenderExecutor(@Nullable ExecutorService asyncSenderExecutor) {
        this.asyncSenderExecutor = asyncSenderExecutor;
    }

    public DefaultMQProducer getDefaultMQProducer() {
        return facade;
    }

    /** As 4.x has it. */
    public int getCompressLevel() {
        return facade.getCompressLevel();
    }

    /** As 4.x has it. */
    public void setCompressLevel(int compressLevel) {
        facade.setCompressLevel(compressLevel);
    }

    /** As 4.x has it. */
    public CompressionType getCompressType() {
        return facade.getCompressType();
    }

    /** As 4.x has it. */
    public void setCompressType(CompressionType compressType) {
        facade.setCompressType(compressType);
    }
}
