// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.examples.familiar;

import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.client.producer.SendResult;
import dev.hotfire.client.producer.TransactionListener;
import dev.hotfire.client.producer.TransactionMQProducer;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageExt;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends messages that are tied to work of this program's own: some of it is done, some is taken back, some takes a while. */
public final class TransactionSend {
    private TransactionSend() {}

    public static void main(String[] args) throws Exception {
        // Long enough for brokers to ask about what this program leaves open; zero not to wait for it.
        long patienceMillis = args.length > 1 ? Long.parseLong(args[1]) : 0;
        ListenerImpl transactionListener = new ListenerImpl();
        TransactionMQProducer producer = new TransactionMQProducer("transaction-group");
        ExecutorService executorService =
                new ThreadPoolExecutor(2, 5, 100, TimeUnit.SECONDS, new ArrayBlockingQueue<>(2000), r -> {
                    Thread thread = new Thread(r);
                    thread.setName("client-transaction-msg-check-thread");
                    return thread;
                });
        producer.setExecutorService(executorService);
        producer.setTransactionListener(transactionListener);
        producer.setNamesrvAddr(args[0]);
        producer.start();
        String[] tags = {"TagA", "TagB", "TagC"};
        for (int i = 0; i < 9; i++) {
            try {
                Message msg = new Message(
                        "transaction",
                        tags[i % tags.length],
                        "KEY" + i,
                        ("Hello " + i).getBytes(StandardCharsets.UTF_8));
                SendResult sendResult = producer.sendMessageInTransaction(msg, i);
                System.out.println(i + " " + sendResult.getSendStatus() + " " + transactionListener.stateOf(msg));
            } catch (MQClientException e) {
                System.out.println(i + " failed: " + e);
            }
        }
        transactionListener.awaitChecks(patienceMillis);
        producer.shutdown();
    }

    private static final class ListenerImpl implements TransactionListener {
        private static final int OPEN = 3;

        private final AtomicInteger checked = new AtomicInteger();
        private final ConcurrentHashMap<String, LocalTransactionState> localTrans = new ConcurrentHashMap<>();

        @Override
        public LocalTransactionState executeLocalTransaction(Message msg, Object arg) {
            LocalTransactionState state = LocalTransactionState.values()[(Integer) arg % 3];
            localTrans.put(msg.getTransactionId(), state);
            return state;
        }

        @Override
        public LocalTransactionState checkLocalTransaction(MessageExt msg) {
            LocalTransactionState state = localTrans.get(msg.getTransactionId());
            System.out.println("checked " + new String(msg.getBody(), StandardCharsets.UTF_8));
            synchronized (checked) {
                checked.incrementAndGet();
                checked.notifyAll();
            }
            return state == LocalTransactionState.UNKNOW ? LocalTransactionState.COMMIT_MESSAGE : state;
        }

        LocalTransactionState stateOf(Message msg) {
            return localTrans.get(msg.getTransactionId());
        }

        void awaitChecks(long patienceMillis) throws InterruptedException {
            long end = System.currentTimeMillis() + patienceMillis;
            synchronized (checked) {
                while (checked.get() < OPEN && System.currentTimeMillis() < end) {
                    checked.wait(Math.max(1, end - System.currentTimeMillis()));
                }
            }
        }
    }
}
