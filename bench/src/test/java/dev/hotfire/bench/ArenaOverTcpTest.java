// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hotfire.scenarios.arena.ArenaCell;
import dev.hotfire.scenarios.arena.ArenaCell.Load;
import dev.hotfire.scenarios.arena.ArenaCell.Traffic;
import dev.hotfire.scenarios.arena.ArenaFault;
import dev.hotfire.scenarios.arena.ArenaPolicy;
import dev.hotfire.scenarios.arena.ArenaText;
import dev.hotfire.scenarios.arena.Measures;
import dev.hotfire.scenarios.arena.Phases;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two policies of ours at once, each in a JVM of its own. What is held does not depend on how fast they are. */
class ArenaOverTcpTest {
    private static final Duration EVER_GOOD = Duration.ofMinutes(1);

    @Test
    void brokersAndCallersTellTheSameStory() throws IOException {
        ArenaCell cell = new ArenaCell(
                ArenaFault.SINKHOLE,
                ArenaPolicy.EVEN,
                2,
                25,
                Load.OPEN,
                Traffic.MIXED,
                1,
                Phases.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(500)));
        List<ArenaOverTcp.Entrant> entrants =
                List.of(ArenaOverTcp.ours(ArenaPolicy.EVEN), ArenaOverTcp.ours(ArenaPolicy.TABLE));
        List<ArenaOverTcp.Outcome> outcomes = ArenaOverTcp.run(cell, entrants, 1, EVER_GOOD);
        assertThat(outcomes).extracting(ArenaOverTcp.Outcome::entrant).isEqualTo(entrants);
        for (ArenaOverTcp.Outcome outcome : outcomes) {
            Measures measures = outcome.result().measures();
            assertThat(measures.offered()).isBetween(30L, 75L);
            assertThat(measures.okPercent()).isEqualTo(100);
            assertThat(measures.exposed()).isPositive();
            assertThat(measures.amplification()).isGreaterThan(1);
            assertThat(measures.duplicatePercent()).isZero();
        }
        Measures even = outcomes.get(0).result().measures();
        // Every attempt on the bad one is retried on the good one.
        assertThat(even.amplification()).isEqualTo(1 + even.exposed() / even.offered());
        assertThat(ArenaText.tcpRow("hotfire", outcomes.get(1).result())).startsWith("hotfire           table ");
    }

    /** A client whose threads don't end with it. */
    static final class StuckArenaClient implements ArenaClient {
        StuckArenaClient(String nameServers, String policy) {
            new Thread(() -> {
                        while (true) {
                            LockSupport.park(this);
                        }
                    })
                    .start();
        }

        @Override
        public void send(String topic, byte[] body) {
            throw new IllegalStateException("not today");
        }

        @Override
        public void close() {}
    }

    @Test
    void aClientThatFailsEndsTheMatchAndIsNamed() {
        ArenaCell cell = new ArenaCell(
                ArenaFault.HEALTHY,
                ArenaPolicy.EVEN,
                1,
                25,
                Load.OPEN,
                Traffic.MIXED,
                1,
                Phases.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(500)));
        Contender stuck =
                new Contender("stuck", System.getProperty("java.class.path"), "ArenaOverTcpTest$StuckArenaClient");
        assertThatIOException()
                .isThrownBy(() -> ArenaOverTcp.run(
                        cell, List.of(new ArenaOverTcp.Entrant("stuck", ArenaPolicy.EVEN, stuck)), 1, EVER_GOOD))
                .withMessageContaining("stuck even ended");
    }
}
