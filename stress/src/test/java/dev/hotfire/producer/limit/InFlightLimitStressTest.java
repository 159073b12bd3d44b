// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.limit;

import dev.hotfire.producer.SendLimits;
import dev.hotfire.producer.WhenFull;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;

/** Places in flight are never more than there are, none is lost, and a close ends the handing out, whoever comes when. */
@Param(name = "thread", gen = ThreadIdGen.class)
public class InFlightLimitStressTest {
    private static final int BODY_BYTES = 10;

    private final InFlightLimit limit = new InFlightLimit(new SendLimits(2, 100, WhenFull.REFUSE));

    /** How many places each thread has. */
    private final AtomicIntegerArray has = new AtomicIntegerArray(16);

    @Operation
    public String take(@Param(name = "thread") int thread) {
        return noted(thread, limit.tryTake(BODY_BYTES));
    }

    /** As one who would wait, and finds that no time is left. */
    @Operation
    public String takeWithoutTime(@Param(name = "thread") int thread) throws InterruptedException {
        return noted(thread, limit.take(BODY_BYTES, 0));
    }

    private String noted(int thread, InFlightLimit.Outcome outcome) {
        if (outcome == InFlightLimit.Outcome.TAKEN) {
            has.incrementAndGet(thread);
        }
        return outcome.name();
    }

    /** Gives back what this thread has. */
    @Operation
    public boolean giveBack(@Param(name = "thread") int thread) {
        if (has.get(thread) == 0) {
            return false;
        }
        has.decrementAndGet(thread);
        limit.giveBack(BODY_BYTES);
        return true;
    }

    @Operation
    public int sends() {
        return limit.sends();
    }

    @Operation
    public void close() {
        limit.close();
    }

    @Test
    void inAllOrders() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(3)
                .check(InFlightLimitStressTest.class);
    }

    @Test
    void underStress() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(3)
                .check(InFlightLimitStressTest.class);
    }
}
