// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.RandomSource;
import dev.hotfire.testkit.FakeCluster;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests, drawn from a seed, valid and invalid ones, to an official broker and to a fake one: answers agree in
 * code, header fields and stored messages. Remarks are not compared; ids are each broker's own.
 */
class FidelityTest {
    private static final int REQUESTS = 400;
    private static final long SEED = 21;
    private static final String BROKER = "broker-a";
    private static final String TOPIC = "orders";
    private static final int QUEUES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is each broker's own: addresses, and places in its own log. */
    private static final Set<String> OWN_FIELDS = Set.of("msgId", "recallHandle");

    @TempDir
    private Path scratch;

    /** One of the two, and what a request may refer to: the ids that it gave out. */
    private static final class Side {
        final RawConnection connection;
        final List<String> ids = new ArrayList<>();

        Side(RawConnection connection) {
            this.connection = connection;
        }

        Frame call(Frame request) throws IOException {
            Frame answer = connection.call(request);
            String id = answer.field("msgId");
            if (answer.code() == ResponseCode.SUCCESS && id != null && id.indexOf(',') < 0 && id.length() > 1) {
                ids.add(id);
            }
            return answer;
        }
    }

    /** A request, made for each side with what that side gave out. */
    private record Step(String what, Function<Side, Frame.Builder> request) {}

