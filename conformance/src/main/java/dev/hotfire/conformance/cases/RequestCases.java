// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Requests that wait for a reply. */
final class RequestCases {
    private static final long TIMEOUT = 4_000;

    private RequestCases() {}

    private static Case.Builder request(String name) {
        return Case.builder(Area.REQUEST, name).needs("request").cluster(builder -> builder.brokers("broker-a"));
    }

    static List<Case> all() {
        return List.of(
                request("what-it-carries")
                        .restsOn("W-16.2", "B-REQREPLY-01")
                        .says(
                                "A request is a message with CORRELATION_ID, REPLY_TO_CLIENT, which is the client id of its heartbeats, and TTL, its timeout in "
                                        + "milliseconds.")
                        .script(trial -> {
                            Call call = ask(trial, "sync");
                            Map<String, String> properties =
                                    trial.attempts().get(0).properties();
                            trial.expect(
                                    !properties
                                            .getOrDefault(PropertyNames.CORRELATION_ID, "")
                                            .isEmpty(),
                                    "a CORRELATION_ID",
                                    properties);
                            trial.expect(
                                    String.valueOf(TIMEOUT).equals(properties.get(PropertyNames.TTL)),
                                    "TTL = " + TIMEOUT,
                                    properties);
                            trial.expect(
                                    trial.until(() -> trial.broker("broker-a").producerGroups().values().stream()
                                            .anyMatch(ids ->
                                                    ids.contains(properties.get(PropertyNames.REPLY_TO_CLIENT)))),
                                    "REPLY_TO_CLIENT that heartbeats name",
                                    properties);
                            reply(trial, "answer");
                            trial.end(call);
                        }),
                replied("sync"),
                replied("async"),
                request("reply-is-acknowledged")
                        .restsOn("W-16.2", "B-REQREPLY-08")
                        .says("The broker hands over the reply with request 326 and waits for an answer: 0.")
                        .script(trial -> {
                            Call call = ask(trial, "sync");
                            List<Frame> answers = reply(trial, "answer");
                            trial.expect(
                                    answers.stream().anyMatch(answer -> answer.code() == ResponseCode.SUCCESS),
                                    "answer 0",
                                    answers);
                            trial.end(call);
                        }),
                request("ids-of-their-own")
                        .restsOn("W-16.2", "W-13.3", "B-REQREPLY-08")
                        .needs("async")
                        .says(
                                "Three requests at once, answered in the reverse order. Each gets the reply that names its CORRELATION_ID.")
                        .script(trial -> {
                            Subject subject = warmed(trial);
                            for (int i = 0; i < 3; i++) {
                                Call call = subject.begin(
                                        Command.request("async", TIMEOUT).body("question " + i));
                                int wanted = i + 1;
                                trial.require(
                                        trial.until(() -> trial.attempts().size() == wanted),
                                        wanted + " requests",
                                        trial.attempts());
                                trial.expect(!call.command().isEmpty(), "a command", call);
                            }
                            List<Attempt> attempts = trial.attempts();
                            trial.expect(
                                    attempts.stream()
                                                    .map(attempt ->
                                                            attempt.properties().get(PropertyNames.CORRELATION_ID))
                                                    .distinct()
                                                    .count()
                                            == 3,
                                    "three ids",
                                    attempts);
                            for (int i = 2; i >= 0; i--) {
                                push(
                                        trial,
                                        attempts.get(i),
                                        "answer to " + attempts.get(i).bodyText(),
                                        0);
                            }
                            List<Call> calls = trial.calls()
                                    .subList(
                                            trial.calls().size() - 3,
                                            trial.calls().size());
                            for (int i = 0; i < 3; i++) {
                                Outcome outcome = trial.end(calls.get(i));
                                trial.expect(
                                        ("answer to question " + i).equals(lastBody(trial, calls.get(i), outcome)),
                                        "answer to question " + i,
                                        calls.get(i).answers());
                            }
                        }),
                silence("sync"),
                silence("async"),
                request("not-stored")
                        .restsOn("B-REQREPLY-03", "B-REQREPLY-07", "I10")
                        .needs("sync")
                        .says(
                                "No broker takes the request (13). The caller is told soon, and not only when the time for a reply is over.")
                        .script(trial -> {
                            Subject subject = warmed(trial);
                            trial.fault(FaultRule.onSends().answer(13, "told to refuse"));
                            Outcome outcome = subject.act(Command.request("sync", TIMEOUT));
                            trial.expectFailed(outcome);
                            trial.better(outcome.millis() < TIMEOUT / 2, "an end well before its time", outcome);
                            trial.expect(outcome.millis() < 2 * TIMEOUT, "an end in time", outcome);
                        }),
                request("twice")
                        .restsOn("B-REQREPLY-09", "T18", "I6")
                        .says("The reply is handed over twice. The request ends once.")
                        .needs("async")
                        .script(trial -> {
                            Call call = ask(trial, "async");
                            reply(trial, "answer");
                            reply(trial, "answer");
                            trial.end(call);
                            trial.pass(Duration.ofMillis(300));
                            trial.expect(call.answers().size() == 1, "one end", call.answers());
                        }),
                request("nobodys-reply")
                        .restsOn("B-REQREPLY-08", "T19")
                        .says(
                                "A reply comes to a question that nobody asked. It is acknowledged or refused, and does no harm.")
                        .script(trial -> {
                            Call call = ask(trial, "sync");
                            Map<String, String> stranger = new LinkedHashMap<>();
                            stranger.put(PropertyNames.CORRELATION_ID, "of-nobody");
                            push(trial, stranger, "for nobody".getBytes(StandardCharsets.UTF_8), 0);
                            reply(trial, "answer");
                            Outcome outcome = trial.end(call);
                            trial.expect("answer".equals(outcome.text("body")), "its own reply", outcome);
                        }),
                request("reply-without-an-id")
                        .restsOn("B-REQREPLY-08", "T16")
                        .says("A reply has no CORRELATION_ID. It is refused or ignored, and the client lives.")
                        .script(trial -> {
                            Call call = ask(trial, "sync");
                            push(trial, Map.of("x", "y"), "?".getBytes(StandardCharsets.UTF_8), 0);
                            reply(trial, "answer");
                            trial.expect(
                                    "answer".equals(trial.end(call).text("body")), "its own reply", call.answers());
                        }),
                request("compressed-reply")
                        .restsOn("W-16.2", "W-15")
                        .says("A reply's body is compressed, as its sysFlag says. The caller gets the plain body.")
                        .needs("compression")
                        .script(trial -> {
                            Call call = ask(trial, "sync");
                            String plain = "a long answer ".repeat(500);
                            byte[] small = Compression.ZLIB.compress(plain.getBytes(StandardCharsets.UTF_8), 5);
                            push(
                                    trial,
                                    replyTo(trial.attempts().get(0)),
                                    small,
                                    SysFlag.COMPRESSED | Compression.ZLIB.sysFlagBits());
                            Outcome outcome = trial.end(call);
                            trial.expect(plain.equals(outcome.text("body")), "the plain body", outcome.text("body"));
                        }),
                request("late-reply")
                        .restsOn("B-REQREPLY-09", "T23", "I6")
                        .needs("sync")
                        .says("The reply comes when the caller has given up. It is nobody's, and the producer works.")
                        .script(trial -> {
                            Subject subject = warmed(trial);
                            Outcome outcome = subject.act(Command.request("sync", 500));
                            trial.expectFailed(outcome);
                            reply(trial, "too late");
                            trial.expect(
                                    outcome.ends() == 1,
                                    "one end",
                                    outcome.call().answers());
                            trial.expectStored(subject.send());
                        }));
    }

