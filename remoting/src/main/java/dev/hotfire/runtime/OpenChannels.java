// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The channels of one machine that are open, so that closing the machine can close them. */
final class OpenChannels {
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Wraps what initialises a channel, so that the channel is known here while it is open. */
    ChannelHandler track(@Nullable ChannelHandler next) {
        return new Tracker(next);
    }

    /** Closes every channel, now and later ones at birth; waits unless called from a channel's own loop. */
    void close() {
        closed = true;
        List<Channel> closing = new ArrayList<>(open);
        boolean onLoop = false;
        for (Channel channel : closing) {
            channel.close();
            onLoop |= channel.isRegistered() && channel.eventLoop().inEventLoop();
        }
        if (!onLoop) {
            closing.forEach(channel -> channel.closeFuture().awaitUninterruptibly());
        }
    }

    @ChannelHandler.Sharable
    private final class Tracker extends ChannelInitializer<Channel> {
        private final @Nullable ChannelHandler next;

        Tracker(@Nullable ChannelHandler next) {
            this.next = next;
        }

        @Override
        protected void initChannel(Channel channel) {
            open.add(channel);
            channel.closeFuture().addListener(done -> open.remove(channel));
            if (closed) {
                channel.close();
            } else if (next != null) {
                channel.pipeline().addLast(next);
            }
        }
    }
}
