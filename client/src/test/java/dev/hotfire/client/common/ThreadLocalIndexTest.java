// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadLocalIndexTest {
    @Test
    void countsOnFromAnywhereAndIsNeverNegative() {
        ThreadLocalIndex index = new ThreadLocalIndex();
        int last = index.incrementAndGet();
        for (int i = 0; i < 100; i++) {
            int next = index.incrementAndGet();
            assertThat(next).isNotNegative().isEqualTo(last == Integer.MAX_VALUE ? 0 : last + 1);
            last = next;
        }
        assertThat(index).hasToString("ThreadLocalIndex{threadLocalIndex=" + last + "}");
        for (int i = 0; i < 100; i++) {
            index.reset();
            assertThat(index.incrementAndGet()).isNotNegative();
        }
    }
}
