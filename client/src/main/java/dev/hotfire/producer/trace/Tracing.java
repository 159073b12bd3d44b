// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.trace;

import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageType;
import dev.hotfire.producer.Namespace;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.trace.TraceRecord;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The message trace of one producer: notes what became of its messages, and sends the notes to the trace topic through a
 * producer of its own (B-TRACE-02). Any thread; nobody ever waits for it.
 *
 * <p>Records are sent when there are enough for a batch, and those that wait for company after 5 s at the latest
 * (B-TRACE-04). That work is done on a callback thread. What can't be sent is dropped, counted and logged.
 */
public final class Tracing implements EndTransactionHook {
    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    private static final String GROUP_PREFIX = "_INNER_TRACE_PRODUCER-";
    private static final String GROUP_SUFFIX = "-PRODUCE-1";
    private static final int MAX_GROUP_CHARACTERS = 120;

    /** The official client's longest wait between two flushes. */
    private static final Duration FLUSH_PERIOD = Duration.ofSeconds(5);

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** Trace messages on their way at a time. */
    private static final int MAX_IN_FLIGHT = 1024;

    /** Ids in one record of a large batch: with their counterparts from the broker they take a quarter of a message. */
    private static final int MAX_IDS = 450;

    /** Makes the inner producer. */
    @FunctionalInterface
    public interface InnerProducers {
        Producer start(ProducerConfig config);
    }

    private final String group;
    private final String traceTopic;
    private final int batch;
    private final MachineClock clock;
    private final Consumer<Runnable> callbacks;
    private final Producer inner;
    private final TraceQueue queue = new TraceQueue();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final ScheduledFuture<?> timer;
    private final LossLog losses;
    private long droppedAndTold;

