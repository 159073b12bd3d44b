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
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.message.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Late, duplicate, misdirected and odd answers. */
final class AnswerCases {
    private AnswerCases() {}

    private static Case.Builder answers(String name) {
        return Case.builder(Area.ANSWERS, name);
    }

    static List<Case> all() {
        return List.of(
                twice("sync"),
                twice("async"),
                nobodys("sync"),
                nobodys("async"),
                answers("out-of-order")
                        .restsOn("T22", "I2", "W-4")
                        .needs("async")
                        .cluster(builder -> builder.brokers("broker-a").topic(Trial.TOPIC, 1))
                        .says(
                                "Answers overtake each other on one connection: the first message's comes last. Each caller gets his own result.")
                        .script(trial -> {
                            Subject subject = trial.subject();
                            subject.send();
                            trial.fault(FaultRule.onSends().tag("slow").storeThenDelay(Duration.ofMillis(300)));
                            Call slow = subject.begin(
                                    Command.send("async").body("slow").with("tags", "slow"));
                            trial.until(() -> trial.attempts().size() == 2);
                            Outcome quick = subject.act(Command.send("async").body("quick"));
                            Outcome late = trial.end(slow);
                            expectTruth(trial, quick, "quick");
                            expectTruth(trial, late, "slow");
                        }),
                answers("each-his-own")
                        .restsOn("I2", "W-8", "B-SEND-07")
                        .needs("async")
                        .says(
                                "Thirty messages at once, answered after different times. Each result names the place where that very message is.")
                        .script(trial -> {
                            Subject subject = trial.subject();
                            subject.send();
                            trial.fault(FaultRule.onSends().every(3).storeThenDelay(Duration.ofMillis(120)));
                            trial.fault(FaultRule.onSends().every(5).storeThenDelay(Duration.ofMillis(60)));
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 30; i++) {
                                calls.add(subject.begin(Command.send("async").body("message " + i)));
                            }
                            for (int i = 0; i < 30; i++) {
                                expectTruth(trial, trial.end(calls.get(i)), "message " + i);
                            }
                        }),
                answers("late")
                        .restsOn("T23", "B04", "B-REMOTE-11", "I6")
                        .needs("sync")
                        .says(
                                "An answer comes when its send has been given up. It is nobody's: the next send gets its own, and the first one does "
                                        + "not end a second time.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().tag("late").storeThenDelay(Duration.ofMillis(1_200)));
                            Outcome first = trial.subject()
                                    .act(Command.send("sync")
                                            .with("tags", "late")
                                            .timeout(500));
                            trial.expectFailed(first);
                            for (int i = 0; i < 6; i++) {
                                expectTruth(
                                        trial,
                                        trial.subject().act(Command.send("sync").body("after " + i)),
                                        "after " + i);
                            }
                            trial.pass(Duration.ofMillis(1_200));
                            trial.expect(
                                    first.call().answers().size() == 1,
                                    "one end",
                                    first.call().answers());
                        }),
                answers("late-async")
                        .restsOn("T23", "B04", "B-REMOTE-11", "I6")
                        .needs("async")
                        .limit(Duration.ofSeconds(20))
                        .says("The same for an asynchronous send: one callback, not two.")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().tag("late").storeThenDelay(Duration.ofMillis(3_500)));
                            Outcome first = trial.subject()
                                    .act(Command.send("async")
                                            .with("tags", "late")
                                            .timeout(500));
                            trial.pass(Duration.ofMillis(3_600));
                            trial.expect(
                                    first.call().answers().size() == 1,
                                    "one end",
                                    first.call().answers());
                            trial.expectStored(trial.send());
                        }),
                odd(
                        "another-queue",
                        "B-SEND-07",
                        "with another queue than the one that was asked for, as brokers may choose; the result tells the answer's",
                        answer -> answer.toBuilder().field("queueId", 1).build(),
                        trial -> {
                            Outcome outcome = trial.subject().act(Command.send("sync"));
                            trial.expectStored(outcome);
                            trial.expect(outcome.number("queue") == 1, "queue 1 in the result", outcome);
                        }),
                odd(
                        "region",
                        "W-8",
                        "that names a region",
                        answer -> answer.toBuilder().field("MSG_REGION", "mars").build(),
                        trial -> {
                            Outcome outcome = trial.send();
                            trial.expectStored(outcome);
                            trial.better(
                                    outcome.text("region") == null || "mars".equals(outcome.text("region")),
                                    "the region, where it is told at all",
                                    outcome);
                        }),
                odd(
                        "no-transaction-id",
                        "W-8",
                        "without a transaction id, which ordinary messages need not have",
                        answer -> without(answer, "transactionId"),
                        trial -> trial.expectStored(trial.send())),
                malformed("no-queue-offset", "without an offset", answer -> without(answer, "queueOffset")),
                malformed("offset-that-is-none", "whose offset is \"soon\"", answer -> answer.toBuilder()
                        .field("queueOffset", "soon")
                        .build()),
                malformed("no-fields-at-all", "without any header fields", answer -> {
                    Frame bare = answer;
                    for (String name : answer.extFields().keySet()) {
                        bare = without(bare, name);
                    }
                    return bare;
                }),
                malformed("message-id-that-is-none", "whose message id is \"xyz\"", answer -> answer.toBuilder()
                        .field("msgId", "xyz")
                        .build()),
                answers("encodings-in-turn")
                        .restsOn("W-1", "B20")
                        .needs("sync")
                        .says(
                                "Every other answer has a binary header, the others JSON, on one connection: proxies pass on what brokers write.")
                        .cluster(builder -> builder.brokers("broker-a"))
                        .script(trial -> {
                            trial.subject();
                            trial.fault(FaultRule.onSends().every(2).alter(answer -> answer.toBuilder()
                                    .encoding(HeaderEncoding.ROCKETMQ)
                                    .build()));
                            for (int i = 0; i < 6; i++) {
                                trial.expectStored(trial.send());
                            }
                            trial.expect(
                                    trial.attempts().size() == 6,
                                    "six attempts: each answer is understood",
                                    trial.attempts());
                        }));
    }

    private static Case twice(String mode) {
        return answers("twice-" + mode)
                .restsOn("T18", "I6", "B-REMOTE-11")
                .needs(mode)
                .says("A broker answers each request twice. Each send ends once, and none gets another's answer.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().answerTwice());
                    for (int i = 0; i < 8; i++) {
                        Outcome outcome = trial.subject().act(Command.send(mode).body("twice " + i));
                        expectTruth(trial, outcome, "twice " + i);
                    }
                    trial.expect(
                            trial.calls().stream()
                                    .allMatch(call -> call.answers().size() == 1),
                            "one end each",
                            "more");
                });
    }

    private static Case nobodys(String mode) {
        return answers("to-nobody-" + mode)
                .restsOn("T19", "B-REMOTE-11")
                .needs(mode)
                .says(
                        "A broker answers under an opaque that nobody waits for. It is ignored; the send goes on as if there were silence, and the connection "
                                + "is as good as before.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().tag("lost").wrongOpaque());
                    trial.expectFailed(trial.start("retries", 0)
                            .act(Command.send(mode).with("tags", "lost").timeout(700)));
                    for (int i = 0; i < 4; i++) {
                        trial.expectStored(trial.send());
                    }
                });
    }

    private static Case odd(
            String name, String statement, String what, UnaryOperator<Frame> change, Case.Script script) {
        return answers(name)
                .restsOn(statement, "W-8")
                .needs("sync")
                .says("A broker answers " + what + ".")
                .script(trial -> {
                    trial.subject();
                    trial.fault(FaultRule.onSends().alter(change));
                    script.run(trial);
                });
    }

    /** A success that can't be read: whatever the client makes of it, it ends in time, and lives. */
    private static Case malformed(String name, String what, UnaryOperator<Frame> change) {
        return answers(name)
                .restsOn("W-8", "I6", "L1", "I10")
                .needs("sync")
                .says(
                        "A broker answers success " + what
                                + ". The client can't know where the message is. It says something, in time, and works afterwards.")
                .script(trial -> {
                    trial.warm();
                    trial.fault(FaultRule.onSends().alter(change));
                    Outcome outcome = trial.subject().act(Command.send("sync").timeout(1_000));
                    trial.expectWithin(outcome, 1_000);
                    trial.better(!"not-stored".equals(outcome.certainty()), "no false certainty", outcome);
                    trial.cluster().rules().clear();
                    trial.expectStored(trial.send());
                });
    }

    private static Frame without(Frame answer, String field) {
        Frame.Builder builder = Frame.response(answer, answer.code())
                .opaque(answer.opaque())
                .remark(answer.remark())
                .version(answer.version())
                .encoding(answer.encoding());
        answer.extFields().forEach((name, value) -> {
            if (!name.equals(field)) {
                builder.field(name, value);
            }
        });
        return builder.build();
    }

    /** The result names the place where this body is. */
    static void expectTruth(Trial trial, Outcome outcome, String body) {
        trial.expectStored(outcome);
        if (!outcome.stored()) {
            return;
        }
        Set<String> places = new TreeSet<>();
        for (var broker : trial.cluster().masters()) {
            for (StoredMessage stored : broker.stored(Trial.TOPIC)) {
                if (new String(stored.body(), StandardCharsets.UTF_8).equals(body)) {
                    places.add(broker.brokerName() + " " + stored.queueId() + " " + stored.queueOffset());
                }
            }
        }
        String told = outcome.text("broker") + " " + outcome.number("queue") + " " + outcome.number("offset");
        trial.expect(places.contains(told), "a place where \"" + body + "\" is: one of " + places, told);
    }
}