    private static Case replied(String mode) {
        return request("replied-" + mode)
                .restsOn("W-16.2", "B-REQREPLY-08", "B-REQREPLY-05", "I6")
                .says(
                        "A reply comes. The caller gets it, and is told once: the acknowledgement of the request is no reply.")
                .script(trial -> {
                    Call call = ask(trial, mode);
                    trial.pass(Duration.ofMillis(200));
                    reply(trial, "answer");
                    trial.until(() -> call.answers().stream()
                            .anyMatch(answer -> "answer".equals(answer.fields().text("body"))));
                    trial.expect(
                            call.answers().stream().anyMatch(answer -> "answer"
                                    .equals(answer.fields().text("body"))),
                            "the reply",
                            call.answers());
                    trial.expect(call.answers().size() == 1, "one end", call.answers());
                });
    }

    private static Case silence(String mode) {
        return request("no-reply-" + mode)
                .restsOn("B-REQREPLY-03", "B-REQREPLY-06", "I10", "I6")
                .limit(Duration.ofSeconds(20))
                .says(
                        "The request is stored and nobody replies. The caller is told that, once, when the time of a second is over.")
                .script(trial -> {
                    Subject subject = warmed(trial);
                    Outcome first = subject.act(Command.request(mode, 1_000));
                    trial.until(
                            () -> first.call().answers().stream()
                                    .anyMatch(answer -> answer.outcome().equals("failed")),
                            Duration.ofSeconds(6));
                    trial.expect(
                            first.call().answers().stream()
                                    .anyMatch(answer -> answer.outcome().equals("failed")),
                            "a failure in time",
                            first.call().answers());
                    trial.expect(
                            first.call().answers().size() == 1,
                            "one end",
                            first.call().answers());
                    if (first.failed()) {
                        trial.better(first.kind().equals("no-reply"), "a failure of the kind no-reply", first);
                        trial.expectWithin(first, 1_000);
                    }
                });
    }

