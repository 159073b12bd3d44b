// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.ConnectionFailedException;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.NoNameServerException;
import dev.hotfire.producer.NoRouteException;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.QueueSelectionException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendForbiddenException;
import dev.hotfire.producer.SendMode;
import dev.hotfire.producer.SendRefusedException;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.producer.SendTimeoutException;
import dev.hotfire.producer.SentMessage;
import dev.hotfire.producer.connect.Call;
import dev.hotfire.producer.health.BrokerHealth;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.hook.SendHooks;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.select.QueueChoice;
import dev.hotfire.producer.select.QueueSelection;
import dev.hotfire.producer.trace.Tracing;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameView;
import dev.hotfire.wire.frame.HeaderSource;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.SendResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One send, from the caller's thread to its outcome. All kinds of sends are this state machine; they differ in how many
 * attempts they have, and in who hears of the end.
 *
 * <pre>
 * captured ── begin ──▶ waiting for a route ──▶ attempt 1 ──▶ attempt 2 … ──▶ ended
 *                  └───────────────────────────▲    (stored, refused, unknown)
 * </pre>
 *
 * <p>{@link #capture} runs on the caller's thread; after the hand-over everything is confined to the loop. One absolute
 * deadline bounds the whole; {@link RetryRules} say which share of what is left an attempt gets, and what follows it.
 * There is exactly one end: {@link #end} refuses a second.
 */
final class SendOperation extends Call implements RouteWaiter, SendResponseHeader.Reader<SendResult>, Runnable {
    /** Who hears of the end, and where. */
    enum Ending {
        /** A thread waits: the loop wakes it itself. */
        SYNC,
        /** The future may have user code behind it: it completes on a callback thread. */
        ASYNC,
        /** As ASYNC, and no broker answers. */
        ONEWAY
    }

    private final SendEngine engine;
    private final Topic topic;
    private final Payload payload;
    private final Ending ending;

    /** Whose rules this send follows: its own, unless an asynchronous one is to retry as one that waits. */
    private final Ending ruled;

    private final CompletableFuture<SendResult> future = new CompletableFuture<>();
    private final long startedNanos;
    private final long deadlineNanos;

    /** What came of attempts; made when there is the first that anybody may ask for. */
    private List<Attempt> attempts = List.of();

    private final @Nullable RequestReply reply;
    private final RetryRules rules;
    private final @Nullable HookedSend hooked;
    private final List<AccumulatedSend> members;
    private int maxAttempts;

    private @Nullable MessageQueue fixedQueue;
    private @Nullable QueueSelection<?> selection;
    private @Nullable AttemptFrame frame;

    private @Nullable Target target;
    private int attempt;
    private long attemptStartedNanos;

    /** Which policy saw the attempt begin. */
    private int avoidanceEra;

    private boolean goAwayFollowed;
    private boolean routeReadAgain;
    private @Nullable IOException lastCause;

    /** What the last answer would have failed the send with; null if the last attempt went without an answer. */
    private @Nullable Failure lastAnswer;

    /** A copy that is less durable than asked for, while another attempt is made for a better one. */
    private @Nullable SendResult weakResult;

    private @Nullable Target weakTarget;
    private boolean ended;

    /** A {@link SendResult} or a {@link SendException} that the caller is yet to be told; null for a one-way send that went. */
    private @Nullable Object outcome;

    /** The neighbours in the engine's list of sends that began and have not ended. */
    @Nullable
    SendOperation previous;

    @Nullable
    SendOperation next;

    SendOperation(
            SendEngine engine,
            Topic topic,
            Payload payload,
            Ending ending,
            SendPlan plan,
            long startedNanos,
            @Nullable RequestReply reply) {
        this(engine, topic, payload, ending, plan, startedNanos, reply, List.of());
    }

    /** A batch of messages that waited for each other; on the loop. They hear of its end, and its own future is nobody's. */
    SendOperation(
            SendEngine engine,
            Topic topic,
            Payload payload,
            SendPlan plan,
            long startedNanos,
            List<AccumulatedSend> members) {
        this(engine, topic, payload, members.get(0).ending(), plan, startedNanos, null, members);
    }

    private SendOperation(
            SendEngine engine,
            Topic topic,
            Payload payload,
            Ending ending,
            SendPlan plan,
            long startedNanos,
            @Nullable RequestReply reply,
            List<AccumulatedSend> members) {
        this.engine = engine;
        this.topic = topic;
        this.payload = payload;
        this.ending = ending;
        this.ruled = ending == Ending.ASYNC && plan.syncRules() ? Ending.SYNC : ending;
        this.fixedQueue = plan.queue();
        this.selection = plan.selection();
        this.startedNanos = startedNanos;
        this.deadlineNanos = startedNanos + plan.timeoutNanos();
        this.reply = reply;
        this.members = members;
        this.rules = engine.retryRules(plan.config());
        this.maxAttempts = rules.attempts(ruled, plan.isBound());
        SendHooks hooks = engine.hooks();
        this.hooked = hooks == null ? null : new HookedSend(engine, hooks, topic, modeOf(ending), payload);
    }

    private static SendMode modeOf(Ending ending) {
        return switch (ending) {
            case SYNC -> SendMode.SYNC;
            case ASYNC -> SendMode.ASYNC;
            case ONEWAY -> SendMode.ONEWAY;
        };
    }

    CompletableFuture<SendResult> future() {
        return future;
    }

    Topic topic() {
        return topic;
    }

    Ending ending() {
        return ending;
    }

    /** Who waits for a reply to this message; null for messages that nobody replies to. */
    @Nullable
    RequestReply reply() {
        return reply;
    }

    /** Who travels in this batch and waits for its end; empty for what was sent as it is. */
    List<AccumulatedSend> members() {
        return members;
    }

    /** The message's id; for a batch those of its elements, separated by commas. */
    String messageId() {
        return payload.messageId();
    }

    /** What was tried so far. On the loop. */
    List<Attempt> attempts() {
        return attempts;
    }

    /** Whether this is a half message, which keeps its place in flight until its transaction's end was told. */
    boolean isHalf() {
        return payload.isHalf();
    }

    /** Who stored the message, once it is known to be stored: then also readable by those whom the future told. */
    Target storedBy() {
        return requireTarget();
    }

    /** What the send's place in flight was taken with, and is given back with. */
    int bodyBytes() {
        return payload.body().length();
    }

    /**
     * Takes the message in: from here on the caller's arrays are not read again. If the route is known, the queue is
     * chosen and the frame is complete but for its opaque. On the caller's thread.
     *
     * @throws QueueSelectionException if the caller's selector fails
     */
    void capture() throws QueueSelectionException {
        if (hooked != null) {
            target = chooseFirst();
            // What waited for company is captured on the loop, where no hook may run: its attempts are all prepared
            // elsewhere.
            if (target != null && members.isEmpty()) {
                hooked.prepareFirst(target);
            }
            return;
        }
        Target first = chooseFirst();
        frame = AttemptFrame.capture(
                payload,
                topic.writer(),
                ending == Ending.ONEWAY,
                engine.allocator(),
                engine.clock(),
                first,
                Map.of(),
                engine.room());
        target = first;
    }

    private @Nullable Target chooseFirst() throws QueueSelectionException {
        QueueChoice choice = topic.choice();
        QueueSelection<?> toAsk = selection;
        if (toAsk == null) {
            return choice == null || fixedQueue != null ? null : nextOf(choice);
        }
        if (choice == null) {
            // The selector is asked once there is a route; the caller may have changed the body by then.
            selection = toAsk.detached();
            return null;
        }
        Target chosen = toAsk.choose(choice, this::elapsedNanos);
        fix(chosen);
        return chosen;
    }

    private Target nextOf(QueueChoice choice) {
        return ending == Ending.ONEWAY ? choice.nextUnanswered() : choice.next();
    }

    private void fix(Target chosen) {
        fixedQueue = chosen.queue();
        selection = null;
    }

    /** The send has reached the loop. */
    void announce() {
        engine.observer().sendStarted(payload.messageId(), topic.name(), startedNanos);
    }

    /** First step on the loop. */
    void begin(long nowNanos) {
        topic.use();
        if (target != null) {
            startAttempt(target, nowNanos);
        } else {
            findTarget(nowNanos);
        }
    }

    /** First steps of a send that was made on the loop. */
    void captureAndBegin(long nowNanos) {
        if (hooked != null) {
            // Hooks are not asked here: the first attempt is prepared as a later one would be.
            begin(nowNanos);
            return;
        }
        try {
            capture();
        } catch (QueueSelectionException e) {
            fail(e);
            return;
        } catch (OutOfMemoryError e) {
            failWithoutMemory(e, nowNanos);
            return;
        }
        begin(nowNanos);
    }

    /** Direct memory has a bound of its own (C09). The sends that come after this one must not suffer for it. */
    private void failWithoutMemory(OutOfMemoryError e, long nowNanos) {
        fail(new ConnectionFailedException(
                "no memory for the request: " + e.getMessage(), topic.name(), attempts, elapsed(nowNanos), false, e));
    }

    private void findTarget(long nowNanos) {
        PublishRoute route = topic.route();
        MessageQueue wanted = fixedQueue;
        QueueChoice choice = topic.choice();
        if (wanted == null && choice != null) {
            if (selection == null) {
                startAttempt(nextOf(choice), nowNanos);
            } else {
                engine.deadlines().set(this, deadlineNanos);
                select(selection, choice);
            }
            return;
        }
        Target fixed = wanted == null || route == null ? null : route.find(wanted);
        if (fixed != null) {
            startAttempt(fixed, nowNanos);
        } else if (route == null || !routeReadAgain) {
            // What is known does not lead there: one more look before giving up (B-ROUTE-16).
            routeReadAgain = true;
            engine.deadlines().set(this, deadlineNanos);
            topic.await(this);
        } else {
            onNoRoute(
                    wanted == null
                            ? "topic " + topic.name() + " has no queue that can be written to"
                            : "queue " + wanted + " is not among those that can be written to");
        }
    }

    /** Asks the caller's selector on a callback thread; the send goes on when its answer is back on the loop. */
    private void select(QueueSelection<?> toAsk, QueueChoice choice) {
        engine.callBack(
                () -> {
                    Runnable next;
                    try {
                        Target chosen = toAsk.choose(choice, this::elapsedNanos);
                        next = () -> onSelected(chosen);
                    } catch (QueueSelectionException e) {
                        next = () -> onSelectionFailed(e);
                    } catch (Error e) {
                        // The send ends for its caller, the error goes where the thread's errors go.
                        SendException failure = toAsk.failed("queue selector threw " + e, this::elapsedNanos, e);
                        engine.onLoop(() -> onSelectionFailed(failure));
                        throw e;
                    }
                    engine.onLoop(next);
                },
                this::failClosed);
    }

    private void onSelected(Target chosen) {
        if (!ended) {
            fix(chosen);
            startAttempt(chosen, engine.now());
        }
    }

    private void onSelectionFailed(SendException failure) {
        if (!ended) {
            fail(failure);
        }
    }

    /** A route came while this send waited for one. */
    @Override
    public void onRoute() {
        routeReadAgain = true;
        findTarget(engine.now());
    }

    /** There is no route to wait for. */
    @Override
    public void onNoRoute(String what) {
        fail(new NoRouteException(what, topic.name(), attempts, elapsed(engine.now()), lastCause));
    }

    /** No name server lets this client have the route. */
    @Override
    public void onRouteRefused(int responseCode, String remark) {
        fail(new SendRefusedException(
                "no route of topic " + topic.name() + ": " + remark,
                topic.name(),
                attempts,
                elapsed(engine.now()),
                responseCode,
                remark));
    }

    /** There is nobody to ask for a route. */
    @Override
    public void onNoNameServer() {
        fail(new NoNameServerException(
                "no name server address is set, and none was discovered",
                topic.name(),
                attempts,
                elapsed(engine.now()),
                lastCause));
    }

    /** A look-up failed while this send waits; it goes on waiting. */
    @Override
    public void onLookUpFailed(IOException cause) {
        lastCause = cause;
    }

    private void startAttempt(Target to, long nowNanos) {
        long leftNanos = deadlineNanos - nowNanos;
        if (leftNanos <= 0) {
            failTimedOut(nowNanos);
            return;
        }
        if (hooked != null) {
            startHookedAttempt(hooked, to, nowNanos);
            return;
        }
        if (attempt > 0 || !to.equals(target)) {
            try {
                requireFrame()
                        .renew(payload, ending == Ending.ONEWAY, to, engine.clock(), engine.allocator(), engine.room());
            } catch (OutOfMemoryError e) {
                failWithoutMemory(e, nowNanos);
                return;
            }
        }
        launch(to, nowNanos);
    }

    /** As any attempt, once it was prepared off the loop. */
    private void startHookedAttempt(HookedSend hooks, Target to, long nowNanos) {
        if (!hooks.isPrepared()) {
            engine.deadlines().set(this, deadlineNanos);
            hooks.prepareNext(to, attempt + 1, this::onPrepared, this::onNotPrepared, this::failClosed);
            return;
        }
        HookedSend.Prepared prepared = hooks.take();
        Exception forbidden = prepared.forbidden();
        if (forbidden != null) {
            begin(to, nowNanos);
            onForbidden(forbidden, nowNanos);
            return;
        }
        releaseFrame();
        frame = prepared.frame();
        launch(to, nowNanos);
    }

    private void onPrepared(HookedSend.Prepared prepared) {
        HookedSend hooks = requireNonNull(hooked);
        if (ended) {
            hooks.drop(prepared);
        } else if (attempt > 0 && isReplied()) {
            hooks.drop(prepared);
            failReplied(engine.now());
        } else {
            hooks.keep(prepared);
            startAttempt(prepared.target(), engine.now());
        }
    }

    private void onNotPrepared(Throwable cause) {
        if (!ended) {
            fail(new ConnectionFailedException(
                    "no request could be made: " + cause, topic.name(), attempts, elapsed(engine.now()), false, cause));
        }
    }

    /** A check of the user's forbids the attempt; the next one is asked for anew (B-HOOK-02). */
    private void onForbidden(Exception cause, long nowNanos) {
        String what = "forbidden: " + cause.getMessage();
        endAttempt(new AttemptOutcome.Refused(LocalCodes.FORBIDDEN, what), nowNanos);
        retryOrFail(
                true,
                nowNanos,
                () -> new SendForbiddenException(what, topic.name(), attempts, elapsed(nowNanos), cause));
    }

    private void launch(Target to, long nowNanos) {
        begin(to, nowNanos);
        engine.deadlines().set(this, attemptDeadline(to, nowNanos));
        avoidanceEra = engine.avoidance().onStart(to, kind(), nowNanos);
        if (attempt == 1) {
            report(BrokerHealth.Ending.SUBMITTED, "", nowNanos);
        }
        engine.connections().to(to.sendAddress()).start(this);
    }

    /**
     * When the attempt under way is over: when its share of the time is; sooner if there is a better bet, later if there is none
     * because all take longer than that.
     */
    private long attemptDeadline(Target to, long nowNanos) {
        QueueChoice choice = topic.choice();
        boolean elsewhere = fixedQueue == null && attempt < maxAttempts && choice != null && choice.hasSeveralBrokers();
        if (!elsewhere) {
            return attemptStartedNanos + attemptShareNanos();
        }
        Avoidance avoidance = engine.avoidance();
        long usualNanos = avoidance.usualNanos(to, nowNanos);
        long mostNanos = attemptMostNanos();
        long copyNanos = deadlineNanos - attemptStartedNanos - mostNanos;
        if (usualNanos > mostNanos
                && rules.mayTakeLonger()
                && isWritten()
                && avoidance.isWorthWaitingFor(to, attemptStartedNanos, copyNanos, nowNanos)) {
            return deadlineNanos;
        }
        long patienceNanos = avoidance.patienceNanos(to, attemptStartedNanos, nowNanos);
        return attemptStartedNanos
                + Math.min(patienceNanos, Math.max(attemptShareNanos(), Math.min(mostNanos, usualNanos)));
    }

    /** The share that the attempt under way has of the time that was left when it began. */
    private long attemptShareNanos() {
        return rules.attemptNanos(ruled, deadlineNanos - attemptStartedNanos, maxAttempts - attempt + 1);
    }

    /** What it may take where answers take longer than that. */
    private long attemptMostNanos() {
        return rules.mostNanos(ruled, deadlineNanos - attemptStartedNanos, maxAttempts - attempt + 1);
    }

    /** Whether the attempt has more time after all: what was a better bet when it began need not be one any more. */
    private boolean isProlonged(long nowNanos) {
        long untilNanos = attemptDeadline(requireTarget(), nowNanos);
        if (untilNanos - nowNanos <= 0) {
            return false;
        }
        engine.deadlines().set(this, untilNanos);
        return true;
    }

    private void begin(Target to, long nowNanos) {
        target = to;
        attempt++;
        attemptStartedNanos = nowNanos;
        engine.observer().attemptStarted(payload.messageId(), attempt, to.queue(), to.shownAddress(), nowNanos);
    }

    /** Tells the producer's health policy what this attempt says about its broker. */
    private void report(BrokerHealth.Ending what, String reason, long nowNanos) {
        engine.avoidance()
                .onAttempt(requireTarget(), kind(), what, reason, attemptStartedNanos, nowNanos, avoidanceEra);
    }

    private Kind kind() {
        if (fixedQueue != null) {
            return ruled == Ending.ASYNC ? Kind.ASYNC_CHOSEN : Kind.CHOSEN;
        }
        return switch (ruled) {
            case SYNC -> Kind.SYNC;
            case ASYNC -> Kind.ASYNC;
            case ONEWAY -> Kind.ONEWAY;
        };
    }

    @Override
    protected ByteBuf frame(int opaque, ByteBufAllocator allocator) {
        return requireFrame().withOpaque(opaque);
    }

    @Override
    protected boolean isOneway() {
        return ending == Ending.ONEWAY;
    }

    @Override
    protected void onWritten(long nowNanos) {
        Target asked = requireTarget();
        engine.observer()
                .onewayWritten(
                        payload.messageId(),
                        attempt,
                        asked.queue(),
                        asked.sendAddress().toString(),
                        nowNanos - attemptStartedNanos);
        // Nothing will come back, which is nobody's fault.
        engine.avoidance().onDropped(asked, kind(), attemptStartedNanos, avoidanceEra);
        end(nowNanos, null, null);
    }

    @Override
    protected void onOrdinaryReply(FrameView reply, long nowNanos) {
        if (hooked == null && reply.code() == ResponseCode.SUCCESS) {
            onStored(reply, requireTarget(), nowNanos);
        } else {
            super.onOrdinaryReply(reply, nowNanos);
        }
    }

    @Override
    protected void onReply(Frame reply, long nowNanos) {
        if (hooked != null) {
            hooked.answered(reply);
        }
        int code = reply.code();
        String remark = reply.remark() == null ? "" : reply.remark();
        if (rules.followsGoAway(code, goAwayFollowed, maxAttempts - attempt)
                && !engine.isForcedToClose()
                && !isReplied()) {
            followGoAway(remark, nowNanos);
            return;
        }
        ResponseRules meaning = ResponseRules.of(code);
        if (meaning.aboutRoute()) {
            topic.hint();
        }
        switch (meaning.certainty()) {
            case STORED -> onStored(reply, requireTarget(), nowNanos);
            case REFUSED -> onError(meaning, code, remark, new AttemptOutcome.Refused(code, remark), nowNanos);
            case UNKNOWN -> onError(meaning, code, remark, new AttemptOutcome.Unknown(code, remark), nowNanos);
        }
    }

    private void onError(ResponseRules meaning, int code, String remark, AttemptOutcome outcome, long nowNanos) {
        boolean loss = rules.goAwayIsLoss(code);
        BrokerHealth.Ending aboutBroker =
                meaning.aboutBroker() ? BrokerHealth.Ending.TROUBLED : BrokerHealth.Ending.REFUSED;
        report(loss ? BrokerHealth.Ending.UNREACHED : aboutBroker, ResponseCode.nameOf(code), nowNanos);
        endAttempt(outcome, nowNanos);
        Failure failure = () -> refused(code, remark, nowNanos);
        lastAnswer = failure;
        retryOrFail(loss || rules.afterAnswer(ruled, code), nowNanos, failure);
    }

    /** The broker asks for the same request on a new connection; that is not held against the send (W-6). */
    private void followGoAway(String remark, long nowNanos) {
        Target asked = requireTarget();
        if (!rules.compatible()) {
            report(BrokerHealth.Ending.TROUBLED, ResponseCode.nameOf(ResponseCode.GO_AWAY), nowNanos);
        }
        endAttempt(new AttemptOutcome.Refused(ResponseCode.GO_AWAY, remark), nowNanos);
        if (hooked != null) {
            hooked.failed(refused(ResponseCode.GO_AWAY, remark, nowNanos));
        }
        goAwayFollowed = true;
        maxAttempts++;
        if (rules.compatible() || fixedQueue != null) {
            startAttempt(asked, nowNanos);
        } else {
            retryElsewhere(nowNanos);
        }
    }

    private SendException refused(int responseCode, String remark, long nowNanos) {
        String what = requireTarget().brokerName() + " answered " + responseCode + " "
                + ResponseCode.nameOf(responseCode) + (remark.isEmpty() ? "" : ": " + remark);
        return new SendRefusedException(what, topic.name(), attempts, elapsed(nowNanos), responseCode, remark);
    }

    private void onStored(HeaderSource reply, Target asked, long nowNanos) {
        report(BrokerHealth.Ending.STORED, "", nowNanos);
        SendResult result;
        try {
            result = SendResponseHeader.read(reply, payload.messageId(), this);
        } catch (IllegalArgumentException e) {
            // A malformed header, or a queue that can't be.
            String reason = "broker says stored, but not where: " + e.getMessage();
            endAttempt(new AttemptOutcome.Unknown(reply.code(), reason), nowNanos);
            Failure failure = () -> refused(reply.code(), reason, nowNanos);
            lastAnswer = failure;
            retryOrFail(rules.afterSilence(ruled), nowNanos, failure);
            return;
        }
        SendStatus status = result.status();
        if (status == SendStatus.SEND_OK && !engine.isObserved()) {
            // The send ends with it, and nobody will ask for this attempt.
            engine.deadlines().remove(this);
        } else {
            endAttempt(new AttemptOutcome.Stored(status, result.queueOffset()), nowNanos);
        }
        if (status != SendStatus.SEND_OK
                && rules.afterWeakSuccess(ruled)
                && mayRetry()
                && engine.avoidance().allowsRetry(requireTarget(), nowNanos)) {
            if (hooked != null) {
                hooked.stored(result);
            }
            weakResult = result;
            weakTarget = asked;
            retryElsewhere(nowNanos);
        } else {
            end(nowNanos, result, null);
        }
    }

    /** What a header says about this attempt. */
    @Override
    public SendResult read(
            int code,
            String msgId,
            int queueId,
            long queueOffset,
            @Nullable String transactionId,
            @Nullable String batchUniqId,
            @Nullable String recallHandle,
            String region,
            boolean traceOn) {
        MessageQueue asked = requireTarget().queue();
        return new SendResult(
                statusOf(code),
                // An inner batch is one message to its broker, with the batch's own id (B-BATCH-05).
                batchUniqId == null ? payload.messageId() : batchUniqId,
                msgId,
                asked.queueId() == queueId ? asked : new MessageQueue(topic.name(), asked.brokerName(), queueId),
                queueOffset,
                transactionId,
                recallHandle,
                region,
                traceOn,
                attempt);
    }

    private static SendStatus statusOf(int responseCode) {
        return switch (responseCode) {
            case ResponseCode.FLUSH_DISK_TIMEOUT -> SendStatus.FLUSH_DISK_TIMEOUT;
            case ResponseCode.FLUSH_SLAVE_TIMEOUT -> SendStatus.FLUSH_SLAVE_TIMEOUT;
            case ResponseCode.SLAVE_NOT_AVAILABLE -> SendStatus.SLAVE_NOT_AVAILABLE;
            default -> SendStatus.SEND_OK;
        };
    }

    @Override
    protected void onLost(boolean written, IOException cause, long nowNanos) {
        lastCause = cause;
        lastAnswer = null;
        String reason = String.valueOf(cause.getMessage());
        if (cause.getCause() instanceof OutOfMemoryError) {
            // This process has no room for a request, or for a connection: no broker is to blame.
            engine.avoidance().onDropped(requireTarget(), kind(), attemptStartedNanos, avoidanceEra);
        } else {
            report(written ? BrokerHealth.Ending.UNREACHED : BrokerHealth.Ending.UNCONNECTED, reason, nowNanos);
        }
        topic.hint();
        endAttempt(unanswered(written, LocalCodes.NONE, reason), nowNanos);
        retryOrFail(
                true,
                nowNanos,
                () -> new ConnectionFailedException(reason, topic.name(), attempts, elapsed(nowNanos), written, cause));
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (!isUnderWay()) {
            topic.stopWaiting(this);
            failTimedOut(nowNanos);
            return;
        }
        if (isProlonged(nowNanos)) {
            return;
        }
        boolean written = isWritten();
        timeOut();
        Target asked = requireTarget();
        boolean early = written && nowNanos - attemptStartedNanos < attemptShareNanos();
        long waitedMillis = (nowNanos - attemptStartedNanos) / 1_000_000;
        String missing = !written ? "no connection" : ending == Ending.ONEWAY ? "not taken" : "no answer";
        String reason = missing + " within " + waitedMillis + " ms";
        report(early ? BrokerHealth.Ending.GIVEN_UP : BrokerHealth.Ending.UNREACHED, reason, nowNanos);
        topic.hint();
        lastCause = new IOException(asked.sendAddress() + ": " + reason);
        lastAnswer = null;
        endAttempt(unanswered(written, LocalCodes.TIMEOUT, reason), nowNanos);
        retryOrFail(rules.afterSilence(ruled), nowNanos, () -> timedOut(nowNanos));
    }

    private void endAttempt(AttemptOutcome outcome, long nowNanos) {
        engine.deadlines().remove(this);
        Target asked = requireTarget();
        Attempt done = new Attempt(
                attempt,
                asked.queue(),
                asked.shownAddress(),
                attemptStartedNanos,
                nowNanos - attemptStartedNanos,
                outcome);
        if (attempts.isEmpty()) {
            attempts = new ArrayList<>(1);
        }
        attempts.add(done);
        engine.failures().onAttempt(payload.messageId(), done, nowNanos);
        engine.observer().attemptEnded(payload.messageId(), done);
    }

    /** The one retry rule: what may be retried is, while attempts and time are left. */
    private void retryOrFail(boolean retryable, long nowNanos, Failure failure) {
        if (isReplied()) {
            failReplied(nowNanos);
            return;
        }
        if (!retryable || !mayRetry() || !engine.avoidance().allowsRetry(requireTarget(), nowNanos)) {
            fail(failure.make());
            return;
        }
        if (hooked != null) {
            hooked.failed(failure.make());
        }
        if (fixedQueue != null) {
            nextAttempt(requireTarget(), nowNanos);
        } else {
            retryElsewhere(nowNanos);
        }
    }

    private boolean mayRetry() {
        return attempt < maxAttempts && !engine.isForcedToClose() && !isReplied();
    }

    /** Whether somebody has replied, which says that the message is stored: another copy would only be replied to again. */
    private boolean isReplied() {
        return reply != null && !reply.isOpen();
    }

    private void retryElsewhere(long nowNanos) {
        QueueChoice choice = topic.choice();
        if (choice != null) {
            nextAttempt(choice.nextAvoiding(requireTarget().brokerName()), nowNanos);
        } else {
            onNoRoute("topic " + topic.name() + " has no queue that can be written to any more");
        }
    }

    private void nextAttempt(Target to, long nowNanos) {
        if (rules.compatible()) {
            goAwayFollowed = false;
        }
        startAttempt(to, nowNanos);
    }

    /** Makes the exception only if the send really fails. */
    private interface Failure {
        SendException make();
    }

    /** The producer closes and will not wait for this send. */
    void failClosed() {
        long nowNanos = engine.now();
        breakOff("producer was closed", nowNanos);
        fail(new ProducerClosedException("producer is closed", topic.name(), attempts, elapsed(nowNanos), lastCause));
    }

    /** The thread that waited was interrupted. */
    void abandon() {
        if (!ended) {
            long nowNanos = engine.now();
            breakOff("caller stopped waiting", nowNanos);
            fail(new SendAbandonedException(
                    "caller was interrupted", topic.name(), attempts, elapsed(nowNanos), lastCause));
        }
    }

    /** No answer came but the reply, which is all that the caller waited for: only observers and hooks hear of this. */
    private void failReplied(long nowNanos) {
        fail(new SendAbandonedException(
                "reply came before an answer", topic.name(), attempts, elapsed(nowNanos), lastCause));
    }

    /** Ends the attempt under way, if there is one, from our side. */
    private void breakOff(String reason, long nowNanos) {
        if (isUnderWay()) {
            boolean written = isWritten();
            takeBack();
            engine.avoidance().onDropped(requireTarget(), kind(), attemptStartedNanos, avoidanceEra);
            endAttempt(unanswered(written, LocalCodes.NONE, reason), nowNanos);
        }
    }

    /** Without an answer, only what was never written is known not to be stored. */
    private static AttemptOutcome unanswered(boolean written, int writtenCode, String reason) {
        return written
                ? new AttemptOutcome.Unknown(writtenCode, reason)
                : new AttemptOutcome.Refused(LocalCodes.CONNECT_FAILED, reason);
    }

    private void failTimedOut(long nowNanos) {
        fail(timedOut(nowNanos));
    }

    private SendException timedOut(long nowNanos) {
        Throwable cause = lastAnswer != null ? lastAnswer.make() : lastCause;
        String what = "send timed out" + (cause == null ? "" : ", last: " + cause.getMessage());
        return new SendTimeoutException(what, topic.name(), attempts, elapsed(nowNanos), cause);
    }

    /** Ends the send with a failure, unless there is a copy after all, if only a weak one (B-RETRY-09). */
    private void fail(SendException failure) {
        SendResult weak = weakResult;
        if (hooked != null) {
            hooked.failed(failure);
        }
        if (weak != null) {
            target = weakTarget;
            end(engine.now(), weak, null);
        } else {
            end(engine.now(), null, failure);
        }
    }

    private void end(long nowNanos, @Nullable SendResult result, @Nullable SendException failure) {
        if (ended) {
            throw new IllegalStateException("send of " + payload.messageId() + " ended twice");
        }
        ended = true;
        engine.deadlines().remove(this);
        topic.stopWaiting(this);
        releaseFrame();
        if (hooked != null) {
            hooked.ended(result, failure);
        }
        Tracing tracing = engine.tracing();
        // One way, nobody knows what became of it.
        if (tracing != null && target != null && attempt > 0 && ending != Ending.ONEWAY) {
            tracing.sent(sent(), target.shownAddress(), nowNanos - startedNanos, result);
        }
        engine.observer().sendEnded(payload.messageId(), result, failure, nowNanos);
        engine.onEnded(this, result, failure);
    }

    /** With what its caller is to be told when this is run. On the loop, once the send has ended. */
    Runnable withEnd(@Nullable SendResult result, @Nullable SendException failure) {
        outcome = failure != null ? failure : result;
        return this;
    }

    /** Tells the caller, in the thread that calls. */
    @Override
    public void run() {
        if (outcome instanceof SendException failure) {
            future.completeExceptionally(failure);
        } else {
            completeWith(future, (SendResult) outcome);
        }
    }

    @SuppressWarnings("NullAway") // A one-way send ends without a result; its future is seen as one of Void only.
    private static void completeWith(CompletableFuture<SendResult> future, @Nullable SendResult result) {
        future.complete(result);
    }

    /** The producer closed before this send reached the loop. In the thread that found out. */
    void discard(SendException failure) {
        releaseFrame();
        if (hooked != null) {
            hooked.ended(null, failure);
            hooked.showEnd();
        }
    }

    /** Whether hooks have yet to see the end of the last attempt, before the caller hears of it. */
    boolean hasEndToShow() {
        return hooked != null && hooked.hasEndToShow();
    }

    /** Shows hooks the end of the last attempt. On any thread but the loop. */
    void showEnd() {
        if (hooked != null) {
            hooked.showEnd();
        }
    }

    /** The message as its last attempt sent it. */
    SentMessage sent() {
        return (hooked != null ? hooked.payload() : payload).asSent();
    }

    private void releaseFrame() {
        AttemptFrame current = frame;
        if (current != null) {
            frame = null;
            current.release();
        }
    }

    private AttemptFrame requireFrame() {
        AttemptFrame current = frame;
        if (current == null) {
            throw new IllegalStateException("send of " + payload.messageId() + " has ended");
        }
        return current;
    }

    private Target requireTarget() {
        Target current = target;
        if (current == null) {
            throw new IllegalStateException("send of " + payload.messageId() + " has no queue yet");
        }
        return current;
    }

    private long elapsedNanos() {
        return engine.now() - startedNanos;
    }

    private Duration elapsed(long nowNanos) {
        return Duration.ofNanos(nowNanos - startedNanos);
    }

    /** Codes that stand for what no broker answered (W-6); never on the wire. */
    private static final class LocalCodes {
        static final int NONE = -1;
        static final int CONNECT_FAILED = 10_001;
        static final int TIMEOUT = 10_002;
        static final int FORBIDDEN = 10_003;

        private LocalCodes() {}
    }
}
