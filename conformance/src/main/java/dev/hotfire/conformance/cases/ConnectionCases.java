// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.Admission;
import dev.hotfire.fake.server.Connection;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Connections that are lost, in each phase. */
final class ConnectionCases {
    private ConnectionCases() {}

    private static Case.Builder connection(String name) {
        return Case.builder(Area.CONNECTION, name);
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String mode : List.of("sync", "async")) {
            lost(
                    cases,
                    "closed-before",
                    mode,
                    "the end of the stream in place of an answer, and nothing stored",
                    "B01",
                    0,
                    FaultRule.Builder::closeBefore);
            lost(
                    cases,
                    "reset-before",
                    mode,
                    "a reset in place of an answer, and nothing stored",
                    "T06",
                    0,
                    FaultRule.Builder::resetBefore);
            lost(
                    cases,
                    "closed-after",
                    mode,
                    "the end of the stream after the message was stored",
                    "B02",
                    1,
                    FaultRule.Builder::storeThenClose);
            lost(
                    cases,
                    "reset-after",
                    mode,
                    "a reset after the message was stored",
                    "B02",
                    1,
                    FaultRule.Builder::storeThenReset);
            lost(
                    cases,
                    "crash-before",
                    mode,
                    "the broker's death before it stored the message",
                    "B01",
                    0,
                    FaultRule.Builder::crashBefore);
            lost(
                    cases,
                    "crash-after",
                    mode,
                    "the broker's death after it stored the message",
                    "B02",
                    1,
                    FaultRule.Builder::storeThenCrash);
            lost(
                    cases,
                    "half-closed-before",
                    mode,
                    "the end of the stream, while the broker goes on to read, and nothing stored",
                    "T07",
                    0,
                    FaultRule.Builder::halfCloseBefore);
            lost(
                    cases,
                    "half-closed-after",
                    mode,
                    "the end of the stream, while the broker goes on to read, after the message was stored",
                    "T07",
                    1,
                    FaultRule.Builder::storeThenHalfClose);
            vanished(cases, mode);
            refused(cases, Admission.REFUSE, mode, "refuses connections", "T01");
            refused(cases, Admission.CLOSE, mode, "takes connections and closes them at once", "T04");
            refused(cases, Admission.RESET, mode, "takes connections and resets them at once", "T05");
            cases.add(connection("all-refuse-" + mode)
                    .restsOn("T01", "I10", "I9")
                    .needs(mode)
                    .says(
                            "All brokers refuse connections. The send fails, in time, and nobody is told that it was stored.")
                    .script(trial -> {
                        trial.broker("broker-a").crash();
                        trial.broker("broker-b").crash();
                        Outcome outcome = trial.send(mode);
                        trial.expectFailed(outcome);
                        trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                        trial.expect(
                                outcome.ends() == 1, "one end", outcome.call().answers());
                    }));
        }
        cases.add(connection("a-few-bytes-at-a-time")
                .restsOn("T12", "T13", "I10")
                .needs("sync")
                .says(
                        "A broker's answer comes ten bytes at a time, every few milliseconds. It takes a while and is whole in the end.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().dribble(10, Duration.ofMillis(10)));
                    trial.expectStored(trial.send());
                }));
        cases.add(connection("stored-after-the-connection")
                .restsOn("B01", "I4", "I16")
                .needs("sync")
                .says(
                        "A broker stores a message a little after its connection broke. There are two copies in the end, under one id.")
                .script(trial -> {
                    trial.warm();
                    int before = trial.cluster().stored(Trial.TOPIC).size();
                    trial.fault(FaultRule.onSends().first(1).resetThenStore(Duration.ofMillis(200)));
                    trial.expectStored(trial.send());
                    trial.expect(
                            trial.until(
                                    () -> trial.cluster().stored(Trial.TOPIC).size() == before + 2),
                            "2 copies",
                            trial.cluster().stored(Trial.TOPIC).size() - before);
                    trial.expect(
                            trial.attempts().stream()
                                            .map(attempt -> attempt.uniqueKey())
                                            .distinct()
                                            .count()
                                    == 1,
                            "one id in all attempts",
                            trial.attempts());
                }));
        cases.add(connection("kept")
                .restsOn("B-REMOTE-01")
                .needs("sync")
                .says("Connections are kept and shared: twelve messages need one connection to each broker.")
                .script(trial -> {
                    for (int i = 0; i < 12; i++) {
                        trial.expectStored(trial.send());
                    }
                    Set<String> used = new TreeSet<>();
                    for (JournalEntry entry : trial.cluster().journal().sends()) {
                        used.add(entry.server() + " " + entry.connectionId());
                    }
                    trial.expect(used.size() <= 2, "one connection to each broker", used);
                }));
        cases.add(connection("many-at-once-share-one")
                .restsOn("B-REMOTE-01", "T22")
                .needs("async")
                .cluster(builder -> builder.brokers("broker-a"))
                .says(
                        "Thirty messages at once to a broker that nobody is connected to yet: they share the connection that is made.")
                .script(trial -> {
                    Subject subject = trial.subject();
                    List<Call> calls = new ArrayList<>();
                    for (int i = 0; i < 30; i++) {
                        calls.add(subject.begin(Command.send("async").body("m" + i)));
                    }
                    calls.forEach(call -> trial.expectStored(trial.end(call)));
                    Set<Integer> used = new TreeSet<>();
                    trial.cluster().journal().sends().forEach(entry -> used.add(entry.connectionId()));
                    trial.better(used.size() == 1, "one connection", used);
                    trial.expect(used.size() <= 3, "at most three connections", used);
                }));
        cases.add(connection("idle-and-closed")
                .restsOn("T25", "B-REMOTE-05", "L1")
                .needs("sync")
                .says(
                        "A broker closes a connection on which nothing happened. The next message gets a new one, and its caller notices nothing.")
                .script(trial -> {
                    trial.warm();
                    Pushes.connections(trial).forEach(Connection::close);
                    trial.until(() -> Pushes.connections(trial).isEmpty());
                    for (int i = 0; i < 4; i++) {
                        trial.expectStored(trial.send());
                    }
                }));
        cases.add(connection("idle-and-reset")
                .restsOn("T25", "B-REMOTE-05", "L1")
                .needs("sync")
                .says("The same with a reset.")
                .script(trial -> {
                    trial.warm();
                    Pushes.connections(trial).forEach(Connection::reset);
                    trial.until(() -> Pushes.connections(trial).isEmpty());
                    for (int i = 0; i < 4; i++) {
                        trial.expectStored(trial.send());
                    }
                }));
        cases.add(connection("all-under-way-end")
                .restsOn("B-REMOTE-05", "I6", "T06")
                .needs("async")
                .cluster(builder -> builder.brokers("broker-a"))
                .says(
                        "Ten messages are under way on a connection that breaks. Each ends once, soon, and not by its timeout of ten seconds.")
                .script(trial -> {
                    Subject subject = trial.start("sendTimeoutMillis", 10_000, "retries", 0);
                    subject.send();
                    trial.cluster().journal().clear();
                    trial.fault(FaultRule.onSends().silent());
                    List<Call> calls = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        calls.add(subject.begin(Command.send("async").body("m" + i)));
                    }
                    trial.require(
                            trial.until(() -> trial.attempts().size() == 10),
                            "ten requests",
                            trial.attempts().size());
                    Pushes.connections(trial).forEach(Connection::reset);
                    for (Call call : calls) {
                        Outcome outcome = trial.end(call);
                        trial.expectFailed(outcome);
                        trial.expect(outcome.millis() <= 6_000, "an end well before the timeout", outcome);
                        trial.expect(
                                outcome.ends() == 1, "one end", outcome.call().answers());
                    }
                }));
        cases.add(connection("restarted-broker")
                .restsOn("B07", "L1")
                .needs("sync")
                .cluster(builder -> builder.brokers("broker-a"))
                .says("The only broker dies and is back at the same address. The producer connects anew and goes on.")
                .script(trial -> {
                    trial.warm();
                    trial.await(trial.broker("broker-a").restartAsync());
                    trial.expectRecovery();
                }));
        cases.add(connection("go-away")
                .restsOn("W-6", "B-REMOTE-12", "B05")
                .needs("sync")
                .limit(Duration.ofSeconds(20))
                .says(
                        "A broker shuts down in an orderly way: for a second it answers 1500 (GO_AWAY) to those who understand it, by the version "
                                + "that they tell, then it is gone. No message is lost, and who is told to go sends to the other broker.")
                .script(trial -> {
                    trial.warm();
                    int before = storedAtB(trial);
                    trial.broker("broker-a").shutdownGracefullyAsync(Duration.ofSeconds(1));
                    for (int i = 0; i < 8; i++) {
                        trial.expectStored(trial.send());
                    }
                    boolean told = trial.attempts().stream()
                            .anyMatch(attempt -> Objects.equals(attempt.entry().responseCode(), ResponseCode.GO_AWAY));
                    trial.expect(
                            !told || storedAtB(trial) - before == 8, "eight messages at broker-b", trial.attempts());
                }));
        cases.add(connection("go-away-on-the-way")
                .restsOn("W-6", "B-REMOTE-12", "B05")
                .needs("async")
                .limit(Duration.ofSeconds(20))
                .says("The same with ten asynchronous messages at once.")
                .script(trial -> {
                    trial.warm();
                    trial.broker("broker-a").shutdownGracefullyAsync(Duration.ofSeconds(1));
                    List<Call> calls = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        calls.add(trial.subject().begin(Command.send("async").body("m" + i)));
                    }
                    calls.forEach(call -> trial.expectStored(trial.end(call)));
                }));
        cases.add(connection("oneway-to-nobody")
                .restsOn("B-ONEWAY-02", "T01")
                .needs("oneway", "sync")
                .says(
                        "A oneway send while all brokers are gone ends soon, whatever it says; and the producer works when they are back.")
                .script(trial -> {
                    trial.warm();
                    trial.broker("broker-a").crash();
                    trial.broker("broker-b").crash();
                    // By the end of this one the client knows: what it writes to a dying connection is rightly called
                    // sent.
                    trial.send();
                    Outcome outcome = trial.send("oneway");
                    trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                    trial.better(outcome.failed(), "the caller told that nothing was sent", outcome);
                    trial.await(trial.broker("broker-a").restartAsync());
                    trial.await(trial.broker("broker-b").restartAsync());
                    trial.expectRecovery();
                }));
        return cases;
    }

    /** @param copies what the faulty attempt leaves behind */
    private static void lost(
            List<Case> cases,
            String name,
            String mode,
            String what,
            String fault,
            int copies,
            Function<FaultRule.Builder, FaultRule> end) {
        cases.add(connection(name + "-" + mode)
                .restsOn(fault, "T06", mode.equals("sync") ? "B-RETRY-02" : "B-ASYNC-06", "I3", "I16")
                .needs(mode)
                .says("A request meets " + what
                        + ". The client can't tell what became of it. It tries the other broker, and the message is stored"
                        + (copies == 0 ? " once." : ", twice, under one id."))
                .script(trial -> {
                    trial.warm();
                    int before = trial.cluster().stored(Trial.TOPIC).size();
                    trial.fault(end.apply(FaultRule.onSends().first(1)));
                    Outcome outcome = trial.send(mode);
                    trial.expectStored(outcome);
                    trial.expectWithin(outcome, Trial.SEND_TIMEOUT_MILLIS);
                    trial.expect(outcome.ends() == 1, "one end", outcome.call().answers());
                    int stored = trial.cluster().stored(Trial.TOPIC).size() - before;
                    trial.expect(stored == 1 + copies, (1 + copies) + " copies", stored);
                    trial.expect(
                            trial.attempts().stream()
                                            .map(attempt -> attempt.uniqueKey())
                                            .distinct()
                                            .count()
                                    == 1,
                            "one id in all attempts",
                            trial.attempts());
                }));
    }

    private static int storedAtB(Trial trial) {
        return trial.cluster().broker("broker-b").stored(Trial.TOPIC).size();
    }

    /** Nothing comes over the connection any more, not even its end. */
    private static void vanished(List<Case> cases, String mode) {
        cases.add(connection("vanished-" + mode)
                .restsOn("T08", "I10", "L1")
                .needs(mode, "sync")
                .says(
                        "The broker vanishes without a word: the connection seems to live, and nothing gets through. The send ends in "
                                + "time; the producer works afterwards, since the broker takes new connections.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().first(1).blackholeBefore());
                    Outcome outcome = trial.subject().act(Command.send(mode).timeout(1_000));
                    trial.expectWithin(outcome, 1_000);
                    trial.better(outcome.stored(), "the message stored at the other broker", outcome);
                    trial.expect(outcome.ends() == 1, "one end", outcome.call().answers());
                    int stored = 0;
                    for (int i = 0; i < 8; i++) {
                        stored += trial.send().stored() ? 1 : 0;
                    }
                    trial.expect(stored >= 4, "at least 4 of 8 sends that work afterwards", stored);
                    trial.better(stored >= 7, "at least 7 of 8 sends that work afterwards", stored);
                }));
    }

    private static void refused(List<Case> cases, Admission admission, String mode, String what, String fault) {
        cases.add(connection("one-" + admission.name().toLowerCase(Locale.ROOT) + "s-" + mode)
                .restsOn(fault, mode.equals("sync") ? "B-RETRY-02" : "B-ASYNC-06", "I13")
                .needs(mode)
                .says("One of two brokers " + what + ". Messages get to the other one, and none is stored twice.")
                .script(trial -> {
                    trial.broker("broker-a").admission(admission);
                    for (int i = 0; i < 6; i++) {
                        Outcome outcome = trial.send(mode);
                        trial.expectStored(outcome);
                        trial.expect(
                                outcome.ends() == 1, "one end", outcome.call().answers());
                    }
                    trial.expect(
                            trial.cluster().stored(Trial.TOPIC).size() == 6,
                            "6 copies",
                            trial.cluster().stored(Trial.TOPIC).size());
                }));
    }
}
