// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.sim;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.local.LocalIoHandler;
import io.netty.util.concurrent.ThreadAwareExecutor;
import org.jspecify.annotations.Nullable;

/** Netty's handler of local channels, which also notes when its loop is woken: that is how a world knows who has work. */
final class WakingHandler implements IoHandler {
    private final IoHandler local;
    private boolean woken = true;

    private WakingHandler(IoHandler local) {
        this.local = local;
    }

    /** Makes one, and remembers it. */
    static final class Factory implements IoHandlerFactory {
        private @Nullable WakingHandler made;

        @Override
        public IoHandler newHandler(ThreadAwareExecutor executor) {
            WakingHandler handler =
                    new WakingHandler(LocalIoHandler.newFactory().newHandler(executor));
            made = handler;
            return handler;
        }

        WakingHandler made() {
            WakingHandler handler = made;
            if (handler == null) {
                throw new IllegalStateException("no handler was made yet");
            }
            return handler;
        }
    }

    boolean takeWoken() {
        boolean was = woken;
        woken = false;
        return was;
    }

    @Override
    public void initialize() {
        local.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return local.run(context);
    }

    @Override
    public void prepareToDestroy() {
        local.prepareToDestroy();
    }

    @Override
    public void destroy() {
        local.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return local.register(handle);
    }

    @Override
    public void wakeup() {
        woken = true;
        local.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return local.isCompatible(handleType);
    }
}
