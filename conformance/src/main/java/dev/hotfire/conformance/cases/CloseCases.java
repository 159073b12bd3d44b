// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The end of a producer. */
final class CloseCases {
    private CloseCases() {}

    private static Case.Builder close(String name) {
        return Case.builder(Area.CLOSE, name).needs("close", "sync");
    }

    static List<Case> all() {
        return List.of(
                close("ends")
                        .restsOn("B-LIFE-15", "L4")
                        .says("Closing a producer that has nothing to do takes less than three seconds.")
                        .script(trial -> {
                            trial.warm();
                            Outcome outcome = trial.subject().close();
                            trial.expect(outcome.is("done"), "the end of the close", outcome);
                            trial.expect(outcome.millis() <= 3_000, "within 3 s", outcome);
                        }),
                close("connections-end")
                        .restsOn("B-LIFE-16", "I18")
                        .says("After the close no connection is left.")
                        .script(trial -> {
                            trial.warm();
                            trial.subject().close();
                            trial.expect(
                                    trial.until(() -> Pushes.connections(trial).isEmpty(), Duration.ofSeconds(8)),
                                    "no connection",
                                    Pushes.connections(trial));
                        }),
                close("refuses-sends")
                        .restsOn("B-LIFE-13", "I11")
                        .says("A send after the close fails, soon, and nothing is sent.")
                        .script(trial -> {
                            trial.warm();
                            trial.subject().close();
                            trial.cluster().journal().clear();
                            Outcome outcome = trial.send();
                            trial.expectFailed(outcome);
                            trial.expect(outcome.millis() <= 2_000, "within 2 s", outcome);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                close("refuses-async-sends")
                        .needs("async")
                        .restsOn("B-LIFE-13", "B-ASYNC-03", "I6")
                        .says("An asynchronous send after the close fails, once.")
                        .script(trial -> {
                            trial.warm();
                            trial.subject().close();
                            Outcome outcome = trial.send("async");
                            trial.expectFailed(outcome);
                            trial.expect(
                                    outcome.ends() == 1,
                                    "one end",
                                    outcome.call().answers());
                        }),
                close("twice")
                        .restsOn("B-LIFE-14")
                        .says("Closing twice is closing once.")
                        .script(trial -> {
                            trial.warm();
                            trial.subject().close();
                            Outcome again = trial.subject().close();
                            trial.expect(again.is("done"), "the end of the second close", again);
                        }),
                close("never-used")
                        .restsOn("B-LIFE-15")
                        .says("A producer that never sent is closed, and nothing is left of it.")
                        .script(trial -> {
                            Outcome outcome = trial.start().close();
                            trial.expect(outcome.is("done"), "the end of the close", outcome);
                            trial.expect(outcome.millis() <= 4_000, "within 4 s", outcome);
                        }),
                close("with-sends-under-way")
                        .needs("async")
                        .restsOn("B-LIFE-17", "I6", "L4")
                        .says(
                                "Five sends are under way, half a second from their answers. Each ends, once; a client had better give them that time: what was "
                                        + "stored should not be reported as failed.")
                        .script(trial -> {
                            trial.warm();
                            Subject subject = trial.subject();
                            trial.fault(FaultRule.onSends().storeThenDelay(Duration.ofMillis(500)));
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 5; i++) {
                                calls.add(subject.begin(Command.send("async").body("m" + i)));
                            }
                            trial.require(
                                    trial.until(() -> trial.attempts().size() >= 5), "five requests", trial.attempts());
                            subject.close();
                            for (Call call : calls) {
                                Outcome outcome = trial.end(call);
                                trial.better(outcome.stored(), "the send stored", outcome);
                                trial.expect(
                                        outcome.ends() == 1,
                                        "one end",
                                        outcome.call().answers());
                            }
                        }),
                close("with-silent-brokers")
                        .needs("async")
                        .restsOn("B-LIFE-17", "I6", "L4", "B-LIFE-15")
                        .limit(Duration.ofSeconds(25))
                        .says(
                                "Sends are under way to brokers that say nothing any more. The close ends all the same, and each send, once.")
                        .script(trial -> {
                            trial.warm();
                            Subject subject = trial.subject();
                            trial.fault(FaultRule.onAny().silent());
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 5; i++) {
                                calls.add(subject.begin(Command.send("async").body("m" + i)));
                            }
                            trial.require(
                                    trial.until(() -> trial.attempts().size() >= 5), "five requests", trial.attempts());
                            Outcome closed = subject.close();
                            trial.expect(closed.is("done"), "the end of the close", closed);
                            for (Call call : calls) {
                                trial.expect(trial.end(call).ends() == 1, "one end", call.answers());
                            }
                        }),
                close("with-dead-brokers")
                        .restsOn("B-LIFE-15", "T01", "L4")
                        .says("All brokers are gone. The close ends within five seconds.")
                        .script(trial -> {
                            trial.warm();
                            trial.broker("broker-a").crash();
                            trial.broker("broker-b").crash();
                            Outcome outcome = trial.subject().close();
                            trial.expect(outcome.is("done"), "the end of the close", outcome);
                            trial.expect(outcome.millis() <= 5_000, "within 5 s", outcome);
                        }),
                close("no-heartbeats-afterwards")
                        .restsOn("B-LIFE-15", "I11")
                        .says("A producer that is closed says nothing any more: no heartbeat, no question.")
                        .script(trial -> {
                            Subject subject = trial.start("heartbeatMillis", 1_000, "routeRefreshMillis", 500);
                            trial.expectStored(subject.send());
                            subject.close();
                            trial.pass(Duration.ofMillis(300));
                            trial.cluster().journal().clear();
                            trial.pass(Duration.ofMillis(2_500));
                            trial.expect(
                                    trial.cluster()
                                            .journal()
                                            .requests(RequestCode.HEART_BEAT, RequestCode.GET_ROUTEINFO_BY_TOPIC)
                                            .isEmpty(),
                                    "no request",
                                    trial.cluster().journal().entries());
                        }),
                close("a-sibling-lives")
                        .restsOn("B-LIFE-16", "C12")
                        .says("One of two producers of a process is closed. The other goes on.")
                        .script(trial -> {
                            Subject one = trial.start();
                            Subject other = trial.start();
                            trial.expectStored(one.send());
                            trial.expectStored(other.send());
                            one.close();
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(other.send());
                            }
                        }),
                close("started-again")
                        .restsOn("B-LIFE-05", "B-LIFE-14")
                        .says("A group's producer is closed and another of the same group started. It works.")
                        .script(trial -> {
                            Subject one = trial.start("group", "pg-again");
                            trial.expectStored(one.send());
                            one.close();
                            trial.expectStored(trial.start("group", "pg-again").send());
                        }));
    }
}
