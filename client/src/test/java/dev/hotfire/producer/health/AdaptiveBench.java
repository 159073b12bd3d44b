// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.connect.Deadlines;
import dev.hotfire.producer.connect.HandMovedTime;
import dev.hotfire.producer.health.BrokerHealth.Ending;
import dev.hotfire.producer.health.BrokerHealth.Kind;
import dev.hotfire.producer.health.BrokerHealth.Settings;
import dev.hotfire.producer.health.BrokerHealth.Standing;
import dev.hotfire.runtime.RandomSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The adaptive policy by itself, with time that a test moves and answers that it gives. */
class AdaptiveBench {
    static final long MILLI = 1_000_000;
    static final String A = "broker-a";
    static final String B = "broker-b";
    static final String C = "broker-c";
    static final String D = "broker-d";

    final HandMovedTime time = new HandMovedTime();
    final Deadlines deadlines = new Deadlines(time.loop(), time);
    final List<String> told = new ArrayList<>();
    final List<Runnable> pulses = new ArrayList<>();
    boolean known = true;
    boolean answering = true;
    final AdaptiveHealth health = new AdaptiveHealth(
            deadlines,
            time,
            new BrokerHealth.Listener() {
                @Override
                public void onIsolated(String brokerName, long untilNanos, String reason) {
                    assertThat(untilNanos).isGreaterThan(time.nanoTime());
                    told.add("isolated " + brokerName + ": " + reason);
                }

                @Override
                public void onReleased(String brokerName) {
                    told.add("released " + brokerName);
                }

                @Override
                public void onStandingChanged(String brokerName) {
                    told.add("changed " + brokerName);
                }
            },
            (brokerName, timeoutNanos, onAnswer) -> {
                pulses.add(onAnswer);
                if (known && answering) {
                    time.loop().execute(onAnswer);
                }
                return known;
            },
            RandomSource.seeded(1),
            settings(20));

    static Settings settings(long patienceMillis) {
        return new Settings(LatencyTable.DEFAULT, false, 2_000 * MILLI, 200 * MILLI, patienceMillis * MILLI);
    }

    /** Millisecond by millisecond: a jump would look as if this process had stood still. */
    void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            time.advance(Duration.ofMillis(1));
            time.turn();
        }
    }

    long start(String broker) {
        health.onStart(broker, Kind.ASYNC, time.nanoTime());
        return time.nanoTime();
    }

    void end(String broker, Ending ending, long startedNanos) {
        health.onAttempt(broker, Kind.ASYNC, ending, "why", startedNanos, time.nanoTime());
    }

    void attempt(String broker, Ending ending, long tookMillis) {
        long started = start(broker);
        pass(tookMillis);
        end(broker, ending, started);
    }

    /** Ten answers after 2 ms from each: their limit is 8 × 2 ms and a little, below the patience of 20 ms. */
    void warm(String... brokers) {
        for (String broker : brokers) {
            for (int i = 0; i < 20; i++) {
                attempt(broker, Ending.STORED, 2);
            }
        }
    }

    /** Of an attempt that begins now. */
    long patience(String broker) {
        return health.patienceNanos(broker, time.nanoTime(), time.nanoTime());
    }

    void giveUp(String broker, long tookMillis) {
        attempt(broker, Ending.GIVEN_UP, tookMillis);
    }

    Standing standing(String broker) {
        return health.standing(broker);
    }

    boolean ticket(String broker) {
        return health.load(broker).takeTicket();
    }

    void avoidA() {
        for (int i = 0; i < 3; i++) {
            attempt(A, Ending.UNREACHED, 1);
        }
        assertThat(standing(A)).isEqualTo(Standing.AVOIDED);
        told.clear();
    }

    /** When a message could be sent to A within this time, while B stores one in so many milliseconds; none helps. */
    List<Long> tickets(int seconds, int everyMillis, Ending ending) {
        return tickets(seconds, everyMillis, ending, 0);
    }

    /** The same where each takes so long. */
    List<Long> tickets(int seconds, int everyMillis, Ending ending, long tookMillis) {
        List<Long> at = new ArrayList<>();
        for (int millis = 1; millis <= seconds * 1_000; millis++) {
            pass(1);
            if (millis % everyMillis == 0) {
                attempt(B, Ending.STORED, 0);
            }
            if (ticket(A)) {
                at.add((long) millis);
                assertThat(ticket(A)).as("one ticket, one send").isFalse();
                attempt(A, ending, tookMillis);
                millis += (int) tookMillis;
            }
        }
        return at;
    }

    int release() {
        int good = 0;
        while (standing(A) == Standing.AVOIDED) {
            attempt(A, Ending.STORED, 2);
            good++;
        }
        return good;
    }

    void store(int messages) {
        for (int i = 0; i < messages; i++) {
            attempt(A, Ending.STORED, 0);
        }
    }

    void spread(int times, long quickMillis, long others) {
        for (int i = 0; i < times; i++) {
            attempt(A, Ending.STORED, quickMillis);
            attempt(B, Ending.STORED, others);
            attempt(C, Ending.STORED, others);
            attempt(D, Ending.STORED, others);
        }
    }
}
