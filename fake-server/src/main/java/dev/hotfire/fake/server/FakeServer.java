// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import static java.util.Objects.requireNonNull;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MqVersion;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
 * <p><b>Addresses.</b> The port is chosen at the first start and kept by later ones, unless the server {@linkplain
 * #moveAsync moves}.
 */
public final class FakeServer implements FakeNode {
    /** How long a graceful shutdown answers with GO_AWAY before it closes, unless told otherwise. */
    public static final Duration DEFAULT_DRAIN = Duration.ofMillis(500);

    private final Machine machine;
    private final int version;
    private final Journal journal;
    private final FaultRules rules;
    private final Monitor monitor = new Monitor();
    private final ListeningPort port;
    private final Door door;
    private final ServerProcess process;
    private final Waiting waiting;

    /** Puts the parts together; each is told what it needs, and only a fault that kills reaches back to the whole. */
    private FakeServer(Builder builder) {
        this.machine = builder.machine;
        this.version = builder.version;
        this.journal = builder.journal != null ? builder.journal : new Journal();
        this.rules = builder.rules != null ? builder.rules : FaultRules.on(machine);
        UnderWay underWay = new UnderWay(monitor, machine.random("fault delays"));
        Handlers handlers = new Handlers(monitor, underWay, builder.handlers);
        Responder responder =
                new Responder(monitor, underWay, journal, machine.clock(), builder.encoding, builder.version);
        FaultActor faults = new FaultActor(underWay, handlers, responder, this::crashAsync, this::connections);
        SignatureCheck signatures = new SignatureCheck(builder.secretKeys);
        RequestPath requests =
                new RequestPath(monitor, machine, journal, signatures, rules, underWay, handlers, faults, responder);
        this.port = new ListeningPort(monitor, machine, builder.port);
        this.door =
                new Door(monitor, machine, requests, builder.tls, builder.linkConditions, builder.onConnectionClosed);
        Drain drain = new Drain(monitor, machine.nextLoop());
        this.process = new ServerProcess(monitor, machine, port, door, underWay, responder, drain, builder.onDown);
        this.waiting = new Waiting(machine);
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
        Address address = port.address();
        if (address == null) {
            throw new IllegalStateException(name() + " was never started, so it has no address yet");
        }
        return address;
    }

    @Override
    public ServerState state() {
        return monitor.life().state();
    }

    /**
     * Adds a listener that is told of each state that the server comes to, by the thread that brought it there. It must
     * not block.
     */
    public void addStateListener(Consumer<ServerState> listener) {
        process.addStateListener(requireNonNull(listener, "listener"));
    }

    /** The version that it announces in responses, see {@link MqVersion}. */
    public int version() {
        return version;
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
        return door.connections();
    }

    /** How many connections were ended because of bytes that are no frame. */
    public long malformedFrames() {
        return door.malformedFrames();
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
        waiting.requireOffLoop("start");
        return Waiting.join(startAsync());
    }

    /** Starts listening. Fails with what {@link #start()} throws, except that an event loop is welcome here. */
    @Override
    public CompletableFuture<Address> startAsync() {
        return process.start().thenApply(bound -> address());
    }

    // ---- down ----

    /**
     * Kills the process: every connection is reset, nobody listens, and what was under way is lost (B05, kill -9). Waits
     * until the port is free, unless this is an event loop. Does nothing to a server that is down.
     */
    @Override
    public void crash() {
        waiting.joinOffLoop(crashAsync());
    }

    /** As {@link #crash()}; completes when the port is free. */
    public CompletableFuture<Void> crashAsync() {
        return process.crash();
    }

    /**
     * Ends the process in an orderly way but without a word: connections end after what was written to them. Waits until
     * the port is free, unless this is an event loop. Does nothing to a server that is down.
     */
    @Override
    public void stop() {
        waiting.joinOffLoop(stopAsync());
    }

    /** As {@link #stop()}; completes when the port is free. */
    public CompletableFuture<Void> stopAsync() {
        return process.stop();
    }

    /**
     * Takes the power from the machine: connections stay as they are and nothing comes over them any more (B05, T08).
     *
     * <p>Who connects now waits. Over TCP the kernel below still takes the connection, until its backlog is full; only
     * bytes go unanswered. Does nothing to a server that is down.
     */
    @Override
    public void powerOff() {
        process.powerOff();
    }

    /** {@link #shutdownGracefullyAsync} with {@link #DEFAULT_DRAIN}; waits for its end, unless this is an event loop. */
    @Override
    public void shutdownGracefully() {
        waiting.joinOffLoop(shutdownGracefullyAsync(DEFAULT_DRAIN));
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
        return process.shutDown(drain);
    }

    /** {@link #restartAsync()}, and waits for it. Throws what {@link #start()} throws. */
    @Override
    public Address restart() {
        waiting.requireOffLoop("restart");
        return Waiting.join(restartAsync());
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

    /**
     * Starts a new process at another address, a free port of the same machine (B08). One that still runs is {@linkplain
     * #crash() killed} first. What is known of it elsewhere still leads to the old address, where nobody listens any more.
     */
    public CompletableFuture<Address> moveAsync() {
        return process.move().thenApply(bound -> address());
    }

    // ---- standing still ----

    /**
     * Stops the process as SIGSTOP does, or a long garbage collection (B06): connections live, nothing is read, nothing
     * answered. Does nothing unless it is running.
     */
    @Override
    public void pause() {
        process.pause();
    }

    /** Lets a paused process go on: what waited is served in a burst, in its order. Does nothing unless it is paused. */
    @Override
    public void resume() {
        process.resume();
    }

    /**
     * Takes a step that no request asked for: a timer's, for instance. As with a request's handler the server is locked
     * meanwhile, and the step has its effect while the process lives or not at all; it must not block.
     *
     * @return whether the step was taken; it is not while the process is down, paused or starting. Who wants to try again
     *     when it is up hears of that as a {@linkplain #addStateListener state listener}
     */
    public boolean act(Runnable step) {
        return process.act(requireNonNull(step, "step"));
    }

    // ---- network ----

    /** What happens to clients that connect from now on. A new start begins with {@link Admission#ACCEPT}. */
    @Override
    public void admission(Admission newAdmission) {
        waiting.joinOffLoop(admissionAsync(newAdmission));
    }

    /** As {@link #admission}; completes when the port is closed or open accordingly. */
    public CompletableFuture<Void> admissionAsync(Admission newAdmission) {
        return process.admission(requireNonNull(newAdmission, "admission"));
    }

    /** Changes what the network does to every connection of this server, present and future. */
    @Override
    public void linkConditions(LinkConditions conditions) {
        process.linkConditions(requireNonNull(conditions, "conditions"));
    }

    // ---- the end ----

    /**
     * Ends the server for good: port and connections are closed. Idempotent. Waits until they are gone, unless this is an
     * event loop. The machine is left to its owner.
     */
    @Override
    public void close() {
        waiting.joinOffLoop(closeAsync());
    }

    /** As {@link #close()}; completes when port and connections are gone. */
    @Override
    public CompletableFuture<Void> closeAsync() {
        return process.close();
    }

    @Override
    public String toString() {
        synchronized (monitor) {
            Address address = port.address();
            return name() + (address == null ? "" : " at " + address) + ", " + state();
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
        private @Nullable SslContext tls;
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

        /**
         * Takes encrypted connections beside plain ones: a connection's first byte tells, as with an official server in its
         * mode "permissive" (W-18.4). Not for the simulator, where handshakes would draw from the computer's randomness.
         */
        public Builder tls(SslContext context) {
            this.tls = requireNonNull(context, "context");
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
