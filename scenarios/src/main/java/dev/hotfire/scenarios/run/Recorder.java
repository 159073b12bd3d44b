// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import dev.hotfire.producer.Attempt;
import dev.hotfire.producer.MessageQueue;
import dev.hotfire.producer.SendException;
import dev.hotfire.producer.SendObserver;
import dev.hotfire.producer.SendResult;
import dev.hotfire.scenarios.history.Invocation;
import dev.hotfire.scenarios.history.Place;
import dev.hotfire.scenarios.history.Send;
import dev.hotfire.scenarios.history.SendAttempt;
import dev.hotfire.scenarios.history.Terminal;
import dev.hotfire.scenarios.history.TerminalClass;
import dev.hotfire.scenarios.history.TraceHash;
import dev.hotfire.scenarios.watch.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what producers and their callers do, for the history at the end and for the table on the way. Safe from any
 * thread: producers observe on their loops, callers on theirs.
 *
 * <p>A caller knows a send by its send id, the producer's observer by the message id. A result carries the message id, and
 * a failure is the very object that the observer saw: that is how the two are brought together.
 */
final class Recorder {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Longer sends count as this long in the table: an hour. */
    private static final long MAX_MICROS = 3_600_000_000L;

    /** Room for the sends of a long run: tables that grow are filled over and over again. */
    private static final int MANY = 1 << 12;

    private final Trace trace;
    private final Watch watch;
    private final LongSupplier nanos;
    private final boolean followed;
    private final List<Happening> happenings = new ArrayList<>();
    private final Map<String, OpenSend> sends = new LinkedHashMap<>(MANY);
    private final Map<String, List<SendAttempt>> attempts = new HashMap<>(MANY);
    private final IdentityHashMap<SendException, String> failedIds = new IdentityHashMap<>();
    private final Map<String, TreeSet<String>> isolated = new TreeMap<>();
    private final TreeMap<Integer, Tally> tallies = new TreeMap<>();
    private int nextSecond;
    private int open;

    /**
     * @param nanos    the time since the run began
     * @param followed whether anybody wants to know of the seconds how long their sends took, and what happened
     */
    Recorder(Trace trace, Watch watch, LongSupplier nanos, boolean followed) {
        this.trace = trace;
        this.watch = watch;
        this.nanos = nanos;
        this.followed = followed;
    }

    /** A send, while it is not over. */
    private static final class OpenSend {
        private final Invocation invocation;
        private final List<Terminal> terminals = new ArrayList<>(1);

        /** Those of its message; found when its end is told, as everything about it is at hand then. */
        private @Nullable List<SendAttempt> attempts;

        OpenSend(Invocation invocation) {
            this.invocation = invocation;
        }
    }

    /** What happened within a second. */
    private static final class Tally {
        private @Nullable Histogram micros;
        private final List<String> events = new ArrayList<>();
        private long sent;
        private long ok;
        private long failed;
        private long unknown;
        private long retried;

        Histogram micros() {
            Histogram current = micros;
            if (current == null) {
                current = new Histogram(MAX_MICROS, 3);
                micros = current;
            }
            return current;
        }
    }

    /** Where something counts that happened at this time. What comes late, over TCP, counts in the next second. */
    private Tally tally(long atNanos) {
        int second = Math.max(nextSecond, (int) (atNanos / NANOS_PER_SECOND));
        return tallies.computeIfAbsent(second, s -> new Tally());
    }

    synchronized void invoked(Invocation invocation) {
        if (sends.put(invocation.sendId(), new OpenSend(invocation)) != null) {
            throw new IllegalArgumentException("sendId: " + invocation.sendId() + " (expected: a new one)");
        }
        open++;
        if (followed) {
            tally(invocation.atNanos()).sent++;
        }
        trace.add(invocation.group(), "invoked", invocation.sendId());
        watch.called(invocation);
    }

