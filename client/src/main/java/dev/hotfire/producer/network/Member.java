// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import dev.hotfire.producer.connect.Connection;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.wire.frame.Frame;
import java.util.function.Consumer;

/** A producer as its {@link Network} sees it. Called on the loop. */
public interface Member {
    /** The group as brokers know it; no other member has it. */
    String wireGroup();

    /** Names every queue of the routes that the member uses. */
    void forEachTarget(Consumer<Target> consumer);

    /** Whether brokers may ask about this group's transactions. */
    boolean answersChecks();

    /** A broker asks about a transaction, of this group most likely. */
    void onCheck(Connection from, Frame request);

    /** Somebody ends the loop below all members. No timer fires any more, so nothing may wait. */
    void onLoopEnding();
}
