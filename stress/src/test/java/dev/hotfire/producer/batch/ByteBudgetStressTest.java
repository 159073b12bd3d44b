// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.batch;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The bytes that wait for company are never more than may wait, and all of them are counted. */
public class ByteBudgetStressTest {
    private static final long MOST = 5;

    private final ByteBudget budget = new ByteBudget();

    @Operation
    public boolean takeTwo() {
        return budget.tryTake(2, MOST);
    }

    @Operation
    public boolean takeThree() {
        return budget.tryTake(3, MOST);
    }

    @Operation
    public long held() {
        return budget.held();
    }

    @Test
    void inAllOrders() {
        new ModelCheckingOptions().iterations(10).invocationsPerIteration(1_000).check(ByteBudgetStressTest.class);
    }

    @Test
    void underStress() {
        new StressOptions().iterations(10).invocationsPerIteration(1_000).check(ByteBudgetStressTest.class);
    }
}
