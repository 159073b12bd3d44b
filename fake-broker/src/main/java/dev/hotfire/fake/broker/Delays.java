// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.header.RecallResponseHeader;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.namespace.SystemTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are delivered later: by delay level, or by timer (W-12), and the recall of the latter (W-16.3), after
 * broker 5.5.0. Safe from any thread.
 *
 * <p>As there, a message that waits is stored in a system topic, with its own topic and queue as properties, and is
 * stored once more where it belongs when its time has come; a level is counted from the time of storing, a timer has
 * slots of a second, so that a message is never early and less than a second late. Simplified: a level is exact where a
 * real broker polls; a timer's horizon is not rolled over; there is no congestion control; a recall takes effect at
 * once.
 */
final class Delays {
    /** The official broker's table: level 1 is a second, level 18 two hours. */
    static final List<Duration> DEFAULT_LEVELS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(3),
            Duration.ofMinutes(4),
            Duration.ofMinutes(5),
            Duration.ofMinutes(6),
            Duration.ofMinutes(7),
            Duration.ofMinutes(8),
            Duration.ofMinutes(9),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2));

    /** How far ahead a timer may be set, as with the official broker. */
    private static final long TIMER_HORIZON_MILLIS = Duration.ofDays(3).toMillis();

    private static final long SLOT_MILLIS = 1_000;
    private static final String RECALL_TAG = "_RECALL_TAG_";

    private final BrokerGroup group;
    private final BrokerTime time;
    private final List<Duration> levels;

    /** Guarded by itself: messages whose time has not come, by place in the commit log. */
    private final SortedMap<Long, Waiting> waiting = new TreeMap<>();

    private record Waiting(StoredMessage message, BrokerTime.Task delivery) {}

    /** When a message is wanted. */
    sealed interface Due {
        record Now() implements Due {}

        /** From 1. */
        record Level(int level) implements Due {}

        /** The timer's slot: its message is delivered when it is over. */
        record Timer(long slotMillis) implements Due {}

        /** Not to be had. */
        record Illegal(String remark) implements Due {}
    }

    private static final Due NOW = new Due.Now();

    Delays(BrokerGroup group, BrokerTime time, List<Duration> levels) {
        this.group = group;
        this.time = time;
        this.levels = List.copyOf(levels);
    }

    /**
     * When a message with these properties is wanted. A level takes the timer's properties away, as they are ignored; one
     * beyond the highest becomes that.
     *
     * @throws NumberFormatException if the level is none, over which the real broker stumbles just so
     */
    Due dueOf(Map<String, String> properties) {
        String delay = properties.get(PropertyNames.DELAY);
        if (delay != null) {
            int level = Integer.parseInt(delay);
            if (level > 0) {
                properties.remove(PropertyNames.TIMER_DELIVER_MS);
                properties.remove(PropertyNames.TIMER_DELAY_SEC);
                properties.remove(PropertyNames.TIMER_DELAY_MS);
                int known = Math.min(level, levels.size());
                properties.put(PropertyNames.DELAY, Integer.toString(known));
                return new Due.Level(known);
            }
        }
        boolean timer = !properties.containsKey(PropertyNames.TIMER_OUT_MS)
                && (properties.containsKey(PropertyNames.TIMER_DELAY_SEC)
                        || properties.containsKey(PropertyNames.TIMER_DELAY_MS)
                        || properties.containsKey(PropertyNames.TIMER_DELIVER_MS));
        return timer ? timerOf(properties) : NOW;
    }

    private Due timerOf(Map<String, String> properties) {
        long nowMillis = time.currentTimeMillis();
        long deliverMillis;
        try {
            String seconds = properties.get(PropertyNames.TIMER_DELAY_SEC);
            String millis = properties.get(PropertyNames.TIMER_DELAY_MS);
            if (seconds != null) {
                deliverMillis = nowMillis + Long.parseLong(seconds) * 1_000;
            } else if (millis != null) {
                deliverMillis = nowMillis + Long.parseLong(millis);
            } else {
                deliverMillis = Long.parseLong(properties.getOrDefault(PropertyNames.TIMER_DELIVER_MS, ""));
            }
        } catch (NumberFormatException e) {
            return illegal();
        }
        if (deliverMillis <= nowMillis) {
            return NOW;
        }
        if (deliverMillis - nowMillis > TIMER_HORIZON_MILLIS) {
            return illegal();
        }
        return new Due.Timer((deliverMillis - 1) / SLOT_MILLIS * SLOT_MILLIS);
    }

    private static Due illegal() {
        return new Due.Illegal(
                "timer message illegal, the delay time should not be bigger than the max delay " + TIMER_HORIZON_MILLIS
                        + "ms; or if set del msg, the delay time should be bigger than the current time");
    }

    /** Stores a message where it is wanted now, or where it waits. With the broker locked. */
    StoredMessage store(Incoming message, Due due) {
        if (due instanceof Due.Level level) {
            return storeLevel(message, level.level());
        }
        if (due instanceof Due.Timer timer) {
            return storeTimer(message, timer.slotMillis());
        }
        return group.append(message);
    }

    private StoredMessage storeLevel(Incoming message, int level) {
        StoredMessage stored = group.append(waitingForm(message, SystemTopics.SCHEDULE, level - 1, Map.of()));
        long delayMillis = levels.get(level - 1).toMillis();
        awaitTime(stored, delayMillis, () -> {
            Map<String, String> properties = new LinkedHashMap<>(stored.properties());
            properties.remove(PropertyNames.DELAY);
            return properties;
        });
        return stored;
    }

    private StoredMessage storeTimer(Incoming message, long slotMillis) {
        StoredMessage stored = group.append(waitingForm(
                message, SystemTopics.TIMER, 0, Map.of(PropertyNames.TIMER_OUT_MS, Long.toString(slotMillis))));
        long delayMillis = slotMillis + SLOT_MILLIS - time.currentTimeMillis();
        awaitTime(stored, delayMillis, () -> {
            Map<String, String> properties = new LinkedHashMap<>(stored.properties());
            properties.remove(PropertyNames.REAL_TOPIC);
            properties.remove(PropertyNames.REAL_QUEUE_ID);
            properties.put(PropertyNames.TIMER_ENQUEUE_MS, Long.toString(stored.storeTimestamp()));
            properties.put(PropertyNames.TIMER_DEQUEUE_MS, Long.toString(time.currentTimeMillis()));
            return properties;
        });
        return stored;
    }

    private static Incoming waitingForm(Incoming message, String topic, int queueId, Map<String, String> more) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.putAll(more);
        properties.put(PropertyNames.REAL_TOPIC, message.topic());
        properties.put(PropertyNames.REAL_QUEUE_ID, Integer.toString(message.queueId()));
        return message.withPlace(topic, queueId).withProperties(properties);
    }

    private interface DeliveredProperties {
        Map<String, String> get();
    }

    private void awaitTime(StoredMessage stored, long delayMillis, DeliveredProperties properties) {
        synchronized (waiting) {
            BrokerTime.Task delivery = time.afterMillis(delayMillis, () -> deliver(stored, properties.get()));
            waiting.put(stored.commitLogOffset(), new Waiting(stored, delivery));
        }
    }

    private void deliver(StoredMessage stored, Map<String, String> properties) {
        synchronized (waiting) {
            waiting.remove(stored.commitLogOffset());
        }
        String topic = String.valueOf(stored.properties().get(PropertyNames.REAL_TOPIC));
        int queueId = Integer.parseInt(String.valueOf(stored.properties().get(PropertyNames.REAL_QUEUE_ID)));
        group.append(Incoming.again(stored, topic, queueId, properties));
    }

    /** Forgets a message that the log lost. */
    void forget(StoredMessage lost) {
        synchronized (waiting) {
            Waiting gone = waiting.remove(lost.commitLogOffset());
            if (gone != null) {
                time.cancel(gone.delivery);
            }
        }
    }

    /** The messages whose time has not come, oldest first. */
    List<StoredMessage> waiting() {
        List<StoredMessage> messages = new ArrayList<>();
        synchronized (waiting) {
            waiting.values().forEach(each -> messages.add(each.message));
        }
        return messages;
    }

    /** What a send's answer gives for taking the message back, null for all but timer messages. */
    @Nullable
    String recallHandleOf(StoredMessage stored) {
        String slotMillis = stored.properties().get(PropertyNames.TIMER_OUT_MS);
        String topic = stored.properties().get(PropertyNames.REAL_TOPIC);
        String uniqueKey = stored.properties().get(PropertyNames.UNIQ_KEY);
        if (slotMillis == null || topic == null || uniqueKey == null || topic.startsWith(SystemTopics.RETRY_PREFIX)) {
            return null;
        }
        return new RecallHandle(topic, group.brokerName(), Long.parseLong(slotMillis) + 1, uniqueKey).encode();
    }

    /**
     * RECALL_MESSAGE (370): takes timer messages with the handle's id back, if their time has not come. As a real broker
     * does, it says that it did even if there is no such message.
     */
    Reply recall(Request request, boolean asMaster) {
        RecallHeader header = RecallHeader.from(request.frame());
        if (!asMaster) {
            return refused(request, ResponseCode.SLAVE_NOT_AVAILABLE, "recall failed, broker service not available");
        }
        if (group.topics().get(header.topic()) == null) {
            return refused(
                    request,
                    ResponseCode.TOPIC_NOT_EXIST,
                    "recall failed, the topic[" + header.topic() + "] not exist");
        }
        RecallHandle handle;
        try {
            handle = RecallHandle.decode(header.recallHandle());
        } catch (MalformedIdException e) {
            return refused(request, ResponseCode.ILLEGAL_OPERATION, "recall handle is invalid");
        }
        if (!handle.topic().equals(header.topic())) {
            return refused(request, ResponseCode.ILLEGAL_OPERATION, "recall failed, topic not match");
        }
        if (!handle.brokerName().equals(group.brokerName())) {
            return refused(request, ResponseCode.ILLEGAL_OPERATION, "recall failed, broker service not available");
        }
        long leftMillis = handle.timestamp() - time.currentTimeMillis();
        if (leftMillis <= 0 || leftMillis >= TIMER_HORIZON_MILLIS) {
            return refused(request, ResponseCode.ILLEGAL_OPERATION, "recall failed, timestamp invalid");
        }
        group.append(markOf(request, header, handle));
        takeBack(handle);
        return Reply.of(new RecallResponseHeader(handle.messageId())
                .writeTo(request.respond(ResponseCode.SUCCESS))
                .field(PropertyNames.MSG_REGION, group.region())
                .build());
    }

    /** What a real broker stores to remember a recall until the slot is over. */
    private Incoming markOf(Request request, RecallHeader header, RecallHandle handle) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.TAGS, RECALL_TAG);
        properties.put(PropertyNames.TIMER_DEL_UNIQKEY, handle.messageId());
        properties.put(PropertyNames.UNIQ_KEY, handle.messageId());
        properties.put(PropertyNames.TIMER_DELIVER_MS, Long.toString(handle.timestamp()));
        properties.put(PropertyNames.TIMER_OUT_MS, Long.toString(handle.timestamp() / SLOT_MILLIS * SLOT_MILLIS));
        properties.put(PropertyNames.REAL_TOPIC, handle.topic());
        properties.put(PropertyNames.REAL_QUEUE_ID, "0");
        String group = header.producerGroup();
        if (group != null) {
            properties.put(PropertyNames.PRODUCER_GROUP, group);
        }
        return new Incoming(
                SystemTopics.TIMER,
                0,
                0,
                0,
                time.currentTimeMillis(),
                Incoming.bornHost(request),
                0,
                "0".getBytes(StandardCharsets.UTF_8),
                properties);
    }

    private void takeBack(RecallHandle handle) {
        String slotMillis = Long.toString(handle.timestamp() / SLOT_MILLIS * SLOT_MILLIS);
        synchronized (waiting) {
            waiting.values().removeIf(candidate -> {
                Map<String, String> properties = candidate.message.properties();
                boolean meant = slotMillis.equals(properties.get(PropertyNames.TIMER_OUT_MS))
                        && handle.messageId().equals(properties.get(PropertyNames.UNIQ_KEY))
                        && handle.topic().equals(properties.get(PropertyNames.REAL_TOPIC));
                if (meant) {
                    time.cancel(candidate.delivery);
                }
                return meant;
            });
        }
    }

    private Reply refused(Request request, int code, String remark) {
        return Reply.of(request.respond(code)
                .remark(remark)
                .field(PropertyNames.MSG_REGION, group.region())
                .build());
    }
}
