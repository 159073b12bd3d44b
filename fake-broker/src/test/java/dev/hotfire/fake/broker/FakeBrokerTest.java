// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.fake.server.FaultRule;
import dev.hotfire.fake.server.JournalEntry;
import dev.hotfire.fake.server.Outcome;
import dev.hotfire.fake.server.RawClient;
import dev.hotfire.runtime.Machine;
import dev.hotfire.runtime.TcpWorld;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.PullResponseHeader;
import dev.hotfire.wire.header.QueryMessageHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.id.UniqueId;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeBrokerTest {
    private static final byte[] BODY = {1, 2, 3};

    private final List<RawClient> clients = new ArrayList<>();
    private TcpWorld world;
    private Machine clientMachine;
    private FakeBroker broker;
    private RawClient client;

    @BeforeEach
    void start() {
        world = TcpWorld.seeded(2, 1);
        clientMachine = world.machine("client");
        begin(FakeBroker.builder(world.machine("broker-a")).maxBodyBytes(1_000));
    }

    private void begin(FakeBroker.Builder builder) {
        broker = builder.build();
        broker.topic(TopicConfig.of("orders", 4));
        broker.start();
        client = connect();
    }

    private RawClient connect() {
        RawClient connected = RawClient.connect(clientMachine, broker.address());
        clients.add(connected);
        return connected;
    }

    @AfterEach
    void end() {
        clients.forEach(RawClient::close);
        broker.close();
        world.close();
    }

    // ---- building requests ----

    private static SendRequestHeader header(String topic, int queueId, Map<String, String> properties) {
        return new SendRequestHeader(
                "pg",
                topic,
                "TBW102",
                4,
                queueId,
                0,
                1_700_000_000_000L,
                7,
                MessageProperties.encode(properties),
                0,
                false,
                null,
                false,
                "broker-a");
    }

    private static Frame.Builder batch(int code, String topic, int queueId, BatchBody.Element... elements) {
        return header(topic, queueId, Map.of())
                .writeTo(Frame.request(code))
                .field(code == RequestCode.SEND_MESSAGE ? "batch" : "m", true)
                .body(BatchBody.encode(List.of(elements)));
    }

    private static Frame.Builder send(String topic, int queueId, Map<String, String> properties) {
        return header(topic, queueId, properties)
                .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .body(BODY);
    }

    private static Frame.Builder send(String topic, int queueId, String uniqueKey) {
        return send(topic, queueId, Map.of(PropertyNames.UNIQ_KEY, uniqueKey));
    }

    private SendResponseHeader stored(Frame.Builder request) {
        Frame response = client.call(request);
        assertThat(response.remark()).isNull();
        assertThat(response.code()).isEqualTo(ResponseCode.SUCCESS);
        return SendResponseHeader.from(response);
    }

    // ---- sends ----

    @Test
    void storesWhatIsSentInEitherSpellingAndTellsWhere() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.UNIQ_KEY, "KEY-1");
        properties.put(PropertyNames.TAGS, "tag");
        stored(send("orders", 2, "KEY-0"));
        SendResponseHeader told = stored(header("orders", 2, properties)
                .writeTo(Frame.request(RequestCode.SEND_MESSAGE))
                .body(BODY));

        StoredMessage message = broker.stored("orders").get(1);
        assertThat(told.queueId()).isEqualTo(2);
        assertThat(told.queueOffset()).isEqualTo(1);
        assertThat(told.transactionId()).isEqualTo("KEY-1");
        assertThat(told.msgId()).isEqualTo(message.offsetMessageId().format());
        assertThat(OffsetMessageId.parse(told.msgId()).port())
                .isEqualTo(broker.address().port());
        assertThat(message.topic()).isEqualTo("orders");
        assertThat(message.queueId()).isEqualTo(2);
        assertThat(message.flag()).isEqualTo(7);
        assertThat(message.bornTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(message.body()).isEqualTo(BODY);
        assertThat(message.properties())
                .containsEntry(PropertyNames.TAGS, "tag")
                .containsEntry(PropertyNames.CLUSTER, "DefaultCluster");
        assertThat(broker.log().withUniqueKey("KEY-1")).containsExactly(message);
    }

    /** The C++ client sends batches as 310, others as 10: what the header says counts. */
    @ParameterizedTest
    @ValueSource(ints = {RequestCode.SEND_BATCH_MESSAGE, RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_MESSAGE})
    void storesEveryElementOfABatchUnderOffsetsInARow(int code) {
        stored(send("orders", 1, "before"));
        SendResponseHeader told = stored(batch(
                code,
                "orders",
                1,
                new BatchBody.Element(1, new byte[] {1}, Map.of(PropertyNames.UNIQ_KEY, "b1")),
                new BatchBody.Element(2, new byte[] {2, 2}, Map.of(PropertyNames.UNIQ_KEY, "b2"))));

        List<StoredMessage> messages = broker.log().messages("orders", 1, 1, 9);
        assertThat(messages).extracting(StoredMessage::messageId).containsExactly("b1", "b2");
        assertThat(messages).extracting(StoredMessage::flag).containsExactly(1, 2);
        assertThat(told.queueOffset()).isEqualTo(1);
        assertThat(told.msgId())
                .isEqualTo(messages.get(0).offsetMessageId().format() + ","
                        + messages.get(1).offsetMessageId().format());
    }

    @Test
    void whatDoesNotSayThatItIsABatchIsOneMessage() {
        byte[] body = BatchBody.encode(List.of(new BatchBody.Element(0, BODY, Map.of())));
        stored(header("orders", 1, Map.of())
                .writeTo(Frame.request(RequestCode.SEND_BATCH_MESSAGE))
                .body(body));
        assertThat(broker.stored("orders")).singleElement().satisfies(message -> assertThat(message.body())
                .isEqualTo(body));
    }

    @Test
    void batchesForRetryTopicsAreRefused() {
        Frame refused = client.call(
                batch(RequestCode.SEND_BATCH_MESSAGE, "%RETRY%readers", 0, new BatchBody.Element(0, BODY, Map.of())));
        assertThat(refused.code()).isEqualTo(ResponseCode.MESSAGE_ILLEGAL);
        assertThat(refused.remark()).isEqualTo("batch request does not support retry group %RETRY%readers");
        assertThat(broker.log().messages()).isEmpty();
    }

    @Test
    void whoHasNoIdIsGivenOne() {
        SendResponseHeader first = stored(send("orders", 1, Map.of(PropertyNames.TAGS, "red")));
        SendResponseHeader second = stored(send("orders", 1, ""));
        List<StoredMessage> messages = broker.stored("orders");
        assertThat(messages).extracting(StoredMessage::messageId).doesNotHaveDuplicates();
        assertThat(UniqueId.parse(messages.get(0).messageId()).address())
                .isEqualTo(OffsetMessageId.parse(first.msgId()).address());
        assertThat(first.transactionId()).isEqualTo(messages.get(0).messageId());
        assertThat(second.transactionId()).isEqualTo(messages.get(1).messageId());
    }

    @Test
    void choosesAQueueWhenTheProducerLeavesItTheChoice() {
        for (int i = 0; i < 50; i++) {
            stored(send("orders", -1, "k" + i));
        }
        assertThat(broker.stored("orders"))
                .extracting(StoredMessage::queueId)
                .contains(0, 1, 2, 3)
                .allMatch(queueId -> queueId < 4);
    }

    @Test
    void storesWhatComesOneway() {
        client.oneway(send("orders", 0, "oneway"));
        stored(send("orders", 0, "after"));
        assertThat(broker.stored("orders")).extracting(StoredMessage::messageId).containsExactly("oneway", "after");
        assertThat(client.unexpected()).isEmpty();
    }

    @Test
    void refusesAsARealBrokerDoesAndStoresNothing() {
        broker.topic(TopicConfig.of("readonly", 4).withPerm(Permission.READ));
        broker.topic(TopicConfig.of("shrunk", 4).withWriteQueueNums(2));

        assertRefused(send("unknown", 0, "k"), ResponseCode.TOPIC_NOT_EXIST, "topic[unknown] not exist, apply first");
        assertRefused(send("readonly", 0, "k"), ResponseCode.NO_PERMISSION, "sending message is forbidden");
        assertRefused(send("orders", 4, "k"), ResponseCode.INVALID_PARAMETER, "request queueId[4] is illegal");
        assertRefused(send("bad.topic", 0, "k"), ResponseCode.INVALID_PARAMETER, "illegal characters");
        assertRefused(send("t".repeat(128), 0, "k"), ResponseCode.INVALID_PARAMETER, "longer than topic max length");
        assertRefused(send(" ", 0, "k"), ResponseCode.INVALID_PARAMETER, "blank");
        assertRefused(send("SCHEDULE_TOPIC_XXXX", 0, "k"), ResponseCode.NO_PERMISSION, "is forbidden");
        assertRefused(
                send("orders", 0, "k").body(new byte[1_001]), ResponseCode.MESSAGE_ILLEGAL, "body length limit 1000B");
        assertRefused(
                send("orders", 0, Map.of("big", "x".repeat(32_767))),
                ResponseCode.MESSAGE_ILLEGAL,
                "properties length limit 32KB");
        assertRefused(Frame.request(RequestCode.SEND_MESSAGE_V2), ResponseCode.SYSTEM_ERROR, "absent");
        assertThat(broker.log().messages()).isEmpty();

        // Not beyond the larger of both counts: the broker takes it.
        assertThat(client.call(send("shrunk", 3, "k")).code()).isZero();
        assertThat(client.call(send("orders", 0, "k").body(new byte[1_000])).code())
                .isZero();
    }

    private void assertRefused(Frame.Builder request, int code, String remark) {
        Frame response = client.call(request);
        assertThat(response.codeName()).isEqualTo(ResponseCode.nameOf(code));
        assertThat(response.remark()).contains(remark);
    }

    @Test
    void aBatchWithABadElementIsNotStoredAtAll() {
        byte[] cut = Arrays.copyOf(
                BatchBody.encode(
                        List.of(new BatchBody.Element(0, BODY, Map.of()), new BatchBody.Element(0, BODY, Map.of()))),
                40);
        Frame.Builder request = batch(RequestCode.SEND_BATCH_MESSAGE, "orders", 1);
        assertThat(client.call(request.body(cut)).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(client.call(request.body(new byte[0])).remark()).contains("NullPointerException");
        assertThat(broker.log().messages()).isEmpty();
    }

    @Test
    void makesTopicsInTheImageOfTheTemplateWhereThatIsOn() {
        broker.close();
        List<String> changes = new ArrayList<>();
        begin(FakeBroker.builder(world.machine("broker-b"))
                .autoCreateTopics(true)
                .onTopicsChanged(() -> changes.add("changed")));
        changes.clear();
        stored(send("fresh", 3, "k"));
        assertThat(broker.topics().get("fresh")).isEqualTo(TopicConfig.of("fresh", 4));
        assertThat(changes).hasSize(1);
        stored(send("fresh", 3, "k"));
        assertThat(changes).hasSize(1);
        assertThat(client.call(header("wide", 0, Map.of())
                                .writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                                .field("d", 99)
                                .body(BODY))
                        .code())
                .isZero();
        assertThat(broker.topics().get("wide")).isEqualTo(TopicConfig.of("wide", 8));
        assertThat(client.call(send("other", 0, "k").field("c", "NoTemplate")).code())
                .isEqualTo(ResponseCode.TOPIC_NOT_EXIST);
    }

    @Test
    void createsTopicsOnRequest() {
        Frame response =
                client.call(new CreateTopicHeader("made", "TBW102", 3, 5, 6, "SINGLE_TAG", null, false, null, null)
                        .writeTo(Frame.request(RequestCode.UPDATE_AND_CREATE_TOPIC)));
        assertThat(response.code()).isZero();
        assertThat(broker.topics().get("made")).isEqualTo(new TopicConfig("made", 3, 5, 6));
        broker.removeTopic("made");
        assertThat(broker.topics()).doesNotContainKey("made");
    }

    // ---- faults on sends ----

    @Test
    void storeThenAnswerKeepsTheTrueHeaderForWeakSuccesses() {
        broker.server().rules().add(FaultRule.onSends().nth(1).storeThenAnswer(ResponseCode.FLUSH_DISK_TIMEOUT, null));
        Frame response = client.call(send("orders", 1, "k"));
        assertThat(response.code()).isEqualTo(ResponseCode.FLUSH_DISK_TIMEOUT);
        assertThat(SendResponseHeader.from(response).queueId()).isEqualTo(1);
        assertThat(broker.stored("orders")).hasSize(1);
    }

    @Test
    void rulesKnowMessagesByTagAndKeyInBatchesToo() {
        broker.server().rules().add(FaultRule.onSends().tag("bad").answer(ResponseCode.SYSTEM_BUSY, "tag"));
        broker.server().rules().add(FaultRule.onSends().key("k2").answer(ResponseCode.SYSTEM_BUSY, "key"));
        assertThat(client.call(send("orders", 0, Map.of(PropertyNames.TAGS, "bad")))
                        .remark())
                .isEqualTo("tag");
        assertThat(client.call(send("orders", 0, Map.of(PropertyNames.KEYS, "k1 k2")))
                        .remark())
                .isEqualTo("key");
        assertThat(client.call(send("orders", 0, "k2")).remark()).isEqualTo("key");
        assertThat(client.call(send("orders", 0, Map.of(PropertyNames.KEYS, "k1 k22")))
                        .code())
                .isZero();
        Frame.Builder batch = batch(
                RequestCode.SEND_BATCH_MESSAGE,
                "orders",
                1,
                new BatchBody.Element(0, BODY, Map.of(PropertyNames.TAGS, "good")),
                new BatchBody.Element(0, BODY, Map.of(PropertyNames.TAGS, "bad")));
        assertThat(client.call(batch).remark()).isEqualTo("tag");
        assertThat(client.call(batch.body(new byte[] {1})).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
    }

    @Test
    void theLogSurvivesACrashUnlessItIsLost() {
        stored(send("orders", 0, "k1"));
        broker.crash();
        broker.restart();
        client = connect();
        assertThat(stored(send("orders", 0, "k2")).queueOffset()).isEqualTo(1);

        broker.crash();
        broker.loseLog();
        broker.restart();
        client = connect();
        assertThat(stored(send("orders", 0, "k3")).queueOffset()).isZero();
        assertThat(broker.stored("orders")).extracting(StoredMessage::messageId).containsExactly("k3");
    }

    // ---- clients ----

    private void heartbeat(RawClient from, String clientId) {
        Frame response = from.call(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers(clientId, List.of("pg")).encode()));
        assertThat(response.code()).isZero();
        assertThat(response.field("IS_SUPPORT_HEART_BEAT_V2")).isEqualTo("true");
        assertThat(response.field("IS_SUB_CHANGE")).isEqualTo("true");
    }

    @Test
    void knowsGroupsFromHeartbeatsUntilTheyUnregisterOrLeave() {
        heartbeat(client, "c1");
        // Only now, so that the connections have this order.
        heartbeat(connect(), "c2");
        assertThat(broker.producerGroups()).isEqualTo(Map.of("pg", List.of("c1", "c2")));
        assertThat(broker.connections().get(0).clientId()).isEqualTo("c1");

        client.call(new UnregisterClientHeader("c1", "pg", null).writeTo(Frame.request(RequestCode.UNREGISTER_CLIENT)));
        assertThat(broker.producerGroups()).isEqualTo(Map.of("pg", List.of("c2")));

        broker.crash();
        assertThat(broker.producerGroups()).isEmpty();
    }

    /** NewLife.RocketMQ has what it leaves in the body, where no broker looks; an error would keep it from closing. */
    @Test
    void whoLeavesWithoutFieldsIsAnsweredAndLeavesNothing() {
        heartbeat(client, "c1");
        Frame answer = client.call(Frame.request(RequestCode.UNREGISTER_CLIENT).body(new byte[] {'{', '}'}));
        assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
        assertThat(broker.producerGroups()).isEqualTo(Map.of("pg", List.of("c1")));
        assertThat(client.call(Frame.request(RequestCode.UNREGISTER_CLIENT).field("producerGroup", "pg"))
                        .code())
                .isEqualTo(ResponseCode.SYSTEM_ERROR);
    }

    @Test
    void answersHeartbeatsOfVersionTwoWithoutAskingForTheFullForm() {
        Frame response = client.call(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers("c1", List.of("pg"))
                        .withFingerprint(false)
                        .encode()));
        assertThat(response.field("IS_SUB_CHANGE")).isEqualTo("false");
    }

    // ---- transactions ----

    private SendResponseHeader half(String key) {
        return stored(send(
                        "orders",
                        2,
                        Map.of(
                                PropertyNames.UNIQ_KEY, key,
                                PropertyNames.TRAN_MSG, "true",
                                PropertyNames.PRODUCER_GROUP, "pg"))
                .field("f", SysFlag.TRANSACTION_PREPARED));
    }

    private void endTransaction(SendResponseHeader half, int decision, String group) {
        client.oneway(new EndTransactionHeader(
                        "orders",
                        group,
                        half.queueOffset(),
                        OffsetMessageId.parse(half.msgId()).offset(),
                        decision,
                        false,
                        String.valueOf(half.transactionId()),
                        half.transactionId(),
                        "broker-a")
                .writeTo(Frame.request(RequestCode.END_TRANSACTION)));
        // The connection keeps its order, so whatever this answers comes after the end.
        client.call(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers("c1", List.of("pg")).encode()));
    }

    @Test
    void halfMessagesAreInvisibleUntilTheyAreCommitted() {
        SendResponseHeader half = half("T1");
        assertThat(half.queueId()).isEqualTo(2);
        assertThat(broker.stored("orders")).isEmpty();
        assertThat(broker.halfMessages()).hasSize(1);

        endTransaction(half, 0, "pg");
        assertThat(broker.halfMessages()).hasSize(1);
        endTransaction(half, SysFlag.TRANSACTION_COMMIT, "other");
        assertThat(broker.halfMessages()).hasSize(1);
        endTransaction(half, SysFlag.TRANSACTION_COMMIT, "pg");
        assertThat(broker.halfMessages()).isEmpty();

        StoredMessage message = broker.stored("orders").get(0);
        assertThat(message.queueId()).isEqualTo(2);
        assertThat(message.messageId()).isEqualTo("T1");
        assertThat(SysFlag.transaction(message.sysFlag())).isEqualTo(SysFlag.TRANSACTION_COMMIT);
        assertThat(message.preparedTransactionOffset())
                .isEqualTo(OffsetMessageId.parse(half.msgId()).offset());
        assertThat(message.properties())
                .doesNotContainKeys(PropertyNames.REAL_TOPIC, PropertyNames.REAL_QUEUE_ID, PropertyNames.TRAN_MSG);

        endTransaction(half, SysFlag.TRANSACTION_COMMIT, "pg");
        assertThat(broker.stored("orders")).hasSize(1);
    }

    @Test
    void rolledBackMessagesStayInvisible() {
        endTransaction(half("T1"), SysFlag.TRANSACTION_ROLLBACK, "pg");
        assertThat(broker.stored("orders")).isEmpty();
        assertThat(broker.halfMessages()).isEmpty();
        JournalEntry end =
                broker.server().journal().requests(RequestCode.END_TRANSACTION).get(0);
        assertThat(end.outcome())
                .isInstanceOfSatisfying(Outcome.Unanswered.class, outcome -> assertThat(outcome.reason())
                        .isEqualTo(Outcome.Reason.ONEWAY));
    }

    @Test
    void asksProducersAboutOpenTransactionsWhenToldTo() throws Exception {
        SendResponseHeader half = half("T1");
        assertThat(broker.checkTransactions()).isZero();
        heartbeat(client, "c1");
        assertThat(broker.checkTransactions()).isOne();

        Frame check = client.nextRequest();
        assertThat(check.isOneway()).isTrue();
        CheckTransactionStateHeader header = CheckTransactionStateHeader.from(check);
        assertThat(header.transactionId()).isEqualTo("T1");
        assertThat(header.tranStateTableOffset()).isEqualTo(half.queueOffset());
        StoredMessage asked = StoredMessage.decode(check.body());
        assertThat(asked.topic()).isEqualTo("orders");
        assertThat(asked.queueId()).isEqualTo(2);
        assertThat(asked.body()).isEqualTo(BODY);
    }

    @Test
    void aLostLogLosesOpenTransactions() {
        half("T1");
        broker.loseLog();
        assertThat(broker.halfMessages()).isEmpty();
        half("T2");
        broker.log().loseTail(1);
        assertThat(broker.halfMessages()).isEmpty();
    }

    // ---- replies ----

    private static Frame.Builder reply(String to) {
        return header(
                        "DefaultCluster_REPLY_TOPIC",
                        0,
                        Map.of(
                                PropertyNames.REPLY_TO_CLIENT, to,
                                PropertyNames.CORRELATION_ID, "corr",
                                PropertyNames.MSG_TYPE, "reply"))
                .writeTo(Frame.request(RequestCode.SEND_REPLY_MESSAGE_V2))
                .body(BODY);
    }

    @Test
    void handsRepliesToTheClientThatAsked() throws Exception {
        heartbeat(client, "requester");
        RawClient replier = connect();
        CompletableFuture<Frame> answer = replier.send(reply("requester"));
        Frame push = client.nextRequest();
        ReplyPushHeader header = ReplyPushHeader.from(push);
        assertThat(push.body()).isEqualTo(BODY);
        assertThat(MessageProperties.decode(header.properties()))
                .containsEntry(PropertyNames.CORRELATION_ID, "corr")
                .containsKey(PropertyNames.PUSH_REPLY_TIME);
        assertThat(answer).isNotDone();
        client.write(Frame.response(push, ResponseCode.SUCCESS).build());
        assertThat(SendResponseHeader.from(RawClient.await(answer)).msgId()).isEqualTo("0");

        CompletableFuture<Frame> refused = replier.send(reply("requester"));
        client.write(
                Frame.response(client.nextRequest(), ResponseCode.SYSTEM_ERROR).build());
        assertThat(RawClient.await(refused).code()).isEqualTo(ResponseCode.SYSTEM_ERROR);
        assertThat(replier.call(reply("nobody")).remark()).contains("nobody");
    }

    // ---- reads ----

    @Test
    void findsMessagesByPlaceAndByKey() {
        SendResponseHeader told =
                stored(send("orders", 0, Map.of(PropertyNames.UNIQ_KEY, "U1", PropertyNames.KEYS, "k1 k2")));
        stored(send("orders", 1, Map.of(PropertyNames.UNIQ_KEY, "U2", PropertyNames.KEYS, "k2")));

        long place = OffsetMessageId.parse(told.msgId()).offset();
        Frame viewed = client.call(
                new ViewMessageHeader("orders", place, null).writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID)));
        assertThat(StoredMessage.decode(viewed.body()))
                .isEqualTo(broker.stored("orders").get(0));
        assertThat(client.call(new ViewMessageHeader("orders", place + 1, null)
                                .writeTo(Frame.request(RequestCode.VIEW_MESSAGE_BY_ID)))
                        .code())
                .isEqualTo(ResponseCode.SYSTEM_ERROR);

        assertThat(query("U1", true)).extracting(StoredMessage::messageId).containsExactly("U1");
        assertThat(query("k2", false)).extracting(StoredMessage::messageId).containsExactly("U1", "U2");
        assertThat(query("k1", false)).extracting(StoredMessage::messageId).containsExactly("U1");
        assertThat(query("k", false)).isEmpty();
        assertThat(query("k2", true)).isEmpty();
    }

    private List<StoredMessage> query(String key, boolean unique) {
        Frame response = client.call(new QueryMessageHeader("orders", key, 32, 0, Long.MAX_VALUE, null, null, unique)
                .writeTo(Frame.request(RequestCode.QUERY_MESSAGE)));
        if (response.code() == ResponseCode.QUERY_NOT_FOUND) {
            return List.of();
        }
        return StoredMessage.decodeAll(response.body());
    }

    @Test
    void tellsTheOffsetsOfAQueue() {
        stored(send("orders", 0, "k1"));
        stored(send("orders", 0, "k2"));
        assertThat(offset(new GetMaxOffsetHeader("orders", 0, true, null)
                        .writeTo(Frame.request(RequestCode.GET_MAX_OFFSET))))
                .isEqualTo(2);
        assertThat(offset(new QueueHeader("orders", 0, null).writeTo(Frame.request(RequestCode.GET_MIN_OFFSET))))
                .isZero();
        assertThat(search(0, "LOWER")).isZero();
        assertThat(search(Long.MAX_VALUE, "LOWER")).isEqualTo(2);
        assertThat(search(Long.MAX_VALUE, "UPPER")).isEqualTo(1);
        assertThat(client.call(new QueueHeader("orders", 0, null)
                                .writeTo(Frame.request(RequestCode.GET_EARLIEST_MSG_STORETIME)))
                        .field("timestamp"))
                .isEqualTo(Long.toString(broker.stored("orders").get(0).storeTimestamp()));
    }

    private long search(long timestamp, String boundary) {
        return offset(new SearchOffsetHeader("orders", 0, timestamp, boundary, null, null)
                .writeTo(Frame.request(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP)));
    }

    private long offset(Frame.Builder request) {
        return OffsetResponseHeader.from(client.call(request)).offset();
    }

    @Test
    void servesPullsAndSaysWhyThereIsNothing() {
        for (int i = 0; i < 5; i++) {
            stored(send("orders", 0, "k" + i));
        }
        Frame some = pull(1, 2);
        assertThat(some.code()).isEqualTo(ResponseCode.SUCCESS);
        assertThat(PullResponseHeader.from(some).nextBeginOffset()).isEqualTo(3);
        assertThat(PullResponseHeader.from(some).maxOffset()).isEqualTo(5);
        assertThat(StoredMessage.decodeAll(some.body()))
                .extracting(StoredMessage::messageId)
                .containsExactly("k1", "k2");

        Frame none = pull(5, 2);
        assertThat(none.code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        assertThat(PullResponseHeader.from(none).nextBeginOffset()).isEqualTo(5);
        Frame moved = pull(9, 2);
        assertThat(moved.code()).isEqualTo(ResponseCode.PULL_OFFSET_MOVED);
        assertThat(PullResponseHeader.from(moved).nextBeginOffset()).isEqualTo(5);
    }

    @Test
    void holdsAPullThatIsReadyToWaitUntilAMessageComesOrItsTimeIsUp() {
        RawClient consumer = connect();
        CompletableFuture<Frame> served = consumer.send(waitingPull(3_600_000));
        CompletableFuture<Frame> ofOtherQueue =
                consumer.send(waitingPull(3_600_000).field("queueId", 1));
        assertThat(pull(0, 1).code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        assertThat(consumer.call(waitingPull(1)).code()).isEqualTo(ResponseCode.PULL_NOT_FOUND);
        assertThat(served).isNotDone();

        stored(send("orders", 0, "k"));
        Frame found = RawClient.await(served);
        assertThat(found.code()).isEqualTo(ResponseCode.SUCCESS);
        assertThat(StoredMessage.decodeAll(found.body()))
                .extracting(StoredMessage::messageId)
                .containsExactly("k");
        assertThat(ofOtherQueue).isNotDone();

        broker.crash();
        broker.restart();
        client = connect();
        stored(send("orders", 1, "k"));
        assertThat(ofOtherQueue).isNotDone();
    }

    private static Frame.Builder waitingPull(long suspendTimeoutMillis) {
        return new PullRequestHeader(
                        "cg",
                        "orders",
                        0,
                        0,
                        32,
                        2,
                        0,
                        suspendTimeoutMillis,
                        "*",
                        0,
                        "TAG",
                        null,
                        null,
                        null,
                        null,
                        null)
                .writeTo(Frame.request(RequestCode.PULL_MESSAGE));
    }

    private Frame pull(long offset, int max) {
        return client.call(new PullRequestHeader(
                        "cg", "orders", 0, offset, max, 0, 0, 0, "*", 0, "TAG", null, null, null, null, null)
                .writeTo(Frame.request(RequestCode.PULL_MESSAGE)));
    }

    @Test
    void remembersConsumersAndTheirOffsets() {
        client.call(Frame.request(RequestCode.HEART_BEAT)
                .body(new HeartbeatData(
                                "c\"1",
                                List.of(),
                                List.of(new HeartbeatData.ConsumerGroup(
                                        "cg",
                                        "CONSUME_PASSIVELY",
                                        "CLUSTERING",
                                        "CONSUME_FROM_LAST_OFFSET",
                                        List.of(),
                                        false)),
                                0,
                                false)
                        .encode()));
        Frame list = client.call(
                Frame.request(RequestCode.GET_CONSUMER_LIST_BY_GROUP).field("consumerGroup", "cg"));
        assertThat(new String(list.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"consumerIdList\":[\"c\\\"1\"]}");

        Frame.Builder asked = Frame.request(RequestCode.QUERY_CONSUMER_OFFSET)
                .field("consumerGroup", "cg")
                .field("topic", "orders")
                .field("queueId", 0);
        assertThat(client.call(asked).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        stored(send("orders", 0, "k"));
        assertThat(offset(asked)).isZero();
        assertThat(client.call(asked.field("setZeroIfNotFound", false)).code()).isEqualTo(ResponseCode.QUERY_NOT_FOUND);
        client.oneway(Frame.request(RequestCode.UPDATE_CONSUMER_OFFSET)
                .field("consumerGroup", "cg")
                .field("topic", "orders")
                .field("queueId", 0)
                .field("commitOffset", 42));
        assertThat(offset(asked)).isEqualTo(42);
    }

    @Test
    void topicConfigsCheckThemselves() {
        assertThatIllegalArgumentException().isThrownBy(() -> TopicConfig.of("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TopicConfig.of("t", -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicConfig.of("t", 1).withPerm(99))
                .withMessage("perm: 99 (expected: 0 to 15)");
    }
}
