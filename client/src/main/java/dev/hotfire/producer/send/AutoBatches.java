// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.batch.Accumulator;
import dev.hotfire.producer.batch.BatchKey;
import dev.hotfire.producer.batch.ByteBudget;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.send.SendOperation.Ending;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.PropertyNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one producer that wait to travel together (B-ACCUM). Which of them may is decided on callers' threads, who goes
 * with whom on the loop.
 */
final class AutoBatches {
    private static final String RETRY_TOPIC_PREFIX = "%RETRY%";

    /** Delivery is decided by these, for messages that are stored one by one. */
    private static final List<String> FOR_SINGLE_MESSAGES = List.of(
            PropertyNames.PRODUCER_GROUP,
            PropertyNames.INNER_MULTI_DISPATCH,
            PropertyNames.LITE_TOPIC,
            PropertyNames.PRIORITY);

    private final Accumulator<AccumulatedSend> accumulator;
    private final ByteBudget budget = new ByteBudget();
    /** The next message most often has the same. Any thread. */
    private volatile @Nullable BatchKey lastKey;

    private final Queue<AccumulatedSend> mailbox = new ConcurrentLinkedQueue<>();

    /**
     * @param departure takes over what goes, on the loop
     */
    AutoBatches(Deadlines deadlines, Accumulator.Departure<AccumulatedSend> departure) {
        this.accumulator = new Accumulator<>(deadlines, (members, nowNanos) -> {
            members.forEach(member -> budget.giveBack(member.bodyBytes()));
            departure.depart(members, nowNanos);
        });
    }

    /**
     * The message as one that travels with others, if it may: it is not delivered later, nor retried, nor part of a
     * transaction, and there is room for it (B-ACCUM-04). Else null, and it is to go alone. Whoever gets one owes it to
     * {@link #post} or {@link #refuse}. Any thread.
     *
     * @throws IllegalArgumentException if it can't be sent at all
     */
    @Nullable
    AccumulatedSend admit(
            Message message, Batching batching, Ending ending, SendPlan plan, long startedNanos, UniqueIds ids) {
        int bodyBytes = message.body().length;
        // One that fills a batch alone has nothing to wait for, and may be compressed if it goes alone.
        if (bodyBytes > batching.batchBytes() || isForItself(message)) {
            return null;
        }
        Payload.Element element = Payload.element(message, plan.config(), ids);
        if (element.encoded().length > plan.config().maxMessageBytes()
                || !budget.tryTake(bodyBytes, batching.totalBytes())) {
            return null;
        }
        BatchKey key = keyOf(message, element, plan, ending == Ending.ASYNC);
        return new AccumulatedSend(key, element, ending, plan, startedNanos, batching, ids);
    }

    private BatchKey keyOf(Message message, Payload.Element element, SendPlan plan, boolean async) {
        String topic = plan.config().namespace().unwrap(message.topic());
        String tags = message.property(PropertyNames.TAGS);
        BatchKey last = lastKey;
        if (last != null && last.isOf(topic, plan.queue(), element.waitStoreOk(), tags, async)) {
            return last;
        }
        BatchKey key = new BatchKey(topic, plan.queue(), element.waitStoreOk(), tags, async);
        lastKey = key;
        return key;
    }

    private static boolean isForItself(Message message) {
        for (String property : FOR_SINGLE_MESSAGES) {
            if (message.property(property) != null) {
                return true;
            }
        }
        return message.delayProperty() != null || message.topic().startsWith(RETRY_TOPIC_PREFIX);
    }

    /** Hands a message over to the loop, which is to call {@link #drain}. Any thread. */
    void post(AccumulatedSend member) {
        mailbox.add(member);
    }

    /** Forgets a message that was admitted and not posted. Any thread. */
    void refuse(AccumulatedSend member) {
        budget.giveBack(member.bodyBytes());
    }

    /** Lets those go that need not wait for an answer to others. On the loop. */
    void departEager(long nowNanos) {
        accumulator.departEager(nowNanos);
    }

    /** A batch with these members has come to its end. On the loop. */
    void onEnded(List<AccumulatedSend> members, long nowNanos) {
        accumulator.onEnded(members.get(0).key(), nowNanos);
    }

    /** Takes in what was posted. On the loop. */
    void drain(long nowNanos) {
        for (AccumulatedSend member = mailbox.poll(); member != null; member = mailbox.poll()) {
            accumulator.add(member, nowNanos);
        }
    }

    /** Takes a message out again; false if it went already. On the loop. */
    boolean remove(AccumulatedSend member) {
        boolean removed = accumulator.remove(member);
        if (removed) {
            budget.giveBack(member.bodyBytes());
        }
        return removed;
    }

    /** Lets all go, as the producer closes. On the loop. */
    void departAll(long nowNanos) {
        drain(nowNanos);
        accumulator.departAll(nowNanos);
    }

    /** Takes out all that did not go yet; whoever calls ends them. On the loop, or where the loop is no more. */
    List<AccumulatedSend> removeAll() {
        List<AccumulatedSend> all = new ArrayList<>(accumulator.removeAll());
        for (AccumulatedSend member = mailbox.poll(); member != null; member = mailbox.poll()) {
            all.add(member);
        }
        all.forEach(member -> budget.giveBack(member.bodyBytes()));
        return all;
    }

    /**
     * What became of each member (B-ACCUM-10): its own id, and its place after the first. A broker that stored the batch as
     * one message has one result for all. One that lists another number of ids than there were messages has stored them all
     * the same: then each member gets the whole list.
     *
     * @param batchIds the members' ids, as the batch named them
     * @param batch    the batch's result
     */
    static List<SendResult> resultsOf(List<AccumulatedSend> members, String batchIds, SendResult batch) {
        if (!batch.messageId().equals(batchIds)) {
            return Collections.nCopies(members.size(), batch);
        }
        String[] offsetIds = batch.offsetMessageId().split(",", -1);
        List<SendResult> results = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            results.add(new SendResult(
                    batch.status(),
                    members.get(i).element().messageId(),
                    offsetIds.length == members.size() ? offsetIds[i] : batch.offsetMessageId(),
                    batch.queue(),
                    batch.queueOffset() + i,
                    batch.transactionId(),
                    batch.recallHandle(),
                    batch.regionId(),
                    batch.traceOn(),
                    batch.attempts()));
        }
        return results;
    }
}
