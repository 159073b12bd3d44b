// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Turns host names into addresses with the system's resolver, which blocks, on a thread of its own: on the event loop a
 * name server of the other kind that does not answer would hold up every deadline. IP literals need no thread.
 */
final class OffLoopResolver extends AddressResolverGroup<InetSocketAddress> {
    private final Supplier<Executor> threads;

    /** @param threads asked for with the first name, since most producers know their servers by number */
    OffLoopResolver(Supplier<Executor> threads) {
        this.threads = threads;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetSocketAddressResolver(executor, new Names(executor));
    }

    private final class Names extends InetNameResolver {
        Names(EventExecutor executor) {
            super(executor);
        }

        @Override
        protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
            byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
            if (literal != null) {
                promise.setSuccess(InetAddress.getByAddress(host, literal));
                return;
            }
            offLoop(promise, () -> promise.trySuccess(InetAddress.getByName(host)));
        }

        @Override
        protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
            offLoop(promise, () -> promise.trySuccess(List.of(InetAddress.getAllByName(host))));
        }

        private void offLoop(Promise<?> promise, LookUp lookUp) {
            try {
                threads.get().execute(() -> {
                    try {
                        lookUp.run();
                    } catch (UnknownHostException e) {
                        promise.tryFailure(e);
                    }
                });
            } catch (RejectedExecutionException | IllegalStateException e) {
                // The machine is closing.
                promise.tryFailure(e);
            }
        }
    }

    /** Asks the system. */
    private interface LookUp {
        void run() throws UnknownHostException;
    }
}
