// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process, seen as a machine. */
final class TcpMachine implements Machine {
    /** An idle callback thread is given up after this long. */
    private static final long IDLE_THREAD_SECONDS = 10;

    /** Names are looked up one after another: there are few of them, and the system remembers answers. */
    private static final int RESOLVER_THREADS = 1;

    /** How long closing waits for a callback that runs. */
    private static final long CLOSE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(TcpMachine.class);

    private static final MachineClock SYSTEM_CLOCK = new MachineClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public ZoneId zone() {
            return ZoneId.systemDefault();
        }
    };

    private final String name;
    private final String boundHost;
    private final String host;
    private final Transport transport;
    private final RandomSource random;
    private final OffLoopResolver resolver = new OffLoopResolver(() -> executor("resolver", RESOLVER_THREADS));
    private final OpenChannels channels = new OpenChannels();
    private final Map<String, ThreadPoolExecutor> executors = new LinkedHashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> sourcesGiven = new HashMap<>();
    private boolean closed;

    TcpMachine(String name, String boundHost, String host, Transport transport, RandomSource random) {
        this.name = name;
        this.boundHost = boundHost;
        this.host = host;
        this.transport = transport;
        this.random = random;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MachineClock clock() {
        return SYSTEM_CLOCK;
    }

    @Override
    public synchronized RandomSource random(String purpose) {
        // By the same rule as in a simulated world, so that one seed draws the same in both.
        int given = sourcesGiven.merge(purpose, 1, Integer::sum);
        return random.fork(purpose + '#' + given);
    }

    @Override
    public EventLoop nextLoop() {
        return transport.loops().next();
    }

    @Override
    public synchronized Executor executor(String purpose, int maxThreads) {
        if (closed) {
            throw new IllegalStateException("machine " + name + " is closed");
        }
        return executors.computeIfAbsent(purpose, p -> newExecutor(p, maxThreads));
    }

    private ThreadPoolExecutor newExecutor(String purpose, int maxThreads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                maxThreads,
                maxThreads,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new OwnThreads("hotfire-" + name + "-" + purpose));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public long processId() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Future<List<Address>> resolve(EventLoop loop, Address address) {
        if (NetUtil.createByteArrayFromIpAddressString(address.host()) != null) {
            return loop.newSucceededFuture(List.of(address));
        }
        Promise<List<Address>> resolved = loop.newPromise();
        resolver.getResolver(loop)
                .resolveAll(InetSocketAddress.createUnresolved(address.host(), address.port()))
                .addListener((Future<List<InetSocketAddress>> found) -> {
                    if (found.isSuccess()) {
                        resolved.trySuccess(found.getNow().stream()
                                .map(one -> new Address(one.getAddress().getHostAddress(), address.port()))
                                .toList());
                    } else {
                        resolved.tryFailure(found.cause());
                    }
                });
        return resolved;
    }

    @Override
    public ChannelFuture connect(EventLoop loop, Address to, long timeoutNanos, ChannelHandler handler) {
        // Rounded up: a connect must not fail before the caller's deadline.
        long timeoutMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999));
        return new Bootstrap()
                .group(loop)
                .channelFactory(transport.clients())
                .resolver(resolver)
                .option(ChannelOption.ALLOCATOR, allocator())
                .option(ChannelOption.TCP_NODELAY, true)
                // So that a server can come back to its port although the system gave the number to this connection
                // meanwhile.
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeoutMillis, Integer.MAX_VALUE))
                .handler(channels.track(handler))
                .connect(to.host(), to.port());
    }

    @Override
    public ChannelFuture listen(int port, ChannelHandler handler) {
        return new ServerBootstrap()
                .group(transport.loops())
                .channelFactory(transport.servers())
                // A broker that restarts takes its old port while the kernel still remembers old connections.
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.ALLOCATOR, allocator())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(channels.track(null))
                .childHandler(channels.track(handler))
                .bind(boundHost, port);
    }

    @Override
    public int portOf(Channel listening) {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public Address peerOf(Channel accepted) {
        InetSocketAddress remote = (InetSocketAddress) accepted.remoteAddress();
        return new Address(remote.getAddress().getHostAddress(), remote.getPort());
    }

    @Override
    public boolean inOwnThread() {
        if (threads.contains(Thread.currentThread())) {
            return true;
        }
        for (EventExecutor loop : transport.loops()) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        List<ThreadPoolExecutor> toEnd;
        synchronized (this) {
            closed = true;
            toEnd = List.copyOf(executors.values());
        }
        channels.close();
        resolver.close();
        List<Thread> ending = List.copyOf(threads);
        // Orderly, not now: a completion that was handed over reaches its callback.
        toEnd.forEach(ThreadPoolExecutor::shutdown);
        if (inOwnThread()) {
            return;
        }
        try {
            if (haveEnded(toEnd)) {
                // An executor calls itself ended a moment before its last thread is.
                for (Thread thread : ending) {
                    thread.join();
                }
            } else {
                LOG.warn("a callback has been running for {} s after the close; no longer waiting", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean haveEnded(List<ThreadPoolExecutor> executors) throws InterruptedException {
        boolean ended = true;
        for (ThreadPoolExecutor executor : executors) {
            ended &= executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        return ended;
    }

    /** Threads that know that they are this machine's. */
    private final class OwnThreads extends DefaultThreadFactory {
        OwnThreads(String prefix) {
            super(prefix, true);
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = super.newThread(() -> {
                try {
                    work.run();
                } finally {
                    threads.remove(Thread.currentThread());
                }
            });
            threads.add(thread);
            return thread;
        }
    }
}
