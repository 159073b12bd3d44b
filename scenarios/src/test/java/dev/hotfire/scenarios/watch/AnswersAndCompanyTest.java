// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.producer.AttemptOutcome;
import dev.hotfire.producer.Batching;
import dev.hotfire.producer.Isolation;
import dev.hotfire.producer.LatencyTable;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.SendStatus;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.Permission;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Watchers of what answers say, of who travels with whom, and of what counts once settings have changed. */
final class AnswersAndCompanyTest {
    private static final Map<String, String> RED =
            Map.of(PropertyNames.TAGS, "red", PropertyNames.WAIT, "true", PropertyNames.UNIQ_KEY, "1");

    private final ProducerConfig config = HandMadeRun.settings()
            .batching(Batching.DEFAULTS.withDelay(Duration.ofMillis(50)))
            .build();

    @Test
    void x22TellsWhatIsNotStoredFromWhatMayBe() {
        CertaintyAsListed watcher = new CertaintyAsListed();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        run.attempt("pg", new AttemptOutcome.Refused(215, "flow control"));
        run.attempt("pg", new AttemptOutcome.Refused(2_001, "a controller"));
        run.attempt("pg", new AttemptOutcome.Refused(10_001, "no connection"));
        run.attempt("pg", new AttemptOutcome.Unknown(1, "error"));
        run.attempt("pg", new AttemptOutcome.Unknown(-1, "lost"));
        run.attempt("pg", new AttemptOutcome.Unknown(0, "no place"));
        run.attempt("pg", new AttemptOutcome.Unknown(10_002, "no answer"));
        assertThat(watcher.verdict().holds()).isTrue();
        run.attempt("pg", new AttemptOutcome.Unknown(215, "flow control"));
        run.attempt("pg", new AttemptOutcome.Refused(1, "error"));
        assertThat(watcher.verdict().violations()).isEqualTo(2);
    }

    @Test
    void x12BreaksWhenSomebodyWaitsForCompanyThatIsNotUnderWay() {
        CompanyNotAwaited watcher = new CompanyNotAwaited();
        HandMadeRun run = new HandMadeRun(watcher, config);
        run.joins("pg");
        SeenCall prompt = run.call("pg", HandMadeRun.TOPIC);
        watcher.onSendRead(run.frame(run.begins(prompt, "broker-a"), RED, List.of(), page(0)));
        SeenCall behind = run.call("pg", HandMadeRun.TOPIC);
        run.now += 1_000_000;
        watcher.onSendRead(run.frame(run.begins(behind, "broker-a"), RED, List.of(), page(0)));
        assertThat(watcher.verdict().holds()).isTrue();
        late(run, "pg-2", watcher, page(0));
        assertThat(watcher.verdict().holds())
                .as("what another one knows it has yet to read")
                .isTrue();
        CompanyNotAwaited another = new CompanyNotAwaited();
        HandMadeRun alone = new HandMadeRun(another, config);
        late(alone, "pg", another, page(alone.now + 1_000_000));
        assertThat(another.verdict().holds()).as("it had no route").isTrue();
        another = new CompanyNotAwaited();
        alone = new HandMadeRun(another, config);
        late(alone, "pg", another, page(0));
        assertThat(another.verdict().violations()).isOne();
    }

    /** A producer joins, and its first send leaves a millisecond late. */
    private static void late(HandMadeRun run, String group, CompanyNotAwaited watcher, RouteBook.Page page) {
        run.joins(group);
        SeenCall call = run.call(group, HandMadeRun.TOPIC);
        run.now += 1_000_000;
        watcher.onSendRead(run.frame(run.begins(call, "broker-a"), RED, List.of(), page));
    }

    private static RouteBook.Page page(long toldAt) {
        RouteBook book = new RouteBook();
        book.told(
                HandMadeRun.HOST,
                HandMadeRun.TOPIC,
                TopicRoute.of(
                        List.of(new QueueData("broker-a", 1, 1, Permission.READ_WRITE, 0)),
                        List.of(new BrokerData(
                                "cluster", "broker-a", new TreeMap<>(Map.of(0L, "10.0.0.1:10911")), null, false))),
                toldAt);
        return requireNonNull(book.page(HandMadeRun.HOST, HandMadeRun.TOPIC));
    }

    @Test
    void i12GoesByTheTableThatCountsNow() {
        CausesOfIsolation watcher = new CausesOfIsolation();
        ProducerConfig lenient =
                HandMadeRun.settings().isolation(Isolation.TABLE).build();
        HandMadeRun run = new HandMadeRun(watcher, lenient);
        run.watch.follow("broker-a");
        run.joins("pg");
        stored(run, 10_000_000);
        run.now++;
        run.changes(lenient.toBuilder()
                .latencyTable(LatencyTable.ofMillis(new long[] {5}, new long[] {300}))
                .build());
        run.now++;
        stored(run, 1_000_000);
        assertThat(watcher.verdict().holds()).isTrue();
        stored(run, 10_000_000);
        assertThat(watcher.verdict().examples()).singleElement().asString().contains("is not avoided (expected: until");
    }

    private static void stored(HandMadeRun run, long tookNanos) {
        SeenAttempt attempt = run.begins(run.call("pg", HandMadeRun.TOPIC), "broker-a");
        run.now += tookNanos;
        run.ends(attempt, new AttemptOutcome.Stored(SendStatus.SEND_OK, 1));
    }
}
