// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.common.message.Message;
import dev.hotfire.remoting.RPCHook;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DefaultMQProducer} whose messages can be tied to work of the caller's own: {@link TransactionListener} does the
 * work, and tells brokers how it ended if the first word about that got lost.
 */
public class TransactionMQProducer extends DefaultMQProducer {
    private volatile @Nullable TransactionListener transactionListener;

    @SuppressWarnings("deprecation") // What the official client still takes.
    private volatile @Nullable TransactionCheckListener transactionCheckListener;

    private volatile int checkThreadPoolMinSize = 1;
    private volatile int checkThreadPoolMaxSize = 1;
    private volatile int checkRequestHoldMax = 2000;
    private volatile @Nullable ExecutorService executorService;
    private volatile @Nullable ExecutorService startedWith;

    public TransactionMQProducer() {}

    public TransactionMQProducer(String producerGroup) {
        super(producerGroup);
    }

    public TransactionMQProducer(String producerGroup, @Nullable List<String> topics) {
        super(producerGroup, null, topics);
    }

    public TransactionMQProducer(String producerGroup, @Nullable RPCHook rpcHook) {
        super(producerGroup, rpcHook);
    }

    public TransactionMQProducer(String producerGroup, @Nullable RPCHook rpcHook, @Nullable List<String> topics) {
        super(producerGroup, rpcHook, topics);
    }

    public TransactionMQProducer(
            String producerGroup,
            @Nullable RPCHook rpcHook,
            boolean enableMsgTrace,
            @Nullable String customizedTraceTopic) {
        super(producerGroup, rpcHook, enableMsgTrace, customizedTraceTopic);
    }

    @Deprecated
    public TransactionMQProducer(@Nullable String namespace, String producerGroup) {
        super(namespace, producerGroup);
    }

    @Deprecated
    public TransactionMQProducer(@Nullable String namespace, String producerGroup, @Nullable RPCHook rpcHook) {
        super(namespace, producerGroup, rpcHook);
    }

    @Deprecated
    public TransactionMQProducer(
            @Nullable String namespace,
            String producerGroup,
            @Nullable RPCHook rpcHook,
            boolean enableMsgTrace,
            @Nullable String customizedTraceTopic) {
        super(namespace, producerGroup, rpcHook, enableMsgTrace, customizedTraceTopic);
    }

    @Override
    public void start() throws MQClientException {
        ExecutorService given = executorService;
        defaultMQProducerImpl.startWithTransactions(this);
        startedWith = given;
        startTraceDispatcher();
    }

    /**
     * Shuts down, and the executor for the brokers' questions that it was started with, as the official client does:
     * programs that leave it to that would never end on its threads (B-TXN-13). Doesn't wait for what that executor still
     * has.
     */
    @Override
    public void shutdown() {
        super.shutdown();
        ExecutorService executor = startedWith;
        if (executor != null) {
            executor.shutdown();
        }
    }

    /**
     * Stores a half message, does the listener's work, and tells the broker how it ended.
     *
     * @param arg handed to the listener
     * @return with {@link LocalTransactionState#UNKNOW} if the work threw or told nothing: the broker will ask
     * @throws MQClientException if there is no listener; {@code send message Exception} if the half message could not be
     *     stored, in which case the work was not done
     */
    @Override
    public TransactionSendResult sendMessageInTransaction(Message msg, @Nullable Object arg) throws MQClientException {
        TransactionListener listener = transactionListener;
        if (listener == null) {
            throw new MQClientException("TransactionListener is null", null);
        }
        return defaultMQProducerImpl.sendMessageInTransaction(msg, half -> listener.executeLocalTransaction(half, arg));
    }

    /**
     * As earlier releases had it; checks are answered by the {@link #setTransactionCheckListener}.
     *
     * @throws MQClientException as above
     */
    @Override
    @Deprecated
    public TransactionSendResult sendMessageInTransaction(
            Message msg, @Nullable LocalTransactionExecuter tranExecuter, @Nullable Object arg)
            throws MQClientException {
        if (transactionCheckListener == null) {
            throw new MQClientException("localTransactionBranchCheckListener is null", null);
        }
        if (tranExecuter == null) {
            throw new MQClientException("tranExecutor is null", null);
        }
        return defaultMQProducerImpl.sendMessageInTransaction(
                msg, half -> tranExecuter.executeLocalTransactionBranch(half, arg));
    }

    @Deprecated
    public @Nullable TransactionCheckListener getTransactionCheckListener() {
        return transactionCheckListener;
    }

    /** <i>Live.</i> Who answers brokers; comes before the {@link TransactionListener} (B-TXN-10). */
    @Deprecated
    public void setTransactionCheckListener(@Nullable TransactionCheckListener transactionCheckListener) {
        this.transactionCheckListener = transactionCheckListener;
    }

    public int getCheckThreadPoolMinSize() {
        return checkThreadPoolMinSize;
    }

    /** Threads are made when they are needed, whatever this says. */
    @Deprecated
    public void setCheckThreadPoolMinSize(int checkThreadPoolMinSize) {
        this.checkThreadPoolMinSize = checkThreadPoolMinSize;
    }

    public int getCheckThreadPoolMaxSize() {
        return checkThreadPoolMaxSize;
    }

    /** The most threads that answer brokers. */
    public void setCheckThreadPoolMaxSize(int checkThreadPoolMaxSize) {
        this.checkThreadPoolMaxSize = checkThreadPoolMaxSize;
    }

    public int getCheckRequestHoldMax() {
        return checkRequestHoldMax;
    }

    /** How many of the brokers' questions may wait; more are dropped, and asked again. */
    public void setCheckRequestHoldMax(int checkRequestHoldMax) {
        this.checkRequestHoldMax = checkRequestHoldMax;
    }

    public @Nullable ExecutorService getExecutorService() {
        return executorService;
    }

    /**
     * <i>Live.</i> Where the listener answers brokers, in place of threads of this producer's own. One that is set before the
     * start ends with {@link #shutdown()}; one that is set later stays its owner's.
     */
    public void setExecutorService(@Nullable ExecutorService executorService) {
        this.executorService = executorService;
    }

    public @Nullable TransactionListener getTransactionListener() {
        return transactionListener;
    }

    /** <i>Live.</i> Who does the work of transactions, and answers brokers about it. */
    public void setTransactionListener(@Nullable TransactionListener transactionListener) {
        this.transactionListener = transactionListener;
    }
}
