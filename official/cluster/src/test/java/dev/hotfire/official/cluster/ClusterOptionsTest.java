// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {
    @Test
    void isOneBrokerAndNoTopicsUnlessToldOtherwise() {
        assertThat(ClusterOptions.parse())
                .isEqualTo(new ClusterOptions(List.of("broker-a"), Map.of(), Map.of(), Map.of()));
    }

    @Test
    void takesBrokersTopicsAndSettings() {
        assertThat(ClusterOptions.parse(
                        "--brokers",
                        "b1,b2",
                        "--topic",
                        "orders:4",
                        "--topic",
                        "a:1",
                        "--set",
                        "maxMessageSize=9",
                        "--property",
                        "tls.server.mode=enforcing"))
                .isEqualTo(new ClusterOptions(
                        List.of("b1", "b2"),
                        Map.of("orders", 4, "a", 1),
                        Map.of("maxMessageSize", "9"),
                        Map.of("tls.server.mode", "enforcing")));
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (List<String> args : List.of(
                List.of("--broker", "a"),
                List.of("--topic"),
                List.of("--topic", "orders"),
                List.of("--topic", "orders:0"),
                List.of("--topic", "orders:many"),
                List.of("--topic", ":4"),
                List.of("--brokers", "a,,b"),
                List.of("--set", "maxMessageSize"),
                List.of("--property", "tls.server.mode"))) {
            assertThatIllegalArgumentException()
                    .as("%s", args)
                    .isThrownBy(() -> ClusterOptions.parse(args.toArray(new String[0])));
        }
    }
}
