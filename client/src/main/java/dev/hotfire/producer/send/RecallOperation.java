// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.RecallException.Reason;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Request;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.trace.Tracing;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.header.RecallResponseHeader;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.message.PropertyNames;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes one timed message back: RECALL_MESSAGE, asked once, of the master of the broker that keeps it (W-16.3, B-RECALL-02).
 * It ends once: with the message's id or a {@link RecallException}. Confined to the loop but for its future.
 */
final class RecallOperation extends Deadlines.Entry implements RouteWaiter {
    private final SendEngine engine;
    private final Topic topic;
    private final String handle;
    private final RecallHandle decoded;
    private final long deadlineNanos;
    private final boolean async;
    private final CompletableFuture<String> future = new CompletableFuture<>();
    private @Nullable IOException lastCause;
    private boolean routeRead;
    private boolean ended;

    RecallOperation(
            SendEngine engine, Topic topic, String handle, RecallHandle decoded, long deadlineNanos, boolean async) {
        this.engine = engine;
        this.topic = topic;
        this.handle = handle;
        this.decoded = decoded;
        this.deadlineNanos = deadlineNanos;
        this.async = async;
    }

    CompletableFuture<String> future() {
        return future;
    }

    /** Whether user code may hang on the future; if not, a thread waits, and the loop wakes it itself. */
    boolean isAsync() {
        return async;
    }

    /** First step on the loop. */
    void begin() {
        topic.use();
        PublishRoute route = topic.route();
        Target target = target(route);
        if (target != null) {
            ask(target);
        } else if (routeRead) {
            onNoRoute("topic " + topic.name() + " has no broker that could be asked");
        } else {
            engine.deadlines().set(this, deadlineNanos);
            topic.await(this);
        }
    }

    /** A queue on the broker that keeps the message; where that is not known, on any of the topic, which may know more. */
    private @Nullable Target target(@Nullable PublishRoute route) {
        Target keeper = engine.topics().someQueueOn(decoded.brokerName());
        if (keeper != null) {
            return keeper;
        }
        List<Target> targets = route == null ? List.of() : route.targets();
        return targets.isEmpty() ? null : targets.get(engine.topics().anyIndex(targets.size()));
    }

    private void ask(Target target) {
        engine.deadlines().remove(this);
        RecallHeader header = new RecallHeader(
                engine.wireGroup(), engine.config().namespace().wrap(topic.name()), handle, decoded.brokerName());
        Frame request =
                header.writeTo(Frame.request(RequestCode.RECALL_MESSAGE)).build();
        Request.send(
                // Never the VIP port (B-RECALL-03).
                engine.connections().to(target.brokerAddress()),
                engine.deadlines(),
                deadlineNanos,
                request,
                new Request.Listener() {
                    @Override
                    public void onReply(Frame reply) {
                        onAnswer(target, reply);
                    }

                    @Override
                    public void onFailure(IOException cause) {
                        fail(Reason.NO_ANSWER, String.valueOf(cause.getMessage()), RecallException.NO_CODE, cause);
                    }
                });
    }

    private void onAnswer(Target asked, Frame reply) {
        Tracing tracing = engine.tracing();
        String region = reply.field(PropertyNames.MSG_REGION);
        // A broker that does not name its region wants no trace (B-TRACE-09).
        if (tracing != null && region != null && engine.config().traceRecalls()) {
            tracing.recalled(topic.name(), decoded.messageId(), region, reply.code() == ResponseCode.SUCCESS);
        }
        if (reply.code() != ResponseCode.SUCCESS) {
            String remark = reply.remark() == null ? "" : ": " + reply.remark();
            fail(
                    Reason.REFUSED,
                    asked.brokerName() + " answered " + reply.code() + " " + ResponseCode.nameOf(reply.code()) + remark,
                    reply.code(),
                    null);
            return;
        }
        try {
            end(RecallResponseHeader.from(reply).msgId(), null);
        } catch (IllegalArgumentException e) {
            // Taken back, says the broker, but not what; there is only one that the handle can mean.
            end(decoded.messageId(), null);
        }
    }

    @Override
    public void onRoute() {
        routeRead = true;
        begin();
    }

    @Override
    public void onNoRoute(String what) {
        fail(Reason.NO_BROKER, what, RecallException.NO_CODE, lastCause);
    }

    @Override
    public void onRouteRefused(int responseCode, String remark) {
        fail(Reason.NO_BROKER, remark, responseCode, lastCause);
    }

    @Override
    public void onNoNameServer() {
        fail(Reason.NO_BROKER, "no name server is known", RecallException.NO_CODE, lastCause);
    }

    @Override
    public void onLookUpFailed(IOException cause) {
        lastCause = cause;
    }

    /** No route came in time. */
    @Override
    protected void onDeadline(long nowNanos) {
        topic.stopWaiting(this);
        onNoRoute("no route in time");
    }

    /** The producer closes and will not wait. */
    void failClosed() {
        fail(Reason.CLOSED, "producer is closed", RecallException.NO_CODE, lastCause);
    }

    private void fail(Reason reason, String what, int responseCode, @Nullable Throwable cause) {
        end(null, new RecallException(reason, what, topic.name(), responseCode, cause));
    }

    private void end(@Nullable String messageId, @Nullable RecallException failure) {
        if (ended) {
            // The producer was closed while a broker was asked.
            return;
        }
        ended = true;
        engine.deadlines().remove(this);
        topic.stopWaiting(this);
        engine.onRecallEnded(this, messageId, failure);
    }

    /** Tells whoever waits, in the thread that calls. */
    void complete(@Nullable String messageId, @Nullable RecallException failure) {
        if (failure != null) {
            future.completeExceptionally(failure);
        } else if (messageId != null) {
            future.complete(messageId);
        }
    }
}
