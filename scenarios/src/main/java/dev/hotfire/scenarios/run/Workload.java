// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoReplyException;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.QueueSelector;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendOptions;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.TransactionResult;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.fault.UserCode.Misbehaviour;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.SendKind;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.scenarios.language.Shape;
import dev.hotfire.scenarios.language.WorkloadSpec;
import dev.hotfire.scenarios.watch.Watch;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The application: calls one producer at the times that the scenario wants, from a thread of the producer's machine.
 * Confined to that thread, except for the ends of sends, which come from the producer's callback threads.
 *
 * <p>A synchronous workload is one of callers who each wait for their send's end before they make the next. Nobody can
 * wait in a simulated world, so in both worlds a caller is a chain of asynchronous sends: each begins in the end of the one
 * before, on the callers' own thread.
 */
final class Workload {
    /** How many sends come at once where they come in bursts. */
    private static final int BURST = 10;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Of local transactions one in ten rolls back, one in ten doesn't know, and one in ten fails. */
    private static final int OUTCOMES = 10;

    /** How often callers who name queues have a selector choose. */
    private static final int LOOKS_AGAIN = 8;

    private static final Duration DELAY = Duration.ofSeconds(2);
    private static final Duration LONG_DELAY = Duration.ofSeconds(20);

    private final WorkloadSpec spec;
    private final Tenancy tenancy;
    private final ClientProcess client;
    private final Recorder recorder;
    private final Watch watch;
    private final Runnable onEnded;
    private final String prefix;
    private final Machine machine;
    private final EventLoop timer;
    private final Executor thread;
    private final RandomSource random;
    private final long originNanos;
    private long sends;
    private final @Nullable Set<Long> only;
    private final SendOptions options;
    private final UsualSelectors selectors = new UsualSelectors();
    private final boolean gathers;

    /** The queues that a selector saw last. Any thread. */
    private volatile List<MessageQueue> seen = List.of();

    private int idleCallers;
    private boolean timerSet;
    private long next;
    private long nextDueNanos;

    /**
     * @param number      tells workloads apart in send ids
     * @param originNanos what the machine's monotonic clock shows when the run begins
     * @param onEnded     called after each end of a send, from any thread
     */
    Workload(
            int number,
            WorkloadSpec spec,
            Tenancy tenancy,
            ClientProcess client,
            long originNanos,
            Recorder recorder,
            Watch watch,
            Runnable onEnded) {
        this.spec = spec;
        this.tenancy = tenancy;
        this.client = client;
        this.recorder = recorder;
        this.watch = watch;
        this.onEnded = onEnded;
        this.prefix = "w" + number + "-";
        this.machine = client.machine();
        this.timer = machine.nextLoop();
        this.thread = machine.executor("workload-" + number, 1);
        this.random = machine.random("workload-" + number);
        this.originNanos = originNanos;
        this.sends = spec.sends();
        this.only = spec.shape().only().map(HashSet::new).orElse(null);
        this.options = spec.mode() == WorkloadSpec.Mode.SYNC && client.callersRuleThemselves()
                ? SendOptions.DEFAULTS.withSyncRules()
                : SendOptions.DEFAULTS;
        this.gathers = client.spec().tuning().batching().isPresent();
        this.idleCallers = spec.shape().callers();
        this.nextDueNanos = firstDue();
    }

    void start() {
        thread.execute(this::run);
    }

