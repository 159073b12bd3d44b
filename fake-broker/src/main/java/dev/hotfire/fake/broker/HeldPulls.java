// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.Reply;
import dev.hotfire.fake.server.Request;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pulls that wait for a message: what keeps consumers from asking all the time. Safe from any thread. */
final class HeldPulls {
    /** Guarded by this. */
    private final Set<Held> held = new LinkedHashSet<>();

    private static final class Held {
        final String topic;
        final int queueId;
        final Connection connection;
        final Supplier<Frame> answer;
        final CompletableFuture<Frame> response = new CompletableFuture<>();

        @Nullable
        ScheduledFuture<?> timer;

        Held(PullRequestHeader header, Connection connection, Supplier<Frame> answer) {
            this.topic = header.topic();
            this.queueId = header.queueId();
            this.connection = connection;
            this.answer = answer;
        }
    }

    /** Holds a pull that found nothing, and answers it when there may be something, or when its client waited enough. */
    Reply hold(Request request, PullRequestHeader header, Supplier<Frame> answer) {
        Held pull = new Held(header, request.connection(), answer);
        synchronized (this) {
            held.add(pull);
            pull.timer = request.connection()
                    .schedule(() -> release(pull), TimeUnit.MILLISECONDS.toNanos(header.suspendTimeoutMillis()));
        }
        return Reply.later(pull.response);
    }

    /**
     * Answers the pulls that wait for a message in this queue.
     *
     * @param here whether this broker appended it, which is locked then; what others append is answered on the
     *     connections' loops, because nobody may take one broker's lock with another's held
     */
    void onAppended(StoredMessage message, boolean here) {
        wake(message.topic(), message.queueId(), here);
    }

    /** Looks for those that wait for a message in this queue, as {@link #onAppended} does. */
    void wake(String topic, int queueId, boolean here) {
        List<Held> served = new ArrayList<>();
        synchronized (this) {
            for (Held pull : held) {
                if (pull.queueId == queueId && pull.topic.equals(topic)) {
                    served.add(pull);
                }
            }
        }
        served.forEach(pull -> {
            if (here) {
                release(pull);
            } else {
                pull.connection.schedule(() -> release(pull), 0);
            }
        });
    }

    private void release(Held pull) {
        synchronized (this) {
            if (!held.remove(pull)) {
                return;
            }
            cancelTimer(pull);
        }
        pull.response.complete(pull.answer.get());
    }

    /** Forgets all pulls: the process that held them is gone. */
    synchronized void forgetAll() {
        held.forEach(HeldPulls::cancelTimer);
        held.clear();
    }

    private static void cancelTimer(Held pull) {
        ScheduledFuture<?> timer = pull.timer;
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