    /**
     * Starts.
     *
     * @param callbacks runs what takes its time
     * @param inner     makes the producer that sends the records; it is this object's from then on
     */
    public Tracing(
            ProducerConfig config,
            MachineClock clock,
            EventLoop loop,
            Consumer<Runnable> callbacks,
            InnerProducers inner) {
        this.group = config.producerGroup();
        this.traceTopic = config.traceTopic();
        this.batch = config.traceBatch();
        this.losses = new LossLog(traceTopic);
        this.clock = clock;
        this.callbacks = callbacks;
        this.inner = inner.start(innerConfig(config));
        long periodNanos = FLUSH_PERIOD.toNanos();
        this.timer = loop.scheduleWithFixedDelay(this::flushLater, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Like the producer that is traced, but for what concerns its users. */
    static ProducerConfig innerConfig(ProducerConfig config) {
        Namespace namespace = config.namespace();
        return config.toBuilder(innerGroup(namespace.wrap(config.producerGroup())))
                // A prefix would make it another topic; the fields are on every request anyway.
                .namespace(namespace.kind() == Namespace.Kind.FIELDS ? namespace : Namespace.NONE)
                .topics(List.of())
                .batching(null)
                .sendTimeout(SEND_TIMEOUT)
                // Room for a record's name in the properties is reckoned elsewhere.
                .maxMessageBytes(TraceMessages.MAX_BODY_BYTES)
                .maxInFlight(MAX_IN_FLIGHT)
                // Not the user's: small limits would have trace messages refused that come at once.
                .maxInFlightBytes((long) MAX_IN_FLIGHT * TraceMessages.MAX_BODY_BYTES)
                .whenFull(WhenFull.REFUSE)
                .closeTimeout(shorter(config.closeTimeout(), CLOSE_LIMIT))
                .observer(SendObserver.NONE)
                .sendChecks(List.of())
                .sendHooks(List.of())
                .endTransactionHooks(List.of())
                .transactionChecker(null)
                .trace(false)
                .build();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String innerGroup(String group) {
        int room = MAX_GROUP_CHARACTERS - GROUP_PREFIX.length() - GROUP_SUFFIX.length();
        String shortened = group;
        if (group.length() > room) {
            // Still a name that no other group's tracing has, most likely.
            String hash = Integer.toHexString(group.hashCode());
            shortened = group.substring(0, room - hash.length()) + hash;
        }
        return GROUP_PREFIX + shortened + GROUP_SUFFIX;
    }

    /**
     * A send is over (B-TRACE-08). Failed ones are noted too, as long as something was tried.
     *
     * @param brokerAddress where the last attempt went
     * @param tookNanos     from the call of the send
     * @param result        null if the send failed
     */
    public void sent(SentMessage message, String brokerAddress, long tookNanos, @Nullable SendResult result) {
        if (isTraces(message.topic()) || (result != null && !result.traceOn())) {
            return;
        }
        long tookMillis = tookNanos / 1_000_000;
        List<String> ids = chunks(message.messageId());
        List<String> offsetIds = chunks(result == null ? "" : result.offsetMessageId());
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            String offsetId = offsetIds.size() == ids.size() && result != null ? offsetIds.get(i) : null;
            note(() -> new TraceRecord.Publish(
                    clock.currentTimeMillis() - tookMillis,
                    result == null ? SendResponseHeader.DEFAULT_REGION : result.regionId(),
                    group,
                    message.topic(),
                    id,
                    message.properties().get(PropertyNames.TAGS),
                    message.properties().get(PropertyNames.KEYS),
                    brokerAddress,
                    message.body().length,
                    (int) Math.min(Integer.MAX_VALUE, tookMillis),
                    typeOf(message.type()),
                    offsetId,
                    result != null && result.status() == SendStatus.SEND_OK,
                    null));
        }
    }

    /** A batch has an id per element, and there may be more of them than fit into a record (hazard of B-TRACE-06). */
    private static List<String> chunks(String ids) {
        if (ids.length() < MAX_IDS) {
            return List.of(ids);
        }
        List<String> all = Arrays.asList(ids.split(",", -1));
        List<String> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MAX_IDS) {
            chunks.add(String.join(",", all.subList(from, Math.min(all.size(), from + MAX_IDS))));
        }
        return chunks;
    }

    private static int typeOf(MessageType type) {
        return switch (type) {
            case NORMAL -> TraceRecord.TYPE_NORMAL;
            case HALF -> TraceRecord.TYPE_HALF;
            case DELAY -> TraceRecord.TYPE_DELAY;
        };
    }

    /** A transaction ends, here or after a check (B-TRACE-09). */
    @Override
    public void endTransaction(TransactionEnd end) {
        SentMessage message = end.message();
        if (isTraces(message.topic())) {
            return;
        }
        String region = message.properties().get(PropertyNames.MSG_REGION);
        note(() -> new TraceRecord.EndTransaction(
                clock.currentTimeMillis(),
                region == null ? SendResponseHeader.DEFAULT_REGION : region,
                group,
                message.topic(),
                end.messageId(),
                message.properties().get(PropertyNames.TAGS),
                message.properties().get(PropertyNames.KEYS),
                end.brokerAddress(),
                TraceRecord.TYPE_COMMIT,
                end.transactionId(),
                stateOf(end.state()),
                end.fromCheck()));
    }

    private static String stateOf(TransactionState state) {
        return switch (state) {
            case COMMIT -> "COMMIT_MESSAGE";
            case ROLLBACK -> "ROLLBACK_MESSAGE";
            case UNKNOWN -> "UNKNOW";
        };
    }

    /** A timer message was taken back, or was not (B-TRACE-09). */
    public void recalled(String topic, String messageId, String region, boolean success) {
        note(() -> new TraceRecord.Recall(clock.currentTimeMillis(), region, group, topic, messageId, success));
    }

    private boolean isTraces(String topic) {
        return topic.startsWith(traceTopic);
    }

    private interface NewRecord {
        TraceRecord make();
    }

    private void note(NewRecord newRecord) {
        TraceRecord traced;
        try {
            traced = newRecord.make();
        } catch (IllegalArgumentException e) {
            // A name with a character that separates fields.
            queue.drop(1);
            LOG.debug("something can't be traced", e);
            return;
        }
        if (queue.offer(traced) >= batch) {
            flushLater();
        }
    }

    private void flushLater() {
        if (!queue.isEmpty() && !flushing.getAndSet(true)) {
            callbacks.accept(() -> {
                // Reset first: a record that is added from here on asks for the next flush.
                flushing.set(false);
                flush();
            });
        }
    }

    private synchronized void flush() {
        for (List<TraceRecord> records = queue.take(batch); !records.isEmpty(); records = queue.take(batch)) {
            TraceMessages packed = TraceMessages.of(traceTopic, records);
            queue.drop(packed.tooLarge());
            packed.messages().forEach(this::send);
        }
        long dropped = queue.dropped();
        if (dropped > droppedAndTold) {
            droppedAndTold = dropped;
            LOG.warn("{} trace records of group {} were dropped so far", dropped, group);
        }
    }

    private void send(Message message) {
        inner.sendAsync(message).whenComplete((result, failure) -> {
            if (failure != null) {
                losses.onLost(message.body().length, failure, clock.nanoTime());
            }
        });
    }

    /** How many records were dropped so far. */
    public long dropped() {
        return queue.dropped();
    }

    /**
     * Sends what is there, and gives it as long as closing gives any send (B-TRACE-10). On a callback thread.
     *
     * @return completes when that is over
     */
    public CompletableFuture<Void> closeAsync() {
        timer.cancel(false);
        try {
            flush();
        } catch (RuntimeException e) {
            // No record is worth a producer that never closes.
            LOG.warn("what was left of the trace of group {} was lost", group, e);
        }
        return inner.closeAsync();
    }
}