    /** A producer that the broker knows by its heartbeat. */
    private static Subject warmed(Trial trial) {
        Subject subject = trial.subject();
        trial.expectStored(subject.send());
        trial.require(
                trial.until(
                        () -> trial.broker("broker-a").producerGroups().containsKey(subject.group()),
                        Duration.ofSeconds(10)),
                "a heartbeat",
                trial.requests(RequestCode.HEART_BEAT).size());
        trial.cluster().journal().clear();
        return subject;
    }

    private static Call ask(Trial trial, String mode) {
        Call call = warmed(trial).begin(Command.request(mode, TIMEOUT));
        trial.require(trial.until(() -> trial.attempts().size() == 1), "the request", trial.attempts());
        return call;
    }

    private static String lastBody(Trial trial, Call call, Outcome outcome) {
        trial.until(
                () -> call.answers().stream().anyMatch(answer -> answer.fields().has("body")), Duration.ofSeconds(2));
        return String.valueOf(call.answers().stream()
                .map(answer -> answer.fields().text("body"))
                .filter(body -> body != null)
                .findFirst()
                .orElse(outcome.toString()));
    }

    private static List<Frame> reply(Trial trial, String body) {
        return push(trial, trial.attempts().get(0), body, 0);
    }

    private static List<Frame> push(Trial trial, Attempt request, String body, int sysFlag) {
        return push(trial, replyTo(request), body.getBytes(StandardCharsets.UTF_8), sysFlag);
    }

    private static Map<String, String> replyTo(Attempt request) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(
                PropertyNames.CORRELATION_ID,
                String.valueOf(request.properties().get(PropertyNames.CORRELATION_ID)));
        properties.put(PropertyNames.MSG_TYPE, "reply");
        return properties;
    }

    /** Hands a reply over to all connections, and waits for what they say. */
    private static List<Frame> push(Trial trial, Map<String, String> properties, byte[] body, int sysFlag) {
        ReplyPushHeader header = new ReplyPushHeader(
                "pg-replier",
                "DefaultCluster_REPLY_TOPIC",
                null,
                0,
                1,
                sysFlag,
                17,
                0,
                MessageProperties.encode(properties),
                0,
                false,
                "127.0.0.1:4567",
                "127.0.0.1:10911",
                18);
        List<CompletableFuture<Frame>> calls = Pushes.call(
                trial,
                header.writeTo(Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT))
                        .body(body));
        trial.until(() -> calls.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(3));
        return calls.stream()
                .filter(call -> call.isDone() && !call.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }
}
