// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.Latency;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkHandler;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.RandomSource;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameDecoder;
import dev.hotfire.wire.frame.FrameEncoder;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.ResponseCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that listens, speaks the wire protocol, and can be made to fail: the ground that both fakes stand on.
 *
 * <p><b>A request's way.</b> A frame is read on its connection's loop, noted in the {@link Journal}, shown to the
 * {@link FaultRules}, handled by the {@link RequestHandler} for its code, settled in the journal, and answered. A oneway
 * request is never answered. A code without a handler is answered with 3, a handler's exception with 1 (W-4). Bytes
 * that are no frame end their connection, and no other.
 *
 * <p><b>Threads.</b> Connections live on several loops, so the state of a server is guarded by one lock, which is held
 * for the steps of a request that touch it, the handler among them, and never while anything is waited for. The ways
 * down take the same lock: once {@link #crash()}, {@link #powerOff()} or {@link #stop()} has returned, no request has
 * an effect any more, delayed ones included. All methods may be called from any thread. Those that wait for sockets
 * ({@link #start()}, {@link #restart()}, {@link #close()} and so on) say what they do on an event loop; their
 * {@code …Async} forms never wait, and complete on a loop.
 *
 * <p><b>Addresses.</b> The port is chosen at the first start and kept by later ones.
 */
public final class FakeServer implements FakeNode {
    private static final Logger LOG = LoggerFactory.getLogger(FakeServer.class);

    /** How long a graceful shutdown answers with GO_AWAY before it closes, unless told otherwise. */
    public static final Duration DEFAULT_DRAIN = Duration.ofMillis(500);

    /** What a peer that shuts down writes into its answers (W-6). */
    private static final String GO_AWAY_REMARK = "please go away";

    /** What the official broker, 5.5.0, says to those whose signature it can't follow. */
    private static final String UNWELCOME_REMARK = "[REQ_FAILED] check signature failed.";

    /** Turned over in a response's opaque, it gives a number that no client has got to. */
    private static final int FAR_OPAQUE_BIT = 0x4000_0000;

    /** The generation of connections that no process knows. */
    private static final int NO_EPOCH = -1;

    private final Machine machine;
    private final EventLoop loop;
    private final Journal journal;
    private final FaultRules rules;
    private final HeaderEncoding encoding;
    private final int version;
    private final Map<Integer, RequestHandler> handlers;
    private final Map<String, String> secretKeys;
    private final Consumer<Connection> onConnectionClosed;
    private final Runnable onDown;
    private final ChannelHandler acceptor = new Acceptor();
    private final List<Consumer<ServerState>> stateListeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();

    // Guarded by lock, as is all that follows.
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Exchange> pending = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private final RandomSource delays;
    private volatile ServerState state = ServerState.STOPPED;
    private Admission admission = Admission.ACCEPT;
    private LinkConditions linkConditions;
    private int epoch;
    private int port;
    private int connectionsAccepted;
    private long malformedFrames;
    private @Nullable Channel listening;
    private @Nullable ScheduledFuture<?> drainTimer;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> binding = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> lastDown = CompletableFuture.completedFuture(null);

    private FakeServer(Builder builder) {
        this.machine = builder.machine;
        this.loop = machine.nextLoop();
        this.journal = builder.journal != null ? builder.journal : new Journal();
        this.rules = builder.rules != null ? builder.rules : FaultRules.on(machine);
        this.encoding = builder.encoding;
        this.version = builder.version;
        this.handlers = new TreeMap<>(builder.handlers);
        this.secretKeys = new TreeMap<>(builder.secretKeys);
        this.onConnectionClosed = builder.onConnectionClosed;
        this.onDown = builder.onDown;
        this.linkConditions = builder.linkConditions;
        this.port = builder.port;
        this.delays = machine.random("fault delays");
    }

    /** Starts the making of a server on a machine, which stays the caller's to close. */
    public static Builder builder(Machine machine) {
        return new Builder(machine);
    }

    @Override
    public FakeServer server() {
        return this;
    }

    /** The machine's name, which the journal and fault rules know this server by. */
    @Override
    public String name() {
        return machine.name();
    }

    /** The machine it runs on. */
    public Machine machine() {
        return machine;
    }

    /**
     * Where it listens, or did or will listen again.
     *
     * @throws IllegalStateException before the first start, when the port is not known yet
     */
    @Override
    public Address address() {
        synchronized (lock) {
            if (port == 0) {
                throw new IllegalStateException(name() + " was never started, so it has no address yet");
            }
            return new Address(machine.host(), port);
        }
    }

    @Override
    public ServerState state() {
        return state;
    }

    /**
     * Adds a listener that is told of each state that the server comes to, by the thread that brought it there. It must
     * not block.
     */
    public void addStateListener(Consumer<ServerState> listener) {
        stateListeners.add(requireNonNull(listener, "listener"));
    }

    private void tell(ServerState newState) {
        stateListeners.forEach(listener -> listener.accept(newState));
    }

    public Journal journal() {
        return journal;
    }

    public FaultRules rules() {
        return rules;
    }

    /** The open connections, in the order of their acceptance. */
    @Override
    public List<Connection> connections() {
        synchronized (lock) {
            return List.copyOf(connections);
        }
    }

    /** How many connections were ended because of bytes that are no frame. */
    public long malformedFrames() {
        synchronized (lock) {
            return malformedFrames;
        }
    }

    // ---- up ----

    /**
     * Starts listening, and waits for it.
     *
     * @return where
     * @throws IllegalStateException if it is running, was closed, the port is taken, or this is an event loop
     */
    @Override
    public Address start() {
        requireOffLoop("start");
        return join(startAsync());
    }

    /** Starts listening. Fails with what {@link #start()} throws, except that an event loop is welcome here. */
    @Override
    public CompletableFuture<Address> startAsync() {
        int startEpoch;
        CompletableFuture<Void> down;
        synchronized (lock) {
            if (state == ServerState.CLOSED || state == ServerState.STARTING || state.isUp()) {
                return CompletableFuture.failedFuture(
                        new IllegalStateException(name() + " is " + state + " (expected: a server that is down)"));
            }
            if (state == ServerState.POWERED_OFF) {
                // The machine comes back and does not know the connections of its former life.
                lastDown = release();
            }
            state = ServerState.STARTING;
            admission = Admission.ACCEPT;
            startEpoch = ++epoch;
            down = lastDown;
        }
        return down.thenCompose(gone -> bind(startEpoch)).thenApply(bound -> address());
    }

    /** Binds the port, and is up unless something else happened to the server meanwhile. */
    private CompletableFuture<Void> bind(int forEpoch) {
        int wanted;
        CompletableFuture<Void> bound = new CompletableFuture<>();
        synchronized (lock) {
            if (epoch != forEpoch) {
                return CompletableFuture.failedFuture(wentDown());
            }
            wanted = port;
            // Together with the check: whoever takes the server down from here on waits for this bind to end.
            binding = bound;
        }
        ChannelFuture listen = machine.listen(wanted, acceptor);
        listen.addListener(done -> {
            if (done.isSuccess()) {
                onBound(forEpoch, listen.channel(), bound);
            } else {
                synchronized (lock) {
                    if (epoch == forEpoch && state == ServerState.STARTING) {
                        state = ServerState.STOPPED;
                    }
                }
                bound.completeExceptionally(new IllegalStateException(
                        name() + " cannot listen on " + machine.host() + ":" + wanted, done.cause()));
            }
        });
        return bound;
    }

    private void onBound(int forEpoch, Channel channel, CompletableFuture<Void> bound) {
        boolean current;
        synchronized (lock) {
            current = epoch == forEpoch && listening == null && admission != Admission.REFUSE;
            if (current) {
                listening = channel;
                port = machine.portOf(channel);
                if (state == ServerState.STARTING) {
                    state = ServerState.RUNNING;
                }
            }
        }
        if (current) {
            tell(state);
            bound.complete(null);
        } else {
            free(channel).thenRun(() -> bound.completeExceptionally(wentDown()));
        }
    }

    private IllegalStateException wentDown() {
        return new IllegalStateException(name() + " went down while it was starting");
    }

    // ---- down ----

    /**
     * Kills the process: every connection is reset, nobody listens, and what was under way is lost (B05, kill -9). Waits
     * until the port is free, unless this is an event loop. Does nothing to a server that is down.
     */
    @Override
    public void crash() {
        joinOffLoop(crashAsync());
    }

    /** As {@link #crash()}; completes when the port is free. */
    public CompletableFuture<Void> crashAsync() {
        return takeDown(ServerState.CRASHED, Connection::reset);
    }

    /**
     * Ends the process in an orderly way but without a word: connections end after what was written to them. Waits until
     * the port is free, unless this is an event loop. Does nothing to a server that is down.
     */
    @Override
    public void stop() {
        joinOffLoop(stopAsync());
    }

    /** As {@link #stop()}; completes when the port is free. */
    public CompletableFuture<Void> stopAsync() {
        return takeDown(ServerState.STOPPED, Connection::close);
    }

    /**
     * Takes the power from the machine: connections stay as they are and nothing comes over them any more (B05, T08).
     *
     * <p>Who connects now waits. Over TCP the kernel below still takes the connection, until its backlog is full; only
     * bytes go unanswered. Does nothing to a server that is down.
     */
    @Override
    public void powerOff() {
        List<Connection> vanished;
        List<Exchange> lost;
        synchronized (lock) {
            if (!state.isUp()) {
                return;
            }
            lost = goDown(ServerState.POWERED_OFF);
            vanished = List.copyOf(connections);
            if (listening != null) {
                listening.config().setAutoRead(false);
            }
        }
        vanished.forEach(FakeServer::blackhole);
        settleLost(lost);
        tell(ServerState.POWERED_OFF);
    }

    private CompletableFuture<Void> takeDown(ServerState to, Consumer<Connection> end) {
        List<Exchange> lost;
        List<Connection> ended;
        CompletableFuture<Void> down;
        CompletableFuture<Void> drain;
        synchronized (lock) {
            if (state == ServerState.STARTING) {
                // The epoch tells the bind that is under way that it came too late.
                epoch++;
                state = to;
                lastDown = afterBinding(lastDown);
                return lastDown;
            }
            if (!state.isUp()) {
                return lastDown;
            }
            lost = goDown(to);
            ended = List.copyOf(connections);
            down = afterBinding(closeListening());
            lastDown = down;
            drain = drained;
        }
        ended.forEach(end);
        settleLost(lost);
        tell(to);
        down.thenRun(() -> drain.complete(null));
        return down;
    }

    /** A bind that is under way ends too, one way or the other, before the port can be called free. Under the lock. */
    private CompletableFuture<Void> afterBinding(CompletableFuture<Void> closed) {
        return CompletableFuture.allOf(closed, binding).handle((ignored, failure) -> null);
    }

    /** Forgets everything that a process holds in memory. Under the lock. */
    private List<Exchange> goDown(ServerState to) {
        state = to;
        epoch++;
        held.clear();
        List<Exchange> lost = new ArrayList<>(pending);
        pending.clear();
        if (drainTimer != null) {
            drainTimer.cancel(false);
            drainTimer = null;
        }
        return lost;
    }

    private void settleLost(List<Exchange> lost) {
        for (Exchange exchange : lost) {
            if (exchange.timer != null) {
                exchange.timer.cancel(false);
            }
            settle(exchange, Outcome.Reason.SERVER_DOWN);
        }
        onDown.run();
    }

    /** Ends what a powered-off machine left behind: its connections and its port. Under the lock. */
    private CompletableFuture<Void> release() {
        List.copyOf(connections).forEach(Connection::reset);
        return closeListening();
    }

    /** Under the lock. */
    private CompletableFuture<Void> closeListening() {
        Channel channel = listening;
        listening = null;
        return channel == null ? CompletableFuture.completedFuture(null) : free(channel);
    }

    /** Closes a listening channel, and completes when its port may be taken again. */
    private static CompletableFuture<Void> free(Channel channel) {
        CompletableFuture<Void> free = new CompletableFuture<>();
        channel.close();
        // The JDK's channels give their port back in the next select, which is over when a task runs that was not yet
        // due.
        channel.closeFuture()
                .addListener(done -> channel.eventLoop().schedule(() -> free.complete(null), 1, TimeUnit.NANOSECONDS));
        return free;
    }

    /** {@link #shutdownGracefullyAsync} with {@link #DEFAULT_DRAIN}; waits for its end, unless this is an event loop. */
    @Override
    public void shutdownGracefully() {
        joinOffLoop(shutdownGracefullyAsync(DEFAULT_DRAIN));
    }

    /**
     * Shuts down as brokers from 5.3.2 on can: for a while every request of a client that understands it, one newer
     * than 5.3.1, is answered with GO_AWAY and not handled, others are served, new connections are accepted; then it
     * {@linkplain #stop() stops}. Does nothing to a server that is down or shutting down.
     *
     * @param drain how long that while is; 0 stops at once
     * @return completes when the port is free
     */
    @Override
    public CompletableFuture<Void> shutdownGracefullyAsync(Duration drain) {
        CompletableFuture<Void> down;
        synchronized (lock) {
            if (state == ServerState.SHUTTING_DOWN) {
                return drained;
            }
            if (!state.isUp()) {
                return lastDown;
            }
            resume();
            if (!state.isUp()) {
                // What had waited killed the process.
                return lastDown;
            }
            state = ServerState.SHUTTING_DOWN;
            down = new CompletableFuture<>();
            drained = down;
            drainTimer = loop.schedule(this::stopAsync, drain.toNanos(), TimeUnit.NANOSECONDS);
        }
        tell(ServerState.SHUTTING_DOWN);
        return down;
    }

    /** {@link #restartAsync()}, and waits for it. Throws what {@link #start()} throws. */
    @Override
    public Address restart() {
        requireOffLoop("restart");
        return join(restartAsync());
    }

    /**
     * Starts a new process at the same address (B07): no connection, no request of the former one is known to it. One
     * that still runs is {@linkplain #crash() killed} first.
     */
    @Override
    public CompletableFuture<Address> restartAsync() {
        crashAsync();
        return startAsync();
    }

    // ---- standing still ----

    /**
     * Stops the process as SIGSTOP does, or a long garbage collection (B06): connections live, nothing is read, nothing
     * answered. Does nothing unless it is running.
     */
    @Override
    public void pause() {
        List<Connection> stopped;
        synchronized (lock) {
            if (state != ServerState.RUNNING) {
                return;
            }
            state = ServerState.PAUSED;
            stopped = List.copyOf(connections);
        }
        stopped.forEach(connection -> connection.autoRead(false));
        tell(ServerState.PAUSED);
    }

    /** Lets a paused process go on: what waited is served in a burst, in its order. Does nothing unless it is paused. */
    @Override
    public void resume() {
        List<Connection> resumed;
        synchronized (lock) {
            if (state != ServerState.PAUSED) {
                return;
            }
            state = ServerState.RUNNING;
            // Under the lock, so that nothing newer overtakes what waited.
            Runnable step = held.poll();
            while (step != null) {
                step.run();
                step = held.poll();
            }
            if (state != ServerState.RUNNING) {
                // What had waited killed the process.
                return;
            }
            resumed = List.copyOf(connections);
        }
        resumed.forEach(connection -> connection.autoRead(true));
        tell(ServerState.RUNNING);
    }

    // ---- network ----

    /** What happens to clients that connect from now on. A new start begins with {@link Admission#ACCEPT}. */
    @Override
    public void admission(Admission newAdmission) {
        joinOffLoop(admissionAsync(newAdmission));
    }

    /** As {@link #admission}; completes when the port is closed or open accordingly. */
    public CompletableFuture<Void> admissionAsync(Admission newAdmission) {
        requireNonNull(newAdmission, "admission");
        int current;
        CompletableFuture<Void> portClosed;
        synchronized (lock) {
            if (!state.isUp()) {
                return CompletableFuture.failedFuture(
                        new IllegalStateException(name() + " is " + state + " (expected: a server that is up)"));
            }
            admission = newAdmission;
            if (newAdmission == Admission.REFUSE) {
                lastDown = closeListening();
                return lastDown;
            }
            if (listening != null) {
                return CompletableFuture.completedFuture(null);
            }
            current = epoch;
            portClosed = lastDown;
        }
        return portClosed.thenCompose(gone -> bind(current));
    }

    /** Changes what the network does to every connection of this server, present and future. */
    @Override
    public void linkConditions(LinkConditions conditions) {
        requireNonNull(conditions, "conditions");
        List<Connection> present;
        synchronized (lock) {
            linkConditions = conditions;
            if (!state.isUp()) {
                return;
            }
            present = List.copyOf(connections);
        }
        present.forEach(connection -> connection.linkConditions(conditions));
    }

    private static void blackhole(Connection connection) {
        connection.linkConditions(connection.linkConditions().blackholed());
    }

    // ---- the end ----

    /**
     * Ends the server for good: port and connections are closed. Idempotent. Waits until they are gone, unless this is an
     * event loop. The machine is left to its owner.
     */
    @Override
    public void close() {
        joinOffLoop(closeAsync());
    }

    /** As {@link #close()}; completes when port and connections are gone. */
    @Override
    public CompletableFuture<Void> closeAsync() {
        List<CompletableFuture<Void>> gone = new ArrayList<>();
        List<Connection> left;
        gone.add(takeDown(ServerState.CLOSED, Connection::close));
        synchronized (lock) {
            state = ServerState.CLOSED;
            gone.add(closeListening());
            left = List.copyOf(connections);
        }
        for (Connection connection : left) {
            gone.add(connection.end());
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(gone.toArray(new CompletableFuture<?>[0]));
        synchronized (lock) {
            lastDown = all;
        }
        return all;
    }

    private void requireOffLoop(String method) {
        if (machine.inOwnThread()) {
            throw new IllegalStateException(
                    method + "() waits, which an event loop must not; use " + method + "Async()");
        }
    }

    private void joinOffLoop(CompletableFuture<Void> future) {
        if (!machine.inOwnThread()) {
            join(future);
        }
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalStateException cause) {
                throw new IllegalStateException(cause.getMessage(), cause);
            }
            throw e;
        }
    }

    // ---- connections ----

    @ChannelHandler.Sharable
    private final class Acceptor extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            onAccept(channel);
        }
    }

    private void onAccept(Channel channel) {
        LinkHandler link;
        Connection connection;
        synchronized (lock) {
            boolean vanished = state == ServerState.POWERED_OFF;
            if (!vanished && (!state.isUp() || admission != Admission.ACCEPT)) {
                if (admission != Admission.CLOSE) {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                }
                channel.close();
                return;
            }
            link = new LinkHandler(
                    vanished ? linkConditions.blackholed() : linkConditions, machine.random("link"), machine.clock());
            connection = new Connection(
                    ++connectionsAccepted, vanished ? NO_EPOCH : epoch, machine.peerOf(channel), channel, link);
            connections.add(connection);
            if (state == ServerState.PAUSED) {
                connection.autoRead(false);
            }
        }
        // Not channelInactive, which a channel that was closed at birth never sees.
        channel.closeFuture().addListener(closed -> onClosed(connection));
        channel.pipeline().addLast(link, new FrameDecoder(), new FrameEncoder(), new ConnectionHandler(connection));
    }

    private void onClosed(Connection connection) {
        synchronized (lock) {
            connections.remove(connection);
        }
        connection.onClosed();
        onConnectionClosed.accept(connection);
    }

    /** The end of an accepted channel's pipeline. */
    private final class ConnectionHandler extends ChannelInboundHandlerAdapter {
        private final Connection connection;

        ConnectionHandler(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            Frame frame = (Frame) message;
            if (frame.isResponse()) {
                connection.onResponse(frame);
                return;
            }
            connection.onRead();
            receive(connection, frame);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            connection.onReadComplete();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof DecoderException) {
                synchronized (lock) {
                    malformedFrames++;
                }
                LOG.debug("{} ends {}", name(), connection, cause);
            } else if (!(cause instanceof IOException)) {
                LOG.warn("{} ends {}", name(), connection, cause);
            }
            ctx.close();
        }
    }

    // ---- requests ----

    /** One request on its way through the server. */
    private static final class Exchange {
        final Connection connection;
        final Journal.Slot slot;
        final Request request;

        /** The rule that acts on it, once it is found. */
        volatile @Nullable FaultRule rule;

        // Guarded by the server's lock.
        boolean handled;

        @Nullable
        ScheduledFuture<?> timer;

        Exchange(Connection connection, Journal.Slot slot, Request request) {
            this.connection = connection;
            this.slot = slot;
            this.request = request;
        }
    }

    private void receive(Connection connection, Frame frame) {
        synchronized (lock) {
            if (connection.epoch() != epoch) {
                return;
            }
            if (state == ServerState.PAUSED) {
                held.add(() -> serve(connection, frame));
                return;
            }
        }
        serve(connection, frame);
    }

    private void serve(Connection connection, Frame frame) {
        long nowNanos = machine.clock().nanoTime();
        RequestFacts facts = RequestFacts.of(frame);
        Journal.Slot slot =
                journal.open(name(), connection.id(), connection.peer(), connection.clientId(), nowNanos, frame, facts);
        Exchange exchange =
                new Exchange(connection, slot, new Request(name(), slot.sequence, connection, frame, facts, nowNanos));
        boolean goAway;
        boolean dead;
        synchronized (lock) {
            dead = connection.epoch() != epoch;
            goAway = state == ServerState.SHUTTING_DOWN && frame.version() > MqVersion.V5_3_1 && !frame.isOneway();
            if (!dead) {
                pending.add(exchange);
            }
        }
        if (dead) {
            settle(exchange, Outcome.Reason.SERVER_DOWN);
        } else if (goAway) {
            answer(exchange, error(exchange, ResponseCode.GO_AWAY, GO_AWAY_REMARK), 1);
        } else if (!isWelcome(frame)) {
            answer(exchange, error(exchange, ResponseCode.NO_PERMISSION, UNWELCOME_REMARK), 1);
        } else {
            applyRules(exchange);
        }
    }

    /** Whether the request is signed by one of those who may ask, if not everybody may (W-18.1). */
    private boolean isWelcome(Frame request) {
        if (secretKeys.isEmpty()) {
            return true;
        }
        String accessKey = request.field(AclSignature.ACCESS_KEY);
        String secretKey = accessKey == null ? null : secretKeys.get(accessKey);
        return secretKey != null && AclSignature.verify(request, secretKey);
    }

    private void applyRules(Exchange exchange) {
        FaultRule rule;
        try {
            rule = rules.choose(exchange.request);
        } catch (RuntimeException e) {
            LOG.warn("a fault rule failed on {}", exchange.request.frame(), e);
            answer(exchange, error(exchange, ResponseCode.SYSTEM_ERROR, "a fault rule failed: " + e), 1);
            return;
        }
        exchange.rule = rule;
        if (rule == null) {
            handleAndAnswer(exchange);
        } else {
            act(exchange, rule.action());
        }
    }

    private void act(Exchange exchange, FaultAction action) {
        if (action instanceof FaultAction.Answer answer) {
            answer(exchange, error(exchange, answer.code(), answer.remark()), 1);
        } else if (action instanceof FaultAction.Delay delay) {
            after(delay.latency(), exchange, () -> handleAndAnswer(exchange));
        } else if (action instanceof FaultAction.Silent) {
            endUnanswered(exchange, Outcome.Reason.SILENCED);
        } else if (action instanceof FaultAction.CloseBefore) {
            endUnanswered(exchange, Outcome.Reason.CLOSED);
        } else if (action instanceof FaultAction.ResetBefore) {
            endUnanswered(exchange, Outcome.Reason.RESET);
        } else if (action instanceof FaultAction.CrashBefore) {
            crashAsync();
        } else if (action instanceof FaultAction.StoreThenSilent) {
            handle(exchange, reply -> endUnanswered(exchange, Outcome.Reason.SILENCED));
        } else if (action instanceof FaultAction.StoreThenClose) {
            handle(exchange, reply -> endUnanswered(exchange, Outcome.Reason.CLOSED));
        } else if (action instanceof FaultAction.StoreThenReset) {
            handle(exchange, reply -> endUnanswered(exchange, Outcome.Reason.RESET));
        } else if (action instanceof FaultAction.StoreThenCrash) {
            handle(exchange, reply -> crashAsync());
        } else if (action instanceof FaultAction.StoreThenDelay delay) {
            handle(exchange, reply -> after(delay.latency(), exchange, () -> answer(exchange, reply, 1)));
        } else if (action instanceof FaultAction.StoreThenAnswer answer) {
            handle(exchange, reply -> answer(exchange, otherwise(exchange, reply, answer), 1));
        } else if (action instanceof FaultAction.AnswerTwice) {
            handle(exchange, reply -> answer(exchange, reply, 2));
        } else if (action instanceof FaultAction.WrongOpaque) {
            handle(exchange, reply -> answer(exchange, misdirected(reply), 1));
        } else if (action instanceof FaultAction.Alter alter) {
            handle(exchange, reply -> answer(exchange, altered(exchange, reply, alter), 1));
        } else {
            throw new AssertionError("no such action: " + action);
        }
    }

    private static Frame otherwise(Exchange exchange, @Nullable Frame reply, FaultAction.StoreThenAnswer answer) {
        Frame.Builder told = exchange.request.respond(answer.code()).remark(answer.remark());
        if (reply != null) {
            told.fields(reply.extFields()).body(reply.body());
        }
        return told.build();
    }

    private static @Nullable Frame misdirected(@Nullable Frame reply) {
        return reply == null
                ? null
                : reply.toBuilder().opaque(reply.opaque() ^ FAR_OPAQUE_BIT).build();
    }

    private static @Nullable Frame altered(Exchange exchange, @Nullable Frame reply, FaultAction.Alter alter) {
        if (reply == null) {
            return null;
        }
        try {
            return alter.change().apply(reply);
        } catch (RuntimeException e) {
            LOG.warn("a fault rule failed on {}", reply, e);
            return error(exchange, ResponseCode.SYSTEM_ERROR, "a fault rule failed: " + e);
        }
    }

    private void handleAndAnswer(Exchange exchange) {
        handle(exchange, reply -> answer(exchange, reply, 1));
    }

    /**
     * Handles a request, then goes on with its response, null when there is none; or never goes on, because the server
     * went down.
     */
    private void handle(Exchange exchange, Consumer<@Nullable Frame> next) {
        Reply reply;
        synchronized (lock) {
            if (!pending.contains(exchange)) {
                return;
            }
            exchange.handled = true;
            reply = callHandler(exchange.request);
        }
        if (reply instanceof Reply.Now now) {
            next.accept(now.response());
        } else if (reply instanceof Reply.Later later) {
            later.response()
                    .whenComplete((response, failure) -> step(
                            exchange,
                            () -> next.accept(failure == null ? response : failed(exchange.request, failure))));
        } else {
            next.accept(null);
        }
    }

    private Reply callHandler(Request request) {
        RequestHandler handler = handlers.get(request.frame().code());
        if (handler == null) {
            return request.refuse(
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    " request type " + request.frame().code() + " not supported");
        }
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            LOG.debug("{} failed on {}", name(), request.frame(), e);
            return Reply.of(failed(request, e));
        }
    }

    private static Frame failed(Request request, Throwable failure) {
        return request.respond(ResponseCode.SYSTEM_ERROR)
                .remark(failure.toString())
                .build();
    }

    private static Frame error(Exchange exchange, int code, @Nullable String remark) {
        return exchange.request.respond(code).remark(remark).build();
    }

    /** Takes the next step of a request now, or when a paused server goes on, or never if the server went down. */
    private void step(Exchange exchange, Runnable next) {
        synchronized (lock) {
            if (!pending.contains(exchange)) {
                return;
            }
            if (state == ServerState.PAUSED) {
                held.add(() -> step(exchange, next));
                return;
            }
        }
        next.run();
    }

    private void after(Latency latency, Exchange exchange, Runnable next) {
        synchronized (lock) {
            if (!pending.contains(exchange)) {
                return;
            }
            long delayNanos = latency.drawNanos(delays);
            exchange.timer = exchange.connection.schedule(() -> step(exchange, next), delayNanos);
        }
    }

    private void answer(Exchange exchange, @Nullable Frame response, int copies) {
        if (!leave(exchange)) {
            return;
        }
        if (exchange.request.frame().isOneway()) {
            settle(exchange, Outcome.Reason.ONEWAY);
        } else if (response == null) {
            settle(exchange, Outcome.Reason.NOTHING_TO_SAY);
        } else if (!exchange.connection.isOpen()) {
            settle(exchange, Outcome.Reason.CLIENT_GONE);
        } else {
            Frame own = inOwnWords(response);
            settle(
                    exchange,
                    new Outcome.Answered(
                            own.code(), own.remark(), machine.clock().nanoTime()));
            for (int i = 0; i < copies; i++) {
                exchange.connection.write(own);
            }
        }
    }

    /** In the server's own encoding (W-1); a code that the binary header has no room for goes out as JSON. */
    private Frame inOwnWords(Frame response) {
        HeaderEncoding wanted = response.code() == (short) response.code() ? encoding : HeaderEncoding.JSON;
        if (response.encoding() == wanted && response.version() == version) {
            return response;
        }
        return response.toBuilder().encoding(wanted).version(version).build();
    }

    private void endUnanswered(Exchange exchange, Outcome.Reason reason) {
        if (!leave(exchange)) {
            return;
        }
        settle(exchange, reason);
        if (reason == Outcome.Reason.CLOSED) {
            exchange.connection.close();
        } else if (reason == Outcome.Reason.RESET) {
            exchange.connection.reset();
        }
    }

    /** Takes the exchange out of those under way; false when the server's end was faster and has settled it. */
    private boolean leave(Exchange exchange) {
        synchronized (lock) {
            return pending.remove(exchange);
        }
    }

    private void settle(Exchange exchange, Outcome.Reason reason) {
        settle(exchange, new Outcome.Unanswered(reason, machine.clock().nanoTime()));
    }

    private void settle(Exchange exchange, Outcome outcome) {
        boolean handled;
        synchronized (lock) {
            handled = exchange.handled;
        }
        FaultRule rule = exchange.rule;
        journal.settle(exchange.slot, rule == null ? null : rule.name(), handled, outcome);
    }

    @Override
    public String toString() {
        synchronized (lock) {
            return name() + (port == 0 ? "" : " at " + machine.host() + ":" + port) + ", " + state;
        }
    }

    /** Collects what a server is made of. For one thread. */
    public static final class Builder {
        private final Machine machine;
        private final Map<Integer, RequestHandler> handlers = new TreeMap<>();
        private final Map<String, String> secretKeys = new TreeMap<>();
        private @Nullable Journal journal;
        private @Nullable FaultRules rules;
        private HeaderEncoding encoding = HeaderEncoding.JSON;
        private int version = MqVersion.V5_5_0;
        private int port;
        private LinkConditions linkConditions = LinkConditions.CLEAR;
        private Consumer<Connection> onConnectionClosed = connection -> {};
        private Runnable onDown = () -> {};

        private Builder(Machine machine) {
            this.machine = requireNonNull(machine, "machine");
        }

        /** Where requests are noted; shared between servers, or its own unless given. */
        public Builder journal(Journal newJournal) {
            this.journal = requireNonNull(newJournal, "journal");
            return this;
        }

        /** The faults in force; shared between servers, or its own unless given. */
        public Builder rules(FaultRules newRules) {
            this.rules = requireNonNull(newRules, "rules");
            return this;
        }

        /** The encoding of all response headers: JSON unless told otherwise, whatever the request's was (W-1). */
        public Builder encoding(HeaderEncoding newEncoding) {
            this.encoding = requireNonNull(newEncoding, "encoding");
            return this;
        }

        /** The version it announces in responses, see {@link MqVersion}. */
        public Builder version(int newVersion) {
            this.version = newVersion;
            return this;
        }

        /** The port to listen on, 0 for a free one. */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 65_535) {
                throw new IllegalArgumentException("port: " + newPort + " (expected: 0 to 65535)");
            }
            this.port = newPort;
            return this;
        }

        /**
         * Admits somebody, and from then on nobody who was not: requests that are not signed by one of them are answered
         * with 16 and have no effect. Who may do what is not told apart.
         */
        public Builder admit(AclCredentials credentials) {
            secretKeys.put(credentials.accessKey(), credentials.secretKey());
            return this;
        }

        /** What the network does to its connections from the first byte on. */
        public Builder linkConditions(LinkConditions conditions) {
            this.linkConditions = requireNonNull(conditions, "conditions");
            return this;
        }

        /** Who answers requests of this code; a later handler for the same code replaces an earlier one. */
        public Builder handle(int requestCode, RequestHandler handler) {
            handlers.put(requestCode, requireNonNull(handler, "handler"));
            return this;
        }

        /** Told of each connection that ended, on that connection's loop. */
        public Builder onConnectionClosed(Consumer<Connection> listener) {
            this.onConnectionClosed = requireNonNull(listener, "listener");
            return this;
        }

        /** Told each time the process went down, however it did: what it held in memory is lost. */
        public Builder onDown(Runnable listener) {
            this.onDown = requireNonNull(listener, "listener");
            return this;
        }

        /** A server that is not started yet. */
        public FakeServer build() {
            return new FakeServer(this);
        }
    }
}
