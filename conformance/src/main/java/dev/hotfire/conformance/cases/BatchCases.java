// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches. */
final class BatchCases {
    private BatchCases() {}

    private static Case.Builder batch(String name) {
        return Case.builder(Area.BATCH, name).needs("batch", "sync");
    }

    private static Command three() {
        return Command.batch("sync", Command.message("a"), Command.message("b"), Command.message("c"));
    }

    static List<Case> all() {
        return List.of(
                batch("one-request")
                        .restsOn("W-14", "W-5", "B-BATCH-01")
                        .says("A batch of three is one request that says so, and three messages at the broker.")
                        .script(trial -> {
                            trial.expectStored(trial.subject().act(three()));
                            trial.expect(
                                    trial.attempts().size() == 1
                                            && trial.attempts().get(0).isBatch(),
                                    "one request that is a batch",
                                    trial.attempts());
                            trial.expect(
                                    bodies(trial).equals(List.of("a", "b", "c")), "a, b and c in order", bodies(trial));
                        }),
                batch("marked")
                        .restsOn("W-14", "W-7")
                        .says("The header says m = true.")
                        .script(trial -> {
                            trial.expectStored(trial.subject().act(three()));
                            trial.wire()
                                    .each(
                                            "m = true",
                                            attempt -> "true".equals(attempt.field("m", "batch")),
                                            attempt -> attempt.field("m", "batch"));
                        }),
                batch("elements")
                        .restsOn("W-14", "B-BATCH-02")
                        .says(
                                "Each element has its size, two zeros, flag, body and properties, with a UNIQ_KEY of its own.")
                        .script(trial -> {
                            trial.expectStored(trial.subject().act(three()));
                            trial.wire()
                                    .each(
                                            "three elements with ids of their own",
                                            attempt -> attempt.elements().stream()
                                                            .map(element -> element.properties()
                                                                    .get(PropertyNames.UNIQ_KEY))
                                                            .filter(id -> id != null && !id.isEmpty())
                                                            .distinct()
                                                            .count()
                                                    == 3,
                                            attempt -> attempt.elements().stream()
                                                    .map(BatchBody.Element::properties)
                                                    .toList());
                        }),
                batch("ids-are-told")
                        .restsOn("W-14", "B-BATCH-05")
                        .says(
                                "The result's message id is the list of the elements' ids, in order, with commas between.")
                        .script(trial -> {
                            Outcome outcome = trial.subject().act(three());
                            trial.expectStored(outcome);
                            List<String> ids = new ArrayList<>();
                            for (BatchBody.Element element :
                                    trial.attempts().get(0).elements()) {
                                ids.add(String.valueOf(element.properties().get(PropertyNames.UNIQ_KEY)));
                            }
                            trial.expect(
                                    String.join(",", ids).equals(outcome.text("messageId")), "the ids " + ids, outcome);
                        }),
                batch("properties-of-elements")
                        .needs("properties")
                        .restsOn("W-14", "W-12")
                        .says("Elements keep their own tags, keys and properties.")
                        .script(trial -> {
                            trial.expectStored(trial.subject()
                                    .act(Command.batch(
                                            "sync",
                                            Command.message("a").with("tags", "red"),
                                            Command.message("b").property("colour", "blue"))));
                            List<BatchBody.Element> elements =
                                    trial.attempts().get(0).elements();
                            trial.expect(
                                    elements.size() == 2
                                            && "red"
                                                    .equals(elements.get(0)
                                                            .properties()
                                                            .get("TAGS"))
                                            && "blue"
                                                    .equals(elements.get(1)
                                                            .properties()
                                                            .get("colour"))
                                            && !elements.get(1).properties().containsKey("TAGS"),
                                    "each element's own",
                                    elements.stream()
                                            .map(BatchBody.Element::properties)
                                            .toList());
                        }),
                batch("of-one")
                        .restsOn("W-14", "B-BATCH-01")
                        .says("A batch of one message is stored as one message.")
                        .script(trial -> {
                            trial.expectStored(trial.subject().act(Command.batch("sync", Command.message("alone"))));
                            trial.expect(bodies(trial).equals(List.of("alone")), "one message", bodies(trial));
                        }),
                batch("of-many")
                        .restsOn("W-14", "B-BATCH-04")
                        .says("A batch of 500 messages is stored in order.")
                        .script(trial -> {
                            Command[] messages = new Command[500];
                            for (int i = 0; i < messages.length; i++) {
                                messages[i] = Command.message("m" + i);
                            }
                            trial.expectStored(trial.subject().act(Command.batch("sync", messages)));
                            List<String> bodies = bodies(trial);
                            trial.expect(
                                    bodies.size() == 500
                                            && bodies.get(0).equals("m0")
                                            && bodies.get(499).equals("m499"),
                                    "500 messages in order",
                                    bodies.size());
                        }),
                batch("never-compressed")
                        .needs("compression")
                        .restsOn("W-14", "B-COMPRESS-02")
                        .says("A batch is not compressed, however large: brokers take it apart as it is.")
                        .script(trial -> {
                            trial.expectStored(trial.subject()
                                    .act(Command.batch(
                                            "sync",
                                            Command.message("x".repeat(10_000)),
                                            Command.message("y".repeat(10_000)))));
                            trial.wire()
                                    .each(
                                            "no compression flag",
                                            attempt -> !SysFlag.isCompressed(attempt.sysFlag()),
                                            attempt -> attempt.sysFlag());
                        }),
                batch("nothing-in-it")
                        .restsOn("B-BATCH-01")
                        .says("An empty batch is refused before anything is sent.")
                        .script(trial -> refused(trial, Command.batch("sync"))),
                batch("two-topics")
                        .restsOn("B-BATCH-01", "W-14")
                        .says("Messages for two topics can't be one batch.")
                        .script(trial -> refused(
                                trial,
                                Command.batch(
                                        "sync",
                                        Command.message("a"),
                                        Command.message("b").topic("other")))),
                batch("delayed")
                        .needs("delay")
                        .restsOn("B-BATCH-01", "W-14")
                        .says("Delayed messages can't be in a batch.")
                        .script(trial -> refused(
                                trial,
                                Command.batch(
                                        "sync",
                                        Command.message("a"),
                                        Command.message("b").with("delayLevel", 2)))),
                batch("too-large")
                        .restsOn("B-BATCH-04", "W-21")
                        .says(
                                "A batch that is larger than a message may be, set to 1,000 bytes, is refused before it is sent.")
                        .script(trial -> {
                            Outcome outcome = trial.start("maxMessageBytes", 1_000)
                                    .act(Command.batch(
                                            "sync",
                                            Command.message("x".repeat(600)),
                                            Command.message("y".repeat(600))));
                            trial.expectFailed(outcome);
                            trial.expect(trial.attempts().isEmpty(), "no send", trial.attempts());
                        }),
                batch("goes-elsewhere")
                        .restsOn("B-BATCH-06", "B-RETRY-03", "I13")
                        .says("The first broker's disk is full (14). The batch goes to the other one, whole.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(1).answer(14, "disk full"));
                            trial.expectStored(trial.subject().act(three()));
                            trial.expect(trial.wire().servers().size() == 2, "two brokers", trial.attempts());
                            trial.expect(
                                    bodies(trial).equals(List.of("a", "b", "c")), "a, b and c once", bodies(trial));
                        }),
                batch("same-ids-elsewhere")
                        .restsOn("I16", "B-BATCH-06", "T06")
                        .says("After a lost connection the batch goes to the other broker with the same ids.")
                        .script(trial -> {
                            trial.fault(FaultRule.onSends().first(1).storeThenReset());
                            trial.expectStored(trial.subject().act(three()));
                            trial.expect(
                                    trial.attempts().stream()
                                                            .map(BatchCases::ids)
                                                            .distinct()
                                                            .count()
                                                    == 1
                                            && trial.attempts().size() == 2,
                                    "the same ids in both attempts",
                                    trial.attempts().stream()
                                            .map(BatchCases::ids)
                                            .toList());
                        }),
                batch("async")
                        .needs("async")
                        .restsOn("B-BATCH-06", "W-14")
                        .says("A batch can be sent asynchronously.")
                        .script(trial -> {
                            Outcome outcome = trial.subject()
                                    .act(Command.batch("async", Command.message("a"), Command.message("b")));
                            trial.expectStored(outcome);
                            trial.expect(bodies(trial).equals(List.of("a", "b")), "a and b", bodies(trial));
                        }));
    }

    private static void refused(Trial trial, Command command) {
        trial.cluster().topic("other", 2);
        Outcome outcome = trial.subject().act(command);
        trial.expectFailed(outcome);
        trial.expect(
                trial.cluster().journal().sends().isEmpty(),
                "no send",
                trial.cluster().journal().sends());
        trial.expectStored(trial.send());
    }

    private static String ids(Attempt attempt) {
        List<String> ids = new ArrayList<>();
        attempt.elements()
                .forEach(element -> ids.add(String.valueOf(element.properties().get(PropertyNames.UNIQ_KEY))));
        return ids.toString();
    }

    private static List<String> bodies(Trial trial) {
        List<String> bodies = new ArrayList<>();
        for (StoredMessage stored : trial.cluster().stored(Trial.TOPIC)) {
            bodies.add(new String(stored.body(), StandardCharsets.UTF_8));
        }
        return bodies;
    }
}
