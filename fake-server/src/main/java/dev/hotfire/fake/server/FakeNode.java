// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.server;

import dev.hotfire.link.LinkConditions;
import dev.hotfire.runtime.Address;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A fake name server or broker, seen as a process that can be started, hurt and ended. What each method does is said at
 * {@link FakeServer}, which does it.
 */
public interface FakeNode extends AutoCloseable {
    /** The process behind it. */
    FakeServer server();

    default String name() {
        return server().name();
    }

    default Address address() {
        return server().address();
    }

    default ServerState state() {
        return server().state();
    }

    default List<Connection> connections() {
        return server().connections();
    }

    default Address start() {
        return server().start();
    }

    default CompletableFuture<Address> startAsync() {
        return server().startAsync();
    }

    default void crash() {
        server().crash();
    }

    default void powerOff() {
        server().powerOff();
    }

    default void pause() {
        server().pause();
    }

    default void resume() {
        server().resume();
    }

    default void stop() {
        server().stop();
    }

    default void shutdownGracefully() {
        server().shutdownGracefully();
    }

    default CompletableFuture<Void> shutdownGracefullyAsync(Duration drain) {
        return server().shutdownGracefullyAsync(drain);
    }

    default Address restart() {
        return server().restart();
    }

    default CompletableFuture<Address> restartAsync() {
        return server().restartAsync();
    }

    default void admission(Admission admission) {
        server().admission(admission);
    }

    default void linkConditions(LinkConditions conditions) {
        server().linkConditions(conditions);
    }

    @Override
    default void close() {
        server().close();
    }

    default CompletableFuture<Void> closeAsync() {
        return server().closeAsync();
    }
}
