// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkHandler;
import dev.hotfire.runtime.Machine;
import dev.hotfire.wire.frame.FrameDecoder;
import dev.hotfire.wire.frame.FrameEncoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server's door: which clients are let in, what the network does to them, and who is inside. Connections come in and
 * go on their own loops, which take the {@link Monitor} for it; {@link ServerProcess} calls the rest, under the lock.
 */
final class Door {
    private final Monitor monitor;
    private final Machine machine;
    private final RequestPath requests;
    private final @Nullable SslContext tls;
    private final Consumer<Connection> onConnectionClosed;
    private final ChannelHandler acceptor = new Acceptor();

    // Guarded by the monitor, as is all that follows.
    private final Set<Connection> connections = new LinkedHashSet<>();
    private Admission admission = Admission.ACCEPT;
    private LinkConditions linkConditions;
    private int connectionsAccepted;
    private long malformedFrames;

    Door(
            Monitor monitor,
            Machine machine,
            RequestPath requests,
            @Nullable SslContext tls,
            LinkConditions linkConditions,
            Consumer<Connection> onConnectionClosed) {
        this.monitor = monitor;
        this.machine = machine;
        this.requests = requests;
        this.tls = tls;
        this.linkConditions = linkConditions;
        this.onConnectionClosed = onConnectionClosed;
    }

    /** What a listening channel gives its accepted channels to. */
    ChannelHandler acceptor() {
        return acceptor;
    }

    Admission admission() {
        monitor.requireHeld();
        return admission;
    }

    /** Decides about those who come from now on. */
    void admission(Admission newAdmission) {
        monitor.requireHeld();
        admission = newAdmission;
    }

    /** What the network does to those who come from now on. */
    void linkConditions(LinkConditions conditions) {
        monitor.requireHeld();
        linkConditions = conditions;
    }

    /** The open connections, in the order of their acceptance. From any thread. */
    List<Connection> connections() {
        synchronized (monitor) {
            return List.copyOf(connections);
        }
    }

    /** How many connections were ended because of bytes that are no frame. From any thread. */
    long malformedFrames() {
        synchronized (monitor) {
            return malformedFrames;
        }
    }

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
        synchronized (monitor) {
            Life life = monitor.life();
            boolean vanished = life.state() == ServerState.POWERED_OFF;
            if (!vanished && (!life.state().isUp() || admission != Admission.ACCEPT)) {
                turnAway(channel);
                return;
            }
            link = new LinkHandler(
                    vanished ? linkConditions.blackholed() : linkConditions, machine.random("link"), machine.clock());
            connection = new Connection(
                    ++connectionsAccepted,
                    vanished ? Life.NO_EPOCH : life.epoch(),
                    machine.peerOf(channel),
                    channel,
                    link);
            connections.add(connection);
            if (life.state() == ServerState.PAUSED) {
                connection.autoRead(false);
            }
        }
        // Not channelInactive, which a channel that was closed at birth never sees.
        channel.closeFuture().addListener(closed -> onClosed(connection));
        ConnectionHandler handler = new ConnectionHandler(machine.name(), connection, requests, this::onMalformedFrame);
        channel.pipeline().addLast(link);
        if (tls != null) {
            // The first byte tells whether a connection is encrypted (W-18.4).
            channel.pipeline().addLast(new OptionalSslHandler(tls));
        }
        channel.pipeline().addLast(new FrameDecoder(), new SlowWriter(), new FrameEncoder(), handler);
    }

    /** With a reset, unless an end of stream was asked for. Under the lock. */
    private void turnAway(Channel channel) {
        if (admission != Admission.CLOSE) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }

    private void onClosed(Connection connection) {
        synchronized (monitor) {
            connections.remove(connection);
        }
        connection.onClosed();
        onConnectionClosed.accept(connection);
    }

    private void onMalformedFrame() {
        synchronized (monitor) {
            malformedFrames++;
        }
    }
}