    @Test
    void theFakeBrokerAnswersAsTheOfficialOneDoes() throws Exception {
        try (OfficialCluster official = OfficialCluster.start(
                        scratch,
                        "--topic",
                        TOPIC + ":" + QUEUES,
                        "--set",
                        "autoCreateTopicEnable=false",
                        "--set",
                        "timerWheelEnable=true");
                FakeCluster fake = FakeCluster.builder().topic(TOPIC, QUEUES).start();
                RawConnection toOfficial = new RawConnection(official.brokerAddress(BROKER));
                RawConnection toFake =
                        new RawConnection(fake.broker(BROKER).address().toString())) {
            Side truth = new Side(toOfficial);
            Side copy = new Side(toFake);
            RandomSource random = RandomSource.seeded(SEED);
            List<String> differences = new ArrayList<>();
            Map<String, Integer> drawn = new TreeMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                Step step = step(random, i);
                drawn.merge(step.what, 1, Integer::sum);
                settle(truth, copy);
                int opaque = i;
                Frame expected =
                        truth.call(step.request.apply(truth).opaque(opaque).build());
                Frame actual = copy.call(step.request.apply(copy).opaque(opaque).build());
                String difference = difference(expected, actual);
                if (difference != null) {
                    differences.add(i + " " + step.what + ": " + difference);
                }
            }
            assertThat(differences).as("differences, of %s", drawn).isEmpty();
        }
    }

    /** A real broker files messages into queues a moment after it has answered. */
    private static void settle(Side truth, Side copy) throws IOException, InterruptedException {
        for (int queue = 0; queue < QUEUES; queue++) {
            Frame request = new GetMaxOffsetHeader(TOPIC, queue, true, BROKER)
                    .writeTo(Frame.request(RequestCode.GET_MAX_OFFSET))
                    .build();
            String wanted = copy.connection.call(request).field("offset");
            long startedNanos = System.nanoTime();
            while (!String.valueOf(wanted).equals(truth.connection.call(request).field("offset"))) {
                if (System.nanoTime() - startedNanos > PATIENCE.toNanos()) {
                    throw new AssertionError("queue " + queue + ": the official broker does not come to " + wanted);
                }
                Thread.sleep(2);
            }
        }
    }

    // ---- requests ----

    private static <T> T any(RandomSource random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Step step(RandomSource random, int number) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> send(random, number);
            case 5 -> batch(random, number);
            case 6 -> badSend(random, number);
            case 7, 8 -> pull(random);
            case 9 -> offsets(random);
            case 10 -> view(random);
            case 11 -> consumerOffset(random);
            case 12 -> topic(random, number);
            case 13 -> locks(random);
            case 14 -> clients(random);
            default -> unknown(random);
        };
    }

    private static Map<String, String> properties(RandomSource random, int number) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQ_KEY, String.format("7F0000010001266C6F8F1B2C%08X", number));
        if (random.chance(0.5)) {
            properties.put(PropertyNames.TAGS, any(random, List.of("red", "green", "blue")));
        }
        if (random.chance(0.5)) {
            properties.put(PropertyNames.KEYS, "k" + random.nextInt(5) + " k" + random.nextInt(5));
        }
        if (random.chance(0.5)) {
            properties.put(PropertyNames.WAIT, Boolean.toString(random.chance(0.5)));
        }
        if (random.chance(0.3)) {
            properties.put("own", any(random, List.of("x", "a b", "ä", "=;")));
        }
        return properties;
    }

    private static byte[] body(RandomSource random) {
        return "b".repeat(1 + random.nextInt(300)).getBytes(StandardCharsets.UTF_8);
    }

    private static SendRequestHeader header(
            String topic, int queueId, Map<String, String> properties, RandomSource random, boolean batch) {
        return new SendRequestHeader(
                "pg",
                topic,
                "TBW102",
                4,
                queueId,
                0,
                1_700_000_000_000L + random.nextInt(1_000),
                random.nextInt(10),
                MessageProperties.encode(properties),
                0,
                false,
                null,
                batch,
                BROKER);
    }

    private static Step send(RandomSource random, int number) {
        int code = random.chance(0.2) ? RequestCode.SEND_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        Map<String, String> properties = properties(random, number);
        int kind = random.nextInt(8);
        switch (kind) {
            // So far ahead that none is delivered while the test runs.
            case 0 -> properties.put(PropertyNames.DELAY, any(random, List.of("5", "18", "99")));
            case 1 -> properties.put(PropertyNames.TIMER_DELAY_SEC, "600");
            case 2 -> {
                properties.put(PropertyNames.TRAN_MSG, "true");
                properties.put(PropertyNames.PRODUCER_GROUP, "pg-transactions");
            }
            default -> {}
        }
        SendRequestHeader header = header(TOPIC, random.nextInt(QUEUES), properties, random, false);
        byte[] body = body(random);
        return new Step(kind < 3 ? "send for later " + kind : "send", side -> header.writeTo(Frame.request(code))
                .body(body));
    }

    private static Step batch(RandomSource random, int number) {
        List<BatchBody.Element> elements = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            elements.add(new BatchBody.Element(
                    random.nextInt(10), body(random), properties(random, 100_000 + 10 * number + i)));
        }
        Map<String, String> own = Map.of(PropertyNames.WAIT, "true");
        SendRequestHeader header = header(TOPIC, random.nextInt(QUEUES), own, random, true);
        return new Step("batch", side -> header.writeTo(Frame.request(RequestCode.SEND_BATCH_MESSAGE))
                .body(BatchBody.encode(elements)));
    }

    private static Step badSend(RandomSource random, int number) {
        Map<String, String> properties = properties(random, number);
        String topic = TOPIC;
        int queueId = random.nextInt(QUEUES);
        byte[] body = body(random);
        int kind = random.nextInt(9);
        switch (kind) {
            case 0 -> topic = "unknown";
            case 1 -> topic = "bad.topic";
            case 2 -> topic = "t".repeat(128);
            case 3 -> topic = "SCHEDULE_TOPIC_XXXX";
            case 4 -> queueId = QUEUES + random.nextInt(3);
            case 5 -> properties.put("long", "x".repeat(32_767));
            case 6 -> body = new byte[4 * 1024 * 1024 + 1];
            case 7 -> topic = "SELF_TEST_TOPIC";
            default -> properties.put(PropertyNames.TIMER_DELAY_SEC, "999999999");
        }
        SendRequestHeader header = header(topic, queueId, properties, random, false);
        byte[] sent = body;
        return new Step("bad send " + kind, side -> header.writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(sent));
    }

    private static Step pull(RandomSource random) {
        PullRequestHeader header = new PullRequestHeader(
                "cg",
                random.chance(0.1) ? "unknown" : TOPIC,
                random.nextInt(QUEUES + 1),
                random.nextInt(40),
                1 + random.nextInt(8),
                4,
                0,
                0,
                any(random, List.of("*", "red", "red || blue", "none")),
                0,
                "TAG",
                null,
                null,
                null,
                null,
                BROKER);
        return new Step("pull", side -> header.writeTo(Frame.request(RequestCode.PULL_MESSAGE)));
    }

    private static Step offsets(RandomSource random) {
        if (random.chance(0.3)) {
            // Before all messages, or after them: in between, each broker has times of its own.
            SearchOffsetHeader header = new SearchOffsetHeader(
                    TOPIC,
                    random.nextInt(QUEUES),
                    any(random, List.of(0L, 32_503_680_000_000L)),
                    any(random, List.of("LOWER", "UPPER")),
                    null,
                    BROKER);
            return new Step(
                    "search " + header.timestamp() + " " + header.boundaryType(),
                    side -> header.writeTo(Frame.request(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP)));
        }
        int code = any(random, List.of(RequestCode.GET_MAX_OFFSET, RequestCode.GET_MIN_OFFSET));
        QueueHeader header = new QueueHeader(random.chance(0.1) ? "unknown" : TOPIC, random.nextInt(QUEUES), BROKER);
        return new Step(RequestCode.nameOf(code), side -> header.writeTo(Frame.request(code)));
    }

    private static Step view(RandomSource random) {
        int index = random.nextInt(1_000);
        boolean wrong = random.chance(0.2);
        return new Step("view " + (wrong ? "nothing" : "a message"), side -> {
            long offset = wrong || side.ids.isEmpty()
                    ? 99_999_999_999L
                    : OffsetMessageId.parse(side.ids.get(index % side.ids.size()))
                            .offset();
            return new ViewMessageHeader(null, offset, BROKER).writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID));
        });
    }

    private static Step consumerOffset(RandomSource random) {
        int code = random.chance(0.5) ? RequestCode.QUERY_CONSUMER_OFFSET : RequestCode.UPDATE_CONSUMER_OFFSET;
        int queueId = random.nextInt(QUEUES);
        int offset = random.nextInt(3);
        return new Step(RequestCode.nameOf(code), side -> Frame.request(code)
                .field("consumerGroup", "cg-offsets")
                .field("topic", TOPIC)
                .field("queueId", queueId)
                .field("commitOffset", offset));
    }

    private static Step topic(RandomSource random, int number) {
        String name = any(random, List.of("made-" + number, "bad.topic", "TBW102", "SELF_TEST_TOPIC", "rmq_sys_x"));
        CreateTopicHeader header = new CreateTopicHeader(
                name, "TBW102", 1 + random.nextInt(3), 1 + random.nextInt(3), 6, "SINGLE_TAG", 0, false, null, null);
        return new Step("create topic", side -> header.writeTo(Frame.request(RequestCode.UPDATE_AND_CREATE_TOPIC)));
    }

    private static Step locks(RandomSource random) {
        int code = any(random, List.of(RequestCode.LOCK_BATCH_MQ, RequestCode.UNLOCK_BATCH_MQ));
        String body = "{\"clientId\":\"c@" + random.nextInt(2) + "\",\"consumerGroup\":\"cg-locks\",\"mqSet\":[{"
                + "\"brokerName\":\"broker-a\",\"queueId\":" + random.nextInt(2) + ",\"topic\":\"" + TOPIC
                + "\"}],\"onlyThisBroker\":false}";
        return new Step(
                RequestCode.nameOf(code), side -> Frame.request(code).body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Step clients(RandomSource random) {
        if (random.chance(0.5)) {
            UnregisterClientHeader header = new UnregisterClientHeader("c@9", "pg", null);
            return new Step("unregister", side -> header.writeTo(Frame.request(RequestCode.UNREGISTER_CLIENT)));
        }
        String body = "{\"clientID\":\"c@9\",\"consumerDataSet\":[],\"heartbeatFingerprint\":" + random.nextInt(2)
                + ",\"producerDataSet\":[{\"groupName\":\"pg\"}],\"withoutSub\":false}";
        return new Step(
                "heartbeat", side -> Frame.request(RequestCode.HEART_BEAT).body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Step unknown(RandomSource random) {
        if (random.chance(0.5)) {
            return new Step("list of no consumers", side -> Frame.request(RequestCode.GET_CONSUMER_LIST_BY_GROUP)
                    .field("consumerGroup", "nobody"));
        }
        return new Step("unknown code", side -> Frame.request(29_999));
    }

    // ---- comparison ----

    private static String difference(Frame expected, Frame actual) {
        if (expected.code() != actual.code()) {
            return "code " + expected.codeName() + " \"" + expected.remark() + "\", not " + actual.codeName() + " \""
                    + actual.remark() + "\"";
        }
        Map<String, String> fields = comparable(expected);
        if (!fields.equals(comparable(actual))) {
            return "fields " + fields + ", not " + comparable(actual);
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
        String body = new String(expected.body(), StandardCharsets.UTF_8);
        String other = new String(actual.body(), StandardCharsets.UTF_8);
        return body.equals(other) ? null : "body " + body + ", not " + other;
    }

    private static boolean isMessages(byte[] body) {
        return body.length > 0 && body[0] != '{';
    }

    private static Map<String, String> comparable(Frame answer) {
        Map<String, String> fields = new TreeMap<>(answer.extFields());
        fields.replaceAll((name, value) -> OWN_FIELDS.contains(name) ? "there" : value);
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
