// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.RecallException;
import dev.hotfire.producer.SendAttempt;
import dev.hotfire.producer.SendResult;
import dev.hotfire.producer.TransactionEnd;
import dev.hotfire.scenarios.check.Verdict;
import dev.hotfire.scenarios.check.Violations;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One invariant, watched event by event. Not safe for use by several threads: {@link Watch} calls one at a time. */
public abstract class Watcher {
    private final String id;
    private final String title;
    private final Violations violations = new Violations();
    private @Nullable Watch watch;

    Watcher(String id, String title) {
        this.id = requireNonNull(id, "id");
        this.title = requireNonNull(title, "title");
    }

    public final String id() {
        return id;
    }

    final void watchedBy(Watch owner) {
        this.watch = owner;
    }

    /** Who knows the rest. */
    final Watch watch() {
        return requireNonNull(watch, "watch");
    }

    final void violated(String what) {
        violations.add(what);
    }

    final Verdict verdict() {
        return violations.verdict(id, title);
    }

    /** A send was seen by its producer's loop. */
    void onSendStarted(SeenSend send) {}

    /** An attempt begins. */
    void onAttemptStarted(SeenAttempt attempt) {}

    /** An attempt is over. */
    void onAttemptEnded(SeenAttempt attempt) {}

    /** The producer is done with a send. */
    void onSendEnded(SeenSend send) {}

    /** A caller was told the end of its send. */
    void onTold(SeenCall call) {}

    /** A caller was given a result: that of the whole where several messages were sent at once. */
    void onResult(SeenCall call, SendResult result) {}

    /** A producer avoids a broker from now on, or for longer than it said. */
    void onIsolated(Party party, String broker, String reason, long now) {}

    /** A producer does not avoid a broker any more. */
    void onReleased(Party party, String broker, long now) {}

    /** A server read a request that brings messages. */
    void onSendRead(SeenFrame frame) {}

    /** A server read a request whose header or body makes no sense. */
    void onMalformed(String server, String what) {}

    /** A server read a request, of any kind. */
    void onRequestRead(SeenRequest request) {}

    /** A server turned a request away before it looked at what it is: nobody had ordered that. */
    void onTurnedAway(SeenRequest request) {}

    /** A message got its place on a broker. */
    void onStored(SeenCopy copy) {}

    /** A local transaction was decided, or a check answered, by the user's code. */
    void onDecision(Party party, String transactionId, int bits, boolean checked, long now) {}

    /** A caller hands over its message, and has it back when the send has ended. */
    void onHanded(SeenCall call, Message message) {}

    void onHandedBack(SeenCall call, Message message) {}

    /** A caller's selector chose the queue of its send. */
    void onChosen(SeenCall call, MessageQueue queue) {}

    /** A caller was given a reply. */
    void onReply(String sendId, String text) {}

    /** A caller takes its message back, and hears what came of that: an id or a failure. */
    void onRecalling(SeenCall call, String handle) {}

    void onRecalled(SeenCall call, @Nullable String id, @Nullable RecallException failure) {}

    /** A producer's hook was asked about an attempt, before or after it. */
    void onHooked(Party party, SendAttempt attempt, boolean before) {}

    /** A producer's hook was told how a transaction is to end. */
    void onEnding(Party party, TransactionEnd end) {}

    /** Code of the user's runs, on an event loop or not. */
    void onUserCode(String group, boolean onLoop) {}

    /** All is over but the producers; nothing is open any more. What they still hold on to, by kind. */
    void onAtRest(String group, Map<String, Integer> held) {}

    /** A producer was told to close; and later it had. */
    void onClosing(Party party, long now) {}

    void onClosed(Party party, long now) {}

    /** The run is over. */
    void atEnd(Watch watch) {}
}
