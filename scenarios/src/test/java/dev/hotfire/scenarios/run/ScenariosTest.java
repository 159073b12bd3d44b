// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.scenarios.language.Expectations;
import dev.hotfire.scenarios.language.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ScenariosTest {
    private static Scenario expecting(long accepted) {
        return Scenario.named("small")
                .cluster(cluster -> cluster.brokers("broker-a").topic("orders", 4))
                .producer("pg-orders")
                .workload("orders", workload -> workload.rate(20).lasting("500ms"))
                .expect(Expectations.accepted(accepted))
                .build();
    }

    @Test
    void whatHoldsIsHandedOn() {
        assertThat(Scenarios.run(expecting(10)).verify().ledger().stored()).isEqualTo(10);
        assertThat(Scenarios.run(expecting(10), WorldKind.TCP).verify().world()).isEqualTo(WorldKind.TCP);
    }

    @Test
    void whatBrokeIsSaidAndHowToGetItAgain() {
        RunReport report = Scenarios.run(expecting(11), WorldKind.SIM, 5);
        assertThatThrownBy(report::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("scenario 'small' in world sim with seed 5 broke what was expected of it:\n")
                .hasMessageContaining("\n  accepted is 10 (expected: 11)\n")
                .hasMessageContaining("verdict=fail seed=5 world=sim trace=");
    }

    @Test
    void filesRunToo() {
        Scenarios.run(Path.of("duplicate-answers.yaml")).verify();
        assertThatThrownBy(() -> Scenarios.run(Path.of("absent.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("absent.yaml: no such file (expected: a scenario file)");
    }
}
