// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.admin.AdminCalls;
import dev.hotfire.producer.admin.OpenCalls;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Decoration;
import dev.hotfire.producer.hook.EndTransactionHooks;
import dev.hotfire.producer.hook.SendHooks;
import dev.hotfire.producer.network.Member;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.route.RouteTable;
import dev.hotfire.producer.trace.Tracing;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.send.FrameRoom;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves sends from callers' threads to the loop and their ends back, and owns what they share there.
 *
 * <p>Callers put sends into a mailbox; the loop drains it in runs and flushes once per run. Routes, health,
 * connections, deadlines and all sends under way are confined to the loop. Closing: new sends are refused, those in
 * flight have {@link ProducerConfig#closeTimeout()}, the rest fail, and then everything is freed.
 */
final class SendEngine {
    private static final Logger LOG = LoggerFactory.getLogger(SendEngine.class);

    /** How many sends begin before the loop reads again. */
    private static final int MOST_IN_RUN = 512;

    private enum State {
        RUNNING,
        CLOSING,
        CLOSED
    }

    /** As it is now: read once per send, at its call. */
    private volatile ProducerConfig config;

    private final Network network;
    private final MachineClock clock;
    private final ByteBufAllocator allocator;
    private final EventLoop loop;
    private final SendObserver observer;
    private final boolean observed;
    private final String wireGroup;
    private final Topics topics;
    private final Places places;
    private final Mailbox mailbox = new Mailbox();

    /** One for each thread that sends; gone with the engine. */
    private final ThreadLocal<FrameRoom> rooms = ThreadLocal.withInitial(FrameRoom::new);

    private final AutoBatches autoBatches;
    private final Callbacks callbacks;
    private final Requests requests;
    private final AtomicBoolean drainScheduled = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile State state = State.RUNNING;
    private volatile RetryRules retryRules;
    private volatile @Nullable SendHooks hooks;
    private volatile EndTransactionHooks endTransactionHooks;
    private final @Nullable Tracing tracing;

    private final FailureLog failures = new FailureLog();
    private final Deadlines deadlines;
    private final Connections connections;
    private final RouteTable routes;
    private final Avoidance avoidance;
    private final HalfMessages halfMessages;

    /** Taken out of the mailbox and not begun yet. Confined to the loop. */
    private @Nullable SendOperation backlog;

    private final UnderWay underWay = new UnderWay();
    private final Set<RecallOperation> recalls = new LinkedHashSet<>();
    private final OpenCalls adminCalls = new OpenCalls();
    private boolean forcedToClose;
    private boolean loopEnding;
    private @Nullable ScheduledFuture<?> closeTimer;

    /** A producer among those of a network, which it joins at once. */
    SendEngine(ProducerConfig config, Network network) {
        this.config = config;
        this.network = network;
        Machine machine = network.machine();
        this.places = new Places(config.limits(), machine);
        this.clock = machine.clock();
        this.allocator = machine.allocator();
        this.loop = network.loop();
        this.observer = new GuardedObserver(config.observer());
        this.observed = config.observer() != SendObserver.NONE;
        this.wireGroup = config.namespace().wrap(config.producerGroup());
        this.hooks = SendHooks.of(config, network.decoration().hooks(), machine.host());
        this.tracing = config.trace()
                ? new Tracing(config, clock, loop, network::callBack, inner -> EngineProducer.within(inner, network))
                : null;
        this.endTransactionHooks = endTransactionHooks(config);
        this.callbacks = new Callbacks(network, this::config);
        this.requests = new Requests(this, network, places, callbacks);
        this.deadlines = network.deadlines();
        this.autoBatches = new AutoBatches(deadlines, this::beginBatch);
        this.connections = network.connections();
        this.routes = new RouteTable(config, loop, clock, network.lookUps(), machine.random("route refresh"));
        this.topics = new Topics(config, wireGroup, network, routes, this::avoidance);
        BrokerProbe probe = new BrokerProbe(connections, deadlines, clock, config.namespace(), topics::someQueueOn);
        this.retryRules = RetryRules.of(config);
        this.avoidance = new Avoidance(
                config, deadlines, clock, probe, machine.random("probes of brokers"), observer, topics::rebuild);
        this.halfMessages = new HalfMessages(this, config, network, places);
        loop.execute(this::join);
    }

    private EndTransactionHooks endTransactionHooks(ProducerConfig settings) {
        List<EndTransactionHook> all = new ArrayList<>(settings.endTransactionHooks());
        if (tracing != null) {
            all.add(tracing);
        }
        return new EndTransactionHooks(all);
    }

    private void join() {
        if (state != State.CLOSED) {
            network.join(asMember);
            reachMastersBesideVipChannel();
            config.topics().forEach(this::readAhead);
        }
    }

    /** Sends go to another port then, and brokers must hear of the producer all the same (B-VIP-01). */
    private void reachMastersBesideVipChannel() {
        if (config.vipChannel()) {
            network.reachMasters(asMember);
        }
    }

    /** Looks a topic up that nothing was sent to yet (B-ROUTE-19). */
    private void readAhead(String topic) {
        if (state == State.RUNNING) {
            topics.of(config.namespace().unwrap(topic)).follow();
        }
    }

    /** This producer as the network sees it. */
    private final Member asMember = new Member() {
        @Override
        public String wireGroup() {
            return wireGroup;
        }

        @Override
        public void forEachTarget(Consumer<Target> consumer) {
            topics.forEachTarget(consumer);
        }

        @Override
        public boolean answersChecks() {
            return halfMessages.answersChecks();
        }

        @Override
        public void onCheck(Connection from, Frame request) {
            halfMessages.onCheck(from, request);
        }

        @Override
        public void onLoopEnding() {
            SendEngine.this.onLoopEnding();
        }
    };

    /** Where sends go. */
    Topics topics() {
        return topics;
    }

    HalfMessages halfMessages() {
        return halfMessages;
    }

    /** The producer's group as brokers know it. */
    String wireGroup() {
        return wireGroup;
    }

    /**
     * Begins to take a timed message back. Any thread.
     *
     * @param decoded what {@code handle} says
     * @throws RecallException if the producer is closed
     */
    RecallOperation recall(String topic, String handle, RecallHandle decoded, boolean async) throws RecallException {
        if (state != State.RUNNING) {
            throw new RecallException(
                    RecallException.Reason.CLOSED, "producer is closed", topic, RecallException.NO_CODE, null);
        }
        long deadlineNanos = now() + config.sendTimeout().toNanos();
        RecallOperation recall = new RecallOperation(this, topics.of(topic), handle, decoded, deadlineNanos, async);
        try {
            loop.execute(() -> {
                recalls.add(recall);
                if (forcedToClose) {
                    recall.failClosed();
                } else {
                    recall.begin();
                }
            });
        } catch (RejectedExecutionException e) {
            throw new RecallException(
                    RecallException.Reason.CLOSED, "producer is closed", topic, RecallException.NO_CODE, e);
        }
        return recall;
    }

    /** A recall has ended; tells whoever waits. On the loop. */
    void onRecallEnded(RecallOperation recall, @Nullable String messageId, @Nullable RecallException failure) {
        recalls.remove(recall);
        if (recall.isAsync()) {
            callbacks.tell(() -> recall.complete(messageId, failure));
        } else {
            recall.complete(messageId, failure);
        }
        closeIfDrained();
    }

    /** The rules for sends with these settings. Any thread. */
    RetryRules retryRules(ProducerConfig settings) {
        RetryRules known = retryRules;
        if (!known.areOf(settings)) {
            known = RetryRules.of(settings);
            retryRules = known;
        }
        return known;
    }

    /** Which brokers to avoid. On the loop. */
    Avoidance avoidance() {
        return avoidance;
    }

    ProducerConfig config() {
        return config;
    }

    MachineClock clock() {
        return clock;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Where the calling thread puts frames together. */
    FrameRoom room() {
        return rooms.get();
    }

    /** Who wants to see attempts; null if nobody does. Any thread. */
    @Nullable
    SendHooks hooks() {
        return hooks;
    }

    /** Who sees the ends of transactions. Any thread. */
    EndTransactionHooks endTransactionHooks() {
        return endTransactionHooks;
    }

    /** The message trace; null if there is none. Any thread. */
    @Nullable
    Tracing tracing() {
        return tracing;
    }

    Decoration decoration() {
        return network.decoration();
    }

    Places places() {
        return places;
    }

    SendObserver observer() {
        return observer;
    }

    /** Whether anybody looks at attempts that went well. On the loop. */
    boolean isObserved() {
        return observed;
    }

    /** Who tells people about failures. On the loop. */
    FailureLog failures() {
        return failures;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    Connections connections() {
        return connections;
    }

    long now() {
        return clock.nanoTime();
    }

    boolean isForcedToClose() {
        return forcedToClose;
    }

    /** The id under which brokers know this producer. */
    String clientId() {
        return network.clientId();
    }

    boolean inLoop() {
        return loop.inEventLoop();
    }

    /**
     * Accepts a send, or refuses it at the door. Any thread; waits for a place in flight if it must and may. An interrupt
     * meanwhile ends the send, and stays set.
     */
    SendOperation submit(Payload payload, SendOperation.Ending ending, SendPlan plan, long startedNanos)
            throws SendException {
        try {
            return accept(payload, ending, plan, startedNanos, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw places.interrupted(payload.topic(), startedNanos, e);
        }
    }

    /** As {@link #submit}, for callers that will wait for the outcome: an interrupt while waiting for a place is thrown. */
    SendOperation submitToWait(Payload payload, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        return accept(payload, SendOperation.Ending.SYNC, plan, startedNanos, null);
    }

    /**
     * Accepts a request, whose send has no more time than any send, nor than the reply; or refuses it. Any thread; may wait
     * for a place in flight, as {@link #submit}.
     */
    RequestReply submitRequest(
            Payload payload,
            SendOperation.Ending ending,
            String correlationId,
            Duration timeout,
            SendPlan plan,
            long startedNanos)
            throws SendException, InterruptedException {
        RequestReply reply = new RequestReply(requests, config.namespace(), correlationId, startedNanos, timeout);
        accept(payload, ending, plan.within(timeout.toNanos()), startedNanos, reply);
        return reply;
    }

    /**
     * Takes in a message that is to travel with others, or returns null if it is to go alone. Any thread; may wait for a place
     * in flight, as {@link #submit}.
     */
    @Nullable
    AccumulatedSend accumulate(
            Message message, SendOperation.Ending ending, SendPlan plan, long startedNanos, UniqueIds ids)
            throws SendException, InterruptedException {
        Batching batching = plan.config().batching();
        if (batching == null) {
            return null;
        }
        if (state != State.RUNNING) {
            // Before anything is held for it: nobody would let it go (hazard of B-ACCUM-14).
            throw Places.closed(message.topic());
        }
        AccumulatedSend member = autoBatches.admit(message, batching, ending, plan, startedNanos, ids);
        if (member == null) {
            return null;
        }
        try {
            places.take(member.key().topic(), member.bodyBytes(), plan, startedNanos);
        } catch (SendException | InterruptedException | RuntimeException | Error e) {
            autoBatches.refuse(member);
            throw e;
        }
        autoBatches.post(member);
        announceDrain();
        return member;
    }

    /** Sends messages that waited for each other. On the loop. */
    private void beginBatch(List<AccumulatedSend> members, long nowNanos) {
        AccumulatedSend first = members.get(0);
        long startedNanos = AccumulatedSend.startOf(members);
        SendPlan plan = AccumulatedSend.planOf(members, startedNanos);
        Payload payload = Payload.ofElements(
                first.key().topic(),
                members.stream().map(AccumulatedSend::element).toList(),
                first.key().tags(),
                plan.config(),
                first.ids());
        SendOperation send = new SendOperation(this, topics.of(payload.topic()), payload, plan, startedNanos, members);
        underWay.add(send);
        send.announce();
        if (forcedToClose) {
            send.failClosed();
        } else {
            send.captureAndBegin(nowNanos);
        }
    }

    private SendOperation accept(
            Payload payload,
            SendOperation.Ending ending,
            SendPlan plan,
            long startedNanos,
            @Nullable RequestReply reply)
            throws SendException, InterruptedException {
        try {
            return acceptUnreleased(payload, ending, plan, startedNanos, reply);
        } finally {
            // It is in the frame, or the send is refused.
            payload.body().release();
        }
    }

    private SendOperation acceptUnreleased(
            Payload payload,
            SendOperation.Ending ending,
            SendPlan plan,
            long startedNanos,
            @Nullable RequestReply reply)
            throws SendException, InterruptedException {
        if (state != State.RUNNING) {
            throw Places.closed(payload.topic());
        }
        places.take(payload.topic(), payload.body().length(), plan, startedNanos);
        SendOperation send;
        try {
            // Whoever looks at the message at its end, or at that of its transaction, finds a body that is there to
            // stay.
            Payload kept = tracing != null || payload.isHalf() ? payload.lasting() : payload;
            send = new SendOperation(this, topics.of(payload.topic()), kept, ending, plan, startedNanos, reply);
            if (reply != null) {
                reply.carriedBy(send);
            }
            send.capture();
        } catch (Throwable e) {
            // The selector's own failure, or out of memory, most likely: the send was never accepted, and whatever it
            // is
            // must not keep its place.
            leaveUnsent(payload);
            throw e;
        }
        mailbox.put(send);
        announceDrain();
        return send;
    }

    /**
     * Replaces the settings. Any thread; two at the same time come one after the other, each from what the one before left.
     *
     * @throws IllegalArgumentException if a setting would change that may not
     */
    void reconfigure(UnaryOperator<ProducerConfig> change) {
        ProducerConfig newConfig;
        synchronized (this) {
            newConfig = change.apply(config);
            config.requireReplaceableBy(newConfig);
            config = newConfig;
            hooks = SendHooks.of(
                    newConfig, network.decoration().hooks(), network.machine().host());
            endTransactionHooks = endTransactionHooks(newConfig);
            places.limits(newConfig.limits());
            topics.reconfigure(newConfig);
        }
        try {
            loop.execute(() -> {
                if (state == State.CLOSED) {
                    return;
                }
                network.useNameServers(config.nameServers());
                reachMastersBesideVipChannel();
                routes.configure(config);
                // What is in force by now: of two changes the later may have come here first.
                avoidance.configure(config);
                topics.rebuild();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while it was given new settings");
        }
    }

    /** Has the loop look at what was just put into a mailbox, unless it is about to. */
    private void announceDrain() {
        // A plain look first: while one is announced, all that come have nothing to change.
        if (!drainScheduled.get() && !drainScheduled.getAndSet(true)) {
            scheduleDrain();
        }
    }

    private void scheduleDrain() {
        try {
            loop.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // The loop ended between our look at the state and here. Nobody else will see the mailbox.
            rejectMailbox();
        }
    }

    private synchronized void rejectMailbox() {
        // Reset first, as in drain(): whoever adds from here on comes by itself and finds the loop gone.
        drainScheduled.set(false);
        SendOperation next;
        for (SendOperation send = mailbox.takeAll(); send != null; send = next) {
            next = send.next;
            SendException failure = Places.closed(send.topic().name());
            send.discard(failure);
            places.giveBack(send);
            send.future().completeExceptionally(failure);
            RequestReply reply = send.reply();
            if (reply != null) {
                reply.complete(null, failure);
            }
        }
        for (AccumulatedSend member : autoBatches.removeAll()) {
            places.giveBack(member);
            member.withEnd(null, Places.closed(member.key().topic())).run();
        }
    }

    /**
     * Begins what is in the mailboxes; of the sends a run, and the rest after the loop has read what came meanwhile. Else a
     * flood of sends would keep answers waiting until their deadlines.
     */
    private void drain() {
        // Reset first: a send that is added from here on schedules the next drain.
        drainScheduled.set(false);
        try {
            drainRun();
        } finally {
            drainLater();
        }
    }

    private void drainLater() {
        if (backlog == null) {
            return;
        }
        if (loopEnding) {
            // What is scheduled now is never run.
            drainAll();
            return;
        }
        try {
            // Not execute: such a task runs before the loop reads again.
            loop.schedule(this::drain, 0, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            drainAll();
        }
    }

    /** As {@link #drain()}, and leaves nothing for later: neither what was taken before nor what came behind it. */
    private void drainAll() {
        try {
            while (backlog != null) {
                drainRun();
            }
            do {
                drainRun();
            } while (backlog != null);
        } finally {
            if (!loopEnding) {
                drainLater();
            }
        }
    }

    private void drainRun() {
        long nowNanos = now();
        if (backlog == null) {
            backlog = mailbox.takeAll();
        }
        for (int i = 0; i < MOST_IN_RUN; i++) {
            SendOperation send = backlog;
            if (send == null) {
                break;
            }
            // Before it begins: whatever error keeps it from that, those behind it must not be lost, nor begin twice.
            backlog = send.next;
            begin(send, nowNanos);
        }
        autoBatches.drain(nowNanos);
        autoBatches.departEager(nowNanos);
        if (state != State.RUNNING) {
            // Nobody else will come to travel with.
            autoBatches.departAll(nowNanos);
        }
        connections.flush();
    }

    private void begin(SendOperation send, long nowNanos) {
        underWay.add(send);
        send.announce();
        if (forcedToClose) {
            send.failClosed();
            return;
        }
        RequestReply reply = send.reply();
        if (reply != null) {
            requests.expect(reply, asMember);
        }
        send.begin(nowNanos);
    }

    /** A send has ended; tells whoever waits. On the loop. */
    void onEnded(SendOperation send, @Nullable SendResult result, @Nullable SendException failure) {
        underWay.remove(send);
        // First the place, then the news: who sends again from a callback must find room (B-BACKPRESSURE-04).
        RequestReply reply = send.reply();
        if (failure != null || !(send.isHalf() || (reply != null && reply.isOpen()))) {
            places.giveBack(send);
        }
        List<AccumulatedSend> members = send.members();
        if (!members.isEmpty()) {
            showEnd(send);
            endMembers(send, members, result, failure);
        } else if (send.ending() == SendOperation.Ending.SYNC) {
            if (reply != null) {
                // Its caller waits for the reply.
                showEnd(send);
            }
            // Else whoever is woken shows hooks the end: no callback that hangs must keep it from its deadline.
            send.withEnd(result, failure).run();
        } else if (send.hasEndToShow()) {
            callbacks.tell(() -> {
                send.showEnd();
                send.withEnd(result, failure).run();
            });
        } else {
            callbacks.tell(send.withEnd(result, failure));
        }
        if (!members.isEmpty()) {
            autoBatches.onEnded(members, now());
        }
        if (reply != null) {
            if (failure == null) {
                reply.onSent(now());
            } else {
                requests.fail(reply, failure);
            }
        }
        closeIfDrained();
    }

    private void showEnd(SendOperation send) {
        if (send.hasEndToShow()) {
            callbacks.tell(send::showEnd);
        }
    }

    /** Tells all who travelled together, each by itself: what one does with it is nothing to the others. */
    private void endMembers(
            SendOperation send,
            List<AccumulatedSend> members,
            @Nullable SendResult result,
            @Nullable SendException failure) {
        List<SendResult> results =
                result == null ? List.of() : AutoBatches.resultsOf(members, send.messageId(), result);
        for (int i = 0; i < members.size(); i++) {
            endMember(members.get(i), result == null ? null : results.get(i), failure);
        }
    }

    private void endMember(AccumulatedSend member, @Nullable SendResult result, @Nullable SendException failure) {
        if (member.ending() == SendOperation.Ending.SYNC) {
            member.withEnd(result, failure).run();
        } else {
            callbacks.tell(member.withEnd(result, failure));
        }
    }

    /**
     * Runs user code on a callback thread.
     *
     * @param otherwise what to do instead, in the calling thread, if there are no callback threads any more
     */
    void callBack(Runnable userCode, Runnable otherwise) {
        network.callBack(userCode, otherwise);
    }

    /** Goes on with a send on the loop, if it still runs; if not, its end has ended the send. Any thread. */
    void onLoop(Runnable step) {
        onLoop(step, () -> {});
    }

    /**
     * As {@link #onLoop(Runnable)}.
     *
     * @param otherwise what to do instead, in the calling thread, if the loop has ended
     */
    void onLoop(Runnable step, Runnable otherwise) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while user code ran for a send");
            otherwise.run();
        }
    }

    /** Gives a place back on a caller's thread: a close that begins meanwhile may have seen it taken, and wait for it. */
    private void leaveUnsent(Payload payload) {
        places.giveBack(payload);
        if (state == State.CLOSING) {
            try {
                loop.execute(this::closeIfDrained);
            } catch (RejectedExecutionException e) {
                LOG.debug("producer closed while a send was refused");
            }
        }
    }

    /** Gives up a request whose caller no longer waits. Any thread. */
    void abandonRequest(RequestReply request) {
        try {
            loop.execute(() -> {
                drainAll();
                requests.abandon(request);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while a caller was interrupted");
        }
    }

    /** See {@link Network#callOut}. */
    <T extends @Nullable Object> T callOut(Callable<T> code) throws Exception {
        return network.callOut(code);
    }

    /** Gives up a send whose caller no longer waits. Any thread. */
    void abandon(SendOperation send) {
        try {
            loop.execute(() -> {
                // It may still be in the mailbox, if the thread that is to have it drained was held up on its way.
                drainAll();
                send.abandon();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while a caller was interrupted");
        }
    }

    /**
     * Gives up a message whose caller no longer waits. One that is under way with others stays among them. Any thread.
     */
    void abandon(AccumulatedSend member) {
        try {
            loop.execute(() -> {
                autoBatches.drain(now());
                if (autoBatches.remove(member)) {
                    endAccumulated(
                            member,
                            new SendAbandonedException(
                                    "caller was interrupted",
                                    member.key().topic(),
                                    List.of(),
                                    Duration.ofNanos(now() - member.startedNanos()),
                                    null));
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while a caller was interrupted");
        }
    }

    /** Any thread. */
    ProducerAdmin admin() {
        return new AdminCalls(
                config,
                loop,
                clock,
                connections,
                deadlines,
                network.nameServers(),
                callbacks::tellFromAnywhere,
                adminCalls);
    }

    /** Ends a message that went nowhere. On the loop. */
    private void endAccumulated(AccumulatedSend member, SendException failure) {
        observer.sendStarted(member.element().messageId(), member.key().topic(), member.startedNanos());
        observer.sendEnded(member.element().messageId(), null, failure, now());
        places.giveBack(member);
        endMember(member, null, failure);
        closeIfDrained();
    }

    /** Begins to close, once. The future completes on a thread for that. */
    CompletableFuture<Void> close() {
        synchronized (this) {
            if (state != State.RUNNING) {
                return closed;
            }
            state = State.CLOSING;
        }
        places.close();
        try {
            loop.execute(this::beginClose);
        } catch (RejectedExecutionException e) {
            // The machine went first, and took the connections along.
            state = State.CLOSED;
            rejectMailbox();
            closed.complete(null);
        }
        return closed;
    }

    private void beginClose() {
        closeTimer = loop.schedule(this::forceClose, config.closeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        autoBatches.departAll(now());
        closeIfDrained();
    }

    /** A place came free, most likely: the last one ends a close. On the loop. */
    void closeIfDrained() {
        if (state == State.CLOSING && places.areAllFree() && recalls.isEmpty()) {
            takeLeave();
        }
    }

    private void forceClose() {
        if (state != State.CLOSING) {
            return;
        }
        forcedToClose = true;
        autoBatches.departAll(now());
        underWay.failClosed();
        List.copyOf(recalls).forEach(RecallOperation::failClosed);
        requests.failClosed();
        if (state == State.CLOSING) {
            // What callers are just handing over is failed as it comes in.
            takeLeave();
        }
    }

    /** Somebody ends the loop below us. No timer fires any more, so nothing may wait. */
    private void onLoopEnding() {
        synchronized (this) {
            if (state == State.RUNNING) {
                state = State.CLOSING;
            }
        }
        loopEnding = true;
        places.close();
        forceClose();
        // What waits to begin ends with it.
        drainAll();
    }

    private void takeLeave() {
        state = State.CLOSED;
        forcedToClose = true;
        if (closeTimer != null) {
            closeTimer.cancel(false);
        }
        routes.close();
        adminCalls.close();
        avoidance.close();
        halfMessages.close();
        Tracing toFlush = tracing;
        if (toFlush == null || loopEnding) {
            leaveNetwork();
        } else {
            network.onClosing(() -> toFlush.closeAsync()
                    .whenComplete((none, failure) -> onLoop(this::leaveNetwork, () -> closed.complete(null))));
        }
    }

    private void leaveNetwork() {
        network.leave(asMember, () -> network.onClosing(() -> closed.complete(null)));
    }
}
