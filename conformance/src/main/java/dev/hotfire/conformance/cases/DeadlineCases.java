// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ends in time. */
final class DeadlineCases {
    private static final long SECOND = 1_000;

    private DeadlineCases() {}

    private static Case.Builder deadline(String name) {
        return Case.builder(Area.DEADLINE, name);
    }

    static List<Case> all() {
        return List.of(
                silent("sync"),
                silent("async"),
                silentAfterStoring("sync"),
                silentAfterStoring("async"),
                deadline("silent-broker-batch")
                        .restsOn("I10", "B-BATCH-06", "T08")
                        .needs("batch", "sync")
                        .says("No broker answers a batch. It fails by its producer's timeout, here a second.")
                        .script(trial -> {
                            trial.warm();
                            Subject subject = trial.start("sendTimeoutMillis", SECOND);
                            trial.fault(
                                    FaultRule.on(RequestCode.SEND_BATCH_MESSAGE).silent());
                            Outcome outcome =
                                    subject.act(Command.batch("sync", Command.message("a"), Command.message("b")));
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, SECOND);
                        }),
                deadline("own-timeout-counts")
                        .restsOn("I10", "B-SEND-02", "B-SEND-04")
                        .needs("sync")
                        .says("A send's own timeout of half a second counts, not the producer's of ten.")
                        .script(trial -> {
                            Subject subject = trial.start("sendTimeoutMillis", 10 * SECOND);
                            subject.send();
                            trial.fault(FaultRule.onSends().silent());
                            Outcome outcome = subject.act(Command.send("sync").timeout(SECOND / 2));
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, SECOND / 2);
                        }),
                deadline("own-timeout-counts-async")
                        .restsOn("I10", "B-ASYNC-07")
                        .needs("async")
                        .says("The same for an asynchronous send.")
                        .script(trial -> {
                            Subject subject = trial.start("sendTimeoutMillis", 10 * SECOND);
                            subject.send();
                            trial.fault(FaultRule.onSends().silent());
                            Outcome outcome = subject.act(Command.send("async").timeout(SECOND));
                            trial.expectFailed(outcome);
                            trial.expectWithin(outcome, SECOND);
                        }),
                deadline("not-before-its-time")
                        .restsOn("I10", "B-SEND-02")
                        .needs("sync")
                        .says(
                                "A broker takes 0.8 of three seconds. That is slow, and in time: the message is stored once, and the "
                                        + "caller told so.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().storeThenDelay(Duration.ofMillis(800)));
                            Outcome outcome = trial.send();
                            trial.expectStored(outcome);
                            trial.better(trial.attempts().size() == 1, "one attempt", trial.attempts());
                        }),
                deadline("time-is-shared")
                        .restsOn("I10", "B-RETRY-04", "B-REMOTE-06")
                        .needs("sync")
                        .says(
                                "One of two brokers is silent, the other well. With three seconds to go a client had better keep time for the "
                                        + "second: the official one spends it all on the first.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().first(1).silent());
                            Outcome outcome = trial.send();
                            trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                            trial.better(outcome.stored(), "the message stored at the other broker", outcome);
                        }),
                deadline("attempts-have-limits")
                        .restsOn("I10", "B-RETRY-05")
                        .needs("sync", "attempt-timeout")
                        .says("Attempts are limited to half a second: a silent broker leaves time for the next one.")
                        .script(trial -> {
                            trial.warm();
                            Subject subject = trial.start("attemptTimeoutMillis", SECOND / 2);
                            trial.expectStored(subject.send());
                            trial.fault(FaultRule.onSends().first(1).silent());
                            trial.expectStored(subject.send());
                        }),
                deadline("timeout-is-told")
                        .restsOn("I10", "B-RETRY-07", "B-ASYNC-11")
                        .needs("sync")
                        .says(
                                "A send that ends because its time is over says so: a timeout, not too many requests or a lost connection.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().silent());
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").timeout(SECOND));
                            trial.expectFailed(outcome);
                            trial.better(outcome.kind().equals("timeout"), "a failure of the kind timeout", outcome);
                        }),
                deadline("one-timeout-harms-nobody")
                        .restsOn("B-REMOTE-06", "I6")
                        .needs("sync", "async")
                        .cluster(builder -> builder.brokers("broker-a"))
                        .says(
                                "One send's time is over while another, on the same connection, still has four seconds. A connection is shared: "
                                        + "the second had better end as stored, and must not be told twice.")
                        .script(trial -> {
                            Subject subject = trial.start("sendTimeoutMillis", 5 * SECOND, "retries", 0);
                            subject.send();
                            trial.fault(FaultRule.onSends().tag("slow").storeThenDelay(Duration.ofMillis(1_500)));
                            trial.fault(FaultRule.onSends().tag("silent").silent());
                            Call patient = subject.begin(Command.send("async").with("tags", "slow"));
                            Outcome hasty = subject.act(
                                    Command.send("sync").with("tags", "silent").timeout(SECOND / 2));
                            trial.expectFailed(hasty);
                            Outcome other = trial.end(patient);
                            trial.better(other.stored(), "the other send stored", other);
                            trial.expect(
                                    other.ends() == 1, "one end", other.call().answers());
                        }),
                deadline("many-at-once")
                        .restsOn("I10", "I6", "B-REMOTE-09")
                        .needs("async")
                        .says("Fifty sends meet silence. Each ends, once, by its timeout of a second.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().silent());
                            Subject subject = trial.start("sendTimeoutMillis", SECOND);
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 50; i++) {
                                calls.add(subject.begin(Command.send("async").body("m" + i)));
                            }
                            for (Call call : calls) {
                                Outcome outcome = trial.end(call);
                                trial.expectFailed(outcome);
                                trial.expect(outcome.millis() <= 4 * SECOND, "an end within 4 s", outcome);
                            }
                            trial.expect(
                                    calls.stream()
                                            .allMatch(call -> call.answers().size() == 1),
                                    "one end each",
                                    "more");
                        }),
                deadline("oneway-waits-for-nobody")
                        .restsOn("B-ONEWAY-01")
                        .needs("oneway")
                        .says("No broker reads. A oneway send returns all the same.")
                        .script(trial -> {
                            trial.warm();
                            trial.broker("broker-a").pause();
                            trial.broker("broker-b").pause();
                            Outcome outcome = trial.send("oneway");
                            trial.expect(outcome.is("sent"), "the call returns", outcome);
                            trial.expect(outcome.millis() <= SECOND, "at once", outcome);
                        }),
                deadline("after-a-pause")
                        .restsOn("B06", "T23", "L1")
                        .needs("sync")
                        .says(
                                "A broker stands still, as in a long garbage collection, and goes on. What was sent meanwhile may be stored late; "
                                        + "afterwards the producer works, and late answers do no harm.")
                        .script(trial -> {
                            trial.warm();
                            trial.broker("broker-a").pause();
                            trial.broker("broker-b").pause();
                            trial.expectFailed(
                                    trial.subject().act(Command.send("sync").timeout(SECOND / 2)));
                            trial.broker("broker-a").resume();
                            trial.broker("broker-b").resume();
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(trial.send());
                            }
                        }));
    }

    private static Case silent(String mode) {
        return deadline("silent-broker-" + mode)
                .restsOn("I10", "T08", mode.equals("sync") ? "B-SEND-02" : "B-ASYNC-07")
                .needs(mode)
                .says("No broker answers. A send with a second to go fails by then; nobody waits for ever.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().silent());
                    Outcome outcome = trial.subject().act(Command.send(mode).timeout(SECOND));
                    trial.expectFailed(outcome);
                    trial.expectWithin(outcome, SECOND);
                    trial.expect(outcome.ends() == 1, "one end", outcome.call().answers());
                    trial.expect(trial.attempts().size() <= 3, "at most 3 attempts", trial.attempts());
                });
    }

    private static Case silentAfterStoring(String mode) {
        return deadline("stored-and-silent-" + mode)
                .restsOn("B02", "I4", "I16", "I3")
                .needs(mode)
                .says(
                        "Brokers store and don't answer. The send fails, and its copies, one for each attempt, carry one id: nobody says that the message "
                                + "is certainly not stored.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().storeThenSilent());
                    Outcome outcome = trial.subject().act(Command.send(mode).timeout(SECOND));
                    trial.expectFailed(outcome);
                    trial.expect(!"not-stored".equals(outcome.certainty()), "no false certainty", outcome);
                    trial.expect(
                            trial.attempts().stream()
                                            .map(attempt -> attempt.uniqueKey())
                                            .distinct()
                                            .count()
                                    == 1,
                            "one id in all copies",
                            trial.attempts());
                });
    }
}