    /** What the caller was told. */
    synchronized void ended(String sendId, Terminal terminal, @Nullable SendException failure) {
        OpenSend send = sends.get(sendId);
        if (send == null) {
            throw new IllegalArgumentException("sendId: " + sendId + " (expected: one that was called)");
        }
        if (send.terminals.isEmpty()) {
            open--;
        }
        send.terminals.add(terminal);
        watch.told(sendId, terminal, failure);
        String messageId = failure == null ? terminal.messageId() : failedIds.get(failure);
        send.attempts = messageId == null ? null : attemptsOf(messageId);
        if (followed) {
            count(send.invocation, terminal);
        }
        @Nullable TraceHash to = trace.begun(send.invocation.group(), "ended");
        if (to != null) {
            to.add(sendId)
                    .add(terminal.told().name())
                    .addOrNone(terminal.messageId())
                    .addOrNone(terminal.failure());
            add(to, terminal.place());
        }
    }

    private void count(Invocation invocation, Terminal terminal) {
        Tally tally = tally(terminal.atNanos());
        switch (terminal.told()) {
            case OK, OK_WEAK -> {
                tally.ok++;
                long tookNanos = terminal.atNanos() - invocation.atNanos();
                tally.micros().recordValue(Math.min(MAX_MICROS, tookNanos / NANOS_PER_MICRO));
            }
            case FAIL -> tally.failed++;
            case INFO -> tally.unknown++;
        }
    }

    synchronized void happened(String event, long atNanos) {
        if (followed) {
            tally(atNanos).events.add(event);
        }
        note(new Happening(atNanos, Happening.Kind.EVENT, "", event));
        trace.add("timeline", "event", event);
    }

    private void note(Happening happening) {
        if (followed) {
            happenings.add(happening);
        }
    }

    /** What happened besides sends, in the order of time. */
    synchronized List<Happening> happenings() {
        return List.copyOf(happenings);
    }

    /** How many sends were called. */
    synchronized int sendCount() {
        return sends.size();
    }

    /** How many sends have no end yet. */
    synchronized int open() {
        return open;
    }

    /** The next second, from 0, which must be over: what happens in it from now on counts later. */
    synchronized Second nextSecond() {
        Tally tally = tallies.remove(nextSecond);
        if (tally == null) {
            tally = new Tally();
        }
        TreeSet<String> names = new TreeSet<>();
        isolated.values().forEach(names::addAll);
        return new Second(
                nextSecond++,
                tally.sent,
                tally.ok,
                tally.failed,
                tally.unknown,
                tally.retried,
                tally.micros().getValueAtPercentile(50) * NANOS_PER_MICRO,
                tally.micros().getValueAtPercentile(99) * NANOS_PER_MICRO,
                new ArrayList<>(names),
                tally.events);
    }

    /** Whether anything happened that no second has shown yet. */
    synchronized boolean hasNews() {
        return !tallies.isEmpty();
    }

    /**
     * Every send, in the order of their calls.
     *
     * @param stored the unique id of each send of which brokers have a message, by send id, asked for only if there is a send
     *     whose caller was not told it: who has a reply is not
     */
    synchronized List<Send> sends(Supplier<Map<String, String>> stored) {
        List<Send> all = new ArrayList<>(sends.size());
        Map<String, String> ids = null;
        for (OpenSend send : sends.values()) {
            List<SendAttempt> made = send.attempts;
            if (made == null) {
                ids = ids == null ? stored.get() : ids;
                String messageId = ids.get(send.invocation.sendId());
                made = messageId == null ? List.of() : attempts.getOrDefault(messageId, List.of());
            }
            all.add(new Send(send.invocation, made, send.terminals));
        }
        return all;
    }

