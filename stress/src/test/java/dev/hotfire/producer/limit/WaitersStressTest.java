// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.WhenFull;
import dev.hotfire.producer.limit.InFlightLimit.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** No waiter is forgotten: with more threads than places each gets one in its turn, over and over. */
class WaitersStressTest {
    private static final int THREADS = 6;
    private static final int TURNS = 5_000;

    @Test
    void whoWaitsIsServed() throws Exception {
        InFlightLimit limit = new InFlightLimit(new SendLimits(2, 1_000, WhenFull.WAIT));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(threads.submit(() -> turns(limit)));
            }
            for (Future<Integer> one : all) {
                assertThat(one.get(2, TimeUnit.MINUTES)).isEqualTo(TURNS);
            }
            assertThat(limit.sends()).isZero();
            assertThat(limit.bytes()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int turns(InFlightLimit limit) throws InterruptedException {
        int taken = 0;
        for (int i = 0; i < TURNS; i++) {
            if (limit.take(1, TimeUnit.SECONDS.toNanos(20)) == Outcome.TAKEN) {
                taken++;
                limit.giveBack(1);
            }
        }
        return taken;
    }
}
