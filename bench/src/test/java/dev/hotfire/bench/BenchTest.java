// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real processes, for a moment: that all is measured, not how much. */
class BenchTest {
    private static final Duration MOMENT = Duration.ofMillis(100);

    private static Bench bench(Contender... contenders) {
        return new Bench(List.of(contenders), 2, MOMENT, MOMENT);
    }

    @Test
    void everyContenderPlaysItsRoundsInTurns() throws IOException {
        List<String> progress = new ArrayList<>();
        List<Measured> measured = bench(Contender.hotfire(), Contender.familiar(), Contender.bare())
                .run(Case.ASYNC, progress::add);

        assertThat(measured)
                .extracting(Measured::contender)
                .containsExactly("hotfire", "hotfire-familiar", "bare netty");
        assertThat(measured).allSatisfy(one -> {
            assertThat(one.rounds()).isEqualTo(2);
            assertThat(one.perSecond()).isPositive();
            assertThat(one.cpuMicros()).isPositive();
            assertThat(one.bytes()).isPositive();
            assertThat(one.p50Micros()).isPositive().isLessThanOrEqualTo(one.p99Micros());
        });
        assertThat(progress)
                .endsWith(
                        "async: round 1 of 2, hotfire",
                        "async: round 1 of 2, hotfire-familiar",
                        "async: round 1 of 2, bare netty",
                        "async: round 2 of 2, hotfire",
                        "async: round 2 of 2, hotfire-familiar",
                        "async: round 2 of 2, bare netty");
    }

    @Test
    void theFakeClusterCanBeSentToAsWell() throws IOException {
        Measured measured = new Bench(BenchTarget.fake(), List.of(Contender.hotfire()), 2, MOMENT, MOMENT)
                .run(Case.SYNC, text -> {})
                .get(0);
        assertThat(measured.perSecond()).isPositive();
    }

    @Test
    void whatTheBrokerTakesIsAskedOfItsProcess() throws IOException {
        try (Child broker = BenchTarget.canned().start(false, List.of())) {
            broker.await("ready", Duration.ZERO);
            // No JVM is up before it has used more than one tick of the system's clock.
            assertThat(broker.cpuNanos()).isPositive();
        }
    }

    /** A runtime is there already, so another producer on it adds no thread; behind the familiar face each has its own. */
    @Test
    void aSecondProducerIsMeasuredBesideTheFirst() throws IOException {
        List<Measured> measured =
                bench(Contender.hotfire(), Contender.familiar()).run(Case.SECOND_PRODUCER, text -> {});
        assertThat(measured).allSatisfy(one -> assertThat(one.p50Micros()).isPositive());
        assertThat(measured.get(0).threads()).isZero();
        assertThat(measured.get(1).threads()).isPositive();
    }

    @Test
    void aCallerMaySpinBeforeItIsParked() throws IOException {
        assertThat(bench(Contender.hotfire()).run(Case.SYNC_SPIN, text -> {}))
                .allSatisfy(one -> assertThat(one.perSecond()).isPositive());
    }

    @Test
    void aTargetThatDoesNotSayWhereItIsIsOfNoUse() throws IOException {
        assertThat(BenchTarget.nameServer("ready 127.0.0.1:9876")).isEqualTo("127.0.0.1:9876");
        assertThat(BenchTarget.nameServer("ready namesrv=127.0.0.1:9876 brokers=broker-a@127.0.0.1:10911"))
                .isEqualTo("127.0.0.1:9876");
        assertThatThrownBy(() -> BenchTarget.nameServer("ready soon"))
                .isInstanceOf(IOException.class)
                .hasMessage("broker: 'ready soon' (expected: ready and the name server's address)");
    }

    /** All that was due is sent, however long it takes: 1,000 in 100 ms. */
    @Test
    void onScheduleWhatIsDueIsSent() throws Exception {
        List<Long> sent = new ArrayList<>();
        Load load = new Load(100, new StubClient() {
            @Override
            public void sendAsync(byte[] body, Ending ending) {
                sent.add(System.nanoTime());
                if (sent.size() == 1) {
                    // Whoever holds up the one that sends makes those late that are due meanwhile.
                    hold(50_000_000);
                }
                ending.ended(true);
            }
        });
        assertThat(load.run(Case.OPEN_10K, MOMENT.toNanos())).isEqualTo(1_000);
        assertThat(sent).hasSize(1_000);
        assertThat(load.takeLatency().getValueAtPercentile(75)).isGreaterThan(10_000_000);
    }

    private static void hold(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aColdStartIsMeasuredFromOutside() throws IOException {
        Measured measured =
                bench(Contender.hotfire()).run(Case.COLD_START, text -> {}).get(0);
        assertThat(measured.rounds()).isEqualTo(2);
        assertThat(measured.p50Micros()).isPositive();
        assertThat(measured.threads()).isPositive();
    }

    @Test
    void aContenderThatFailsIsOutAndTheOthersGoOn() throws IOException {
        Contender broken = new Contender("broken", Contender.hotfire().classPath(), "NoSuchClient");
        List<String> progress = new ArrayList<>();
        assertThat(bench(Contender.hotfire(), broken).run(Case.SYNC, progress::add))
                .extracting(Measured::contender)
                .containsExactly("hotfire");
        assertThat(progress).anySatisfy(line -> assertThat(line).startsWith("sync: broken is out: broken ended"));
    }

    @Test
    void aFirstContenderThatFailsEndsTheRun() {
        Contender broken = new Contender("broken", Contender.hotfire().classPath(), "NoSuchClient");
        assertThatThrownBy(() -> bench(broken).run(Case.SYNC, text -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken ended");
        assertThatThrownBy(() -> new Bench(List.of(), 0, MOMENT, MOMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rounds: 0 (expected: at least 1)");
    }
}