    /**
     * Observes one producer.
     *
     * @param group       the producer's group
     * @param originNanos what its monotonic clock showed when the run began
     */
    SendObserver observer(String group, long originNanos) {
        return new SendObserver() {
            @Override
            public void sendStarted(String messageId, String topic, long nowNanos) {
                note("send started", messageId);
            }

            @Override
            public void attemptStarted(
                    String messageId, int number, MessageQueue queue, String brokerAddress, long nowNanos) {
                if (number > 1 && followed) {
                    synchronized (Recorder.this) {
                        tally(nowNanos - originNanos).retried++;
                    }
                }
                synchronized (Recorder.this) {
                    @Nullable TraceHash to = trace.begun(group, "attempt started");
                    if (to != null) {
                        to.add(messageId)
                                .add(number)
                                .add(queue.brokerName())
                                .add(queue.queueId())
                                .add(brokerAddress);
                    }
                }
            }

            @Override
            public void attemptEnded(String messageId, Attempt attempt) {
                long startedAt = attempt.startedNanos() - originNanos;
                SendAttempt over = new SendAttempt(
                        attempt.number(),
                        attempt.queue(),
                        startedAt,
                        startedAt + attempt.tookNanos(),
                        attempt.outcome());
                synchronized (Recorder.this) {
                    addAttempt(messageId, over);
                    if (messageId.indexOf(',') >= 0) {
                        // A batch's id names its elements: what happens to the batch happens to each.
                        for (String element : messageId.split(",", -1)) {
                            addAttempt(element, over);
                        }
                    }
                }
                synchronized (Recorder.this) {
                    @Nullable TraceHash to = trace.begun(group, "attempt ended");
                    if (to != null) {
                        to.add(messageId)
                                .add(attempt.number())
                                .add(attempt.tookNanos())
                                .addOrNone(attempt.outcome().failure());
                    }
                }
            }

            @Override
            public void sendEnded(
                    String messageId, @Nullable SendResult result, @Nullable SendException failure, long nowNanos) {
                if (failure != null) {
                    synchronized (Recorder.this) {
                        failedIds.put(failure, messageId);
                    }
                }
                note("send ended", messageId);
            }

            @Override
            public void brokerIsolated(String brokerName, long untilNanos, String reason) {
                synchronized (Recorder.this) {
                    if (isolated.computeIfAbsent(group, g -> new TreeSet<>()).add(brokerName)) {
                        Recorder.this.note(new Happening(nanos.getAsLong(), Happening.Kind.AVOIDED, group, brokerName));
                    }
                }
                note("broker isolated", brokerName + " " + (untilNanos - originNanos) + " " + reason);
            }

            @Override
            public void brokerReleased(String brokerName) {
                synchronized (Recorder.this) {
                    if (isolated.computeIfAbsent(group, g -> new TreeSet<>()).remove(brokerName)) {
                        Recorder.this.note(
                                new Happening(nanos.getAsLong(), Happening.Kind.RELEASED, group, brokerName));
                    }
                }
                note("broker released", brokerName);
            }

            private void note(String event, String details) {
                synchronized (Recorder.this) {
                    trace.add(group, event, details);
                }
            }
        };
    }

    private static void add(TraceHash to, @Nullable Place place) {
        if (place != null) {
            to.add(place.broker()).add(place.queueId()).add(place.queueOffset());
        }
    }

    private void addAttempt(String messageId, SendAttempt attempt) {
        attemptsOf(messageId).add(attempt);
    }

    private List<SendAttempt> attemptsOf(String messageId) {
        return attempts.computeIfAbsent(messageId, id -> new ArrayList<>(1));
    }

    /** The class that a result or failure tells its caller. */
    static TerminalClass told(@Nullable SendResult result, @Nullable SendException failure) {
        if (result != null) {
            return TerminalClass.of(result.status());
        }
        if (failure == null) {
            // A one-way send that was handed to the network: nobody will ever say more.
            return TerminalClass.INFO;
        }
        return switch (failure.certainty()) {
            case NOT_STORED -> TerminalClass.FAIL;
            case UNKNOWN -> TerminalClass.INFO;
        };
    }
}
