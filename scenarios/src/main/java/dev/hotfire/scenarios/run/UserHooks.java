// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.RequestHook;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.scenarios.watch.Watch;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.message.PropertyNames;
import io.netty.channel.EventLoop;
import java.util.Map;

/** Hooks of a producer: they tell the watch what they see, and leave a property and a header field behind. */
final class UserHooks implements SendHook, EndTransactionHook {
    private final String group;
    private final Watch watch;
    private final EventLoop loop;

    UserHooks(String group, Watch watch, EventLoop loop) {
        this.group = group;
        this.watch = watch;
        this.loop = loop;
    }

    @Override
    public void beforeSend(SendAttempt attempt) {
        watch.inUserCode(group, loop.inEventLoop());
        attempt.property(Watch.HOOK_PROPERTY, Integer.toString(attempt.number()));
        watch.hooked(group, attempt, true);
        fail(attempt, 1);
    }

    @Override
    public void afterSend(SendAttempt attempt) {
        watch.inUserCode(group, loop.inEventLoop());
        watch.hooked(group, attempt, false);
        fail(attempt, 2);
    }

    /** Some throw, as those of users do: for the same sends in all worlds, which unique ids are not the same in. */
    private static void fail(SendAttempt attempt, int which) {
        SentMessage message = attempt.message();
        String sendId = message.properties().getOrDefault(PropertyNames.KEYS, message.messageId());
        if (sendId.hashCode() % 8 == which) {
            throw new IllegalStateException("a hook that fails");
        }
    }

    @Override
    public void endTransaction(TransactionEnd end) {
        watch.inUserCode(group, loop.inEventLoop());
        watch.ending(group, end);
    }

    /** Adds a field to each request. Producers that share a machine have equal ones, as a runtime wants it. */
    record OfRequests(Watch watch, EventLoop loop) implements RequestHook {
        @Override
        public Map<String, String> beforeRequest(String address, Frame request) {
            watch.inUserCode("a request to " + address, loop.inEventLoop());
            return Map.of(Watch.HOOK_FIELD, Integer.toString(request.code()));
        }
    }
}
