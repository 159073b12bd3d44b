// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What clients, and those who pretend to be clients, ask of a broker: valid requests and broken ones. */
final class BrokerRequests {
    static final String BROKER = "broker-a";
    static final String TOPIC = "orders";
    static final int QUEUES = 4;

    private static final long BIRTH = 1_700_000_000_000L;
    private static final int ROOM_FOR_ELEMENTS = 10;
    private static final int FIRST_ELEMENT = 100_000;
    private static final int IDS = 1_000;

    private BrokerRequests() {}

    /** Makes a request for one of the two brokers, who gave out ids of their own. */
    @FunctionalInterface
    interface Maker {
        /** The request with this number in its sequence. */
        Frame.Builder make(Peer peer, int number);
    }

    /** One step of a sequence; it is shown as what it does. */
    record Step(String what, Maker maker) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** Any request, the usual ones oftener than others. */
    static Arbitrary<Step> any() {
        Arbitrary<String> ofSends = Arbitraries.of("b", "e", "f", "g", "h");
        Arbitrary<String> ofOthers =
                Arbitraries.of("consumerGroup", "topic", "queueId", "queueOffset", "maxMsgNums", "offset", "timestamp");
        return Arbitraries.frequencyOf(
                Tuple.of(12, send()),
                Tuple.of(2, batch()),
                Tuple.of(20, other()),
                Tuple.of(2, consumerOffset()),
                Tuple.of(3, badSend()),
                Tuple.of(1, badTopic()),
                Tuple.of(1, pull(just("unknown"), below(QUEUES), just("*"))),
                Tuple.of(1, pull(just(TOPIC), just(QUEUES), just("*"))),
                Tuple.of(1, pull(just(TOPIC), below(QUEUES), Arbitraries.of("||", "||||"))),
                Tuple.of(2, broken(send(), ofSends)),
                Tuple.of(5, broken(other(), ofOthers)));
    }

