// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static dev.hotfire.official.check.BrokerRequests.BROKER;
import static dev.hotfire.official.check.BrokerRequests.QUEUES;
import static dev.hotfire.official.check.BrokerRequests.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.official.check.BrokerRequests.Step;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.message.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * The same sequence of requests, valid and invalid ones, to an official broker and to a fake one: answers agree in code,
 * header fields and stored messages. Remarks are not compared; ids are each broker's own.
 *
 * <p>A sequence that shows a difference is not shrunk, because each try needs an official broker: what differed is said
 * request by request, and the seed makes the sequence again.
 */
class FidelityTest {
    private static final int REQUESTS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is each broker's own: addresses, and places in its own log. */
    private static final Set<String> OWN_FIELDS = Set.of("msgId", "recallHandle");

    private static final Set<Integer> REPLIES =
            Set.of(RequestCode.SEND_REPLY_MESSAGE, RequestCode.SEND_REPLY_MESSAGE_V2);

    /** The real broker also keeps replies, and says where. */
    private static final Set<String> FIELDS_OF_STORED_REPLIES = Set.of("msgId", "queueId", "queueOffset");

    @Provide
    Arbitrary<List<Step>> sequences() {
        return BrokerRequests.any().list().ofSize(REQUESTS);
    }

    @Property(tries = 1, seed = "21", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void theFakeBrokerAnswersAsTheOfficialOneDoes(@ForAll("sequences") List<Step> steps) throws Exception {
        try (Scratch scratch = Scratch.make();
                OfficialCluster official = OfficialCluster.start(
                        scratch.folder(),
                        "--topic",
                        TOPIC + ":" + QUEUES,
                        "--set",
                        "autoCreateTopicEnable=false",
                        "--set",
                        "timerWheelEnable=true",
                        "--set",
                        "recallMessageEnable=true");
                FakeCluster fake = FakeCluster.builder().topic(TOPIC, QUEUES).start();
                Peer truth = new Peer(official.brokerAddress(BROKER));
                Peer copy = new Peer(fake.broker(BROKER).address().toString())) {
            List<String> differences = new ArrayList<>();
            Map<String, Integer> drawn = new TreeMap<>();
            for (int number = 0; number < steps.size(); number++) {
                Step step = steps.get(number);
                drawn.merge(step.what(), 1, Integer::sum);
                String unsettled = settle(truth, copy);
                if (unsettled != null) {
                    differences.add(
                            number + " after " + (number == 0 ? "nothing" : steps.get(number - 1)) + ": " + unsettled);
                    break;
                }
                Frame toTruth = step.maker().make(truth, number).opaque(number).build();
                Frame toCopy = step.maker().make(copy, number).opaque(number).build();
                Frame actual = copy.callOrSilence(toCopy);
                Frame expected = actual == null ? truth.callOrSilence(toTruth) : truth.call(toTruth);
                Set<String> own = REPLIES.contains(toTruth.code()) ? FIELDS_OF_STORED_REPLIES : OWN_FIELDS;
                String difference = difference(expected, actual, own);
                if (difference != null) {
                    differences.add(number + " " + step.what() + ", " + shown(toCopy) + ": " + difference);
                }
            }
            assertThat(differences).as("differences, of %s", drawn).isEmpty();
        }
    }

    private static String shown(Frame request) {
        String text = new TreeMap<>(request.extFields()).toString();
        return text.length() > 500 ? text.substring(0, 500) + "..." : text;
    }

    /** A real broker files messages into queues a moment after it has answered. Returns what it does not come to, or null. */
    private static String settle(Peer truth, Peer copy) throws IOException {
        for (int queue = 0; queue < QUEUES; queue++) {
            Frame request = BrokerRequests.maxOffset(queue);
            String wanted = copy.call(request).field("offset");
            long startedNanos = System.nanoTime();
            while (!String.valueOf(wanted).equals(truth.call(request).field("offset"))) {
                if (System.nanoTime() - startedNanos > PATIENCE.toNanos()) {
                    return "the official broker has not " + wanted + " messages in queue " + queue;
                }
            }
        }
        return null;
    }

    private static String difference(Frame expected, Frame actual, Set<String> own) {
        if (expected == null && actual == null) {
            return null;
        }
        if (expected == null || actual == null) {
            return (expected == null ? "no answer" : expected) + ", not " + (actual == null ? "none" : actual);
        }
        if (expected.opaque() != actual.opaque()) {
            return "an answer to what was asked before: " + expected;
        }
        if (expected.code() != actual.code()) {
            return "code " + expected.codeName() + " \"" + expected.remark() + "\", not " + actual.codeName() + " \""
                    + actual.remark() + "\"";
        }
        Map<String, String> fields = comparable(expected, own);
        if (!fields.equals(comparable(actual, own))) {
            return "fields " + fields + ", not " + comparable(actual, own);
        }
        if (expected.code() != ResponseCode.SUCCESS) {
            return null;
        }
        if (isMessages(expected.body()) && isMessages(actual.body())) {
            List<String> messages = messages(expected.body());
            return messages.equals(messages(actual.body()))
                    ? null
                    : "messages " + messages + ", not " + messages(actual.body());
        }
        String body = withoutOrder(new String(expected.body(), StandardCharsets.UTF_8));
        String other = withoutOrder(new String(actual.body(), StandardCharsets.UTF_8));
        return body.equals(other) ? null : "body " + body + ", not " + other;
    }

    /** Assignments come in a hash table's order. */
    private static String withoutOrder(String body) {
        return body.startsWith("{\"messageQueueAssignments\"")
                ? Stream.of(body.split("(?<=}),|[\\[\\]]", -1))
                        .sorted()
                        .toList()
                        .toString()
                : body;
    }

    private static boolean isMessages(byte[] body) {
        return body.length > 0 && body[0] != '{';
    }

    private static Map<String, String> comparable(Frame answer, Set<String> own) {
        Map<String, String> fields = new TreeMap<>(answer.extFields());
        if (own.equals(FIELDS_OF_STORED_REPLIES)) {
            fields.keySet().removeAll(own);
        }
        fields.replaceAll((name, value) -> own.contains(name) ? "there" : value);
        return fields;
    }

    private static List<String> messages(byte[] body) {
        return StoredMessage.decodeAll(body).stream()
                .map(message -> message.topic() + " " + message.queueId() + " " + message.queueOffset() + " flag "
                        + message.flag() + " sysFlag " + message.sysFlag() + " born " + message.bornTimestamp()
                        + " again " + message.reconsumeTimes() + " prepared " + message.preparedTransactionOffset()
                        + " " + new String(message.body(), StandardCharsets.UTF_8).length() + " bytes "
                        + new TreeMap<>(message.properties()))
                .toList();
    }
}
