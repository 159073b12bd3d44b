// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.language.ProducerSpec;
import dev.hotfire.scenarios.language.WorkloadSpec;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The application: calls one producer at the times that the scenario wants, from a thread of the producer's machine.
 * Confined to that thread, except for the ends of sends, which come from the producer's callback threads.
 */
final class Workload {
    private final WorkloadSpec spec;
    private final ProducerSpec producerSpec;
    private final Producer producer;
    private final Recorder recorder;
    private final Runnable onEnded;
    private final String prefix;
    private final Machine machine;
    private final EventLoop timer;
    private final Executor thread;
    private final RandomSource random;
    private final long originNanos;
    private final long sends;
    private long next;

    /**
     * @param number      tells workloads apart in send ids
     * @param machine     the producer's
     * @param originNanos what the machine's monotonic clock shows when the run begins
     * @param onEnded     called after each end of a send, from any thread
     */
    Workload(
            int number,
            WorkloadSpec spec,
            ProducerSpec producerSpec,
            Producer producer,
            Machine machine,
            long originNanos,
            Recorder recorder,
            Runnable onEnded) {
        this.spec = spec;
        this.producerSpec = producerSpec;
        this.producer = producer;
        this.recorder = recorder;
        this.onEnded = onEnded;
        this.prefix = "w" + number + "-";
        this.machine = machine;
        this.timer = machine.nextLoop();
        this.thread = machine.executor("workload-" + number, 1);
        this.random = machine.random("workload-" + number);
        this.originNanos = originNanos;
        this.sends = spec.sends();
    }

    void start() {
        thread.execute(this::run);
    }

    /** Sends what is due and comes back for the next. */
    private void run() {
        if (spec.mode() == WorkloadSpec.Mode.SYNC) {
            runOneAtATime();
            return;
        }
        while (next < sends && now() >= spec.dueNanos(next)) {
            send(() -> {});
        }
        if (next < sends) {
            comeBack(spec.dueNanos(next));
        }
    }

    private void runOneAtATime() {
        if (next >= sends) {
            return;
        }
        if (now() < spec.dueNanos(next)) {
            comeBack(spec.dueNanos(next));
        } else {
            send(() -> thread.execute(this::runOneAtATime));
        }
    }

    private void comeBack(long dueNanos) {
        long delayNanos = Math.max(0, dueNanos - now());
        timer.schedule(() -> thread.execute(this::run), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void send(Runnable then) {
        String sendId = prefix + next++;
        byte[] body = Bodies.make(random, spec.bodyBytes());
        Message message = Message.builder(spec.topic()).body(body).keys(sendId).build();
        boolean oneway = spec.mode() == WorkloadSpec.Mode.ONEWAY;
        recorder.invoked(new Invocation(
                sendId,
                spec.group(),
                spec.topic(),
                Bodies.hash(body),
                body.length,
                oneway,
                producerSpec.timeout().toNanos(),
                oneway ? 1 : 1 + producerSpec.retries(),
                now()));
        if (oneway) {
            producer.sendOneway(message).whenComplete((none, failure) -> onEnd(sendId, null, failure, then));
        } else {
            producer.sendAsync(message).whenComplete((result, failure) -> onEnd(sendId, result, failure, then));
        }
    }

    private void onEnd(String sendId, @Nullable SendResult result, @Nullable Throwable thrown, Runnable then) {
        SendException failure = failure(thrown);
        recorder.ended(sendId, terminal(result, failure), failure);
        then.run();
        onEnded.run();
    }

    private Terminal terminal(@Nullable SendResult result, @Nullable SendException failure) {
        return new Terminal(
                Recorder.told(result, failure),
                now(),
                failure instanceof SendTimeoutException,
                result == null ? null : result.messageId(),
                result == null
                        ? null
                        : new Place(
                                result.queue().topic(),
                                result.queue().brokerName(),
                                result.queue().queueId(),
                                result.queueOffset()),
                failure == null ? null : failure.getMessage());
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