    private static Arbitrary<Step> other() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, pull(just(TOPIC), below(QUEUES), Arbitraries.of("*", "red", "red || blue", "none"))),
                Tuple.of(1, search()),
                Tuple.of(2, offset()),
                Tuple.of(2, view()),
                Tuple.of(1, sendBack()),
                Tuple.of(1, endTransaction()),
                Tuple.of(1, recall()),
                Tuple.of(1, reply()),
                Tuple.of(2, topic()),
                Tuple.of(2, locks()),
                Tuple.of(2, clients()),
                Tuple.of(1, checkConfig()),
                Tuple.of(2, assignment()),
                Tuple.of(1, requestMode()),
                Tuple.of(2, unknown()));
    }

    private static Arbitrary<Integer> below(int bound) {
        return Arbitraries.integers().between(0, bound - 1);
    }

    private static <T> Arbitrary<T> just(T value) {
        return Arbitraries.just(value);
    }

    private static Arbitrary<Boolean> seldom() {
        return Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
    }

    // ---- sends ----

    private static Arbitrary<Map<String, String>> properties() {
        Arbitrary<String> tag = Arbitraries.of("red", "green", "blue").injectNull(0.5);
        Arbitrary<String> keys = Combinators.combine(below(5), below(5))
                .as((one, other) -> "k" + one + " k" + other)
                .injectNull(0.5);
        Arbitrary<String> waits = Arbitraries.of("true", "false").injectNull(0.5);
        Arbitrary<String> own = Arbitraries.of("x", "a b", "ä", "=;").injectNull(0.7);
        return Combinators.combine(tag, keys, waits, own).as((tagged, keyed, waiting, ours) -> {
            Map<String, String> properties = new LinkedHashMap<>();
            putIfThere(properties, PropertyNames.TAGS, tagged);
            putIfThere(properties, PropertyNames.KEYS, keyed);
            putIfThere(properties, PropertyNames.WAIT, waiting);
            putIfThere(properties, "own", ours);
            return properties;
        });
    }

    private static void putIfThere(Map<String, String> properties, String name, String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    private static Map<String, String> withUniqueKey(Map<String, String> properties, int number) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(PropertyNames.UNIQ_KEY, String.format("7F0000010001266C6F8F1B2C%08X", number));
        return all;
    }

    private static Arbitrary<byte[]> body() {
        return Arbitraries.integers()
                .between(1, 300)
                .map(bytes -> "b".repeat(bytes).getBytes(UTF_8));
    }

    /** What all messages have: where to, a flag, a time of birth. */
    private record Base(int queueId, int flag, int age) {
        static Arbitrary<Base> any() {
            return Combinators.combine(below(QUEUES), below(10), below(1_000)).as(Base::new);
        }

        SendRequestHeader header(String topic, int queue, Map<String, String> properties, boolean batch) {
            return new SendRequestHeader(
                    "pg",
                    topic,
                    "TBW102",
                    4,
                    queue,
                    0,
                    BIRTH + age,
                    flag,
                    MessageProperties.encode(properties),
                    0,
                    false,
                    null,
                    batch,
                    BROKER);
        }
    }

    private static Arbitrary<Step> send() {
        Arbitrary<Integer> code =
                Arbitraries.frequency(Tuple.of(1, RequestCode.SEND_MESSAGE), Tuple.of(4, RequestCode.SEND_MESSAGE_V2));
        // So far ahead that none is delivered while the test runs.
        Map<String, String> half =
                Map.of(PropertyNames.TRAN_MSG, "true", PropertyNames.PRODUCER_GROUP, "pg-transactions");
        Arbitrary<Map<String, String>> kind = Arbitraries.frequency(
                Tuple.of(15, Map.of()),
                Tuple.of(1, Map.of(PropertyNames.DELAY, "5")),
                Tuple.of(1, Map.of(PropertyNames.DELAY, "18")),
                Tuple.of(1, Map.of(PropertyNames.DELAY, "99")),
                Tuple.of(3, Map.of(PropertyNames.TIMER_DELAY_SEC, "600")),
                Tuple.of(3, half));
        return Combinators.combine(code, kind, properties(), body(), Base.any())
                .as((sentAs, later, properties, body, base) ->
                        new Step("send " + new TreeSet<>(later.keySet()), (peer, number) -> {
                            Map<String, String> all = withUniqueKey(properties, number);
                            all.putAll(later);
                            return base.header(TOPIC, base.queueId, all, false)
                                    .writeTo(Frame.request(sentAs))
                                    .body(body);
                        }));
    }

    private static Arbitrary<Step> batch() {
        Arbitrary<BatchBody.Element> element =
                Combinators.combine(below(10), body(), properties()).as(BatchBody.Element::new);
        return Combinators.combine(element.list().ofMinSize(1).ofMaxSize(3), Base.any())
                .as((elements, base) -> new Step("batch of " + elements.size(), (peer, number) -> {
                    List<BatchBody.Element> named = new ArrayList<>();
                    for (BatchBody.Element each : elements) {
                        int id = FIRST_ELEMENT + ROOM_FOR_ELEMENTS * number + named.size();
                        named.add(
                                new BatchBody.Element(each.flag(), each.body(), withUniqueKey(each.properties(), id)));
                    }
                    return base.header(TOPIC, base.queueId, Map.of(PropertyNames.WAIT, "true"), true)
                            .writeTo(Frame.request(RequestCode.SEND_BATCH_MESSAGE))
                            .body(BatchBody.encode(named));
                }));
    }

    /** In which way a send is wrong. */
    private record Fault(String what, String topic, int queueId, Map<String, String> more, int bodyBytes) {
        static Fault topic(String topic) {
            return new Fault("to " + (topic.length() > 30 ? "a long topic" : topic), topic, 0, Map.of(), 1);
        }

        static Fault queue(int queueId) {
            return new Fault("to queue " + queueId, TOPIC, queueId, Map.of(), 1);
        }

        static Fault property(String name, String value) {
            return new Fault("with " + name, TOPIC, 0, Map.of(name, value), 1);
        }

        static Fault body(int bytes) {
            return new Fault("of " + bytes + " bytes", TOPIC, 0, Map.of(), bytes);
        }
    }

    private static Arbitrary<Step> badSend() {
        Arbitrary<Fault> faults = Arbitraries.of(
                Fault.topic("unknown"),
                Fault.topic("bad.topic"),
                Fault.topic(" "),
                Fault.topic("t".repeat(128)),
                Fault.topic("SCHEDULE_TOPIC_XXXX"),
                Fault.topic("RMQ_SYS_TRANS_HALF_TOPIC"),
                Fault.topic("SELF_TEST_TOPIC"),
                Fault.queue(QUEUES),
                Fault.queue(QUEUES + 2),
                Fault.property("long", "x".repeat(32_767)),
                Fault.property(PropertyNames.TIMER_DELAY_SEC, "999999999"),
                Fault.property(PropertyNames.TIMER_DELAY_SEC, "soon"),
                Fault.property(PropertyNames.DELAY, "late"),
                Fault.body(0),
                Fault.body(4 * 1024 * 1024 + 1));
        return Combinators.combine(faults, properties(), Base.any())
                .as((fault, properties, base) -> new Step("send " + fault.what, (peer, number) -> {
                    Map<String, String> all = withUniqueKey(properties, number);
                    all.putAll(fault.more);
                    return base.header(fault.topic, fault.queueId, all, false)
                            .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                            .body(new byte[fault.bodyBytes]);
                }));
    }

    private static Arbitrary<Step> reply() {
        Map<String, String> toNobody = Map.of(PropertyNames.REPLY_TO_CLIENT, "nobody@1");
        Arbitrary<Map<String, String>> to = Arbitraries.of(Map.of(), toNobody);
        Arbitrary<Integer> code = Arbitraries.of(RequestCode.SEND_REPLY_MESSAGE, RequestCode.SEND_REPLY_MESSAGE_V2);
        return Combinators.combine(to, code, Base.any())
                .as((properties, sentAs, base) ->
                        new Step("reply to " + properties.values(), (peer, number) -> base.header(
                                        "DefaultCluster_REPLY_TOPIC", 0, properties, false)
                                .writeTo(Frame.request(sentAs))
                                .body(new byte[] {1})));
    }

    // ---- reads ----

    private static Arbitrary<String> knownTopicOftenest() {
        return Arbitraries.frequency(Tuple.of(9, TOPIC), Tuple.of(1, "unknown"));
    }

    private static Arbitrary<Step> pull(Arbitrary<String> topics, Arbitrary<Integer> queues, Arbitrary<String> tags) {
        Arbitrary<Integer> code = Arbitraries.of(RequestCode.PULL_MESSAGE, RequestCode.LITE_PULL_MESSAGE);
        Arbitrary<Integer> most = Arbitraries.integers().between(1, 8);
        return Combinators.combine(code, topics, queues, below(40), most, tags)
                .as((pulledBy, topic, queueId, offset, messages, wanted) ->
                        new Step(RequestCode.nameOf(pulledBy) + " of " + topic, (peer, number) -> new PullRequestHeader(
                                        "cg", topic, queueId, offset, messages, 4, 0, 0, wanted, 0, "TAG", null, null,
                                        null, null, BROKER)
                                .writeTo(Frame.request(pulledBy))));
    }

    /** Before all messages, or after them: in between, each broker has times of its own. */
    private static Arbitrary<Step> search() {
        Arbitrary<Long> times = Arbitraries.of(0L, 32_503_680_000_000L);
        Arbitrary<String> boundaries = Arbitraries.of("LOWER", "UPPER").injectNull(0.2);
        return Combinators.combine(times, boundaries, below(QUEUES))
                .as((time, boundary, queueId) ->
                        new Step("search " + time + " " + boundary, (peer, number) -> new SearchOffsetHeader(
                                        TOPIC, queueId, time, boundary, null, BROKER)
                                .writeTo(Frame.request(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP))));
    }

    private static Arbitrary<Step> offset() {
        Arbitrary<Integer> codes = Arbitraries.of(RequestCode.GET_MAX_OFFSET, RequestCode.GET_MIN_OFFSET);
        return Combinators.combine(codes, knownTopicOftenest(), below(QUEUES + 1))
                .as((code, topic, queueId) -> new Step(
                        RequestCode.nameOf(code) + " of " + topic,
                        (peer, number) -> new QueueHeader(topic, queueId, BROKER).writeTo(Frame.request(code))));
    }

    /** What {@link #offset} asks for by name. */
    static Frame maxOffset(int queueId) {
        return new GetMaxOffsetHeader(TOPIC, queueId, true, BROKER)
                .writeTo(Frame.request(RequestCode.GET_MAX_OFFSET))
                .build();
    }

    private static Arbitrary<Step> view() {
        return Combinators.combine(below(IDS), seldom())
                .as((id, wrong) ->
                        new Step("view " + (wrong ? "nothing" : "a message"), (peer, number) -> new ViewMessageHeader(
                                        null, wrong ? Peer.NOWHERE : peer.commitLogOffset(id), BROKER)
                                .writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID))));
    }

    // ---- consumers ----

    private static Arbitrary<Step> consumerOffset() {
        Arbitrary<Integer> codes =
                Arbitraries.of(RequestCode.QUERY_CONSUMER_OFFSET, RequestCode.UPDATE_CONSUMER_OFFSET);
        Arbitrary<String> groups = Arbitraries.of("cg-offsets", "cg");
        Arbitrary<String> fromStart = Arbitraries.of("true", "false").injectNull(0.7);
        return Combinators.combine(codes, groups, knownTopicOftenest(), below(QUEUES), below(3), fromStart)
                .as((code, group, topic, queueId, offset, zero) ->
                        new Step(RequestCode.nameOf(code) + " of " + group, (peer, number) -> Frame.request(code)
                                .field("consumerGroup", group)
                                .field("topic", topic)
                                .field("queueId", queueId)
                                .field("commitOffset", offset)
                                .field("setZeroIfNotFound", zero)));
    }

    private static Arbitrary<Step> sendBack() {
        return Combinators.combine(below(IDS), seldom(), Arbitraries.of(-1, 0, 3), Arbitraries.of("cg", "cg-none"))
                .as((id, wrong, level, group) -> new Step(
                        "send back " + (wrong ? "nothing" : "a message") + " of " + group,
                        (peer, number) -> Frame.request(RequestCode.CONSUMER_SEND_MSG_BACK)
                                .field("group", group)
                                .field("offset", wrong ? Peer.NOWHERE : peer.commitLogOffset(id))
                                .field("delayLevel", level)
                                .field("originTopic", TOPIC)
                                .field("maxReconsumeTimes", 16)));
    }

    private static Arbitrary<Step> locks() {
        Arbitrary<Integer> codes = Arbitraries.of(RequestCode.LOCK_BATCH_MQ, RequestCode.UNLOCK_BATCH_MQ);
        return Combinators.combine(codes, below(2), below(2)).as((code, client, queueId) -> {
            String body = "{\"clientId\":\"c@" + client + "\",\"consumerGroup\":\"cg-locks\",\"mqSet\":[{"
                    + "\"brokerName\":\"broker-a\",\"queueId\":" + queueId + ",\"topic\":\"" + TOPIC
                    + "\"}],\"onlyThisBroker\":false}";
            return withBody(RequestCode.nameOf(code), code, body);
        });
    }

    private static Arbitrary<Step> checkConfig() {
        return Arbitraries.of("TAG", "SQL92")
                .map(type -> withBody(
                        "check of " + type,
                        RequestCode.CHECK_CLIENT_CONFIG,
                        "{\"clientId\":\"c@9\",\"group\":\"cg\",\"namespace\":\"\",\"subscriptionData\":{"
                                + "\"expressionType\":\"" + type + "\",\"subString\":\"a\",\"topic\":\"" + TOPIC
                                + "\"}}"));
    }

    /** Of a group with this one member at most: a broker lists queues in no order, and so the share of one has to do. */
    private static Arbitrary<Step> assignment() {
        Arbitrary<String> models = Arbitraries.of("CLUSTERING", "BROADCASTING");
        Arbitrary<String> strategies = Arbitraries.of("AVG", "AVG_BY_CIRCLE", "OWN");
        return Combinators.combine(knownTopicOftenest(), models, strategies, Arbitraries.of("c@9", "c@0"))
                .as((topic, model, strategy, client) -> withBody(
                        "assignment of " + topic + " " + model + " " + strategy + " to " + client,
                        RequestCode.QUERY_ASSIGNMENT,
                        "{\"clientId\":\"" + client + "\",\"consumerGroup\":\"cg-assigned\",\"messageModel\":\"" + model
                                + "\",\"strategyName\":\"" + strategy + "\",\"topic\":\"" + topic + "\"}"));
    }

    private static Arbitrary<Step> requestMode() {
        return Arbitraries.of(TOPIC, "%RETRY%cg")
                .map(topic -> withBody(
                        "request mode of " + topic,
                        RequestCode.SET_MESSAGE_REQUEST_MODE,
                        "{\"consumerGroup\":\"cg\",\"mode\":\"PULL\",\"popShareQueueNum\":0,\"topic\":\"" + topic
                                + "\"}"));
    }

    // ---- the rest ----

    /** Ends of transactions that never began. */
    private static Arbitrary<Step> endTransaction() {
        return Combinators.combine(Arbitraries.of(0, 8, 12, 7), Arbitraries.of(true, false))
                .as((how, asked) -> new Step(
                        "end of a transaction " + how, (peer, number) -> Frame.request(RequestCode.END_TRANSACTION)
                                .field("producerGroup", "pg-transactions")
                                .field("tranStateTableOffset", 7)
                                .field("commitLogOffset", Peer.NOWHERE)
                                .field("commitOrRollback", how)
                                .field("fromTransactionCheck", asked)
                                .field("msgId", "none")));
    }

    private static Arbitrary<Step> recall() {
        return Combinators.combine(Arbitraries.of("", "nonsense", "djEgb3JkZXJz"), knownTopicOftenest())
                .as((handle, topic) -> new Step(
                        "recall of \"" + handle + "\"", (peer, number) -> Frame.request(RequestCode.RECALL_MESSAGE)
                                .field("producerGroup", "pg")
                                .field("topic", topic)
                                .field("recallHandle", handle)
                                .field("bname", BROKER)));
    }

    private static Arbitrary<Step> topic() {
        Arbitrary<Integer> queues = Arbitraries.integers().between(1, 3);
        return Combinators.combine(queues, queues, Arbitraries.of("SINGLE_TAG", "MULTI_TAG"))
                .as((reads, writes, filter) ->
                        new Step("topic", (peer, number) -> topic("made-" + number, reads, writes, filter)));
    }

    private static Arbitrary<Step> badTopic() {
        Step ofNoKind = new Step("topic of no kind", (peer, number) -> topic("made-" + number, 1, 1, "NO_TAG"));
        return Arbitraries.oneOf(
                Arbitraries.of("bad.topic", "TBW102", "SELF_TEST_TOPIC", "rmq_sys_x", " ", "t".repeat(128))
                        .map(name ->
                                new Step("topic with a bad name", (peer, number) -> topic(name, 1, 1, "SINGLE_TAG"))),
                just(ofNoKind));
    }

    private static Frame.Builder topic(String name, int reads, int writes, String filter) {
        return new CreateTopicHeader(name, "TBW102", reads, writes, 6, filter, 0, false, null, null)
                .writeTo(Frame.request(RequestCode.UPDATE_AND_CREATE_TOPIC));
    }

    private static Arbitrary<Step> clients() {
        String consumer = "{\"consumeFromWhere\":\"CONSUME_FROM_FIRST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\","
                + "\"groupName\":\"cg-assigned\",\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{"
                + "\"classFilterMode\":false,\"codeSet\":[],\"expressionType\":\"TAG\",\"subString\":\"*\","
                + "\"subVersion\":1,\"tagsSet\":[],\"topic\":\"" + TOPIC + "\"}],\"unitMode\":false}";
        Arbitrary<Step> heartbeats = below(2).map(fingerprint -> withBody(
                "heartbeat",
                RequestCode.HEART_BEAT,
                "{\"clientID\":\"c@9\",\"consumerDataSet\":[" + consumer + "],\"heartbeatFingerprint\":"
                        + fingerprint
                        + ",\"producerDataSet\":[{\"groupName\":\"pg\"}],\"withoutSub\":false}"));
        Step leaves = new Step("unregister", (peer, number) -> new UnregisterClientHeader("c@9", "pg", null)
                .writeTo(Frame.request(RequestCode.UNREGISTER_CLIENT)));
        return Arbitraries.oneOf(heartbeats, just(leaves));
    }

    private static Arbitrary<Step> unknown() {
        Step nobody =
                new Step("list of no consumers", (peer, number) -> Frame.request(RequestCode.GET_CONSUMER_LIST_BY_GROUP)
                        .field("consumerGroup", "nobody"));
        Step unheardOf = new Step("unknown code", (peer, number) -> Frame.request(29_999));
        return Arbitraries.of(nobody, unheardOf);
    }

    private static Step withBody(String what, int code, String body) {
        return new Step(what, (peer, number) -> Frame.request(code).body(body.getBytes(UTF_8)));
    }

    // ---- broken fields ----

    /** What becomes of one field's value; null for its absence. */
    private record Damage(String what, String value) {}

    /**
     * A request with one of its fields broken, if it has that field. Only what a broker needs: a field that may be left out
     * is read leniently by the real broker, and strictly by the fake one.
     */
    private static Arbitrary<Step> broken(Arbitrary<Step> whole, Arbitrary<String> fields) {
        Arbitrary<Damage> damages = Arbitraries.of(
                new Damage("without", null),
                new Damage("with words for", "some words"),
                new Damage("with too large a number for", "9999999999999999999"));
        return Combinators.combine(whole, damages, fields)
                .as((step, damage, field) -> new Step(step.what + " " + damage.what + " " + field, (peer, number) -> {
                    Frame request = step.maker.make(peer, number).build();
                    Map<String, String> kept = new LinkedHashMap<>(request.extFields());
                    if (kept.remove(field) != null && damage.value != null) {
                        kept.put(field, damage.value);
                    }
                    return Frame.request(request.code()).body(request.body()).fields(kept);
                }));
    }
}
