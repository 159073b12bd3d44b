// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.limit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.producer.limit.InFlightLimit.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permit counter alone, with threads of its own. */
// In a thread that can be left behind: whoever holds the lock while waiting can not be interrupted.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InFlightLimitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void endCallers() throws InterruptedException {
        callers.shutdownNow();
        assertThat(callers.awaitTermination(60, SECONDS)).isTrue();
    }

    private static SendLimits limits(int sends, long bytes) {
        return new SendLimits(sends, bytes, WhenFull.WAIT);
    }

    private CompletableFuture<Outcome> takeInAnotherThread(InFlightLimit limit, int bytes) {
        int before = limit.waiting();
        CompletableFuture<Outcome> taking = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return limit.take(bytes, LONG.toNanos());
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                callers);
        await().atMost(LONG).until(() -> taking.isDone() || limit.waiting() == before + 1);
        return taking;
    }

    /** B-BACKPRESSURE-10: the older official client kept the number's permit when there was none for the size. */
    @Test
    @Tag("B-BACKPRESSURE-10")
    void aSendTakesANumberAndItsBytesOrNeither() {
        InFlightLimit limit = new InFlightLimit(limits(10, 100));
        assertThat(limit.tryTake(60)).isEqualTo(Outcome.TAKEN);
        assertThat(limit.tryTake(41)).isEqualTo(Outcome.FULL);
        assertThat(limit.sends()).isEqualTo(1);
        assertThat(limit.bytes()).isEqualTo(60);
        assertThat(limit.tryTake(40)).isEqualTo(Outcome.TAKEN);
        limit.giveBack(60);
        limit.giveBack(40);
        assertThat(limit.sends()).isZero();
        assertThat(limit.bytes()).isZero();
    }

    /** B-BACKPRESSURE-02: an empty body counts one byte. */
    @Test
    @Tag("B-BACKPRESSURE-02")
    void anEmptyBodyCountsOne() {
        InFlightLimit limit = new InFlightLimit(limits(10, 2));
        assertThat(limit.tryTake(0)).isEqualTo(Outcome.TAKEN);
        assertThat(limit.tryTake(0)).isEqualTo(Outcome.TAKEN);
        assertThat(limit.tryTake(0)).isEqualTo(Outcome.FULL);
    }

    /** B-BACKPRESSURE-06: in the official client such a body waits for its whole timeout and fails. */
    @Test
    @Tag("B-BACKPRESSURE-06")
    void whatIsLargerThanTheLimitGoesAlone() {
        InFlightLimit limit = new InFlightLimit(limits(10, 100));
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.TAKEN);
        CompletableFuture<Outcome> large = takeInAnotherThread(limit, 15 << 20);
        assertThat(large).isNotDone();
        // Nobody passes, or it would never be alone.
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.FULL);
        limit.giveBack(1);
        assertThat(large).succeedsWithin(LONG).isEqualTo(Outcome.TAKEN);
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.FULL);
        limit.giveBack(15 << 20);
        assertThat(limit.tryTake(100)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    @Tag("B-BACKPRESSURE-02")
    void waitersAreServedInTheOrderOfComing() {
        InFlightLimit limit = new InFlightLimit(limits(1, 100));
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.TAKEN);
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            waiting.add(takeInAnotherThread(limit, 1).thenAccept(taken -> {
                served.add(number);
                limit.giveBack(1);
            }));
        }
        assertThat(limit.waiting()).isEqualTo(5);
        limit.giveBack(1);
        waiting.forEach(one -> assertThat(one).succeedsWithin(LONG));
        assertThat(served).containsExactly(0, 1, 2, 3, 4);
        assertThat(limit.sends()).isZero();
    }

    @Test
    void aWaitThatIsOverTakesNothingAndLetsTheNextOneThrough() throws InterruptedException {
        InFlightLimit limit = new InFlightLimit(limits(10, 100));
        assertThat(limit.tryTake(60)).isEqualTo(Outcome.TAKEN);
        assertThat(limit.take(60, 1)).isEqualTo(Outcome.FULL);
        assertThat(limit.waiting()).isZero();
        assertThat(limit.tryTake(40)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void anInterruptedWaiterLetsTheNextOneThrough() {
        InFlightLimit limit = new InFlightLimit(limits(10, 100));
        assertThat(limit.tryTake(60)).isEqualTo(Outcome.TAKEN);
        AtomicInteger interrupts = new AtomicInteger();
        Future<?> large = callers.submit(() -> {
            try {
                limit.take(60, LONG.toNanos());
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        });
        await().atMost(LONG).until(() -> limit.waiting() == 1);
        CompletableFuture<Outcome> small = takeInAnotherThread(limit, 40);
        assertThat(small).isNotDone();
        large.cancel(true);
        assertThat(small).succeedsWithin(LONG).isEqualTo(Outcome.TAKEN);
        await().atMost(LONG).until(() -> interrupts.get() == 1);
        assertThat(limit.sends()).isEqualTo(2);
        assertThat(limit.bytes()).isEqualTo(100);
    }

    /** B-BACKPRESSURE-07, -08: a setter of the official client spins until all waiters have timed out. */
    @Test
    @Tag("B-BACKPRESSURE-08")
    @Tag("B-BACKPRESSURE-07")
    void newLimitsActAtOnceAlsoForThoseWhoWait() {
        InFlightLimit limit = new InFlightLimit(limits(1, 100));
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.TAKEN);
        CompletableFuture<Outcome> waiting = takeInAnotherThread(limit, 1);
        limit.limits(limits(2, 100));
        assertThat(waiting).succeedsWithin(LONG).isEqualTo(Outcome.TAKEN);
        limit.limits(limits(1, 100));
        limit.giveBack(1);
        // Two were in flight and one is: no more than allowed now, and no room either.
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.FULL);
        limit.giveBack(1);
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void closingEndsAllWaitsAndWhatIsTakenMayStillBeGivenBack() {
        InFlightLimit limit = new InFlightLimit(limits(1, 100));
        assertThat(limit.tryTake(7)).isEqualTo(Outcome.TAKEN);
        CompletableFuture<Outcome> first = takeInAnotherThread(limit, 1);
        CompletableFuture<Outcome> second = takeInAnotherThread(limit, 1);
        limit.close();
        assertThat(first).succeedsWithin(LONG).isEqualTo(Outcome.CLOSED);
        assertThat(second).succeedsWithin(LONG).isEqualTo(Outcome.CLOSED);
        limit.giveBack(7);
        assertThat(limit.sends()).isZero();
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.CLOSED);
    }

    /** B-BACKPRESSURE-09: in the official client a second call of the callback returns the permits a second time. */
    @Test
    @Tag("B-BACKPRESSURE-09")
    void aPlaceIsGivenBackOnce() {
        InFlightLimit limit = new InFlightLimit(limits(1, 100));
        assertThat(limit.tryTake(7)).isEqualTo(Outcome.TAKEN);
        limit.giveBack(7);
        assertThatThrownBy(() -> limit.giveBack(7)).isInstanceOf(IllegalStateException.class);
        assertThat(limit.sends()).isZero();
    }

    /** Every limit at its largest must not run over into its neighbour in the word. */
    @Test
    void theLargestLimitsCanBeUsedUp() {
        InFlightLimit limit = new InFlightLimit(limits(1 << 20, 1L << 40));
        int bytes = 1 << 20;
        for (int i = 0; i < 1 << 20; i++) {
            assertThat(limit.tryTake(bytes) == Outcome.TAKEN).isTrue();
        }
        assertThat(limit.tryTake(0)).isEqualTo(Outcome.FULL);
        assertThat(limit.sends()).isEqualTo(1 << 20);
        assertThat(limit.bytes()).isEqualTo(1L << 40);
    }

    /**
     * Threads take, wait, give up, are interrupted and give back, while limits change: never more than the widest limits
     * is out, nobody is forgotten, and in the end nothing is.
     */
    @Test
    @Tag("B-BACKPRESSURE-08")
    void underThreadsNothingIsLostAndNothingIsTakenTwice() throws Exception {
        int threads = 8;
        int rounds = 20_000;
        InFlightLimit limit = new InFlightLimit(limits(4, 1_000));
        AtomicInteger sends = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        List<Future<Integer>> runs = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(0x5EED + t);
            runs.add(callers.submit(() -> {
                int taken = 0;
                for (int i = 0; i < rounds; i++) {
                    // Some have so little time that they give up, some come interrupted; the rest must get their place.
                    int kind = random.nextInt(10);
                    int mine = 1 + random.nextInt(400);
                    Outcome outcome;
                    try {
                        if (kind == 0) {
                            Thread.currentThread().interrupt();
                        }
                        outcome = limit.take(mine, kind == 1 ? random.nextInt(2_000) : LONG.toNanos());
                    } catch (InterruptedException e) {
                        outcome = Outcome.FULL;
                    }
                    boolean wasInterrupted = Thread.interrupted();
                    if (outcome == Outcome.TAKEN) {
                        taken++;
                        assertThat(sends.incrementAndGet()).isLessThanOrEqualTo(6);
                        assertThat(bytes.addAndGet(mine)).isLessThanOrEqualTo(1_500);
                        if (random.nextInt(4) == 0) {
                            Thread.onSpinWait();
                        }
                        bytes.addAndGet(-mine);
                        sends.decrementAndGet();
                        limit.giveBack(mine);
                    } else {
                        assertThat(kind == 0 || kind == 1 || wasInterrupted).isTrue();
                    }
                }
                return taken;
            }));
        }
        Future<?> resizing = callers.submit(() -> {
            for (int i = 0; i < 2_000; i++) {
                limit.limits(i % 2 == 0 ? limits(6, 1_500) : limits(2, 500));
                Thread.onSpinWait();
            }
        });
        int taken = 0;
        for (Future<Integer> run : runs) {
            taken += run.get(120, SECONDS);
        }
        resizing.get(120, SECONDS);
        assertThat(taken).isGreaterThan(threads * rounds / 2);
        assertThat(limit.sends()).isZero();
        assertThat(limit.bytes()).isZero();
        assertThat(limit.waiting()).isZero();
        limit.limits(limits(1, 1));
        assertThat(limit.tryTake(1)).isEqualTo(Outcome.TAKEN);
    }
}
