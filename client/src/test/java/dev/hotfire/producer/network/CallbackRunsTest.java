// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** When callback threads are called, and for what; a thread is what the test runs, and one hangs while another is run in it. */
class CallbackRunsTest {
    private static final Duration PATIENCE = Duration.ofMillis(5);

    private final HandMovedTime time = new HandMovedTime();
    private final Deadlines deadlines = new Deadlines(time.loop(), time);
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();

    private CallbackRuns runs(int maxThreads) {
        return new CallbackRuns(time.loop(), time, deadlines, threads::addLast, maxThreads);
    }

    private void runThread() {
        threads.removeFirst().run();
    }

    @Test
    void oneThreadIsCalledForAllOfATurn() {
        CallbackRuns runs = runs(2);
        for (String name : List.of("a", "b", "c")) {
            runs.add(() -> told.add(name));
        }
        assertThat(threads).as("before the end of the turn").isEmpty();
        time.turn();
        assertThat(threads).hasSize(1);
        runThread();
        assertThat(told).containsExactly("a", "b", "c");
        time.advance(PATIENCE.multipliedBy(2));
        assertThat(threads).isEmpty();
        assertThat(deadlines.size()).as("nobody is to look again").isZero();

        runs.add(() -> told.add("d"));
        time.turn();
        runThread();
        assertThat(told).endsWith("d");
    }

    @Test
    void whatComesWhileAThreadIsBusyIsTakenByItWithoutAnotherCall() {
        CallbackRuns runs = runs(2);
        runs.add(() -> {
            runs.add(() -> told.add("later"));
            time.turn();
            assertThat(threads).isEmpty();
        });
        time.turn();
        runThread();
        assertThat(told).containsExactly("later");
    }

    @Test
    void anotherThreadTakesOverWhereOneHangsAndIsCalledAtOnceFromThenOn() {
        CallbackRuns runs = runs(2);
        runs.add(() -> {
            // The first look finds that the one before it has gone, and only then begins its own wait.
            time.advance(PATIENCE);
            time.advance(PATIENCE.minusNanos(1));
            assertThat(threads).as("a moment too early").isEmpty();
            time.advance(Duration.ofNanos(1));
            runThread();
            assertThat(told).containsExactly("second");

            runs.add(() -> told.add("third"));
            time.turn();
            assertThat(threads).as("without another wait").hasSize(1);
            runThread();
            assertThat(told).endsWith("third");
        });
        runs.add(() -> told.add("second"));
        time.turn();
        runThread();

        // The one that hung has ended: one call a turn again, and no more.
        runs.add(() -> told.add("fourth"));
        runs.add(() -> told.add("fifth"));
        time.turn();
        assertThat(threads).hasSize(1);
        runThread();
        assertThat(told).containsExactly("second", "third", "fourth", "fifth");
    }

    @Test
    void thereAreNeverMoreThreadsThanAllowed() {
        CallbackRuns runs = runs(1);
        runs.add(() -> {
            time.advance(PATIENCE.multipliedBy(10));
            assertThat(threads).isEmpty();
        });
        runs.add(() -> told.add("second"));
        time.turn();
        runThread();
        assertThat(told).containsExactly("second");
    }

    @Test
    void aCallbackThatEndsItsThreadIsNothingToTheOthers() {
        CallbackRuns runs = runs(2);
        runs.add(() -> {
            throw new IllegalStateException("user code");
        });
        runs.add(() -> told.add("second"));
        time.turn();
        assertThatThrownBy(this::runThread).hasMessage("user code");
        assertThat(threads).hasSize(1);
        runThread();
        assertThat(told).containsExactly("second");
    }

    @Test
    void withoutThreadsAnOutcomeIsToldWhereItIs() {
        CallbackRuns runs = new CallbackRuns(
                time.loop(),
                time,
                deadlines,
                task -> {
                    throw new RejectedExecutionException("closed");
                },
                2);
        runs.add(() -> told.add("first"));
        time.turn();
        assertThat(told).containsExactly("first");
    }
}
