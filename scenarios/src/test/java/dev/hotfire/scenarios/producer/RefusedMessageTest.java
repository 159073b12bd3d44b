// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Message;
import dev.hotfire.producer.Producer;
import dev.hotfire.producer.QueueSelectors;
import dev.hotfire.producer.TransactionState;
import dev.hotfire.producer.WhenFull;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can't be sent is refused by every kind of send, before anything happens and without a place in flight. */
class RefusedMessageTest {
    private static List<ThrowingCallable> sends(Producer producer, Message message) {
        return List.of(
                () -> producer.send(message),
                () -> producer.sendAsync(message),
                () -> producer.sendAsync(message, QueueSelectors.byHash(), "key"),
                () -> producer.sendOneway(message),
                () -> producer.sendBatchAsync(Collections.singletonList(message)),
                () -> producer.sendInTransactionAsync(message, id -> TransactionState.COMMIT),
                () -> producer.requestAsync(message, Duration.ofSeconds(1)));
    }

    @Test
    @Tag("B-VALID-01")
    @Tag("B-VALID-04")
    @Tag("B-VALID-05")
    void everyKindOfSendRefusesWhatIsNoMessage() {
        for (Batching batching : new Batching[] {null, Batching.OFFICIAL}) {
            try (Bench bench = new Bench(
                    builder -> builder.brokers("broker-a").topic("orders", 2), settings -> settings.batching(batching)
                            .maxMessageBytes(40_000)
                            .maxInFlight(1)
                            .whenFull(WhenFull.REFUSE)
                            .transactionChecker(half -> TransactionState.COMMIT))) {
                Message tooLarge = Message.of("orders", new byte[40_001]);
                Message tooManyProperties = Message.builder("orders")
                        .body(new byte[1])
                        .property("long", "v".repeat(32_767))
                        .build();
                refused(bench, null, ": null (expected: one)");
                refused(bench, tooLarge, ".body: 40001 bytes (expected: at most maxMessageBytes, 40000)");
                refused(bench, tooManyProperties, ".properties: ");
                assertThat(bench.sends()).isEmpty();
                // The one place there is was not taken by any of them.
                bench.await(bench.send("good"));
            }
        }
    }

    private static void refused(Bench bench, Message message, String what) {
        for (ThrowingCallable send : sends(bench.producer, message)) {
            assertThatThrownBy(send)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(what);
        }
    }
}
