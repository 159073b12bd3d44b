// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.TlsConfig;
import dev.hotfire.producer.connect.ClientTls;
import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.connect.Connections;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.Decoration;
import dev.hotfire.producer.connect.ServerRequests;
import dev.hotfire.producer.reply.PendingReplies;
import dev.hotfire.producer.route.AddressDiscovery;
import dev.hotfire.producer.route.NameServers;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.RouteLookUps;
import dev.hotfire.runtime.Address;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the producers of one runtime share, and where what brokers ask of them finds its producer. It is one client to
 * brokers: one client id, one connection to each, one heartbeat that names all groups (W-11).
 *
 * <p>Made on any thread; from then on confined to its loop, except for what says otherwise. Members come and go; none of
 * them can take from the others what they share.
 */
public final class Network {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    /** The largest frame that a peer may send (W-1). */
    private static final int MAX_FRAME_BYTES = 16 << 20;

    /** For what follows a close: one that waits for another finds a thread. */
    private static final int CLOSING_THREADS = 4;

    private final Machine machine;
    private final EventLoop loop;
    private final Executor callbacks;
    private final CallbackRuns callbackRuns;
    private final Executor closings;
    private final UniqueIds ids;
    private final BodyCompressor compressor = new BodyCompressor();
    private final Deadlines deadlines;
    private final Decoration decoration;
    private final @Nullable ClientTls tls;
    private final Connections connections;
    private final NameServers nameServers;
    private final RouteLookUps lookUps;
    private final @Nullable AddressDiscovery discovery;
    private final Presence presence;
    private final PendingReplies replies;
    private volatile boolean closed;

    /** Callers' threads in which code of users runs, on whose end sends in flight depend. */
    private final Set<Thread> busyCallers = ConcurrentHashMap.newKeySet();

    /** By wire group, in the order of their coming. */
    private final Map<String, Member> members = new LinkedHashMap<>();

    /**
     * A network without members.
     *
     * @param config its shared settings count here
     */
    public Network(ProducerConfig config, Machine machine) {
        this.machine = machine;
        this.loop = machine.nextLoop();
        this.callbacks = machine.executor("callback", config.callbackThreads());
        this.closings = machine.executor("closing", CLOSING_THREADS);
        this.ids = new UniqueIds(
                NetUtil.createByteArrayFromIpAddressString(machine.host()),
                (int) machine.processId(),
                (int) machine.random("message ids").nextLong(),
                machine.clock()::currentTimeMillis,
                machine.clock().zone());
        this.deadlines = new Deadlines(loop, machine.clock());
        this.callbackRuns = new CallbackRuns(loop, machine.clock(), deadlines, callbacks, config.callbackThreads());
        this.decoration = Decoration.of(config);
        TlsConfig tlsConfig = config.tls();
        this.tls = tlsConfig == null ? null : new ClientTls(tlsConfig);
        this.connections = new Connections(
                machine,
                loop,
                config.connectTimeout().toNanos(),
                config.idleTimeout().toNanos(),
                MAX_FRAME_BYTES,
                decoration,
                tls,
                this::onConnectionActive);
        this.nameServers = new NameServers(
                config.nameServers(), connections, deadlines, machine.clock(), machine.random("name servers"));
        this.lookUps = new RouteLookUps(nameServers, machine.clock());
        this.presence =
                new Presence(config, machine, loop, connections, deadlines, new ServersInUse(), this::onLoopEnding);
        this.replies = new PendingReplies(deadlines, machine.clock());
        serve(connections.serverRequests());
        this.discovery = AddressDiscovery.start(config, machine, loop, nameServers);
    }

    private void serve(ServerRequests requests) {
        // A producer has nothing to do when a group's consumers change.
        requests.serve(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED, (from, request) -> {});
        requests.serve(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT, replies::onRequest);
        requests.serve(RequestCode.CHECK_TRANSACTION_STATE, this::onCheck);
    }

    private void onCheck(Connection from, Frame request) {
        List<Member> asked =
                members.values().stream().filter(Member::answersChecks).toList();
        if (asked.size() > 1) {
            asked = ofGroup(request, asked);
        }
        if (asked.isEmpty()) {
            // Somebody else of the group may know (hazard of B-TXN-12).
            LOG.warn("{} asks about a transaction, but there is no checker here for it", from.address());
        } else {
            asked.get(0).onCheck(from, request);
        }
    }

    /** Whom the half message names. */
    private static List<Member> ofGroup(Frame request, List<Member> candidates) {
        String group;
        try {
            group = StoredMessage.decode(request.body()).properties().get(PropertyNames.PRODUCER_GROUP);
        } catch (MalformedMessageException e) {
            LOG.debug("a half message that can't be read", e);
            // Any of them says so.
            return candidates;
        }
        return candidates.stream()
                .filter(member -> member.wireGroup().equals(group))
                .toList();
    }

    /** Who the routes of all members name. */
    private final class ServersInUse implements Presence.Servers {
        @Override
        public Collection<Address> masters() {
            Map<String, Address> masters = new TreeMap<>();
            for (Member member : members.values()) {
                member.forEachTarget(
                        target -> masters.put(target.brokerAddress().toString(), target.brokerAddress()));
            }
            return masters.values();
        }

