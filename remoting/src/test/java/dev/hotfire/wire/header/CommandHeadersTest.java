// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.RequestCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandHeadersTest {
    /**
     * One kind of header.
     *
     * @param required the fields without which there is no header
     * @param numbers  the fields that hold something other than text
     */
    record Kind(
            int code,
            CommandHeader header,
            Function<Frame, CommandHeader> reader,
            Set<String> required,
            Set<String> numbers) {
        @Override
        public String toString() {
            return header.getClass().getSimpleName() + " " + RequestCode.nameOf(code);
        }
    }

    private static Kind kind(
            int code, CommandHeader header, Function<Frame, CommandHeader> reader, String required, String numbers) {
        return new Kind(code, header, reader, words(required), words(numbers));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(text.split(" ")));
    }

    private static SendRequestHeader send() {
        return new SendRequestHeader("pg", "t", "TBW102", 4, -1, 5, 17L, 7, "p", 3, true, 16, true, "b");
    }

    static Stream<Kind> kinds() {
        String v1 = "producerGroup topic defaultTopic defaultTopicQueueNums queueId sysFlag bornTimestamp flag";
        String v1Numbers = "defaultTopicQueueNums queueId sysFlag bornTimestamp flag reconsumeTimes unitMode"
                + " maxReconsumeTimes batch";
        String v2 = "a b c d e f g h";
        String v2Numbers = "d e f g h j k l m";
        return Stream.of(
                kind(RequestCode.SEND_MESSAGE, send(), SendRequestHeader::from, v1, v1Numbers),
                kind(RequestCode.SEND_REPLY_MESSAGE, send(), SendRequestHeader::from, v1, v1Numbers),
                kind(RequestCode.SEND_MESSAGE_V2, send(), SendRequestHeader::from, v2, v2Numbers),
                kind(RequestCode.SEND_BATCH_MESSAGE, send(), SendRequestHeader::from, v2, v2Numbers),
                kind(RequestCode.SEND_REPLY_MESSAGE_V2, send(), SendRequestHeader::from, v2, v2Numbers),
                kind(
                        0,
                        new SendResponseHeader("id", 1, 2, "tx", "batch", "handle", "region", false),
                        SendResponseHeader::from,
                        "msgId queueId queueOffset",
                        "queueId queueOffset"),
                kind(
                        RequestCode.END_TRANSACTION,
                        new EndTransactionHeader("t", "pg", 5, 100, 8, true, "id", "tx", "b"),
                        EndTransactionHeader::from,
                        "producerGroup tranStateTableOffset commitLogOffset commitOrRollback msgId",
                        "tranStateTableOffset commitLogOffset commitOrRollback fromTransactionCheck"),
                kind(
                        RequestCode.CHECK_TRANSACTION_STATE,
                        new CheckTransactionStateHeader("t", 5, 100, "id", "tx", "offsetId", "b"),
                        CheckTransactionStateHeader::from,
                        "tranStateTableOffset commitLogOffset",
                        "tranStateTableOffset commitLogOffset"),
                kind(
                        RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT,
                        new ReplyPushHeader("pg", "t", "d", 4, 1, 2, 3, 4, "p", 5, true, "h:1", "h:2", 6),
                        ReplyPushHeader::from,
                        "producerGroup topic queueId bornTimestamp",
                        "defaultTopicQueueNums queueId sysFlag bornTimestamp flag reconsumeTimes unitMode storeTimestamp"),
                kind(
                        RequestCode.RECALL_MESSAGE,
                        new RecallHeader("pg", "t", "handle", "b"),
                        RecallHeader::from,
                        "topic recallHandle",
                        ""),
                kind(0, new RecallResponseHeader("id"), RecallResponseHeader::from, "msgId", ""),
                kind(
                        RequestCode.UNREGISTER_CLIENT,
                        new UnregisterClientHeader("c", "pg", "cg"),
                        UnregisterClientHeader::from,
                        "clientID",
                        ""),
                kind(
                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                        new GetRouteHeader("t", true),
                        GetRouteHeader::from,
                        "topic",
                        "acceptStandardJsonOnly"),
                kind(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicHeader("t", "d", 4, 8, 6, "SINGLE_TAG", 1, true, "+a=b", false),
                        CreateTopicHeader::from,
                        "topic defaultTopic readQueueNums writeQueueNums perm topicFilterType",
                        "readQueueNums writeQueueNums perm topicSysFlag order force"),
                kind(
                        RequestCode.GET_MAX_OFFSET,
                        new GetMaxOffsetHeader("t", 1, false, "b"),
                        GetMaxOffsetHeader::from,
                        "topic queueId",
                        "queueId committed"),
                kind(
                        RequestCode.GET_MIN_OFFSET,
                        new QueueHeader("t", 1, "b"),
                        QueueHeader::from,
                        "topic queueId",
                        "queueId"),
                kind(
                        RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                        new SearchOffsetHeader("t", 1, 2, "UPPER", "lite", "b"),
                        SearchOffsetHeader::from,
                        "topic queueId timestamp",
                        "queueId timestamp"),
                kind(0, new OffsetResponseHeader(-1), OffsetResponseHeader::from, "offset", "offset"),
                kind(0, new TimestampResponseHeader(1), TimestampResponseHeader::from, "timestamp", "timestamp"),
                kind(
                        RequestCode.QUERY_MESSAGE,
                        new QueryMessageHeader("t", "k", 32, 1, Long.MAX_VALUE, "K", "last", true),
                        QueryMessageHeader::from,
                        "topic key maxNum beginTimestamp endTimestamp",
                        "maxNum beginTimestamp endTimestamp _UNIQUE_KEY_QUERY"),
                kind(
                        0,
                        new QueryMessageResponseHeader(1, 2),
                        QueryMessageResponseHeader::from,
                        "indexLastUpdateTimestamp indexLastUpdatePhyoffset",
                        "indexLastUpdateTimestamp indexLastUpdatePhyoffset"),
                kind(
                        RequestCode.VIEW_MESSAGE_BY_ID,
                        new ViewMessageHeader("t", 100, "b"),
                        ViewMessageHeader::from,
                        "offset",
                        "offset"),
                kind(
                        RequestCode.PULL_MESSAGE,
                        new PullRequestHeader(
                                "cg", "t", 1, 2, 32, 3, 4, 15_000, "*", 5, "TAG", 6, 7, "proxy", "lite", "b"),
                        PullRequestHeader::from,
                        "consumerGroup topic queueId queueOffset maxMsgNums sysFlag commitOffset suspendTimeoutMillis",
                        "queueId queueOffset maxMsgNums sysFlag commitOffset suspendTimeoutMillis subVersion maxMsgBytes"
                                + " requestSource"),
                kind(
                        0,
                        new PullResponseHeader(1, 2, 3, 4, 5L, 6, 7, 8),
                        PullResponseHeader::from,
                        "suggestWhichBrokerId nextBeginOffset minOffset maxOffset",
                        "suggestWhichBrokerId nextBeginOffset minOffset maxOffset offsetDelta topicSysFlag groupSysFlag"
                                + " forbiddenType"),
                kind(
                        RequestCode.QUERY_CONSUMER_OFFSET,
                        new QueryConsumerOffsetHeader("cg", "t", 1, "b"),
                        QueryConsumerOffsetHeader::from,
                        "consumerGroup topic queueId",
                        "queueId"),
                kind(
                        RequestCode.UPDATE_CONSUMER_OFFSET,
                        new UpdateConsumerOffsetHeader("cg", "t", 1, 2, "b"),
                        UpdateConsumerOffsetHeader::from,
                        "consumerGroup topic queueId commitOffset",
                        "queueId commitOffset"),
                kind(
                        RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                        new ConsumerGroupHeader("cg"),
                        ConsumerGroupHeader::from,
                        "consumerGroup",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aHeaderComesBackAsItWent(Kind kind) {
        assertThat(kind.reader().apply(full(kind))).isEqualTo(kind.header());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRequiredFieldThatIsAbsentIsNamed(Kind kind) {
        Set<String> missed = new LinkedHashSet<>();
        for (String name : full(kind).extFields().keySet()) {
            Frame without = full(kind).toBuilder().field(name, null).build();
            try {
                assertThat(kind.reader().apply(without)).isNotNull();
            } catch (MalformedHeaderException e) {
                assertThat(e).hasMessageContaining("." + name + ": absent (expected: ");
                missed.add(name);
            }
        }
        assertThat(missed).containsExactlyInAnyOrderElementsOf(kind.required());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aPresentFieldIsCheckedEvenWhereItIsOptional(Kind kind) {
        Set<String> refused = new LinkedHashSet<>();
        for (String name : full(kind).extFields().keySet()) {
            Frame odd =
                    full(kind).toBuilder().field(name, "99999999999999999999").build();
            try {
                assertThat(kind.reader().apply(odd)).isNotNull();
            } catch (MalformedHeaderException e) {
                assertThat(e).hasMessageContaining("." + name + ": 99999999999999999999 (expected: ");
                refused.add(name);
            }
        }
        assertThat(refused).containsExactlyInAnyOrderElementsOf(kind.numbers());
    }

    @Test
    void onlySendsHaveASendHeader() {
        assertThatThrownBy(() -> SendRequestHeader.from(
                        Frame.request(RequestCode.HEART_BEAT).build()))
                .isInstanceOf(MalformedHeaderException.class)
                .hasMessageContaining("HEART_BEAT");
    }

    /** Whatever else a broker writes there: only the word false switches tracing off. */
    @Test
    void aSendResponseHasDefaultsForRegionAndTracing() {
        Frame bare = Frame.request(0)
                .field("msgId", "id")
                .field("queueId", 1)
                .field("queueOffset", 2)
                .field("TRACE_ON", "FALSE")
                .build();
        assertThat(SendResponseHeader.from(bare)).isEqualTo(SendResponseHeader.stored("id", 1, 2, null));
    }

    /** As rocketmq-client-cpp writes them; servers look for the word true and nothing else. */
    @Test
    void numbersInPlaceOfWordsAreFalse() {
        Frame written = send().writeTo(Frame.request(RequestCode.SEND_MESSAGE_V2))
                .field("k", "1")
                .field("m", "0")
                .build();
        assertThat(SendRequestHeader.from(written).unitMode()).isFalse();
        assertThat(SendRequestHeader.from(written).batch()).isFalse();
    }

    private static Frame full(Kind kind) {
        return kind.header().writeTo(Frame.request(kind.code())).build();
    }
}
