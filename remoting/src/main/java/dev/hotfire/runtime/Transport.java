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

/** The fastest way to sockets that this computer has: epoll where its native library is present, else NIO. */
enum Transport {
    EPOLL(EpollSocketChannel::new, EpollServerSocketChannel::new) {
        @Override
        @SuppressWarnings("deprecation") // Netty 4.2's successor does not exist in 4.1, which the fakes must run on.
        EventLoopGroup newGroup(int threads, ThreadFactory threadFactory) {
            return new EpollEventLoopGroup(threads, threadFactory);
        }
    },
    NIO(NioSocketChannel::new, NioServerSocketChannel::new) {
        @Override
        @SuppressWarnings("deprecation") // As above.
        EventLoopGroup newGroup(int threads, ThreadFactory threadFactory) {
            return new NioEventLoopGroup(threads, threadFactory);
        }
    };

    final ChannelFactory<? extends Channel> clients;
    final ChannelFactory<? extends ServerChannel> servers;

    Transport(ChannelFactory<? extends Channel> clients, ChannelFactory<? extends ServerChannel> servers) {
        this.clients = clients;
        this.servers = servers;
    }

    abstract EventLoopGroup newGroup(int threads, ThreadFactory threadFactory);

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }
}
