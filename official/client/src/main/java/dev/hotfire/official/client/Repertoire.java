// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.util.Set;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * What the official producer can do beyond plain sends, one after the other and traced: messages in an order of the
 * caller's, delayed ones, transactions that end at once, later or never, and requests. Prints one line for each; then {@code
 * sent}, once nothing is left to do but to be asked about transactions, which prints {@code checked}. Ends with its input.
 *
 * <p>The same classes run on every release of the client.
 */
public final class Repertoire {
    private static final int ORDERED_MESSAGES = 20;
    private static final int DELAYED_MESSAGES = 5;
    private static final int TRANSACTIONS = 9;
    private static final int REQUESTS = 5;
    private static final int KEYS = 4;
    private static final long REQUEST_TIMEOUT_MILLIS = 30_000;

    private final TransactionMQProducer producer;
    private final String topic;
    private final PrintStream lines;

    private Repertoire(TransactionMQProducer producer, String topic, PrintStream lines) {
        this.producer = producer;
        this.topic = topic;
        this.lines = lines;
    }

    /**
     * Goes through it all.
     *
     * @param args {@code --namesrv ADDRESSES --topic NAME --requests TOPIC}: what is sent to the latter is to be answered
     */
    public static void main(String[] args) {
        PrintStream lines = Surroundings.arrange();
        Surroundings.runAndExit(() -> {
            Arguments arguments = Arguments.parse(args, Set.of("namesrv", "topic", "requests"));
            TransactionMQProducer producer = tracingProducer();
            producer.setNamesrvAddr(arguments.text("namesrv"));
            Repertoire repertoire = new Repertoire(producer, arguments.text("topic"), lines);
            producer.setTransactionListener(repertoire.new Listener());
            producer.start();
            repertoire.ordered();
            repertoire.delayed();
            repertoire.transactions();
            repertoire.requests(arguments.text("requests"));
            lines.println("sent");
            while (System.in.read() >= 0) {
                // Whoever started this JVM holds its input.
            }
            // Sends what is left of the traces.
            producer.shutdown();
            lines.println("end");
        });
    }

    // The one constructor for this that both releases have; it takes nulls for none.
    @SuppressWarnings({"deprecation", "NullAway"})
    private static TransactionMQProducer tracingProducer() {
        return new TransactionMQProducer(null, "hotfire-repertoire", null, true, null);
    }

    private void ordered() throws Exception {
        for (int i = 0; i < ORDERED_MESSAGES; i++) {
            int key = i % KEYS;
            SendResult result = producer.send(
                    message("ordered", i), (queues, message, argument) -> queues.get((Integer) argument), key);
            print("ordered", i, result);
        }
    }

    private void delayed() throws Exception {
        for (int i = 0; i < DELAYED_MESSAGES; i++) {
            Message message = message("delayed", i);
            message.setDelayTimeLevel(1);
            print("delayed", i, producer.send(message));
        }
    }

    private void transactions() throws Exception {
        for (int i = 0; i < TRANSACTIONS; i++) {
            TransactionSendResult result = producer.sendMessageInTransaction(message("transaction", i), i);
            print("transaction", i, result);
        }
    }

    private void requests(String toTopic) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            Message reply = producer.request(
                    new Message(toTopic, "request", "request-" + i, ("request " + i).getBytes(UTF_8)),
                    REQUEST_TIMEOUT_MILLIS);
            lines.println(Line.of("replied").with("index", i).with("body", new String(reply.getBody(), UTF_8)));
        }
    }

    private Message message(String mode, int index) {
        return new Message(topic, mode, mode + "-" + index, (mode + " " + index).getBytes(UTF_8));
    }

    private void print(String mode, int index, SendResult result) {
        lines.println(Line.of("stored")
                .with("mode", mode)
                .with("index", index)
                .with("status", result.getSendStatus())
                .with("messageId", result.getMsgId())
                .with("broker", result.getMessageQueue().getBrokerName())
                .with("queue", result.getMessageQueue().getQueueId())
                .with("offset", result.getQueueOffset()));
    }

    /** Commits the first of three, rolls the second back, and says so of the third only when it is asked. */
    private final class Listener implements TransactionListener {
        @Override
        public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
            return switch ((Integer) argument % 3) {
                case 0 -> LocalTransactionState.COMMIT_MESSAGE;
                case 1 -> LocalTransactionState.ROLLBACK_MESSAGE;
                default -> LocalTransactionState.UNKNOW;
            };
        }

        @Override
        public LocalTransactionState checkLocalTransaction(MessageExt message) {
            lines.println(Line.of("checked").with("keys", message.getKeys()));
            return LocalTransactionState.COMMIT_MESSAGE;
        }
    }
}
