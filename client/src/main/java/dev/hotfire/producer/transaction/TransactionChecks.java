// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.transaction;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.hook.EndTransactionHooks;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the user's checker answer what brokers ask about transactions: CHECK_TRANSACTION_STATE (39), W-16.1 point 3.
 *
 * <p>Requests come in on the loop and are worked off on threads of their own, so that neither side waits for the other
 * (hazard of B-REMOTE-16). At most {@link ProducerConfig#maxPendingChecks()} wait or run at a time; more are dropped and
 * logged, which costs nothing but time, because brokers ask again (B-TXN-10).
 *
 * <p>Every check of this group that was taken and can be read gets an answer, whatever the checker does (hazard of
 * B-TXN-11).
 */
public final class TransactionChecks {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionChecks.class);

    /** A compressed body that becomes larger than this is no message of ours: it is four times the largest frame. */
    private static final int MAX_PLAIN_BODY_BYTES = 64 << 20;

    /** Takes the answers. Any thread. */
    @FunctionalInterface
    public interface Answers {
        /** Tells the broker that asked. */
        void end(Address broker, EndTransactionHeader header, @Nullable String remark);
    }

    private final ProducerConfig config;
    private final String wireGroup;
    private final TransactionChecker checker;
    private final Executor threads;
    private final Supplier<EndTransactionHooks> hooks;
    private final Answers answers;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean closed;

    public TransactionChecks(
            ProducerConfig config,
            TransactionChecker checker,
            Machine machine,
            Supplier<EndTransactionHooks> hooks,
            Answers answers) {
        this.config = config;
        this.wireGroup = config.namespace().wrap(config.producerGroup());
        this.checker = checker;
        Executor users = config.checkExecutor();
        // Threads of this group's own: a checker that hangs holds up no other producer of the runtime.
        this.threads =
                users != null ? users : machine.executor("transaction check " + wireGroup, config.checkThreads());
        this.hooks = hooks;
        this.answers = answers;
    }

    /** A broker asks. On the loop. */
    public void onRequest(Connection from, Frame request) {
        Address broker = from.address();
        CheckTransactionStateHeader header = CheckTransactionStateHeader.from(request);
        if (pending.incrementAndGet() > config.maxPendingChecks()) {
            pending.decrementAndGet();
            LOG.warn(
                    "{} checks are pending; the one for {} from {} is dropped, the broker will ask again",
                    config.maxPendingChecks(),
                    header.msgId(),
                    broker);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    check(broker, header, request.body());
                } finally {
                    pending.decrementAndGet();
                }
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            // Full, closed, without a thread, or broken in a way of its own: the place is free again in any case.
            pending.decrementAndGet();
            LOG.warn("nobody runs the check for {} from {}, the broker will ask again", header.msgId(), broker, e);
        }
    }

    private void check(Address broker, CheckTransactionStateHeader header, byte[] body) {
        if (closed) {
            return;
        }
        StoredMessage half;
        try {
            half = StoredMessage.decode(body).decompressed(MAX_PLAIN_BODY_BYTES);
        } catch (MalformedMessageException | CompressionException e) {
            LOG.warn("{} asked about transaction {} with a message that can't be read", broker, header.msgId(), e);
            return;
        }
        String group = half.properties().get(PropertyNames.PRODUCER_GROUP);
        if (!wireGroup.equals(group)) {
            // Whatever we said would be refused, because the group does not match (B-TXN-09).
            LOG.warn("{} asked {} about a transaction of group {}; ignored", broker, wireGroup, group);
            return;
        }
        try {
            TransactionState state = checker.check(withoutNamespace(half));
            answer(broker, header, half, known(state, half), null);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("the checker failed on transaction {}", half.messageId(), e);
            answerFailed(broker, header, half, e);
        } catch (Error e) {
            answerFailed(broker, header, half, e);
            throw e;
        }
    }

    /** As its sender named its topic (B-TXN-09). */
    private StoredMessage withoutNamespace(StoredMessage half) {
        String topic = config.namespace().unwrap(half.topic());
        if (topic.equals(half.topic())) {
            return half;
        }
        return new StoredMessage(
                topic,
                half.queueId(),
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
                half.properties());
    }

    @SuppressWarnings("ConstantValue") // A user without null analysis may answer null.
    private static TransactionState known(TransactionState state, StoredMessage half) {
        if (state == null) {
            LOG.warn("the checker answered null for transaction {}: taken as UNKNOWN", half.messageId());
            return TransactionState.UNKNOWN;
        }
        return state;
    }

    private void answerFailed(
            Address broker, CheckTransactionStateHeader header, StoredMessage half, Throwable failure) {
        String remark = "checkLocalTransactionState Exception: " + failure;
        answer(broker, header, half, TransactionState.UNKNOWN, remark);
    }

    private void answer(
            Address broker,
            CheckTransactionStateHeader asked,
            StoredMessage half,
            TransactionState state,
            @Nullable String remark) {
        EndTransactionHooks hooksNow = hooks.get();
        if (!hooksNow.isEmpty()) {
            SentMessage message = new SentMessage(
                    config.namespace().unwrap(half.topic()),
                    half.messageId(),
                    half.flag(),
                    half.sysFlag(),
                    false,
                    half.properties(),
                    half.body());
            hooksNow.before(new TransactionEnd(
                    config.producerGroup(),
                    broker.toString(),
                    message,
                    half.messageId(),
                    asked.transactionId(),
                    state,
                    true));
        }
        EndTransactionHeader end = new EndTransactionHeader(
                asked.topic(),
                wireGroup,
                asked.tranStateTableOffset(),
                asked.commitLogOffset(),
                TransactionEnds.wireValue(state),
                true,
                half.messageId(),
                asked.transactionId(),
                asked.brokerName());
        answers.end(broker, end, remark);
    }

    /** Drops what waits and what comes. */
    public void close() {
        closed = true;
    }
}
