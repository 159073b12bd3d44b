// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.conformance.cases;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.conformance.driver.Call;
import dev.hotfire.conformance.suite.Area;
import dev.hotfire.conformance.suite.Attempt;
import dev.hotfire.conformance.suite.Case;
import dev.hotfire.conformance.suite.Command;
import dev.hotfire.conformance.suite.Outcome;
import dev.hotfire.conformance.suite.Subject;
import dev.hotfire.conformance.suite.TopicScript;
import dev.hotfire.conformance.suite.Trial;
import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.link.LinkConditions;
import dev.hotfire.link.LinkDirection;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.LanguageCode;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Frames and encodings. */
final class FramingCases {
    private static final long A_DAY_MILLIS = Duration.ofDays(1).toMillis();

    private FramingCases() {}

    private static Case.Builder framing(String name) {
        return Case.builder(Area.FRAMING, name);
    }

    static List<Case> all() {
        return List.of(
                framing("send-is-a-request")
                        .restsOn("W-1", "W-4", "W-5")
                        .says(
                                "A message travels as request 310 (SEND_MESSAGE_V2) or 10 (SEND_MESSAGE), with flag 0: bit 0 "
                                        + "would make it a response, bit 1 a oneway request that nobody answers.")
                        .topic(TopicScript.clear(1, wire -> {
                            wire.each(
                                    "code 310 or 10",
                                    attempt -> attempt.entry().code() == RequestCode.SEND_MESSAGE_V2
                                            || attempt.entry().code() == RequestCode.SEND_MESSAGE,
                                    attempt -> attempt.entry().code());
                            wire.each(
                                    "flag 0",
                                    attempt -> attempt.entry().request().flag() == 0,
                                    attempt -> attempt.entry().request().flag());
                        })),
                framing("one-message-one-request")
                        .restsOn("W-5", "I3")
                        .says(
                                "Where nothing fails, a message is sent once. A second copy is a duplicate that consumers see.")
                        .topic(TopicScript.clear(3, wire -> {
                            wire.expect(wire.attempts().size() == wire.messages(), "as many requests as messages");
                            wire.expect(
                                    wire.stored().size() == wire.messages(),
                                    "as many copies as messages",
                                    wire.stored().size());
                        })),
                framing("version-is-told")
                        .restsOn("W-4")
                        .says(
                                "Frames carry the version of the protocol that the client speaks. Servers decide by it how "
                                        + "they write routes and whether they say GO_AWAY; 0 makes them treat the client as ancient.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "a version above 0 and no higher than servers know",
                                        attempt -> attempt.entry().request().version() > 0
                                                && attempt.entry().request().version() <= MqVersion.HIGHER_VERSION,
                                        attempt -> attempt.entry().request().version()))),
                framing("language-is-told")
                        .restsOn("W-4")
                        .says("Frames carry the client's language, which operators see in lists of connections.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "a language code that servers know",
                                        attempt -> attempt.entry().request().languageCode() >= 0
                                                && attempt.entry().request().languageCode() <= LanguageCode.NODE_JS,
                                        attempt -> attempt.entry().request().languageCode()))),
                framing("required-fields")
                        .restsOn("W-7")
                        .says(
                                "A send names group, topic, template topic, its queue count, queue, flags, birth and user "
                                        + "flag. A broker that misses one of these fails with a null pointer.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "all required header fields",
                                        attempt -> missing(attempt).isEmpty(),
                                        FramingCases::missing))),
                framing("numbers-are-numbers")
                        .restsOn("W-2", "W-7")
                        .says(
                                "Header fields are texts, and those of numbers must be whole numbers: \"4\", not \"4.0\" or \"\".")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "whole numbers in d, e, f, g and h",
                                        attempt -> notWhole(attempt).isEmpty(),
                                        FramingCases::notWhole))),
                framing("template-topic")
                        .restsOn("W-7", "B-ROUTE-02")
                        .says(
                                "Field c names the topic after whose model a broker may create the message's topic: TBW102 "
                                        + "unless a user says otherwise; d says how many queues it gets.")
                        .topic(TopicScript.clear(1, wire -> {
                            wire.each(
                                    "a template topic",
                                    attempt -> !empty(attempt.field("c", "defaultTopic")),
                                    attempt -> attempt.field("c", "defaultTopic"));
                            wire.each(
                                    "a count of queues above 0",
                                    attempt -> positive(attempt.field("d", "defaultTopicQueueNums")),
                                    attempt -> attempt.field("d", "defaultTopicQueueNums"));
                            wire.better(
                                    wire.attempts().stream()
                                            .allMatch(attempt -> "TBW102".equals(attempt.field("c", "defaultTopic"))),
                                    "the template topic that brokers have");
                        })),
                framing("born-now")
                        .restsOn("W-7", "B-SEND-05")
                        .says("Field g is the client's clock in milliseconds since 1970. Seconds or microseconds are a "
                                + "frequent slip, and make messages seem to be born in another century.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "a birth within a day of now",
                                        attempt -> Math.abs(number(attempt.field("g", "bornTimestamp"))
                                                        - wire.stored().stream()
                                                                .mapToLong(stored -> stored.storeTimestamp())
                                                                .findFirst()
                                                                .orElse(0))
                                                < A_DAY_MILLIS,
                                        attempt -> attempt.field("g", "bornTimestamp")))),
                framing("first-delivery")
                        .restsOn("W-7")
                        .says("A fresh message is none that consumers handed back: reconsumeTimes is 0 or absent.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "reconsumeTimes 0 or absent",
                                        attempt -> {
                                            String times = attempt.field("j", "reconsumeTimes");
                                            return times == null || times.equals("0");
                                        },
                                        attempt -> attempt.field("j", "reconsumeTimes")))),
                framing("no-batch-mark")
                        .restsOn("W-7", "W-14")
                        .says("A single message is not marked as a batch: a broker would take its body apart.")
                        .topic(TopicScript.clear(
                                1,
                                wire -> wire.each(
                                        "m false or absent",
                                        attempt -> !"true".equals(attempt.field("m", "batch")),
                                        attempt -> attempt.field("m", "batch")))),
                framing("broker-name-is-told")
                        .restsOn("W-7", "B-ROUTE-14")
                        .says(
                                "Version 2 of the header says in n which broker's queue is meant. Proxies and static topics "
                                        + "need it.")
                        .topic(TopicScript.clear(1, wire -> {
                            wire.each(
                                    "n absent, or the name of the broker that is asked",
                                    attempt -> attempt.brokerName() == null
                                            || attempt.brokerName().equals(attempt.server()),
                                    Attempt::brokerName);
                            wire.better(
                                    wire.attempts().stream().allMatch(attempt -> attempt.brokerName() != null),
                                    "a broker name in the header");
                        })),
                framing("opaque-is-its-own")
                        .restsOn("W-4", "I15")
                        .says(
                                "Requests that are under way on one connection have different opaques, else their answers "
                                        + "can't be told apart. Ten messages at once show it.")
                        .needs("async")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().delay(Duration.ofMillis(150)));
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 10; i++) {
                                calls.add(trial.subject()
                                        .begin(Command.send("async").body("m" + i)));
                            }
                            calls.forEach(call -> trial.expectStored(trial.end(call)));
                            Set<String> seen = new TreeSet<>();
                            int sends = 0;
                            for (JournalEntry entry : trial.cluster().journal().sends()) {
                                sends++;
                                seen.add(entry.server() + " " + entry.connectionId() + " "
                                        + entry.request().opaque());
                            }
                            trial.expect(seen.size() == sends, "an opaque of its own for each request", seen);
                        }),
                framing("answers-in-json")
                        .restsOn("W-1", "W-2")
                        .says("Servers answer with JSON headers unless told otherwise, whatever the client writes.")
                        .needs("sync")
                        .cluster(builder -> builder.encoding(HeaderEncoding.JSON))
                        .script(trial -> trial.expectStored(trial.send())),
                framing("answers-in-binary")
                        .restsOn("W-1", "W-3")
                        .says("Servers that are configured so answer with binary headers. A client reads what the type "
                                + "byte of each frame says, not what it writes itself.")
                        .needs("sync")
                        .cluster(builder -> builder.encoding(HeaderEncoding.ROCKETMQ))
                        .script(trial -> trial.expectStored(trial.send())),
                framing("answers-byte-by-byte")
                        .restsOn("W-1", "T13")
                        .says(
                                "TCP may deliver any slicing: here answers arrive one byte at a time, so a client that takes "
                                        + "one read for one frame loses its place.")
                        .needs("sync")
                        .cluster(builder -> builder.linkConditions(
                                new LinkConditions(LinkDirection.CLEAR, LinkDirection.CLEAR.withMaxSliceBytes(1))))
                        .script(trial -> {
                            for (int i = 0; i < 3; i++) {
                                trial.expectStored(trial.send());
                            }
                        }),
                framing("answers-in-odd-slices")
                        .restsOn("W-1", "T13")
                        .says(
                                "As above in slices of 7 bytes, with many answers under way at once: ends of one frame and "
                                        + "beginnings of the next share a read.")
                        .needs("async")
                        .cluster(builder -> builder.linkConditions(
                                new LinkConditions(LinkDirection.CLEAR, LinkDirection.CLEAR.withMaxSliceBytes(7))))
                        .script(trial -> {
                            trial.expectStored(trial.send());
                            List<Call> calls = new ArrayList<>();
                            for (int i = 0; i < 20; i++) {
                                calls.add(trial.subject()
                                        .begin(Command.send("async").body("m" + i)));
                            }
                            calls.forEach(call -> trial.expectStored(trial.end(call)));
                        }),
                framing("unknown-fields-in-an-answer")
                        .restsOn("W-2")
                        .says("A newer broker's answer has fields that the client does not know. They are ignored.")
                        .topic(TopicScript.fault(
                                sends -> sends.alter(answer -> answer.toBuilder()
                                        .field("aFieldOfTheFuture", "42")
                                        .field("another", "{}")
                                        .build()),
                                wire -> wire.expect(wire.attempts().size() == 1, "one request"))),
                framing("newer-server-version")
                        .restsOn("W-4")
                        .says("A server of a later release announces a version that the client has never heard of.")
                        .topic(TopicScript.fault(
                                sends -> sends.alter(answer ->
                                        answer.toBuilder().version(9_999).build()),
                                wire -> wire.expect(wire.attempts().size() == 1, "one request"))),
                framing("answer-of-another-language")
                        .restsOn("W-4", "T16")
                        .says("Servers may be written in any language; that of an answer's header decides nothing.")
                        .topic(TopicScript.fault(
                                sends -> sends.alter(answer -> answer.toBuilder()
                                        .language(LanguageCode.RUST)
                                        .build()),
                                wire -> wire.expect(wire.attempts().size() == 1, "one request"))),
                framing("long-remark")
                        .restsOn("W-2", "B-RETRY-03")
                        .says(
                                "A broker's reason may be long: 64 KiB of it are read as any other answer, and the same connection serves on.")
                        .needs("sync")
                        .script(trial -> {
                            trial.warm();
                            // A code that nobody sends again for: the one answer that is long is the one that counts.
                            trial.fault(FaultRule.onSends().first(1).answer(13, "x".repeat(65_536)));
                            Outcome refused = trial.send();
                            trial.expectFailed(refused);
                            trial.expect(
                                    refused.millis() < Trial.SEND_TIMEOUT_MILLIS,
                                    "an end by the answer, not by the timeout",
                                    refused);
                            trial.expect(refused.code() == 13 || refused.code() == -1, "code 13, if any", refused);
                            Attempt first = trial.attempts().get(0);
                            for (int i = 0; i < 4; i++) {
                                trial.expectStored(trial.send());
                            }
                            trial.expect(
                                    trial.attempts().stream()
                                            .filter(attempt -> attempt.server().equals(first.server()))
                                            .allMatch(attempt -> attempt.entry().connectionId()
                                                    == first.entry().connectionId()),
                                    "the same connection after the answer as before",
                                    trial.attempts());
                        }),
                framing("body-is-bytes")
                        .restsOn("W-1", "I5")
                        .says("A body is bytes, not text: all 256 values arrive as they are.")
                        .needs("sync")
                        .script(trial -> {
                            byte[] body = new byte[256];
                            for (int i = 0; i < body.length; i++) {
                                body[i] = (byte) i;
                            }
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").body(body)));
                            trial.wire()
                                    .each(
                                            "the same 256 bytes",
                                            attempt -> Arrays.equals(attempt.body(), body),
                                            Attempt::bodyText);
                        }),
                framing("large-body")
                        .restsOn("W-1", "W-21", "B-VALID-04")
                        .says(
                                "A message of 3 MiB is within what brokers take, and arrives whole. (Compression is off.)")
                        .needs("sync")
                        .script(trial -> {
                            byte[] body = new byte[3 << 20];
                            Arrays.fill(body, (byte) 'x');
                            Subject subject = trial.start("compressOverBytes", 1 << 30, "sendTimeoutMillis", 10_000);
                            trial.expectStored(subject.act(Command.send("sync").body(body)));
                            trial.wire()
                                    .each(
                                            "3 MiB",
                                            attempt -> attempt.body().length == body.length,
                                            attempt -> attempt.body().length);
                        }),
                framing("oneway-flag")
                        .restsOn("W-4", "B-ONEWAY-01")
                        .says("A oneway send has flag 2: no broker answers it, not even with an error, and the client "
                                + "does not wait.")
                        .needs("oneway")
                        .script(trial -> {
                            Outcome sent = trial.send("oneway");
                            trial.expect(sent.is("sent"), "the call returns", sent);
                            trial.until(() -> !trial.attempts().isEmpty());
                            trial.wire()
                                    .each(
                                            "flag 2",
                                            attempt -> attempt.entry().request().isOneway(),
                                            attempt -> attempt.entry().request().flag());
                            trial.expect(trial.attempts().size() == 1, "one request", trial.attempts());
                        }),
                framing("user-flag")
                        .restsOn("W-7")
                        .says("The user's flag of a message travels in h and is stored with it.")
                        .needs("sync")
                        .script(trial -> {
                            trial.expectStored(
                                    trial.subject().act(Command.send("sync").with("flag", 7)));
                            trial.wire()
                                    .each(
                                            "flag 7 in h",
                                            attempt -> "7".equals(attempt.field("h", "flag")),
                                            attempt -> attempt.field("h", "flag"));
                        }),
                framing("text-beyond-ascii")
                        .restsOn("W-2", "W-12")
                        .says("Texts in headers are UTF-8: a key of Chinese characters and an emoji arrives as it was.")
                        .needs("sync", "properties")
                        .script(trial -> {
                            String text = "\u4e2d\u6587-\ud83d\ude80";
                            trial.expectStored(trial.subject()
                                    .act(Command.send("sync")
                                            .property("where", text)
                                            .body(text)));
                            trial.wire()
                                    .each(
                                            "the property",
                                            attempt -> text.equals(
                                                    attempt.properties().get("where")),
                                            Attempt::properties);
                            trial.wire()
                                    .each(
                                            "the body",
                                            attempt -> Arrays.equals(attempt.body(), text.getBytes(UTF_8)),
                                            Attempt::bodyText);
                        }),
                framing("names-itself")
                        .restsOn("W-7", "B-LIFE-04")
                        .says("Field a is the producer group that the user gave.")
                        .needs("sync")
                        .script(trial -> {
                            trial.expectStored(trial.send());
                            String group = trial.subject().group();
                            trial.wire()
                                    .each(
                                            "the group",
                                            attempt -> group.equals(
                                                    attempt.entry().facts().producerGroup()),
                                            attempt -> attempt.entry().facts().producerGroup());
                        }),
                framing("both-directions-count-apart")
                        .restsOn("W-4")
                        .says(
                                "Requests of the server have opaques of its own count: one with the same number as a request "
                                        + "of the client under way is not its answer.")
                        .needs("async")
                        .script(trial -> {
                            trial.warm();
                            trial.fault(FaultRule.onSends().delay(Duration.ofMillis(400)));
                            Call call = trial.subject().begin(Command.send("async"));
                            trial.until(() -> !trial.attempts().isEmpty());
                            Pushes.notifyWithOpaquesOfSends(trial);
                            trial.expectStored(trial.end(call));
                            trial.expect(
                                    trial.attempts().size() == 1,
                                    "one attempt, which its own answer ends",
                                    trial.attempts());
                        }));
    }

    private static List<String> missing(Attempt attempt) {
        List<String> missing = new ArrayList<>();
        String[][] names = {
            {"a", "producerGroup"},
            {"b", "topic"},
            {"c", "defaultTopic"},
            {"d", "defaultTopicQueueNums"},
            {"e", "queueId"},
            {"f", "sysFlag"},
            {"g", "bornTimestamp"},
            {"h", "flag"}
        };
        for (String[] name : names) {
            if (empty(attempt.field(name[0], name[1]))) {
                missing.add(name[1]);
            }
        }
        return missing;
    }

    private static List<String> notWhole(Attempt attempt) {
        List<String> bad = new ArrayList<>();
        String[][] names = {
            {"d", "defaultTopicQueueNums"}, {"e", "queueId"}, {"f", "sysFlag"}, {"g", "bornTimestamp"}, {"h", "flag"}
        };
        for (String[] name : names) {
            String text = attempt.field(name[0], name[1]);
            if (text == null || !text.matches("-?[0-9]+")) {
                bad.add(name[1] + "=" + text);
            }
        }
        return bad;
    }

    private static boolean empty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static boolean positive(@Nullable String text) {
        return number(text) > 0;
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
