// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a budget allows, whenever it is looked at. */
class BudgetTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void timeCountsFromTheBeginning() {
        Budget budget = new Budget(1, 5, 1_000, 30 * SECOND, 7);
        assertThat(budget.take(7 + 60 * SECOND)).isTrue();
        assertThat(budget.take(7 + 60 * SECOND)).isTrue();
        assertThat(budget.take(7 + 60 * SECOND)).isTrue();
        assertThat(budget.take(7 + 60 * SECOND)).isFalse();
    }

    @Test
    void moreThanTheMostIsNeverSavedUp() {
        Budget budget = new Budget(1, 2, 10, SECOND, 0);
        for (int i = 0; i < 1_000; i++) {
            budget.onStored();
        }
        assertThat(budget.has(2, 100 * SECOND)).isTrue();
        assertThat(budget.has(3, 100 * SECOND)).isFalse();
    }

    @Test
    void halvesAreHalves() {
        Budget budget = new Budget(1, 2, 10, SECOND, 0);
        assertThat(budget.takeHalf(0)).isTrue();
        assertThat(budget.take(0)).isFalse();
        assertThat(budget.takeHalf(0)).isTrue();
        assertThat(budget.takeHalf(0)).isFalse();
    }

    /** What time brings is added late; nobody can tell from what is allowed. */
    @Property
    void itIsTheSameWheneverItIsLookedAt(@ForAll @Size(max = 200) List<@IntRange(min = 0, max = 999) Integer> steps) {
        Budget looked = new Budget(1, 3, 7, 3_000_000, 0);
        Budget left = new Budget(1, 3, 7, 3_000_000, 0);
        long now = 0;
        for (int step : steps) {
            now += step / 10 * 10_007L;
            looked.has(3, now);
            switch (step % 10) {
                case 0, 1, 2, 3 -> {
                    looked.onStored();
                    left.onStored();
                }
                case 4 -> assertThat(left.take(now)).isEqualTo(looked.take(now));
                case 5 -> assertThat(left.takeHalf(now)).isEqualTo(looked.takeHalf(now));
                case 6 -> assertThat(left.hasOne(now)).isEqualTo(looked.hasOne(now));
                default -> {}
            }
        }
    }
}
