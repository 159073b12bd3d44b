// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.hook;

import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendCheck;
import dev.hotfire.producer.SendHook;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.wire.frame.Frame;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that wants to see the attempts of one producer's sends: checks, send hooks, request hooks, asked in this order before
 * an attempt, and in the order response, send hooks after it (B-HOOK-01). Any thread but the loop's.
 */
public final class SendHooks {
    private static final Logger LOG = LoggerFactory.getLogger(SendHooks.class);

    private final List<SendCheck> checks;
    private final List<SendHook> hooks;
    private final @Nullable RequestHooks requestHooks;
    private final String producerGroup;
    private final String namespace;
    private final String clientHost;

    private SendHooks(ProducerConfig config, @Nullable RequestHooks requestHooks, String clientHost) {
        this.checks = config.sendChecks();
        this.hooks = config.sendHooks();
        this.requestHooks = requestHooks;
        this.producerGroup = config.producerGroup();
        this.namespace = config.namespace().name();
        this.clientHost = clientHost;
    }

    /** The hooks that a configuration names; null if it names none, so that sends pay for one comparison only. */
    public static @Nullable SendHooks of(
            ProducerConfig config, @Nullable RequestHooks requestHooks, String clientHost) {
        boolean none = config.sendChecks().isEmpty() && config.sendHooks().isEmpty() && requestHooks == null;
        return none ? null : new SendHooks(config, requestHooks, clientHost);
    }

    String producerGroup() {
        return producerGroup;
    }

    String namespace() {
        return namespace;
    }

    String clientHost() {
        return clientHost;
    }

    /** An attempt that nobody has seen yet. */
    public HookedAttempt attempt(
            SendMode mode, int number, MessageQueue queue, String brokerAddress, SentMessage message) {
        return new HookedAttempt(this, mode, number, queue, brokerAddress, message);
    }

    /** Asks the checks; returns the exception of the first that forbids the attempt, or null. */
    public @Nullable Exception check(HookedAttempt attempt) {
        for (SendCheck check : checks) {
            try {
                check.check(attempt);
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                return e;
            }
        }
        return null;
    }

    /** Asks the send hooks before an attempt; {@link #after} must follow. */
    public void before(HookedAttempt attempt) {
        forEach("before", attempt, hook -> hook.beforeSend(attempt));
        attempt.begin();
    }

    /** Whether anybody wants to see requests. */
    public boolean seesRequests() {
        return requestHooks != null;
    }

    /** Asks the request hooks; returns the fields that they add. */
    public Map<String, String> beforeRequest(HookedAttempt attempt, Frame request) {
        if (requestHooks == null) {
            return Map.of();
        }
        Map<String, String> added = requestHooks.before(attempt.brokerAddress(), request);
        attempt.request(request.toBuilder().fields(added).build());
        return added;
    }

    /** Shows the end of an attempt to those who saw its beginning. */
    public void after(HookedAttempt attempt) {
        Frame request = attempt.request();
        Frame response = attempt.response();
        if (requestHooks != null && request != null && response != null) {
            requestHooks.after(attempt.brokerAddress(), request, response);
        }
        forEach("after", attempt, hook -> hook.afterSend(attempt));
    }

    private void forEach(String when, HookedAttempt attempt, Consumer<SendHook> call) {
        for (SendHook hook : hooks) {
            try {
                call.accept(hook);
            } catch (Throwable e) {
                // Also errors, such as a test's failed assertion: a user's own must not end a send (B-HOOK-03).
                LOG.warn("send hook {} threw {} {}", hook.getClass().getName(), when, attempt, e);
            }
        }
    }
}
