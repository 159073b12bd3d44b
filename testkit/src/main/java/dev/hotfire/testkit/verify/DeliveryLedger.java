// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.verify;

import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.RequestFacts;
import dev.hotfire.fake.server.SentMessage;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What became of all messages, from the journal and the brokers' logs alone: whoever sent them, and whatever he believes. A
 * snapshot.
 *
 * <p>Messages are told apart by the ids that producers give them; one without is told apart by topic, keys and body. What
 * journal and logs have no room for any more is not counted.
 */
public final class DeliveryLedger {
    private static final int SHOWN = 20;

    private final List<Delivery> deliveries;
    private final List<Disorder> disorders;

    private DeliveryLedger(List<Delivery> deliveries, List<Disorder> disorders) {
        this.deliveries = List.copyOf(deliveries);
        this.disorders = List.copyOf(disorders);
    }

    /**
     * Two messages of one key that are in one queue in another order than they were first sent in.
     *
     * @param earlier sent first, stored second
     * @param later   sent second, stored first
     */
    public record Disorder(String key, ReceivedMessage earlier, ReceivedMessage later) {}

    /**
     * Adds up.
     *
     * @param entries the journal, oldest first
     * @param logs    all that each broker has, by broker name, in the order of its log
     */
    public static DeliveryLedger of(List<JournalEntry> entries, Map<String, List<StoredMessage>> logs) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            if (RequestFacts.isSend(entry.code()) && !isReply(entry.code())) {
                for (SentMessage message : entry.messages()) {
                    Draft draft = drafts.computeIfAbsent(
                            idOf(message), id -> new Draft(id, message.topic(), firstOf(message.keys())));
                    draft.attempts++;
                    draft.acknowledged |= saysStored(entry.responseCode());
                }
            }
        }
        logs.forEach((broker, log) -> {
            for (StoredMessage stored : log) {
                collect(drafts, ReceivedMessage.of(broker, stored));
            }
        });
        List<Delivery> deliveries = new ArrayList<>();
        drafts.values().forEach(draft -> deliveries.add(draft.finished()));
        return new DeliveryLedger(deliveries, disorders(deliveries));
    }

    private static void collect(Map<String, Draft> drafts, ReceivedMessage message) {
        Draft draft = drafts.get(idOf(message));
        if (draft != null && !draft.topic.equals(message.topic())) {
            draft.waiting++;
        } else if (draft != null) {
            draft.copies.add(message);
        } else if (!isOfSystem(message.topic())) {
            Draft unsent = new Draft(idOf(message), message.topic(), firstOf(message.keys()));
            unsent.copies.add(message);
            drafts.put(unsent.id, unsent);
        }
    }

    /** A reply is handed over to who asked; no log ever has it. */
    private static boolean isReply(int requestCode) {
        return requestCode == RequestCode.SEND_REPLY_MESSAGE || requestCode == RequestCode.SEND_REPLY_MESSAGE_V2;
    }

    private static boolean isOfSystem(String topic) {
        return topic.startsWith("RMQ_SYS_") || topic.startsWith("SCHEDULE_TOPIC_") || topic.startsWith("rmq_sys_");
    }

    private static boolean saysStored(@Nullable Integer responseCode) {
        return responseCode != null
                && (responseCode == ResponseCode.SUCCESS
                        || responseCode == ResponseCode.FLUSH_DISK_TIMEOUT
                        || responseCode == ResponseCode.SLAVE_NOT_AVAILABLE
                        || responseCode == ResponseCode.FLUSH_SLAVE_TIMEOUT);
    }

    private static @Nullable String firstOf(List<String> keys) {
        return keys.isEmpty() ? null : keys.get(0);
    }

    private static String idOf(SentMessage message) {
        String unique = message.uniqueKey();
        return unique != null ? unique : substitute(message.topic(), message.keys(), message.body());
    }

    private static String idOf(ReceivedMessage message) {
        String unique = message.uniqueKey();
        return unique != null ? unique : substitute(message.topic(), message.keys(), message.body());
    }

    private static String substitute(String topic, List<String> keys, byte[] body) {
        return topic + "/" + String.join(" ", keys) + "/" + Integer.toHexString(Arrays.hashCode(body)) + "-"
                + body.length;
    }

    /** In each queue the first copies of each key's messages must come in the order of sending. */
    private static List<Disorder> disorders(List<Delivery> inOrderOfSending) {
        Map<String, ReceivedMessage> lastByQueueAndKey = new TreeMap<>();
        List<Disorder> found = new ArrayList<>();
        for (Delivery delivery : inOrderOfSending) {
            String key = delivery.key();
            if (key == null || delivery.copies().isEmpty() || delivery.attempts() == 0) {
                continue;
            }
            ReceivedMessage first = delivery.copies().get(0);
            String place = first.topic() + " " + first.brokerName() + " " + first.queueId() + " " + key;
            ReceivedMessage before = lastByQueueAndKey.get(place);
            if (before != null && before.queueOffset() > first.queueOffset()) {
                found.add(new Disorder(key, before, first));
            } else {
                lastByQueueAndKey.put(place, first);
            }
        }
        return found;
    }

    private static final class Draft {
        private final String id;
        private final String topic;
        private final @Nullable String key;
        private int attempts;
        private boolean acknowledged;
        private int waiting;
        private final List<ReceivedMessage> copies = new ArrayList<>();

        private Draft(String id, String topic, @Nullable String key) {
            this.id = id;
            this.topic = topic;
            this.key = key;
        }

        private Delivery finished() {
            return new Delivery(topic, id, key, attempts, acknowledged, copies, waiting);
        }
    }

    /** All messages, in the order in which they were first sent; those that no kept request brought are last. */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    /** Those that meet a condition: {@code deliveries(Delivery::isLost)}. */
    public List<Delivery> deliveries(Predicate<? super Delivery> condition) {
        return deliveries.stream().filter(condition).toList();
    }

    /** The messages of one topic alone. */
    public DeliveryLedger ofTopic(String topic) {
        return new DeliveryLedger(
                deliveries(delivery -> delivery.topic().equals(topic)),
                disorders.stream()
                        .filter(disorder -> disorder.earlier().topic().equals(topic))
                        .toList());
    }

    /** How many messages came at least once. */
    public long accepted() {
        return count(delivery -> delivery.attempts() > 0);
    }

    /** How many have at least one copy. */
    public long stored() {
        return count(Delivery::isStored);
    }

    /** How many were answered as stored. */
    public long acknowledged() {
        return count(Delivery::acknowledged);
    }

    /** How many were answered as stored and have no copy. */
    public long lost() {
        return count(Delivery::isLost);
    }

    /** Copies beyond the first, over all messages. */
    public long duplicated() {
        long all = 0;
        for (Delivery delivery : deliveries) {
            all += Math.max(0, delivery.copies().size() - 1);
        }
        return all;
    }

    /** Attempts beyond the first, over all messages. */
    public long retried() {
        long all = 0;
        for (Delivery delivery : deliveries) {
            all += Math.max(0, delivery.attempts() - 1);
        }
        return all;
    }

    /** Pairs of messages with the same first key that one queue has in another order than they were first sent in. */
    public List<Disorder> disorders() {
        return disorders;
    }

    private long count(Predicate<Delivery> condition) {
        return deliveries.stream().filter(condition).count();
    }

    /** The sums on one line. */
    public String summary() {
        return "accepted=" + accepted() + " stored=" + stored() + " acknowledged=" + acknowledged() + " lost=" + lost()
                + " duplicated=" + duplicated() + " retried=" + retried() + " disordered=" + disorders.size();
    }

    /** The sums, and the messages that are lost or duplicated. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(summary());
        deliveries.stream()
                .filter(delivery -> delivery.isLost() || delivery.isDuplicated())
                .limit(SHOWN)
                .forEach(delivery -> text.append("\n  ").append(delivery));
        disorders.stream().limit(SHOWN).forEach(disorder -> text.append("\n  ").append(disorder));
        return text.toString();
    }
}