        @Override
        public Collection<Address> all() {
            Set<Address> all = new HashSet<>(nameServers.addresses());
            for (Member member : members.values()) {
                member.forEachTarget(target -> {
                    all.add(target.brokerAddress());
                    all.add(target.sendAddress());
                });
            }
            return all;
        }
    }

    /** Any thread. */
    public Machine machine() {
        return machine;
    }

    /** Where all of this happens. Any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Runs user code, or what user code may hang on, on a callback thread. Any thread. */
    public void callBack(Runnable userCode) {
        callBack(userCode, userCode);
    }

    /** Tells an outcome on a callback thread, together with others of this turn of the loop. On the loop. */
    public void tell(Runnable outcome) {
        callbackRuns.add(outcome);
    }

    /**
     * As {@link #callBack(Runnable)}.
     *
     * @param otherwise what to do instead, in the calling thread, if somebody closed the machine below us
     */
    public void callBack(Runnable userCode, Runnable otherwise) {
        try {
            callbacks.execute(userCode);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The latter if the system has no thread to give.
            otherwise.run();
        }
    }

    /**
     * Runs a step of a close, or what user code may follow it with. Not on a callback thread: a callback that hangs keeps its
     * thread, and no producer from closing. Any thread.
     */
    public void onClosing(Runnable step) {
        try {
            closings.execute(step);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            step.run();
        }
    }

    /** Any thread. */
    public UniqueIds ids() {
        return ids;
    }

    /** Any thread. */
    public BodyCompressor compressor() {
        return compressor;
    }

    /** Any thread. */
    public Decoration decoration() {
        return decoration;
    }

    public Deadlines deadlines() {
        return deadlines;
    }

    public Connections connections() {
        return connections;
    }

    public RouteLookUps lookUps() {
        return lookUps;
    }

    public PendingReplies replies() {
        return replies;
    }

    /** The id under which brokers know this client. Any thread. */
    public String clientId() {
        return presence.clientId();
    }

    /** Whom questions about routes go to. For the loop. */
    public NameServers nameServers() {
        return nameServers;
    }

    /** Name servers to ask from now on, if there are any. */
    public void useNameServers(List<Address> addresses) {
        if (discovery != null && !addresses.isEmpty()) {
            // Whoever names them has the last word.
            discovery.close();
        }
        nameServers.update(addresses);
    }

    /** Has connections to all masters made, now and until the member leaves. */
    public void reachMasters(Member member) {
        presence.reach(member.wireGroup());
    }

    /** A member's route names brokers. */
    public void onRoute(PublishRoute route) {
        presence.onRoute(route);
    }

    /**
     * Reads certificates and keys again. Any thread.
     *
     * @throws IllegalArgumentException if a file can't be read or used
     * @throws IllegalStateException    if connections are not encrypted
     */
    public void reloadTls() {
        if (tls == null) {
            throw new IllegalStateException("producer's connections are not encrypted");
        }
        tls.reload();
    }

    /** A producer is there from now on. */
    public void join(Member member) {
        if (members.putIfAbsent(member.wireGroup(), member) != null) {
            throw new IllegalStateException("group " + member.wireGroup() + " is there already");
        }
        presence.join(member.wireGroup());
        if (member.answersChecks()) {
            presence.reach(member.wireGroup());
        }
    }

    /** Takes leave of the brokers for a producer, which shares nothing from now on; then calls {@code done}, once. */
    public void leave(Member member, Runnable done) {
        members.remove(member.wireGroup(), member);
        presence.leave(member.wireGroup(), done);
    }

    /** Ends what no member needs any more. Everything that is still under way is lost. */
    public void close() {
        closed = true;
        if (discovery != null) {
            discovery.close();
        }
        presence.close();
        connections.close();
        callbackRuns.close();
        deadlines.close();
        compressor.close();
    }

    /** Whether it was closed, perhaps because its loop ended below it: then its loop must not be counted on. Any thread. */
    public boolean isClosed() {
        return closed;
    }

    private void onConnectionActive(Connection connection) {
        presence.onConnected(connection);
    }

    private void onLoopEnding() {
        new ArrayList<>(members.values()).forEach(Member::onLoopEnding);
        close();
    }

    /**
     * Has code of users run in a caller's thread while a send in flight waits for it. A close that it calls for must not wait
     * for that send: see {@link #mayWaitForCloses}.
     */
    public <T extends @Nullable Object> T callOut(Callable<T> code) throws Exception {
        boolean outermost = busyCallers.add(Thread.currentThread());
        try {
            return code.call();
        } finally {
            comeBack(outermost);
        }
    }

    /** As {@link #callOut(Callable)}, for code that gives nothing back. */
    public void callOut(Runnable code) {
        boolean outermost = busyCallers.add(Thread.currentThread());
        try {
            code.run();
        } finally {
            comeBack(outermost);
        }
    }

    private void comeBack(boolean outermost) {
        if (outermost) {
            busyCallers.remove(Thread.currentThread());
        }
    }

    /** Whether no close waits for what the calling thread is about. */
    public boolean mayWaitForCloses() {
        return !machine.inOwnThread() && !busyCallers.contains(Thread.currentThread());
    }
}
