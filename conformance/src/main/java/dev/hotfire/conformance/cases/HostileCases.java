// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.AnswerDamage;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hostile bytes: answers that were damaged on their way. */
final class HostileCases {
    private static final long SECOND = 1_000;

    private static final Map<AnswerDamage, String> TEXTS = Map.of(
            AnswerDamage.TRUNCATED, "breaks off in its middle, and with it the connection",
            AnswerDamage.LENGTH_ZERO, "says that it is 0 bytes long",
            AnswerDamage.LENGTH_NEGATIVE, "says that it is -1 bytes long",
            AnswerDamage.LENGTH_HUGE, "says that it is 2 GiB long; nobody should make room for that",
            AnswerDamage.LENGTH_WRONG,
                    "says that it is 7 bytes longer than it is, so that the next one's first bytes seem to belong to it",
            AnswerDamage.HEADER_LENGTH, "has a header that seems to be longer than the whole",
            AnswerDamage.HEADER_GARBAGE, "has a header of garbage",
            AnswerDamage.HEADER_ENCODING, "has a header in an encoding that does not exist");

    private HostileCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (AnswerDamage damage : AnswerDamage.values()) {
            String text = TEXTS.get(damage);
            if (text != null) {
                cases.add(broker(damage, text, "sync"));
                cases.add(broker(damage, text, "async"));
                cases.add(nameServer(damage, text));
            }
        }
        cases.add(Case.builder(Area.HOSTILE, "route-body-of-garbage")
                .restsOn("T17", "N15", "B-ROUTE-08", "L1")
                .needs("sync")
                .says("The body of a route has other bytes than were sent. The send fails in time; the next one works.")
                .script(trial -> nameServerDamaged(trial, AnswerDamage.BODY_GARBAGE)));
        cases.add(Case.builder(Area.HOSTILE, "one-bad-answer-among-good-ones")
                .restsOn("T15", "T16", "I6", "B-REMOTE-05")
                .needs("async")
                .says(
                        "Ten sends are under way on a connection; the answer of one has a header of garbage. Each ends once, in time, and what is said to be "
                                + "stored is stored.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().nth(5).damage(AnswerDamage.HEADER_GARBAGE));
                    List<Call> calls = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        calls.add(trial.subject().begin(Command.send("async").body("m" + i)));
                    }
                    for (int i = 0; i < 10; i++) {
                        Outcome outcome = trial.end(calls.get(i));
                        trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                        trial.expect(
                                outcome.ends() == 1, "one end", outcome.call().answers());
                        if (outcome.stored()) {
                            AnswerCases.expectTruth(trial, outcome, "m" + i);
                        }
                    }
                }));
        cases.add(Case.builder(Area.HOSTILE, "always-garbage")
                .restsOn("T16", "I10", "L1")
                .needs("sync")
                .says("All answers to sends are garbage, for a while. Sends fail in time, and work when it is over.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().damage(AnswerDamage.HEADER_GARBAGE));
                    for (int i = 0; i < 3; i++) {
                        Outcome outcome =
                                trial.subject().act(Command.send("sync").timeout(SECOND));
                        trial.expectFailed(outcome);
                        trial.expectWithin(outcome, SECOND);
                    }
                    trial.cluster().rules().clear();
                    recovers(trial);
                }));
        return cases;
    }

    private static Case broker(AnswerDamage damage, String text, String mode) {
        return Case.builder(Area.HOSTILE, damage.word() + "-" + mode)
                .restsOn(
                        damage == AnswerDamage.TRUNCATED
                                ? "T14"
                                : damage.word().startsWith("length") || damage == AnswerDamage.HEADER_LENGTH
                                        ? "T15"
                                        : "T16",
                        "W-1",
                        "I6",
                        "L1")
                .needs(mode, "sync")
                .limit(Duration.ofSeconds(25))
                .says("A broker's answer " + text
                        + ". The message was stored, which the client can't know. It ends in time, once, at best as stored by another "
                        + "attempt; and the producer works afterwards.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().first(1).damage(damage));
                    Outcome outcome = trial.send(mode);
                    trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                    trial.better(outcome.stored(), "the message stored by another attempt", outcome);
                    trial.expect(!"not-stored".equals(outcome.certainty()), "no false certainty", outcome);
                    trial.expect(outcome.ends() == 1, "one end", outcome.call().answers());
                    trial.expect(
                            trial.attempts().stream()
                                            .map(attempt -> attempt.uniqueKey())
                                            .distinct()
                                            .count()
                                    == 1,
                            "one id in all attempts",
                            trial.attempts());
                    recovers(trial);
                });
    }

    private static Case nameServer(AnswerDamage damage, String text) {
        return Case.builder(Area.HOSTILE, "route-" + damage.word())
                .restsOn("T15", "N15", "B-ROUTE-06", "L1")
                .needs("sync")
                .limit(Duration.ofSeconds(25))
                .says("A name server's answer " + text + ". The send ends in time; the next ones work.")
                .script(trial -> nameServerDamaged(trial, damage));
    }

    private static void nameServerDamaged(Trial trial, AnswerDamage damage) {
        trial.fault(FaultRule.on(RequestCode.GET_ROUTEINFO_BY_TOPIC).first(1).damage(damage));
        Outcome outcome = trial.send();
        trial.expect(
                outcome.millis() <= 2 * Trial.SEND_TIMEOUT_MILLIS + SECOND,
                "an end within twice the timeout and a second",
                outcome);
        trial.expect(outcome.ends() == 1, "one end", outcome.call().answers());
        recovers(trial);
    }

    private static void recovers(Trial trial) {
        trial.expectRecovery();
        for (int i = 0; i < 3; i++) {
            trial.expectStored(trial.send());
        }
    }
}