    /** Sends nothing more, from when the result completes. What is open goes on. */
    CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        thread.execute(() -> {
            sends = Math.min(sends, next);
            stopped.complete(null);
        });
        return stopped;
    }

    /** Completes when everything that is due by now was called, but for what callers are to call after each other. */
    CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        thread.execute(() -> {
            if (spec.mode() != WorkloadSpec.Mode.SYNC) {
                run();
            }
            caughtUp.complete(null);
        });
        return caughtUp;
    }

    // ---- when ----

    private long firstDue() {
        return spec.shape().arrival() == Shape.Arrival.POISSON ? spec.from().toNanos() + drawGap() : spec.dueNanos(0);
    }

    private long dueAfter(long previous) {
        return switch (spec.shape().arrival()) {
            case EVEN -> spec.dueNanos(next);
            case BURST -> spec.dueNanos(next - next % BURST);
            case POISSON -> previous + drawGap();
        };
    }

    /** Exponential, with the rate as its mean. */
    private long drawGap() {
        return (long) (-StrictMath.log(1 - random.nextDouble()) * NANOS_PER_SECOND / spec.ratePerSecond());
    }

    /** Sends what is due and comes back for the next. */
    private void run() {
        boolean sync = spec.mode() == WorkloadSpec.Mode.SYNC;
        while (next < sends && now() >= nextDueNanos && (!sync || idleCallers > 0)) {
            if (only == null || only.contains(next)) {
                if (sync) {
                    idleCallers--;
                    send(this::onCallerIdle);
                } else {
                    send(() -> {});
                }
            }
            next++;
            nextDueNanos = dueAfter(nextDueNanos);
        }
        if (next < sends && (!sync || idleCallers > 0) && !timerSet) {
            timerSet = true;
            long delayNanos = Math.max(0, nextDueNanos - now());
            timer.schedule(() -> thread.execute(this::onTimer), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void onTimer() {
        timerSet = false;
        run();
    }

    private void onCallerIdle() {
        thread.execute(() -> {
            idleCallers++;
            run();
        });
    }

    // ---- what ----

    private void send(Runnable then) {
        Misbehaviour misbehaviour = client.userCode().next();
        String sendId = prefix + next;
        switch (spec.mode()) {
            case SYNC, ASYNC -> plain(sendId, misbehaviour, then);
            case ONEWAY -> oneway(sendId, misbehaviour, then);
            case BATCH -> batch(sendId, then);
            case TRANSACTION -> transaction(sendId, then);
            case REQUEST -> request(sendId, then);
            case DELAYED -> delayed(sendId, then);
            case RECALL -> recalled(sendId, then);
        }
    }

    /** Makes a call that may be refused at the door, by an exception: that is the send's end, too. */
    private <T> void begin(
            Call call,
            Supplier<CompletableFuture<T>> send,
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> onEnd,
            Runnable then) {
        CompletableFuture<T> sent;
        try {
            sent = send.get();
        } catch (IllegalArgumentException e) {
            Terminal refused = new Terminal(TerminalClass.FAIL, now(), false, null, null, e.toString());
            recorder.ended(call.sendId, refused, null);
            then.run();
            onEnded.run();
            return;
        }
        sent.whenComplete(onEnd);
    }

    private void plain(String sendId, Misbehaviour misbehaviour, Runnable then) {
        Call call = call(sendId, SendKind.PLAIN, misbehaviour);
        Message message = call.message;
        Producer producer = client.producer();
        QueueSelector<Integer> selector = selector(sendId, misbehaviour);
        MessageQueue named = misbehaviour == Misbehaviour.NONE ? named(call) : null;
        begin(
                call,
                () -> {
                    if (named != null) {
                        return producer.sendAsync(message, options.withQueue(named));
                    }
                    return selector == null
                            ? producer.sendAsync(message, options)
                            : producer.sendAsync(message, selector, call.key, options);
                },
                (result, failure) -> {
                    onEnd(call, result, failure, then);
                    misbehave(call, misbehaviour);
                },
                then);
        reuse(call);
    }

    /**
     * The queue that a caller names itself, null if it does not: what a selector chooses travels alone, so where messages may
     * travel with others every other key's callers name one of the queues that a selector saw, and look again now and then.
     */
    private @Nullable MessageQueue named(Call call) {
        List<MessageQueue> queues = seen;
        if (!gathers || spec.shape().keys() == 0 || call.key % 2 != 0 || next % LOOKS_AGAIN == 0 || queues.isEmpty()) {
            return null;
        }
        MessageQueue queue = queues.get(call.key / 2 % queues.size());
        watch.chosen(call.sendId, queue);
        return queue;
    }

    private void oneway(String sendId, Misbehaviour misbehaviour, Runnable then) {
        Call call = call(sendId, SendKind.ONEWAY, misbehaviour);
        Message message = call.message;
        Producer producer = client.producer();
        QueueSelector<Integer> selector = selector(sendId, misbehaviour);
        begin(
                call,
                () -> selector == null
                        ? producer.sendOneway(message)
                        : producer.sendOneway(message, selector, call.key),
                (none, failure) -> {
                    onEnd(call, null, failure, then);
                    misbehave(call, misbehaviour);
                },
                then);
        reuse(call);
    }

    /** Some callers use their array for something else as soon as the call is back, as they may unless they wait. */
    private void reuse(Call call) {
        if (call.reused) {
            Arrays.fill(call.message.body(), (byte) '#');
        }
    }

    private void batch(String sendId, Runnable then) {
        List<Call> calls = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < spec.shape().batch(); i++) {
            Call call = call(sendId + "." + i, SendKind.BATCH, Misbehaviour.NONE);
            calls.add(call);
            messages.add(call.message);
        }
        client.producer().sendBatchAsync(messages).whenComplete((result, thrown) -> {
            inUserCode();
            SendException failure = failure(thrown);
            String[] ids = result == null ? new String[0] : result.messageId().split(",");
            for (int i = 0; i < calls.size(); i++) {
                Terminal terminal = result == null
                        ? terminal(null, failure)
                        : new Terminal(TerminalClass.of(result.status()), now(), false, ids[i], place(result, i), null);
                recorder.ended(calls.get(i).sendId, terminal, failure);
            }
            then.run();
            onEnded.run();
        });
    }

    private void transaction(String sendId, Runnable then) {
        Call call = call(sendId, SendKind.TRANSACTION, Misbehaviour.NONE);
        TransactionState state =
                switch ((int) (next % OUTCOMES)) {
                    case 3 -> TransactionState.ROLLBACK;
                    case 5, 7 -> TransactionState.UNKNOWN;
                    default -> TransactionState.COMMIT;
                };
        boolean throwsUp = next % OUTCOMES == 5;
        client.producer()
                .sendInTransactionAsync(call.message, transactionId -> {
                    inUserCode();
                    watch.decided(spec.group(), transactionId, state, false);
                    if (throwsUp) {
                        throw new IllegalStateException("a local transaction that fails");
                    }
                    return state;
                })
                .whenComplete((result, failure) -> onEnd(call, half(result), failure, then));
    }

    private static @Nullable SendResult half(@Nullable TransactionResult result) {
        return result == null ? null : result.half();
    }

    private void request(String sendId, Runnable then) {
        Call call = call(sendId, SendKind.REQUEST, Misbehaviour.NONE);
        Duration timeout = client.producer().config().sendTimeout();
        client.producer().requestAsync(call.message, timeout).whenComplete((reply, thrown) -> {
            inUserCode();
            SendException failure = failure(thrown);
            if (failure == null) {
                watch.replied(sendId, new String(reply.body(), UTF_8));
            }
            Terminal told = failure == null
                    ? new Terminal(TerminalClass.OK, now(), false, null, null, null)
                    : new Terminal(
                            failure instanceof NoReplyException ? TerminalClass.INFO : Recorder.told(null, failure),
                            now(),
                            failure instanceof SendTimeoutException,
                            null,
                            null,
                            failure.getMessage());
            recorder.ended(call.sendId, told, failure);
            then.run();
            onEnded.run();
        });
    }

    private void delayed(String sendId, Runnable then) {
        Call call = call(sendId, SendKind.DELAYED, Misbehaviour.NONE);
        client.producer().sendAsync(call.message).whenComplete((result, failure) -> onEnd(call, result, failure, then));
    }

    private void recalled(String sendId, Runnable then) {
        Call call = call(sendId, SendKind.RECALLED, Misbehaviour.NONE);
        Producer producer = client.producer();
        producer.sendAsync(call.message).whenComplete((result, failure) -> {
            onEnd(call, result, failure, then);
            String handle = result == null ? null : result.recallHandle();
            if (handle != null) {
                watch.recalling(sendId, handle);
                producer.recallAsync(spec.topic(), handle).whenComplete((id, refused) -> {
                    inUserCode();
                    Throwable cause = refused instanceof CompletionException ? refused.getCause() : refused;
                    if (cause != null && !(cause instanceof RecallException)) {
                        throw new IllegalStateException("recall failed with something else", cause);
                    }
                    watch.recalled(sendId, id, (RecallException) cause);
                });
            }
        });
    }

    /** A send, as it is called. */
    private static final class Call {
        final String sendId;
        final Message message;
        final int key;
        final boolean reused;

        Call(String sendId, Message message, int key, boolean reused) {
            this.sendId = sendId;
            this.message = message;
            this.key = key;
            this.reused = reused;
        }
    }

    private Call call(String sendId, SendKind kind, Misbehaviour misbehaviour) {
        ProducerConfig config = client.producer().config();
        byte[] body = Bodies.make(sendId, bytes(sendId, misbehaviour, config));
        int keys = spec.shape().keys();
        int key = keys == 0 ? 0 : (int) (next % keys);
        recorder.invoked(new Invocation(
                sendId,
                spec.group(),
                spec.topic(),
                Bodies.hash(body),
                body.length,
                kind,
                keys == 0 ? null : prefix + "k" + key,
                config.sendTimeout().toNanos(),
                earlyNanos(config),
                attempts(kind, config),
                now()));
        Message.Builder builder =
                Contents.dress(Message.builder(topic(sendId)).body(body).keys(sendId), sendId);
        if (kind == SendKind.DELAYED) {
            builder = next % 2 == 0 ? builder.delayLevel(1) : builder.deliverAfter(DELAY);
        } else if (kind == SendKind.RECALLED) {
            builder = builder.deliverAfter(LONG_DELAY);
        }
        Message message = builder.build();
        watch.handed(sendId, message);
        boolean reused = (spec.mode() == WorkloadSpec.Mode.ASYNC || spec.mode() == WorkloadSpec.Mode.ONEWAY)
                && (sendId.hashCode() & 12) == 0;
        return new Call(sendId, message, key, reused);
    }

    /** Every other message names its topic as servers do: a producer takes both. */
    private String topic(String sendId) {
        return spec.mode() != WorkloadSpec.Mode.BATCH && (sendId.hashCode() & 2) == 0
                ? tenancy.prefix() + spec.topic()
                : spec.topic();
    }

    private int bytes(String sendId, Misbehaviour misbehaviour, ProducerConfig config) {
        if (misbehaviour != Misbehaviour.TOO_LARGE) {
            return spec.bodyBytes();
        }
        // As large as may be, and one byte more, by turns.
        return config.maxMessageBytes() + (sendId.hashCode() & 1);
    }

    private int attempts(SendKind kind, ProducerConfig config) {
        if (kind == SendKind.ONEWAY) {
            return 1;
        }
        return 1 + (options.syncRules() && kind == SendKind.PLAIN ? config.retries() : config.asyncRetries());
    }

    /** The user's code runs: never on the loop. */
    private void inUserCode() {
        watch.inUserCode(spec.group(), timer.inEventLoop());
    }

    /**
     * Messages that share a batch share its deadline, which is that of the earliest; and a policy with a budget for retries
     * ends a send with the time of an attempt where it allows no other.
     */
    private static long earlyNanos(ProducerConfig config) {
        if (config.isolation() == Isolation.ADAPTIVE) {
            return config.sendTimeout().toNanos();
        }
        Batching batching = config.batching();
        return batching == null ? 0 : batching.delay().toNanos();
    }

    private @Nullable QueueSelector<Integer> selector(String sendId, Misbehaviour misbehaviour) {
        return switch (misbehaviour) {
            case SELECTOR_THROWS ->
                (queues, message, key) -> {
                    throw new IllegalStateException("a selector that fails");
                };
            case SELECTOR_RETURNS_NULL -> (queues, message, key) -> null;
            case SELECTOR_RETURNS_FOREIGN -> (queues, message, key) -> new MessageQueue(message.topic(), "nobody", 0);
            default -> spec.shape().keys() == 0 ? null : (queues, message, key) -> chosen(sendId, queues, message, key);
        };
    }

    @SuppressWarnings("NullAway") // What a selector of the producer's chooses is for the producer to judge.
    private MessageQueue chosen(String sendId, List<MessageQueue> queues, Message message, int key) {
        inUserCode();
        seen = queues;
        UsualSelectors.Choice choice = selectors.choose(queues, message, key);
        watch.chosen(sendId, choice.expected());
        return choice.chosen();
    }

    /** What a caller's callback does that it should not. */
    private void misbehave(Call call, Misbehaviour misbehaviour) {
        switch (misbehaviour) {
            case CALLBACK_THROWS -> throw new IllegalStateException("a callback that fails");
            case CALLBACK_SENDS -> plain(call.sendId + "-again", Misbehaviour.NONE, () -> {});
            case CALLBACK_CLOSES -> client.closeFromCallback();
            default -> {
                // The others misbehave elsewhere.
            }
        }
    }

    // ---- the end ----

    private void onEnd(Call call, @Nullable SendResult result, @Nullable Throwable thrown, Runnable then) {
        SendException failure = failure(thrown);
        inUserCode();
        recorder.ended(call.sendId, terminal(result, failure), failure);
        if (!call.reused) {
            watch.handedBack(call.sendId, call.message);
        }
        if (result != null) {
            watch.resulted(call.sendId, result);
        }
        then.run();
        onEnded.run();
    }

    private Terminal terminal(@Nullable SendResult result, @Nullable SendException failure) {
        return new Terminal(
                Recorder.told(result, failure),
                now(),
                failure instanceof SendTimeoutException,
                result == null ? null : result.messageId(),
                result == null ? null : place(result, 0),
                failure == null ? null : failure.getMessage());
    }

    private static Place place(SendResult result, int element) {
        return new Place(
                result.queue().topic(),
                result.queue().brokerName(),
                result.queue().queueId(),
                result.queueOffset() + element);
    }

    private static @Nullable SendException failure(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause == null || cause instanceof SendException) {
            return (SendException) cause;
        }
        throw new IllegalStateException("send failed with something that is not a SendException", cause);
    }

    private long now() {
        return machine.clock().nanoTime() - originNanos;
    }
}
