// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import static java.util.Objects.requireNonNull;

import dev.hotfire.client.AccessChannel;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.impl.producer.DefaultMQProducerImpl;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.producer.SendCallback;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.topic.TopicValidator;
import dev.hotfire.remoting.RPCHook;
import dev.hotfire.remoting.exception.RemotingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends trace records to the trace topic, with a producer of its own. For code that sets it up by hand and registers the hooks
 * of {@code client.trace.hook}; a producer that is told to trace does so without.
 *
 * <p>Records wait for the message before them to be answered, not for a clock, so there is no thread. At most 2,048 wait;
 * further ones are refused (B-TRACE-03). Any thread.
 */
public class AsyncTraceDispatcher implements TraceDispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncTraceDispatcher.class);

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int DEFAULT_BATCH_NUM = 10;
    private static final int CAPACITY = 2048;
    private static final int MAX_MESSAGE_BYTES = 128_000;
    private static final int SEND_TIMEOUT_MILLIS = 5_000;
    private static final long FLUSH_LIMIT_MILLIS = 5_000;

    private final int batchNum;
    private final DefaultMQProducer traceProducer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Deque<TraceContext> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean running;
    private @Nullable Thread shutDownHook;

    private volatile AccessChannel accessChannel = AccessChannel.LOCAL;
    private volatile String traceTopicName;
    private volatile @Nullable DefaultMQProducerImpl hostProducer;
    private volatile @Nullable String namespaceV2;

    /**
     * @param group          whose records these are
     * @param batchNum       how many records a message holds at most
     * @param traceTopicName where they go; null or empty for the usual topic
     * @param rpcHook        for requests of the dispatcher's own producer
     */
    public AsyncTraceDispatcher(
            String group, Type type, int batchNum, @Nullable String traceTopicName, @Nullable RPCHook rpcHook) {
        this.batchNum = Math.max(1, Math.min(batchNum, 20));
        this.traceTopicName = traceTopicName == null || traceTopicName.isEmpty()
                ? TopicValidator.RMQ_SYS_TRACE_TOPIC
                : traceTopicName;
        this.traceProducer = new DefaultMQProducer(
                TraceConstants.GROUP_NAME_PREFIX + "-" + group + "-" + type + "-" + COUNTER.incrementAndGet(), rpcHook);
        traceProducer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        traceProducer.setVipChannelEnabled(false);
        traceProducer.setMaxMessageSize(MAX_MESSAGE_BYTES);
    }

    /** As 4.x has it: with as many records in a message as by default. */
    public AsyncTraceDispatcher(String group, Type type, @Nullable String traceTopicName, @Nullable RPCHook rpcHook) {
        this(group, type, DEFAULT_BATCH_NUM, traceTopicName, rpcHook);
    }

    public AccessChannel getAccessChannel() {
        return accessChannel;
    }

    public void setAccessChannel(AccessChannel accessChannel) {
        this.accessChannel = accessChannel;
    }

    public String getTraceTopicName() {
        return traceTopicName;
    }

    public void setTraceTopicName(String traceTopicName) {
        this.traceTopicName = traceTopicName;
    }

    /** The producer that sends the records. */
    public DefaultMQProducer getTraceProducer() {
        return traceProducer;
    }

    public @Nullable DefaultMQProducerImpl getHostProducer() {
        return hostProducer;
    }

    /** The producer whose records these are. */
    public void setHostProducer(@Nullable DefaultMQProducerImpl hostProducer) {
        this.hostProducer = hostProducer;
    }

    public @Nullable String getNamespaceV2() {
        return namespaceV2;
    }

    public void setNamespaceV2(@Nullable String namespaceV2) {
        this.namespaceV2 = namespaceV2;
    }

    /** Starts the dispatcher's producer, and sends what waits. Does nothing if it is running. */
    @Override
    public void start(String nameSrvAddr, AccessChannel accessChannel) throws MQClientException {
        lock.lock();
        try {
            if (running) {
                return;
            }
            traceProducer.setNamesrvAddr(nameSrvAddr);
            traceProducer.setInstanceName(TraceConstants.TRACE_INSTANCE_NAME + "_" + nameSrvAddr);
            traceProducer.setNamespaceV2(namespaceV2);
            traceProducer.setEnableTrace(false);
            traceProducer.start();
            this.accessChannel = accessChannel;
            running = true;
        } finally {
            lock.unlock();
        }
        sendNext();
    }

    /** Takes a {@link TraceContext}; false if there is no room for it. */
    @Override
    public boolean append(Object ctx) {
        lock.lock();
        try {
            if (waiting.size() == CAPACITY) {
                LOG.info("a trace record was dropped: {} wait already", CAPACITY);
                return false;
            }
            waiting.addLast((TraceContext) ctx);
        } finally {
            lock.unlock();
        }
        sendNext();
        return true;
    }

    /** Sends what waits, unless something is under way: then that is what it waits for. */
    private void sendNext() {
        List<Message> messages;
        lock.lock();
        try {
            if (!running || underWay > 0 || waiting.isEmpty()) {
                return;
            }
            List<TraceContext> batch = new ArrayList<>(batchNum);
            while (batch.size() < batchNum && !waiting.isEmpty()) {
                batch.add(waiting.removeFirst());
            }
            messages = messages(batch);
            underWay = messages.size();
        } finally {
            lock.unlock();
        }
        if (messages.isEmpty()) {
            sendNext();
        }
        messages.forEach(this::send);
    }

    private List<Message> messages(List<TraceContext> batch) {
        Map<String, List<TraceTransferBean>> byTopic = new LinkedHashMap<>();
        for (TraceContext context : batch) {
            AccessChannel own = context.getAccessChannel();
            boolean cloud = (own == null ? accessChannel : own) == AccessChannel.CLOUD;
            String topic = cloud ? TraceConstants.TRACE_TOPIC_PREFIX + context.getRegionId() : traceTopicName;
            TraceTransferBean record = TraceDataEncoder.encoderFromContextBean(context);
            if (record != null && record.getTransData() != null) {
                byTopic.computeIfAbsent(topic, first -> new ArrayList<>()).add(record);
            }
        }
        List<Message> messages = new ArrayList<>();
        byTopic.forEach((topic, records) -> pack(topic, records, messages));
        return messages;
    }

    private static void pack(String topic, List<TraceTransferBean> records, List<Message> messages) {
        StringBuilder data = new StringBuilder();
        Set<String> keys = new LinkedHashSet<>();
        for (TraceTransferBean record : records) {
            String text = requireNonNull(record.getTransData());
            if (data.length() > 0 && data.length() + text.length() > MAX_MESSAGE_BYTES / 4) {
                messages.add(message(topic, data, keys));
                data = new StringBuilder();
                keys = new LinkedHashSet<>();
            }
            data.append(text);
            keys.addAll(record.getTransKey());
        }
        messages.add(message(topic, data, keys));
    }

    private static Message message(String topic, CharSequence data, Set<String> keys) {
        Message message = new Message(topic, data.toString().getBytes(StandardCharsets.UTF_8));
        message.setKeys(keys);
        return message;
    }

    private void send(Message message) {
        try {
            traceProducer.send(message, new SendCallback() {
                @Override
                public void onSuccess(SendResult sendResult) {
                    onSent();
                }

                @Override
                public void onException(Throwable e) {
                    LOG.warn("a trace message was lost: {}", String.valueOf(e));
                    onSent();
                }
            });
        } catch (MQClientException | RemotingException | InterruptedException | RuntimeException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("a trace message was lost: {}", String.valueOf(e));
            onSent();
        }
    }

    private void onSent() {
        lock.lock();
        try {
            underWay--;
            if (underWay == 0 && waiting.isEmpty()) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
        sendNext();
    }

    /** Waits until what was appended so far is sent, for 5 s at most. */
    @Override
    public void flush() {
        long leftNanos = TimeUnit.MILLISECONDS.toNanos(FLUSH_LIMIT_MILLIS);
        lock.lock();
        try {
            while (running && leftNanos > 0 && (underWay > 0 || !waiting.isEmpty())) {
                leftNanos = idle.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what waits, and ends the dispatcher's producer. */
    @Override
    public void shutdown() {
        flush();
        lock.lock();
        try {
            if (!running) {
                return;
            }
            running = false;
        } finally {
            lock.unlock();
        }
        traceProducer.shutdown();
        removeShutdownHook();
    }

    /** Has the end of the process wait for what is not sent yet. */
    public void registerShutDownHook() {
        lock.lock();
        try {
            if (shutDownHook == null) {
                shutDownHook = new Thread(this::flush, "ShutdownHookMQTrace");
                Runtime.getRuntime().addShutdownHook(shutDownHook);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@link #registerShutDownHook} back. */
    public void removeShutdownHook() {
        lock.lock();
        try {
            if (shutDownHook != null) {
                Runtime.getRuntime().removeShutdownHook(shutDownHook);
                shutDownHook = null;
            }
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending already", e);
        } finally {
            lock.unlock();
        }
    }
}
