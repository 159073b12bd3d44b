// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.fake.broker;

import static dev.hotfire.fake.broker.BrokerBench.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.fake.server.RawClient;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.header.ConsumerSendBackHeader;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.PullResponseHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.message.PropertyNames;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumersTest {
    private BrokerBench bench = new BrokerBench();

    @AfterEach
    void end() {
        bench.close();
    }

    private static Frame.Builder heartbeat(String clientId, String group, String tags) {
        HeartbeatData.ConsumerGroup member = new HeartbeatData.ConsumerGroup(
                group,
                "CONSUME_PASSIVELY",
                "CLUSTERING",
                "CONSUME_FROM_LAST_OFFSET",
                List.of(new HeartbeatData.Subscription("orders", tags, "TAG", 1)),
                false);
        return Frame.request(RequestCode.HEART_BEAT)
                .body(new HeartbeatData(clientId, List.of(), List.of(member), 0, false).encode());
    }

    private static Frame.Builder pull(long offset, int sysFlag, String subscription, String type) {
        return new PullRequestHeader(
                        "cg",
                        "orders",
                        0,
                        offset,
                        8,
                        sysFlag,
                        7,
                        3_600_000,
                        subscription,
                        0,
                        type,
                        null,
                        null,
                        null,
                        null,
                        null)
                .writeTo(Frame.request(RequestCode.PULL_MESSAGE));
    }

    private static List<String> keysOf(Frame pulled) {
        return StoredMessage.decodeAll(pulled.body()).stream()
                .map(StoredMessage::messageId)
                .toList();
    }

    private void sendTagged(String key, String tag) {
        bench.stored(send("orders", 0, Map.of(PropertyNames.UNIQ_KEY, key, PropertyNames.TAGS, tag)));
    }

    // ---- assignments ----

    private String assignment(String clientId, String strategy, String model, String topic) {
        Frame answer = bench.client.call(Frame.request(RequestCode.QUERY_ASSIGNMENT)
                .body(("{\"topic\":\"" + topic + "\",\"consumerGroup\":\"cg\",\"clientId\":\"" + clientId
                                + "\",\"strategyName\":\"" + strategy + "\",\"messageModel\":\"" + model + "\"}")
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.code()).isEqualTo(ResponseCode.SUCCESS);
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return body.equals("{}")
                ? "none"
                : Pattern.compile("\"queueId\":(\\d)")
                        .matcher(body)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining());
    }

    @Test
    void membersAreAssignedTheirSharesOfTheQueues() {
        bench.broker.topic(TopicConfig.of("ten", 10));
        RawClient second = bench.connect(bench.broker);
        RawClient third = bench.connect(bench.broker);
        assertThat(assignment("c@1", "AVG", "CLUSTERING", "ten")).isEqualTo("none");
        bench.client.call(heartbeat("c@1", "cg", "*"));
        assertThat(assignment("c@1", "AVG", "CLUSTERING", "ten")).isEqualTo("0123456789");
        second.call(heartbeat("c@2", "cg", "*"));
        third.call(heartbeat("c@3", "cg", "*"));
        assertThat(assignment("c@1", "AVG", "CLUSTERING", "ten")).isEqualTo("0123");
        assertThat(assignment("c@2", "AVG", "CLUSTERING", "ten")).isEqualTo("456");
        assertThat(assignment("c@3", "AVG", "CLUSTERING", "ten")).isEqualTo("789");
        assertThat(assignment("c@1", "AVG_BY_CIRCLE", "CLUSTERING", "ten")).isEqualTo("0369");
        assertThat(assignment("c@3", "AVG_BY_CIRCLE", "CLUSTERING", "ten")).isEqualTo("258");
        assertThat(assignment("c@9", "AVG", "CLUSTERING", "ten")).isEmpty();
        assertThat(assignment("c@1", "OWN", "CLUSTERING", "ten")).isEqualTo("none");
        assertThat(assignment("c@1", "OWN", "BROADCASTING", "ten")).isEqualTo("0123456789");
        assertThat(assignment("c@1", "AVG", "CLUSTERING", "unknown")).isEqualTo("none");
        bench.broker.topic(TopicConfig.of("ten", 2));
        assertThat(assignment("c@2", "AVG", "CLUSTERING", "ten")).isEqualTo("1");
        assertThat(assignment("c@3", "AVG", "CLUSTERING", "ten")).isEmpty();
    }

    @Test
    void groupsCanBeToldToPullAndNotToPop() {
        bench.refused(requestMode("orders", "POP"), ResponseCode.REQUEST_CODE_NOT_SUPPORTED, "mode POP");
        bench.refused(requestMode("%RETRY%cg", "PULL"), ResponseCode.NO_PERMISSION, "retry topic");
        assertThat(bench.client.call(requestMode("orders", "PULL")).code()).isEqualTo(ResponseCode.SUCCESS);
    }

    private static Frame.Builder requestMode(String topic, String mode) {
        return Frame.request(RequestCode.SET_MESSAGE_REQUEST_MODE)
                .body(("{\"topic\":\"" + topic + "\",\"consumerGroup\":\"cg\",\"mode\":\"" + mode + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    // ---- filters ----

    @Test
    void refusesWhatHasNoTagsBetweenItsSeparatorsAndGroupsThatCannotBe() {
        bench.refused(
                pull(0, 4, "||", "TAG"), ResponseCode.SUBSCRIPTION_PARSE_FAILED, "parse the consumer's subscription");
        bench.refused(
                pull(0, 4, "*", "TAG").field("consumerGroup", "no group"),
                ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                "[no group] does not exist");
    }

    @Test
    void givesOnlyWhatThePullWantsByTagAndSaysWhereToGoOn() {
        sendTagged("k0", "red");
        sendTagged("k1", "blue");
        sendTagged("k2", "green");
        sendTagged("k3", "blue");
        Frame some = bench.client.call(pull(0, 4, "red || blue", "TAG"));
        assertThat(keysOf(some)).containsExactly("k0", "k1", "k3");
        assertThat(PullResponseHeader.from(some).nextBeginOffset()).isEqualTo(4);
        Frame none = bench.client.call(pull(2, 4, "yellow", "TAG"));
        assertThat(none.code()).isEqualTo(ResponseCode.PULL_RETRY_IMMEDIATELY);
        assertThat(PullResponseHeader.from(none).nextBeginOffset()).isEqualTo(4);
        assertThat(keysOf(bench.client.call(pull(0, 4, "*", null)))).hasSize(4);
    }

    @Test
    void aFilterDoesNotSkipWhatThePullHasNoRoomFor() {
        sendTagged("k0", "red");
        sendTagged("k1", "red");
        Frame first = bench.client.call(pull(0, 4, "red", "TAG").field("maxMsgNums", 1));
        assertThat(keysOf(first)).containsExactly("k0");
        assertThat(PullResponseHeader.from(first).nextBeginOffset()).isEqualTo(1);
    }

    @Test
    void filtersByTheHeartbeatWhereThePullDoesNotSay() {
        bench.client.call(heartbeat("c@1", "cg", "blue"));
        sendTagged("k0", "red");
        sendTagged("k1", "blue");
        assertThat(keysOf(bench.client.call(pull(0, 0, null, null)))).containsExactly("k1");
    }

    @Test
    void refusesExpressionsAsABrokerWithDefaultSettingsDoes() {
        bench.refused(pull(0, 4, "a > 1", "SQL92"), ResponseCode.SYSTEM_ERROR, "filter message by SQL92");
        bench.refused(
                Frame.request(RequestCode.CHECK_CLIENT_CONFIG)
                        .body("{\"clientId\":\"c\",\"subscriptionData\":{\"expressionType\":\"SQL92\"}}"
                                .getBytes(StandardCharsets.UTF_8)),
                ResponseCode.SYSTEM_ERROR,
                "filter message by SQL92");
    }

    // ---- offsets ----

    @Test
    void aPullMayCommitWhatWasConsumedBefore() {
        sendTagged("k0", "red");
        bench.client.call(pull(0, 1, null, null));
        Frame offset = bench.client.call(Frame.request(RequestCode.QUERY_CONSUMER_OFFSET)
                .field("consumerGroup", "cg")
                .field("topic", "orders")
                .field("queueId", 0));
        assertThat(OffsetResponseHeader.from(offset).offset()).isEqualTo(7);
    }

    // ---- members ----

    @Test
    void membersHearOfWhoComesAndGoes() throws InterruptedException {
        bench.client.call(heartbeat("c@1", "cg", "*"));
        assertThat(bench.client.nextRequest().field("consumerGroup")).isEqualTo("cg");
        assertThat(bench.broker.topics()).containsKey("%RETRY%cg");
        RawClient second = bench.connect(bench.broker);
        second.call(heartbeat("c@2", "cg", "*"));
        Frame told = bench.client.nextRequest();
        assertThat(told.code()).isEqualTo(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED);
        assertThat(told.isOneway()).isTrue();
        second.nextRequest();
        second.close();
        assertThat(bench.client.nextRequest().code()).isEqualTo(RequestCode.NOTIFY_CONSUMER_IDS_CHANGED);
        // Nobody came or went.
        bench.client.call(heartbeat("c@1", "cg", "*"));
        bench.client.call(heartbeat("c@1", "other", "*"));
        assertThat(bench.client.nextRequest().field("consumerGroup")).isEqualTo("other");
    }

    // ---- locks ----

    private static Frame.Builder lock(int code, String clientId) {
        String body = "{\"clientId\":\"" + clientId + "\",\"consumerGroup\":\"cg\",\"mqSet\":[{\"brokerName\":"
                + "\"broker-a\",\"queueId\":1,\"topic\":\"orders\"}],\"onlyThisBroker\":false}";
        return Frame.request(code).body(body.getBytes(StandardCharsets.UTF_8));
    }

    private boolean locks(String clientId) {
        Frame answer = bench.client.call(lock(RequestCode.LOCK_BATCH_MQ, clientId));
        assertThat(answer.code()).isZero();
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(body).startsWith("{\"lockOKMQSet\":[");
        return body.contains("\"queueId\":1");
    }

    @Test
    void aQueueIsLockedByOneOfAGroupUntilItGivesItUpOrIsSilentForAMinute() {
        assertThat(locks("c@1")).isTrue();
        assertThat(locks("c@1")).isTrue();
        assertThat(locks("c@2")).isFalse();
        bench.client.call(lock(RequestCode.UNLOCK_BATCH_MQ, "c@2"));
        assertThat(locks("c@2")).isFalse();
        bench.client.call(lock(RequestCode.UNLOCK_BATCH_MQ, "c@1"));
        assertThat(locks("c@2")).isTrue();
        bench.broker.advanceClock(Duration.ofSeconds(61));
        assertThat(locks("c@1")).isTrue();
    }

    // ---- retries and dead letters ----

    private Frame.Builder sendBack(StoredMessage message, int delayLevel, int maxReconsumeTimes) {
        return new ConsumerSendBackHeader(
                        "cg", message.commitLogOffset(), delayLevel, "id", "orders", maxReconsumeTimes)
                .writeTo(Frame.request(RequestCode.CONSUMER_SEND_MSG_BACK));
    }

    private StoredMessage last(String topic) {
        List<StoredMessage> messages = bench.broker.stored(topic);
        return messages.get(messages.size() - 1);
    }

    @Test
    void whatIsSentBackComesAgainLaterAndLaterAndAtLastIsADeadLetter() {
        sendTagged("k", "red");
        StoredMessage first = last("orders");
        assertThat(bench.client.call(sendBack(first, 0, 2)).code()).isZero();
        bench.broker.advanceClock(Duration.ofSeconds(9));
        assertThat(bench.broker.stored("%RETRY%cg")).isEmpty();
        bench.broker.advanceClock(Duration.ofSeconds(1));
        StoredMessage again = last("%RETRY%cg");
        assertThat(again.reconsumeTimes()).isEqualTo(1);
        assertThat(again.messageId()).isEqualTo("k");
        assertThat(again.properties())
                .containsEntry(PropertyNames.RETRY_TOPIC, "orders")
                .containsEntry(
                        PropertyNames.ORIGIN_MESSAGE_ID, first.offsetMessageId().format())
                .containsEntry(PropertyNames.TAGS, "red");

        // The second time it takes level 4, half a minute.
        assertThat(bench.client.call(sendBack(again, 0, 2)).code()).isZero();
        bench.broker.advanceClock(Duration.ofSeconds(29));
        assertThat(bench.broker.stored("%RETRY%cg")).hasSize(1);
        bench.broker.advanceClock(Duration.ofSeconds(1));
        StoredMessage third = last("%RETRY%cg");
        assertThat(third.reconsumeTimes()).isEqualTo(2);
        assertThat(bench.client.call(sendBack(third, 0, 2)).code()).isZero();
        StoredMessage dead = last("%DLQ%cg");
        assertThat(dead.messageId()).isEqualTo("k");
        assertThat(dead.properties())
                .containsEntry(PropertyNames.RETRY_TOPIC, "orders")
                .doesNotContainKey(PropertyNames.DELAY);
        assertThat(bench.broker.topics()).containsKey("%DLQ%cg");
    }

    @Test
    void aConsumerMayGiveAMessageUpAtOnceOrChooseItsDelay() {
        sendTagged("k", "red");
        bench.client.call(sendBack(last("orders"), -1, 16));
        assertThat(bench.broker.stored("%DLQ%cg")).hasSize(1);
        bench.client.call(sendBack(last("orders"), 1, 16));
        bench.broker.advanceClock(Duration.ofSeconds(1));
        assertThat(bench.broker.stored("%RETRY%cg")).hasSize(1);
        bench.refused(
                new ConsumerSendBackHeader("cg", 4711, 0, null, null, null)
                        .writeTo(Frame.request(RequestCode.CONSUMER_SEND_MSG_BACK)),
                ResponseCode.SYSTEM_ERROR,
                "look message by offset failed, 4711");
    }

    @Test
    void aSendToARetryTopicThatWasTriedTooOftenIsADeadLetter() {
        bench.stored(send("%RETRY%cg", 0, "k1").field("j", 3).field("l", 3));
        assertThat(bench.keys("%RETRY%cg")).containsExactly("k1");
        bench.stored(send("%RETRY%cg", 0, "k2").field("j", 4).field("l", 3));
        assertThat(bench.keys("%DLQ%cg")).containsExactly("k2");
        assertThat(bench.keys("%RETRY%cg")).containsExactly("k1");
    }

    // ---- slaves ----

    @Test
    void aPullThatWaitsAtASlaveHearsOfWhatTheMasterStores() {
        RawClient reader = bench.connect(bench.slave("broker-a-slave-1"));
        CompletableFuture<Frame> waiting = reader.send(pull(0, 2, null, null));
        // Once the slave has answered this one, it holds the other.
        reader.call(pull(0, 0, null, null));
        sendTagged("k", "red");
        assertThat(keysOf(RawClient.await(waiting))).containsExactly("k");
    }

    // ---- transactions ----

    private void halfMessage(String key) {
        bench.stored(send(
                        "orders",
                        0,
                        Map.of(
                                PropertyNames.UNIQ_KEY,
                                key,
                                PropertyNames.TRAN_MSG,
                                "true",
                                PropertyNames.PRODUCER_GROUP,
                                "pg"))
                .field("f", SysFlag.TRANSACTION_PREPARED));
    }

    @Test
    void transactionsAreCheckedOnScheduleAndGivenUpInTheEnd() throws InterruptedException {
        bench.close();
        bench = new BrokerBench(builder ->
                builder.transactionChecking(new TransactionChecking(Duration.ofSeconds(6), Duration.ofSeconds(30), 2)));
        bench.client.call(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers("c@1", List.of("pg")).encode()));
        halfMessage("k");
        bench.broker.advanceClock(Duration.ofSeconds(6));
        assertThat(bench.client.nextRequest().code()).isEqualTo(RequestCode.CHECK_TRANSACTION_STATE);
        bench.broker.advanceClock(Duration.ofSeconds(30));
        assertThat(bench.client.nextRequest().field("msgId")).isEqualTo("k");
        assertThat(bench.broker.halfMessages()).hasSize(1);
        bench.broker.advanceClock(Duration.ofSeconds(30));
        assertThat(bench.broker.halfMessages()).isEmpty();
    }

    @Test
    void withoutAScheduleNothingIsCheckedByItself() {
        bench.client.call(Frame.request(RequestCode.HEART_BEAT)
                .body(HeartbeatData.ofProducers("c@1", List.of("pg")).encode()));
        halfMessage("k");
        bench.broker.advanceClock(Duration.ofHours(1));
        assertThat(bench.broker.halfMessages()).hasSize(1);
        assertThat(bench.client.unexpected()).isEmpty();
    }
}
