// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.namespace.SystemTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Half messages and their ends (W-16.1), after broker 5.5.0. Safe from any thread.
 *
 * <p>Checks are sent when a test asks for them, and on a schedule if there is one: a while after the half message, or what
 * it asks for by CHECK_IMMUNITY_TIME_IN_SECONDS, and then at an interval, so many times; then the half message is given
 * up. Simplified: no operation log, but an end is known as long as the log lives; what is given up is not stored in
 * TRANS_CHECK_MAX_TIME_TOPIC.
 */
final class Transactions {
    private final BrokerGroup group;
    private final @Nullable TransactionChecking schedule;

    /** Guarded by itself: the half messages whose end is not known, by place in the commit log. */
    private final SortedMap<Long, StoredMessage> open = new TreeMap<>();

    /**
     * @param schedule null for no checks but those asked for
     */
    Transactions(BrokerGroup group, @Nullable TransactionChecking schedule) {
        this.group = group;
        this.schedule = schedule;
    }

    /** Stores a half message: out of sight, with its topic and queue as properties. */
    StoredMessage prepare(Incoming message) {
        Map<String, String> properties = new LinkedHashMap<>(message.properties());
        properties.put(PropertyNames.REAL_TOPIC, message.topic());
        properties.put(PropertyNames.REAL_QUEUE_ID, Integer.toString(message.queueId()));
        String uniqueKey = properties.get(PropertyNames.UNIQ_KEY);
        if (uniqueKey != null) {
            properties.put(PropertyNames.TRANSACTION_ID, uniqueKey);
        }
        StoredMessage half =
                group.append(message.withPlace(SystemTopics.HALF, 0).withProperties(properties));
        synchronized (open) {
            open.put(half.commitLogOffset(), half);
        }
        if (schedule != null) {
            checkLater(half, firstCheckMillis(half, schedule), 1, schedule);
        }
        return half;
    }

    private static long firstCheckMillis(StoredMessage half, TransactionChecking schedule) {
        String immune = half.properties().get(PropertyNames.CHECK_IMMUNITY_TIME_IN_SECONDS);
        try {
            return immune == null
                    ? schedule.after().toMillis()
                    : Duration.ofSeconds(Long.parseLong(immune)).toMillis();
        } catch (NumberFormatException e) {
            return schedule.after().toMillis();
        }
    }

    private void checkLater(StoredMessage half, long delayMillis, int number, TransactionChecking schedule) {
        group.time().afterMillis(delayMillis, () -> {
            boolean isOpen;
            synchronized (open) {
                isOpen = open.containsKey(half.commitLogOffset());
                if (isOpen && number > schedule.times()) {
                    open.remove(half.commitLogOffset());
                    return;
                }
            }
            if (isOpen) {
                check(half);
                checkLater(half, schedule.interval().toMillis(), number + 1, schedule);
            }
        });
    }

    /** The half messages whose end is not known, oldest first. */
    List<StoredMessage> open() {
        synchronized (open) {
            return new ArrayList<>(open.values());
        }
    }

    /** Forgets the half messages that the log lost. */
    void forget(StoredMessage lost) {
        synchronized (open) {
            open.remove(lost.commitLogOffset());
        }
    }

    /** END_TRANSACTION (37): commits or rolls back a half message, once; oneway, so refusals show in the journal only. */
    Reply end(Request request) {
        EndTransactionHeader header = EndTransactionHeader.from(request.frame());
        int decision = header.commitOrRollback();
        if (decision != SysFlag.TRANSACTION_COMMIT && decision != SysFlag.TRANSACTION_ROLLBACK) {
            // Unknown: a check will ask again.
            return decision == 0
                    ? Reply.none()
                    : request.refuse(ResponseCode.SYSTEM_ERROR, "commitOrRollback field wrong");
        }
        StoredMessage half;
        synchronized (open) {
            half = open.get(header.commitLogOffset());
            String fault = half == null ? "find prepared transaction message failed" : faultOf(half, header);
            if (half == null || fault != null) {
                return request.refuse(ResponseCode.SYSTEM_ERROR, String.valueOf(fault));
            }
            open.remove(header.commitLogOffset());
        }
        if (decision == SysFlag.TRANSACTION_COMMIT) {
            commit(half);
        }
        return Reply.of(request.respond(ResponseCode.SUCCESS).build());
    }

    private static @Nullable String faultOf(StoredMessage half, EndTransactionHeader header) {
        if (!header.producerGroup().equals(half.properties().get(PropertyNames.PRODUCER_GROUP))) {
            return "The producer group wrong";
        }
        if (header.tranStateTableOffset() != half.queueOffset()) {
            return "The transaction state table offset wrong";
        }
        return null;
    }

    private void commit(StoredMessage half) {
        Map<String, String> properties = new LinkedHashMap<>(half.properties());
        String topic = String.valueOf(properties.remove(PropertyNames.REAL_TOPIC));
        int queueId = Integer.parseInt(String.valueOf(properties.remove(PropertyNames.REAL_QUEUE_ID)));
        properties.remove(PropertyNames.TRAN_MSG);
        Incoming committed = Incoming.again(half, topic, queueId, properties)
                .withSysFlag(SysFlag.withTransaction(half.sysFlag(), SysFlag.TRANSACTION_COMMIT));
        group.append(committed, half.commitLogOffset());
    }

    /** Asks some member of its producer group about each open half message; returns how many were asked about. */
    int check() {
        int asked = 0;
        for (StoredMessage half : open()) {
            if (check(half)) {
                asked++;
            }
        }
        return asked;
    }

    private boolean check(StoredMessage half) {
        String members = half.properties().get(PropertyNames.PRODUCER_GROUP);
        Connection connection =
                members == null ? null : group.master().clients().ofProducerGroup(members);
        if (connection == null) {
            return false;
        }
        connection.push(checkOf(half));
        return true;
    }

    private Frame.Builder checkOf(StoredMessage half) {
        Map<String, String> properties = half.properties();
        String uniqueKey = properties.get(PropertyNames.UNIQ_KEY);
        String topic = properties.get(PropertyNames.REAL_TOPIC);
        String queueId = properties.get(PropertyNames.REAL_QUEUE_ID);
        StoredMessage asSent = new StoredMessage(
                String.valueOf(topic),
                queueId == null ? 0 : Integer.parseInt(queueId),
                half.flag(),
                half.queueOffset(),
                half.commitLogOffset(),
                half.sysFlag(),
                half.bornTimestamp(),
                half.bornHost(),
                half.storeTimestamp(),
                half.storeHost(),
                half.reconsumeTimes(),
                half.preparedTransactionOffset(),
                half.body(),
                properties);
        return new CheckTransactionStateHeader(
                        SystemTopics.HALF,
                        half.queueOffset(),
                        half.commitLogOffset(),
                        uniqueKey,
                        uniqueKey,
                        half.offsetMessageId().format(),
                        group.brokerName())
                .writeTo(Frame.request(RequestCode.CHECK_TRANSACTION_STATE))
                .body(asSent.encode());
    }
}
