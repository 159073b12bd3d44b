// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.EndTransactionHook;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerAdmin;
import dev.hotfire.producer.ProducerClosedException;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendAbandonedException;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TooManyInFlightException;
import dev.hotfire.producer.TransactionChecker;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.producer.admin.AdminCalls;
import dev.hotfire.producer.admin.OpenCalls;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Decoration;
import dev.hotfire.producer.hook.EndTransactionHooks;
import dev.hotfire.producer.hook.SendHooks;
import dev.hotfire.producer.limit.InFlightLimit;
import dev.hotfire.producer.limit.InFlightLimit.Outcome;
import dev.hotfire.producer.network.Member;
import dev.hotfire.producer.network.Network;
import dev.hotfire.producer.reply.PendingReply;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.producer.route.RouteTable;
import dev.hotfire.producer.trace.Tracing;
import dev.hotfire.producer.transaction.TransactionChecks;
import dev.hotfire.producer.transaction.TransactionEnds;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.send.FrameRoom;
import dev.hotfire.wire.send.SendFrameWriter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
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

    /** How long the answer to a check may take to leave, as in the official client (B-TXN-08). */
    private static final Duration CHECK_ANSWER_TIMEOUT = Duration.ofSeconds(3);

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
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final RandomSource positions;
    private final RandomSource brokers;
    private final InFlightLimit inFlight;
    private final Mailbox mailbox = new Mailbox();

    /** One for each thread that sends; gone with the engine. */
    private final ThreadLocal<FrameRoom> rooms = ThreadLocal.withInitial(FrameRoom::new);

    private final AutoBatches autoBatches;
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
    private final TransactionEnds transactionEnds;
    private final @Nullable TransactionChecks transactionChecks;

    /** Taken out of the mailbox and not begun yet. Confined to the loop. */
    private @Nullable SendOperation backlog;

    private @Nullable SendOperation firstUnderWay;
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
        this.inFlight = new InFlightLimit(config.limits());
        this.clock = machine.clock();
        this.allocator = machine.allocator();
        this.loop = network.loop();
        this.observer = new GuardedObserver(config.observer());
        this.observed = config.observer() != SendObserver.NONE;
        this.wireGroup = config.namespace().wrap(config.producerGroup());
        this.positions = machine.random("queue positions");
        this.brokers = machine.random("brokers to ask");
        this.hooks = SendHooks.of(config, network.decoration().hooks(), machine.host());
        this.tracing = config.trace()
                ? new Tracing(config, clock, loop, network::callBack, inner -> EngineProducer.within(inner, network))
                : null;
        this.endTransactionHooks = endTransactionHooks(config);
        this.deadlines = network.deadlines();
        this.autoBatches = new AutoBatches(deadlines, this::beginBatch);
        this.connections = network.connections();
        this.routes = new RouteTable(config, loop, clock, network.lookUps(), machine.random("route refresh"));
        BrokerProbe probe = new BrokerProbe(connections, deadlines, clock, config.namespace(), this::someQueueOn);
        this.retryRules = RetryRules.of(config);
        this.avoidance = new Avoidance(
                config, deadlines, clock, probe, machine.random("probes of brokers"), observer, () -> topics.values()
                        .forEach(Topic::rebuild));
        this.transactionEnds = new TransactionEnds(connections, deadlines);
        TransactionChecker checker = config.transactionChecker();
        this.transactionChecks = checker == null
                ? null
                : new TransactionChecks(config, checker, machine, this::endTransactionHooks, this::endChecked);
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
            topic(config.namespace().unwrap(topic)).follow();
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
            for (Topic topic : topics.values()) {
                PublishRoute route = topic.route();
                if (route != null) {
                    route.targets().forEach(consumer);
                }
            }
        }

        @Override
        public boolean answersChecks() {
            return transactionChecks != null;
        }

        @Override
        public void onCheck(Connection from, Frame request) {
            if (transactionChecks != null) {
                transactionChecks.onRequest(from, request);
            }
        }

        @Override
        public void onLoopEnding() {
            SendEngine.this.onLoopEnding();
        }
    };

    /** Some queue on a broker; null if no route in use names the broker. On the loop. */
    @Nullable
    Target someQueueOn(String brokerName) {
        Target found = null;
        for (Topic topic : topics.values()) {
            PublishRoute route = topic.route();
            for (Target target : route == null ? List.<Target>of() : route.targets()) {
                // The first by name: which one the map yields first is nobody's choice.
                if (target.brokerName().equals(brokerName)
                        && (found == null
                                || target.queue()
                                                .topic()
                                                .compareTo(found.queue().topic())
                                        < 0)) {
                    found = target;
                }
            }
        }
        return found;
    }

    /** One of so many brokers, any of which will do. On the loop. */
    int anyIndex(int size) {
        return brokers.nextInt(size);
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
        RecallOperation recall = new RecallOperation(this, topic(topic), handle, decoded, deadlineNanos, async);
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
            handOver(() -> recall.complete(messageId, failure));
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
            throw interruptedWaitingForRoom(payload.topic(), startedNanos, e);
        }
    }

    SendAbandonedException interruptedWaitingForRoom(String topic, long startedNanos, InterruptedException cause) {
        return new SendAbandonedException(
                "caller was interrupted while it waited for a place in flight",
                topic,
                List.of(),
                Duration.ofNanos(now() - startedNanos),
                cause);
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
        RequestReply reply = new RequestReply(this, correlationId, startedNanos, timeout);
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
            throw closedException(message.topic());
        }
        AccumulatedSend member = autoBatches.admit(message, batching, ending, plan, startedNanos, ids);
        if (member == null) {
            return null;
        }
        try {
            takePlace(member.key().topic(), member.bodyBytes(), plan, startedNanos);
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
        SendOperation send = new SendOperation(this, topic(payload.topic()), payload, plan, startedNanos, members);
        link(send);
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
            throw closedException(payload.topic());
        }
        takePlace(payload.topic(), payload.body().length(), plan, startedNanos);
        SendOperation send;
        try {
            // Whoever looks at the message at its end, or at that of its transaction, finds a body that is there to
            // stay.
            Payload kept = tracing != null || payload.isHalf() ? payload.lasting() : payload;
            send = new SendOperation(this, topic(payload.topic()), kept, ending, plan, startedNanos, reply);
            if (reply != null) {
                reply.carriedBy(send);
            }
            send.capture();
        } catch (SendException | RuntimeException | Error e) {
            // The selector's own failure, or out of memory, most likely: the send was never accepted.
            leaveUnsent(payload);
            throw e;
        }
        mailbox.put(send);
        announceDrain();
        return send;
    }

    private void takePlace(String topic, int bodyBytes, SendPlan plan, long startedNanos)
            throws SendException, InterruptedException {
        Outcome outcome = inFlight.tryTake(bodyBytes);
        String why = "";
        if (outcome == Outcome.FULL && inFlight.limits().whenFull() == WhenFull.WAIT) {
            if (network.machine().inOwnThread()) {
                why = "; a thread of the producer's own must not wait for room";
            } else {
                long leftNanos = plan.timeoutNanos() - (now() - startedNanos);
                outcome = inFlight.take(bodyBytes, leftNanos);
                why = "; no room came free in time";
            }
        }
        if (outcome == Outcome.CLOSED) {
            throw closedException(topic);
        }
        if (outcome == Outcome.FULL) {
            SendLimits limits = inFlight.limits();
            throw new TooManyInFlightException(
                    inFlight.sends() + " sends with " + inFlight.bytes() + " bytes in flight, and " + bodyBytes
                            + " bytes more (expected: at most maxInFlight, " + limits.maxInFlight()
                            + ", and maxInFlightBytes, " + limits.maxInFlightBytes() + ")" + why,
                    topic,
                    List.of(),
                    Duration.ofNanos(now() - startedNanos),
                    null);
        }
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
            inFlight.limits(newConfig.limits());
            topics.forEach((name, topic) -> topic.writer(writer(name)));
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
                topics.values().forEach(Topic::rebuild);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while it was given new settings");
        }
    }

    private static ProducerClosedException closedException(String topic) {
        return new ProducerClosedException("producer is closed", topic, List.of(), Duration.ZERO, null);
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
            SendException failure = closedException(send.topic().name());
            send.discard(failure);
            leave(send);
            send.future().completeExceptionally(failure);
            RequestReply reply = send.reply();
            if (reply != null) {
                reply.complete(null, failure);
            }
        }
        for (AccumulatedSend member : autoBatches.removeAll()) {
            inFlight.giveBack(member.bodyBytes());
            member.withEnd(null, closedException(member.key().topic())).run();
        }
    }

    private Topic topic(String name) {
        Topic known = topics.get(name);
        return known != null ? known : addTopic(name);
    }

    /** Not while settings change: a topic that is made with the old ones is there when the new ones are handed round. */
    private synchronized Topic addTopic(String name) {
        return topics.computeIfAbsent(name, this::newTopic);
    }

    private Topic newTopic(String name) {
        int firstPosition = positions.fork(name).nextInt(Integer.MAX_VALUE);
        return new Topic(name, writer(name), firstPosition, routes, avoidance, this::onRoute);
    }

    private SendFrameWriter writer(String topic) {
        ProducerConfig now = config;
        return network.decoration()
                .sendFrameWriter(
                        wireGroup,
                        now.namespace().wrap(topic),
                        now.templateTopic(),
                        now.defaultTopicQueues(),
                        now.unitMode());
    }

    /**
     * Begins what is in the mailboxes; of the sends a run, and the rest after the loop has read what came meanwhile. Else a
     * flood of sends would keep answers waiting until their deadlines.
     */
    private void drain() {
        // Reset first: a send that is added from here on schedules the next drain.
        drainScheduled.set(false);
        drainRun();
        if (backlog != null) {
            try {
                // Not execute: such a task runs before the loop reads again.
                loop.schedule(this::drain, 0, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                drainAll();
            }
        }
    }

    /** As {@link #drain()}, and leaves nothing for later. */
    private void drainAll() {
        do {
            drainRun();
        } while (backlog != null);
    }

    private void drainRun() {
        long nowNanos = now();
        SendOperation send = backlog != null ? backlog : mailbox.takeAll();
        for (int i = 0; send != null && i < MOST_IN_RUN; i++) {
            SendOperation next = send.next;
            begin(send, nowNanos);
            send = next;
        }
        backlog = send;
        autoBatches.drain(nowNanos);
        autoBatches.departEager(nowNanos);
        if (state != State.RUNNING) {
            // Nobody else will come to travel with.
            autoBatches.departAll(nowNanos);
        }
        connections.flush();
    }

    private void begin(SendOperation send, long nowNanos) {
        link(send);
        send.announce();
        if (forcedToClose) {
            send.failClosed();
            return;
        }
        RequestReply reply = send.reply();
        if (reply != null) {
            expectReply(reply);
        }
        send.begin(nowNanos);
    }

    private void link(SendOperation send) {
        SendOperation first = firstUnderWay;
        send.next = first;
        if (first != null) {
            first.previous = send;
        }
        firstUnderWay = send;
    }

    private void unlink(SendOperation send) {
        SendOperation before = send.previous;
        SendOperation after = send.next;
        if (before == null) {
            firstUnderWay = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        send.previous = null;
        send.next = null;
    }

    /** A send has ended; tells whoever waits. On the loop. */
    void onEnded(SendOperation send, @Nullable SendResult result, @Nullable SendException failure) {
        unlink(send);
        // First the place, then the news: who sends again from a callback must find room (B-BACKPRESSURE-04).
        RequestReply reply = send.reply();
        if (failure != null || !(send.isHalf() || (reply != null && reply.isOpen()))) {
            leave(send);
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
            handOver(() -> {
                send.showEnd();
                send.withEnd(result, failure).run();
            });
        } else {
            handOver(send.withEnd(result, failure));
        }
        if (!members.isEmpty()) {
            autoBatches.onEnded(members, now());
        }
        if (reply != null) {
            if (failure == null) {
                reply.onSent(now());
            } else {
                failRequest(reply, failure);
            }
        }
        closeIfDrained();
    }

    private void showEnd(SendOperation send) {
        if (send.hasEndToShow()) {
            handOver(send::showEnd);
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
            handOver(member.withEnd(result, failure));
        }
    }

    /** To the user's own executor if there is one, as the settings are now. On the loop. */
    private void handOver(Runnable completion) {
        if (!handOverToOwn(completion)) {
            network.tell(completion);
        }
    }

    private boolean handOverToOwn(Runnable completion) {
        Executor own = config.callbackExecutor();
        if (own == null) {
            return false;
        }
        try {
            own.execute(completion);
            return true;
        } catch (RuntimeException | OutOfMemoryError e) {
            // Full, closed, or without a thread. Whoever waits for the outcome must have it all the same (B-LIFE-19).
            LOG.warn("the callback executor refused to complete a send; a thread of the producer's own does", e);
            return false;
        }
    }

    /** As {@link #handOver}, on any thread. */
    private void handOverFromAnywhere(Runnable completion) {
        if (!handOverToOwn(completion)) {
            // An outcome in the wrong thread is better than none.
            network.callBack(completion);
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

    private void leave(SendOperation send) {
        if (send.members().isEmpty()) {
            inFlight.giveBack(send.bodyBytes());
        } else {
            send.members().forEach(member -> inFlight.giveBack(member.bodyBytes()));
        }
    }

    /** Gives a place back on a caller's thread: a close that begins meanwhile may have seen it taken, and wait for it. */
    private void leaveUnsent(Payload payload) {
        inFlight.giveBack(payload.body().length());
        if (state == State.CLOSING) {
            try {
                loop.execute(this::closeIfDrained);
            } catch (RejectedExecutionException e) {
                LOG.debug("producer closed while a send was refused");
            }
        }
    }

    private void expectReply(RequestReply reply) {
        // A replier may use any broker: those that don't know us could not hand the reply over (B-REQREPLY-10).
        network.reachMasters(asMember);
        network.replies().add(reply);
    }

    private void onRoute(PublishRoute route) {
        network.onRoute(route);
    }

    /** Ends a request without a reply, unless it has ended. On the loop. */
    void failRequest(RequestReply request, SendException failure) {
        if (network.replies().close(request)) {
            onRequestEnded(request, null, failure);
        }
    }

    /** A request has ended; tells whoever waits. On the loop. */
    void onRequestEnded(RequestReply request, @Nullable StoredMessage reply, @Nullable SendException failure) {
        if (request.isSent()) {
            leave(request.send());
        }
        if (request.send().ending() == SendOperation.Ending.SYNC) {
            request.complete(reply, failure);
        } else {
            handOver(() -> request.complete(reply, failure));
        }
        closeIfDrained();
    }

    /** Gives up a request whose caller no longer waits. Any thread. */
    void abandonRequest(RequestReply request) {
        try {
            loop.execute(() -> {
                drainAll();
                request.send().abandon();
                failRequest(request, abandonedException(request));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("producer closed while a caller was interrupted");
        }
    }

    private SendException abandonedException(RequestReply request) {
        return new SendAbandonedException(
                "caller was interrupted",
                request.send().topic().name(),
                request.send().attempts(),
                request.elapsed(now()),
                null);
    }

    /** See {@link Network#callOut}. */
    <T extends @Nullable Object> T callOut(Callable<T> code) throws Exception {
        return network.callOut(code);
    }

    /**
     * Tells the broker that stored a half message how its transaction ended, and gives its place in flight back. Any
     * thread.
     */
    void endHalf(SendOperation half, EndTransactionHeader end, @Nullable String remark) {
        executeForTransaction(
                end.msgId(),
                () -> transactionEnds.tell(
                        half.topic().masterOf(half.storedBy()),
                        end,
                        remark,
                        now(),
                        config.sendTimeout(),
                        () -> leaveTransaction(half)));
    }

    /** Gives a half message's place in flight back when its end can't be told. Any thread. */
    void endHalfUntold(SendOperation half) {
        executeForTransaction("", () -> leaveTransaction(half));
    }

    private void leaveTransaction(SendOperation half) {
        leave(half);
        closeIfDrained();
    }

    private void endChecked(Address broker, EndTransactionHeader end, @Nullable String remark) {
        executeForTransaction(
                end.msgId(), () -> transactionEnds.tell(broker, end, remark, now(), CHECK_ANSWER_TIMEOUT, () -> {}));
    }

    private void executeForTransaction(String messageId, Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.warn("producer closed before the end of transaction {} was told; its broker will ask", messageId);
        }
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
                this::handOverFromAnywhere,
                adminCalls);
    }

    /** Ends a message that went nowhere. On the loop. */
    private void endAccumulated(AccumulatedSend member, SendException failure) {
        observer.sendStarted(member.element().messageId(), member.key().topic(), member.startedNanos());
        observer.sendEnded(member.element().messageId(), null, failure, now());
        inFlight.giveBack(member.bodyBytes());
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
        inFlight.close();
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

    private void closeIfDrained() {
        if (state == State.CLOSING && inFlight.sends() == 0 && recalls.isEmpty()) {
            takeLeave();
        }
    }

    private void forceClose() {
        if (state != State.CLOSING) {
            return;
        }
        forcedToClose = true;
        autoBatches.departAll(now());
        for (SendOperation send = firstUnderWay; send != null; send = firstUnderWay) {
            send.failClosed();
        }
        List.copyOf(recalls).forEach(RecallOperation::failClosed);
        for (PendingReply pending : network.replies().all()) {
            if (pending instanceof RequestReply request && request.isOf(this)) {
                failRequest(
                        request,
                        new ProducerClosedException(
                                "producer is closed",
                                request.send().topic().name(),
                                request.send().attempts(),
                                request.elapsed(now()),
                                null));
            }
        }
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
        inFlight.close();
        forceClose();
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
        transactionEnds.close();
        if (transactionChecks != null) {
            transactionChecks.close();
        }
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
