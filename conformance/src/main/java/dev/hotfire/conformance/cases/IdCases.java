// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.wire.message.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Ids of messages and of places. */
final class IdCases {
    private IdCases() {}

    private static Case.Builder ids(String name) {
        return Case.builder(Area.IDS, name);
    }

    static List<Case> all() {
        return List.of(
                ids("present")
                        .restsOn("W-13.1", "B-ID-01", "W-12")
                        .says(
                                "Each message carries an id of the client's making in property UNIQ_KEY: what consumers call the message id, and what "
                                        + "tells copies from messages.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "a UNIQ_KEY",
                                        attempt -> !attempt.uniqueKey().isEmpty(),
                                        Attempt::properties))),
                ids("well-formed")
                        .restsOn("W-13.1", "B-ID-01")
                        .says(
                                "The id is 16 bytes in hexadecimal, 28 with an IPv6 address in it, in capitals. Tools read time and address from it; other shapes "
                                        + "work, and tell them nothing.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.better(
                                        wire.attempts().stream().allMatch(attempt -> attempt.uniqueKey()
                                                .matches("[0-9A-F]{32}|[0-9A-F]{56}")),
                                        "32 or 56 hexadecimal digits"))),
                ids("unique")
                        .restsOn("B-ID-02", "I16")
                        .says("No two messages have one id: 20 in a row.")
                        .topic(TopicScript.clear(20, wire -> {
                            Set<String> seen = new TreeSet<>();
                            wire.attempts().forEach(attempt -> seen.add(attempt.uniqueKey()));
                            wire.expect(seen.size() == wire.messages(), "20 different ids", seen.size());
                        })),
                ids("unique-in-a-hurry")
                        .restsOn("B-ID-02", "I16")
                        .needs("async")
                        .says("No two messages have one id: 200 at once.")
                        .script(trial -> {
                            Subject subject = trial.subject();
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 200; i++) {
                                calls.add(subject.begin(Command.send("async").body("m" + i)));
                            }
                            Set<String> told = new TreeSet<>();
                            for (Call call : calls) {
                                Outcome outcome = trial.end(call);
                                trial.expectStored(outcome);
                                told.add(String.valueOf(outcome.text("messageId")));
                            }
                            trial.expect(told.size() == 200, "200 different ids", told.size());
                        }),
                ids("unique-across-producers")
                        .restsOn("B-ID-02", "I16")
                        .needs("sync")
                        .says("Two producers of one process don't give the same ids.")
                        .script(trial -> {
                            Subject one = trial.start();
                            Subject other = trial.start();
                            Set<String> told = new TreeSet<>();
                            for (int i = 0; i < 10; i++) {
                                told.add(String.valueOf(one.send().text("messageId")));
                                told.add(String.valueOf(other.send().text("messageId")));
                            }
                            trial.expect(told.size() == 20, "20 different ids", told);
                        }),
                ids("told")
                        .restsOn("B-SEND-07", "W-8")
                        .needs("sync")
                        .says("The result's message id is the message's UNIQ_KEY.")
                        .script(trial -> {
                            Outcome outcome = trial.send();
                            trial.expectStored(outcome);
                            String id = String.valueOf(outcome.text("messageId"));
                            trial.wire()
                                    .each(
                                            "UNIQ_KEY " + id,
                                            attempt -> attempt.uniqueKey().equals(id),
                                            Attempt::uniqueKey);
                        }),
                ids("place-is-told")
                        .restsOn("B-SEND-07", "I1", "I2")
                        .needs("sync")
                        .says("The result names the broker, queue and offset where the message is.")
                        .script(trial -> {
                            for (int i = 0; i < 6; i++) {
                                AnswerCases.expectTruth(
                                        trial,
                                        trial.subject().act(Command.send("sync").body("place " + i)),
                                        "place " + i);
                            }
                        }),
                ids("offset-id-leads-there")
                        .restsOn("W-13.2", "B-SEND-07")
                        .needs("sync")
                        .says(
                                "The result's offset message id is the one that the broker gave: it holds the broker's address and the place in its log.")
                        .script(trial -> {
                            Outcome outcome = trial.send();
                            trial.expectStored(outcome);
                            StoredMessage stored =
                                    trial.cluster().stored(Trial.TOPIC).get(0);
                            trial.expect(
                                    stored.offsetMessageId().format().equals(outcome.text("offsetMessageId")),
                                    "offset message id "
                                            + stored.offsetMessageId().format(),
                                    outcome);
                        }),
                ids("offsets-grow")
                        .restsOn("I7", "B-SEND-07")
                        .needs("sync", "queue")
                        .says(
                                "Messages that one thread sends to one queue, one after the other, are stored in that order.")
                        .script(trial -> {
                            long last = -1;
                            for (int i = 0; i < 6; i++) {
                                Outcome outcome =
                                        trial.subject().act(Command.send("sync").queue("broker-a", 0));
                                trial.expectStored(outcome);
                                trial.expect(outcome.number("offset") > last, "an offset above " + last, outcome);
                                last = outcome.number("offset");
                            }
                        }),
                ids("topic-is-told")
                        .restsOn("B-SEND-07")
                        .needs("sync")
                        .says("The result names the topic as the user gave it.")
                        .script(trial -> {
                            Outcome outcome = trial.send();
                            trial.expectStored(outcome);
                            trial.expect(Trial.TOPIC.equals(outcome.text("topic")), "topic " + Trial.TOPIC, outcome);
                        }));
    }
}
