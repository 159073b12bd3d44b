// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Properties. */
final class PropertyCases {
    private PropertyCases() {}

    private static Case.Builder properties(String name) {
        return Case.builder(Area.PROPERTIES, name).needs("sync");
    }

    static List<Case> all() {
        return List.of(
                Case.builder(Area.PROPERTIES, "well-formed")
                        .restsOn("W-12")
                        .says(
                                "Properties are one text: name, 0x01, value, 0x02, and so on. Records that are none get lost at the broker.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "names and values in pairs",
                                        attempt -> wellFormed(String.valueOf(
                                                attempt.entry().facts().properties())),
                                        attempt -> attempt.entry().facts().properties()))),
                Case.builder(Area.PROPERTIES, "waits-for-the-disk")
                        .restsOn("W-12", "B-VALID-07")
                        .says(
                                "Property WAIT says whether the broker answers before the message is on disk, if it is configured to; true unless a user says "
                                        + "otherwise. Without it brokers wait, too.")
                        .topic(TopicScript.clear(1, wire -> {
                            wire.each(
                                    "WAIT not false",
                                    attempt ->
                                            !"false".equals(attempt.properties().get("WAIT")),
                                    Attempt::properties);
                            wire.better(
                                    wire.attempts().stream().allMatch(attempt -> "true"
                                            .equals(attempt.properties().get("WAIT"))),
                                    "WAIT true");
                        })),
                properties("tags")
                        .restsOn("W-12", "B-VALID-07")
                        .says("A message's tag is property TAGS.")
                        .script(trial -> arrives(trial, Command.send("sync").with("tags", "red"), "TAGS", "red")),
                properties("no-tags")
                        .restsOn("W-12", "B-VALID-07")
                        .says("A message without a tag has no property TAGS, not an empty one or \"null\".")
                        .script(trial -> {
                            trial.expectStored(trial.send());
                            trial.wire()
                                    .each(
                                            "no TAGS, no KEYS",
                                            attempt -> !attempt.properties().containsKey("TAGS")
                                                    && !attempt.properties().containsKey("KEYS"),
                                            Attempt::properties);
                        }),
                properties("keys")
                        .restsOn("W-12", "B-VALID-07")
                        .says("Several keys are one property KEYS, with a space between.")
                        .script(trial -> arrives(
                                trial, Command.send("sync").with("keys", List.of("k1", "k2")), "KEYS", "k1 k2")),
                properties("a-users-own")
                        .needs("properties")
                        .restsOn("W-12", "B-VALID-06")
                        .says("A user's property arrives as it was given.")
                        .script(trial ->
                                arrives(trial, Command.send("sync").property("colour", "blue"), "colour", "blue")),
                properties("many")
                        .needs("properties")
                        .restsOn("W-12", "I5")
                        .says("A hundred properties arrive.")
                        .script(trial -> {
                            Command command = Command.send("sync");
                            for (int i = 0; i < 100; i++) {
                                command = command.property("name-" + i, "value-" + i);
                            }
                            trial.expectStored(trial.subject().act(command));
                            trial.wire()
                                    .each(
                                            "100 properties of the user",
                                            attempt -> attempt.properties().keySet().stream()
                                                            .filter(name -> name.startsWith("name-"))
                                                            .count()
                                                    == 100,
                                            Attempt::properties);
                        }),
                properties("odd-characters")
                        .needs("properties")
                        .restsOn("W-12", "W-2")
                        .says(
                                "Values with quotes, backslashes, line breaks, equal signs and semicolons arrive as they were given.")
                        .script(trial -> arrives(
                                trial,
                                Command.send("sync").property("odd", "a\"b\\c\nd=e;f\tg"),
                                "odd",
                                "a\"b\\c\nd=e;f\tg")),
                properties("separators-in-a-value")
                        .needs("properties")
                        .restsOn("W-12", "B-VALID-05")
                        .says(
                                "There is no way to write 0x01 or 0x02 in a name or value. A client had better refuse them: what is sent otherwise is read as other "
                                        + "properties than were given.")
                        .script(trial -> {
                            Outcome outcome = trial.subject()
                                    .act(Command.send("sync").property("colour", "blue\u0002TAGS\u0001red"));
                            trial.better(
                                    outcome.failed() && trial.attempts().isEmpty(),
                                    "the message refused before it is sent",
                                    outcome);
                            trial.expect(outcome.ends() == 1, "one end", outcome);
                        }),
                properties("too-large")
                        .needs("properties")
                        .restsOn("W-12", "W-21", "B-VALID-05")
                        .says(
                                "Properties of more than 32,767 bytes don't fit; brokers refuse them (13). The send fails, here or there.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").property("large", "x".repeat(40_000)));
                            trial.expectFailed(outcome);
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing stored",
                                    trial.cluster().stored(Trial.TOPIC).size());
                            trial.better(
                                    trial.attempts().isEmpty(),
                                    "the message refused before it is sent",
                                    trial.attempts());
                            trial.expectStored(trial.send());
                        }),
                properties("system-names")
                        .needs("properties")
                        .restsOn("W-12", "B-VALID-06")
                        .says(
                                "A user's property can't have a name of the system's, such as UNIQ_KEY or TRAN_MSG: it would change what the message is.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").property("TRAN_MSG", "true"));
                            trial.expectFailed(outcome);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                properties("delay-level")
                        .needs("delay")
                        .restsOn("W-12")
                        .says("Delay level 3 is property DELAY.")
                        .script(trial -> arrives(trial, Command.send("sync").with("delayLevel", 3), "DELAY", "3")),
                properties("timer")
                        .needs("timer")
                        .restsOn("W-12", "W-16.3")
                        .says(
                                "A message that is wanted in ten seconds says so in TIMER_DELAY_MS or TIMER_DELIVER_MS, and is not delivered before.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").with("deliverAfterMillis", 10_000));
                            trial.expectStored(outcome);
                            trial.wire()
                                    .each(
                                            "a timer property",
                                            attempt -> attempt.properties().keySet().stream()
                                                    .anyMatch(name -> name.startsWith("TIMER_DEL")),
                                            Attempt::properties);
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing delivered yet",
                                    trial.cluster().stored(Trial.TOPIC).size());
                        }),
                properties("recall")
                        .needs("timer", "recall")
                        .restsOn("W-16.3", "B-RECALL-03")
                        .says("The result of a timed message has a handle, by which it is taken back.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").with("deliverAfterMillis", 60_000));
                            trial.expectStored(outcome);
                            String handle = outcome.text("recallHandle");
                            trial.require(handle != null, "a handle in the result", outcome);
                            Outcome recalled = trial.subject().act(Command.recall(String.valueOf(handle)));
                            trial.expect(recalled.is("done"), "the message taken back", recalled);
                            trial.expect(
                                    outcome.text("messageId") != null
                                            && String.valueOf(outcome.text("messageId"))
                                                    .equals(recalled.text("messageId")),
                                    "the message's id",
                                    recalled);
                            trial.cluster().advanceClock(Duration.ofMinutes(2));
                            trial.expect(
                                    trial.cluster().stored(Trial.TOPIC).isEmpty(),
                                    "nothing delivered",
                                    trial.cluster().stored(Trial.TOPIC).size());
                        }),
                properties("not-waiting")
                        .restsOn("W-12", "B-VALID-07")
                        .says("A user who does not want to wait for the disk says so in WAIT.")
                        .script(trial ->
                                arrives(trial, Command.send("sync").with("waitStored", false), "WAIT", "false")),
                properties("stored-as-sent")
                        .needs("properties")
                        .restsOn("I5", "W-19.1")
                        .says(
                                "What consumers see of a message is what was given: tag, keys, property, and the id of the result.")
                        .script(trial -> {
                            Outcome outcome = trial.subject()
                                    .act(Command.send("sync")
                                            .with("tags", "red")
                                            .with("keys", List.of("k1"))
                                            .property("colour", "blue"));
                            trial.expectStored(outcome);
                            for (StoredMessage stored : trial.cluster().stored(Trial.TOPIC)) {
                                Map<String, String> all = stored.properties();
                                trial.expect(
                                        "red".equals(all.get("TAGS"))
                                                && "k1".equals(all.get("KEYS"))
                                                && "blue".equals(all.get("colour"))
                                                && String.valueOf(outcome.text("messageId"))
                                                        .equals(all.get(PropertyNames.UNIQ_KEY)),
                                        "tag, keys, property and id",
                                        all);
                            }
                        }),
                properties("empty-body")
                        .restsOn("B-VALID-01", "W-21")
                        .says(
                                "A message needs a body of at least a byte. Without one it is refused before it is sent; brokers fail at it.")
                        .script(trial -> {
                            Outcome outcome =
                                    trial.subject().act(Command.send("sync").body(""));
                            trial.expectFailed(outcome);
                            trial.better(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                properties("too-large-a-body")
                        .restsOn("B-VALID-01", "B-VALID-04", "W-21")
                        .says("A body beyond the producer's limit, set to 1,000 bytes, is refused before it is sent.")
                        .script(trial -> {
                            Outcome outcome = trial.start("maxMessageBytes", 1_000)
                                    .act(Command.send("sync").body("x".repeat(1_001)));
                            trial.expectFailed(outcome);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                illegalTopic("illegal-characters", "no spaces!", "has characters that topics can't have"),
                illegalTopic("too-long-a-topic", "t".repeat(128), "has 128 characters, of at most 127"),
                illegalTopic("forbidden-topic", "SCHEDULE_TOPIC_XXXX", "is one of the brokers' own"));
    }

    private static Case illegalTopic(String name, String topic, String what) {
        return properties(name)
                .restsOn("B-VALID-02", "B-VALID-03", "W-21")
                .says("The topic " + what + ". The message is refused before anything is sent.")
                .script(trial -> {
                    Outcome outcome = trial.subject().act(Command.send("sync").topic(topic));
                    trial.expectFailed(outcome);
                    trial.expect(
                            trial.wire(topic).attempts().isEmpty(),
                            "no send",
                            trial.wire(topic).attempts());
                    trial.better(
                            trial.wire(topic).questions().isEmpty(),
                            "no question",
                            trial.wire(topic).questions());
                });
    }

    private static void arrives(Trial trial, Command command, String name, String value) {
        trial.expectStored(trial.subject().act(command));
        trial.wire()
                .each(
                        name + " = " + value,
                        attempt -> value.equals(attempt.properties().get(name)),
                        Attempt::properties);
    }

    private static boolean wellFormed(String text) {
        for (String record : text.split(String.valueOf(MessageProperties.PROPERTY_SEPARATOR), -1)) {
            if (!record.isEmpty() && record.indexOf(MessageProperties.NAME_VALUE_SEPARATOR) < 1) {
                return false;
            }
        }
        return true;
    }
}
