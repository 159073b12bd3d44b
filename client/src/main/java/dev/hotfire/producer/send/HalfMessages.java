// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.transaction.TransactionChecks;
import dev.hotfire.producer.transaction.TransactionEnds;
import dev.hotfire.runtime.Address;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.header.EndTransactionHeader;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The half messages of a producer: how their transactions ended is told to brokers, by itself and when they ask. */
final class HalfMessages {
    private static final Logger LOG = LoggerFactory.getLogger(HalfMessages.class);

    /** How long the answer to a check may take to leave, as in the official client (B-TXN-08). */
    private static final Duration CHECK_ANSWER_TIMEOUT = Duration.ofSeconds(3);

    private final SendEngine engine;
    private final EventLoop loop;
    private final Places places;
    private final TransactionEnds ends;
    private final @Nullable TransactionChecks checks;

    HalfMessages(SendEngine engine, ProducerConfig config, Network network, Places places) {
        this.engine = engine;
        this.loop = network.loop();
        this.places = places;
        this.ends = new TransactionEnds(network.connections(), network.deadlines());
        TransactionChecker checker = config.transactionChecker();
        this.checks = checker == null
                ? null
                : new TransactionChecks(
                        config, checker, network.machine(), engine::endTransactionHooks, this::endChecked);
    }

    /**
     * Tells the broker that stored a half message how its transaction ended, and gives its place in flight back. Any
     * thread.
     */
    void end(SendOperation half, EndTransactionHeader end, @Nullable String remark) {
        execute(
                end.msgId(),
                () -> ends.tell(
                        half.topic().masterOf(half.storedBy()),
                        end,
                        remark,
                        engine.now(),
                        engine.config().sendTimeout(),
                        () -> leave(half)));
    }

    /** Gives a half message's place in flight back when its end can't be told. Any thread. */
    void endUntold(SendOperation half) {
        execute("", () -> leave(half));
    }

    private void leave(SendOperation half) {
        places.giveBack(half);
        engine.closeIfDrained();
    }

    private void endChecked(Address broker, EndTransactionHeader end, @Nullable String remark) {
        execute(end.msgId(), () -> ends.tell(broker, end, remark, engine.now(), CHECK_ANSWER_TIMEOUT, () -> {}));
    }

    private void execute(String messageId, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.warn("producer closed before the end of transaction {} was told; its broker will ask", messageId);
        }
    }

    /** Whether brokers may ask how transactions ended. */
    boolean answersChecks() {
        return checks != null;
    }

    /** A broker asks. On the loop. */
    void onCheck(Connection from, Frame request) {
        if (checks != null) {
            checks.onRequest(from, request);
        }
    }

    /** On the loop. */
    void close() {
        ends.close();
        if (checks != null) {
            checks.close();
        }
    }
}
