// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadFactoryImplTest {
    @Test
    void threadsAreNamedByPrefixAndNumber() {
        ThreadFactoryImpl factory = new ThreadFactoryImpl("mine_", true);
        assertThat(factory.newThread(() -> {}).getName()).isEqualTo("mine_1");
        Thread second = factory.newThread(() -> {});
        assertThat(second.getName()).isEqualTo("mine_2");
        assertThat(second.isDaemon()).isTrue();
        assertThat(new ThreadFactoryImpl("mine_").newThread(() -> {}).isDaemon())
                .isFalse();
    }

    @Test
    void aPairHoldsTwo() {
        Pair<String, Integer> pair = Pair.of("a", 1);
        assertThat(pair.getObject1()).isEqualTo("a");
        assertThat(pair.getObject2()).isEqualTo(1);
        pair.setObject1("b");
        pair.setObject2(2);
        assertThat(pair.getObject1()).isEqualTo("b");
        assertThat(pair.getObject2()).isEqualTo(2);
    }
}
