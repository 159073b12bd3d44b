// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each selector should choose is what it does choose, whatever queues come and go. */
final class UsualSelectorsTest {
    private static final Message MESSAGE =
            Message.builder("orders").body(new byte[] {1}).build();

    @Test
    void selectorsChooseWhatTheyShould() {
        UsualSelectors selectors = new UsualSelectors();
        List<List<MessageQueue>> routes = List.of(
                queues("broker-a", "broker-b"),
                queues("broker-b"),
                queues("broker-b", "broker-c"),
                queues("broker-a", "broker-c"),
                queues("broker-a", "broker-b", "broker-c"));
        for (List<MessageQueue> route : routes) {
            for (int number = 0; number < 40; number++) {
                UsualSelectors.Choice choice = selectors.choose(route, MESSAGE, number);
                assertThat(choice.chosen())
                        .as("key %d of %s", number, route)
                        .isIn(route)
                        .isEqualTo(choice.expected());
            }
        }
    }

    private static List<MessageQueue> queues(String... brokers) {
        List<MessageQueue> queues = new ArrayList<>();
        for (String broker : brokers) {
            for (int id = 0; id < 3; id++) {
                queues.add(new MessageQueue("orders", broker, id));
            }
        }
        return queues;
    }
}
