// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.ThreadFactory;

/**
 * A way to sockets.
 *
 * @param loops   event loops that fit the channels
 * @param clients makes channels that connect
 * @param servers makes channels that listen
 */
record Transport(
        EventLoopGroup loops,
        ChannelFactory<? extends Channel> clients,
        ChannelFactory<? extends ServerChannel> servers) {

    /** The fastest way that this computer has: epoll where its native library is present, else NIO. */
    @SuppressWarnings("deprecation") // Netty 4.2's successors don't exist in 4.1, which the fakes must run on.
    static Transport best(int loopThreads, ThreadFactory threads) {
        return Epoll.isAvailable()
                ? new Transport(
                        new EpollEventLoopGroup(loopThreads, threads),
                        EpollSocketChannel::new,
                        EpollServerSocketChannel::new)
                : new Transport(
                        new NioEventLoopGroup(loopThreads, threads),
                        NioSocketChannel::new,
                        NioServerSocketChannel::new);
    }
}
