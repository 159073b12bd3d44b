// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.broker.TransactionChecking;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.TransactionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a fake broker asks by itself how a transaction ended: as the official one does, to the second of virtual time. */
class CheckScheduleTest {
    @Test
    void aTransactionThatIsInDoubtIsAskedAboutUntilItsEndIsKnown() {
        List<Long> askedSeconds = new ArrayList<>();
        Bench[] self = new Bench[1];
        try (Bench bench = new Bench(
                builder -> builder.topic("orders", 2).transactionChecking(TransactionChecking.OFFICIAL),
                settings -> settings.transactionChecker(half -> {
                    askedSeconds.add(Math.round(self[0].world.nanosSinceBeginning() / 1e9));
                    return askedSeconds.size() < 3 ? TransactionState.UNKNOWN : TransactionState.COMMIT;
                }))) {
            self[0] = bench;
            Message message = Message.of("orders", "in doubt".getBytes(StandardCharsets.UTF_8));
            bench.await(bench.producer.sendInTransactionAsync(message, half -> TransactionState.UNKNOWN));
            assertThat(bench.cluster.stored("orders")).isEmpty();
            assertThat(bench.world.runUntil(
                            () -> !bench.cluster.stored("orders").isEmpty(), Duration.ofMinutes(5)))
                    .isTrue();
            assertThat(askedSeconds).containsExactly(6L, 36L, 66L);
            bench.world.runFor(Duration.ofMinutes(5));
            assertThat(askedSeconds).hasSize(3);
            assertThat(bench.cluster.stored("orders")).hasSize(1);
        }
    }
}
