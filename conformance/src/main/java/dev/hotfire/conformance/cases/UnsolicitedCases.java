// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What brokers ask by themselves. */
final class UnsolicitedCases {
    private UnsolicitedCases() {}

    static List<Case> all() {
        return List.of(
                oneway(
                        "consumers-changed",
                        RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                        "that a group's consumers changed (40)"),
                oneway("unknown-code", 4_242, "something that the client does not know (4242)"),
                oneway(
                        "check-without-fields",
                        RequestCode.CHECK_TRANSACTION_STATE,
                        "about a transaction, without saying which (39)"),
                asked("unknown-code-asked", 4_242),
                asked("running-info-asked", RequestCode.GET_CONSUMER_RUNNING_INFO),
                oneway(
                        "reset-offset",
                        RequestCode.RESET_CONSUMER_CLIENT_OFFSET,
                        "to begin a queue anew (220), as if it were a consumer"),
                Case.builder(Area.UNSOLICITED, "many")
                        .restsOn("T24", "B-REMOTE-15")
                        .needs("sync")
                        .says("A broker says a thousand things at once that don't concern a producer. Messages go on.")
                        .script(trial -> {
                            trial.warm();
                            for (int i = 0; i < 1_000; i++) {
                                Pushes.push(trial, RequestCode.NOTIFY_CONSUMER_IDS_CHANGED);
                            }
                            works(trial);
                            expectNoAnswer(trial);
                        }),
                Case.builder(Area.UNSOLICITED, "empty-reply")
                        .restsOn("T24", "B-REQREPLY-08")
                        .needs("sync")
                        .says(
                                "A broker hands over a reply without any field, to a producer that asked nothing. It is refused or ignored.")
                        .script(trial -> {
                            trial.warm();
                            Pushes.call(trial, Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT));
                            trial.pass(Duration.ofMillis(100));
                            works(trial);
                        }));
    }

    private static Case oneway(String name, int code, String what) {
        return Case.builder(Area.UNSOLICITED, name)
                .restsOn("T24", "B-REMOTE-15", "W-5")
                .needs("sync")
                .says("A broker tells the client, oneway, " + what
                        + ". Nobody answers, and messages go on over the same connections.")
                .script(trial -> {
                    trial.warm();
                    int before = Pushes.connections(trial).size();
                    Pushes.push(trial, code);
                    works(trial);
                    expectNoAnswer(trial);
                    trial.expect(
                            Pushes.connections(trial).size() >= Math.min(before, 1),
                            "connections that live",
                            Pushes.connections(trial));
                });
    }

    private static Case asked(String name, int code) {
        return Case.builder(Area.UNSOLICITED, name)
                .restsOn("T24", "B-REMOTE-15", "W-4")
                .needs("sync")
                .says("A broker asks the client for something that a producer has not (" + code
                        + "), and wants an answer: 3 (not supported) at best, some error "
                        + "otherwise. Messages go on.")
                .script(trial -> {
                    trial.warm();
                    List<CompletableFuture<Frame>> answers = Pushes.call(
                            trial,
                            Frame.request(code)
                                    .field("topic", Trial.TOPIC)
                                    .field("group", "g")
                                    .field("consumerGroup", "g")
                                    .field("clientId", "c")
                                    .field("timestamp", 0)
                                    .field("isForce", true));
                    trial.until(() -> answers.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(3));
                    trial.better(
                            answers.stream()
                                    .allMatch(answer -> answer.isDone()
                                            && !answer.isCompletedExceptionally()
                                            && answer.join().code() != ResponseCode.SUCCESS),
                            "an answer that says no",
                            answers.stream().map(UnsolicitedCases::told).toList());
                    works(trial);
                });
    }

    /** After {@link #works}: what was sent over the same connections comes after an answer, if there is one. */
    private static void expectNoAnswer(Trial trial) {
        int answers = Pushes.answersUncalledFor(trial);
        trial.expect(answers == 0, "no answer to what wants none", answers + " answers");
    }

    private static void works(Trial trial) {
        for (int i = 0; i < 4; i++) {
            trial.expectStored(trial.send());
        }
    }

    private static String told(CompletableFuture<Frame> answer) {
        return !answer.isDone() || answer.isCompletedExceptionally()
                ? "no answer"
                : "answer " + answer.join().code();
    }
}
