// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.client.producer.LocalTransactionState;
import dev.hotfire.common.message.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceDataEncoderTest {
    private static TraceContext record(TraceType type) {
        TraceBean bean = new TraceBean();
        bean.setTopic("orders");
        bean.setMsgId("id");
        bean.setTags("paid");
        bean.setKeys("k1 k2");
        bean.setStoreHost("192.0.2.1:10911");
        bean.setBodyLength(9);
        bean.setMsgType(MessageType.Order_Msg);
        bean.setOffsetMsgId("offset");
        bean.setTransactionId("tx");
        bean.setTransactionState(LocalTransactionState.COMMIT_MESSAGE);
        bean.setFromTransactionCheck(true);
        bean.setRetryTimes(2);
        TraceContext record = new TraceContext();
        record.setTraceType(type);
        record.setTimeStamp(5);
        record.setRegionId("region");
        record.setGroupName("group");
        record.setCostTime(3);
        record.setRequestId("request");
        record.setContextCode(4);
        record.setTraceBeans(List.of(bean));
        return record;
    }

    private static String text(TraceType type) {
        return TraceDataEncoder.encoderFromContextBean(record(type)).getTransData();
    }

    /** The texts are what the official encoder of 5.5.0 makes of the same records. */
    @Test
    void writesTheOfficialText() {
        assertThat(readable(text(TraceType.Pub)))
                .isEqualTo("Pub|5|region|group|orders|id|paid|k1 k2|192.0.2.1:10911|9|3|4|offset|true;");
        assertThat(readable(text(TraceType.Recall))).isEqualTo("Recall|5|region|group|orders|id|true;");
        assertThat(readable(text(TraceType.SubBefore))).isEqualTo("SubBefore|5|region|group|request|id|2|k1 k2;");
        assertThat(readable(text(TraceType.SubAfter))).isEqualTo("SubAfter|request|id|3|true|k1 k2|4|5|group;");
        assertThat(readable(text(TraceType.EndTransaction)))
                .isEqualTo(
                        "EndTransaction|5|region|group|orders|id|paid|k1 k2|192.0.2.1:10911|4|tx|COMMIT_MESSAGE|true;");
    }

    private static String readable(String text) {
        return text.replace('\u0001', '|').replace('\u0002', ';');
    }

    @Test
    void readsWhatItWrites() {
        StringBuilder all = new StringBuilder();
        for (TraceType type : TraceType.values()) {
            all.append(text(type));
        }
        List<TraceContext> read = TraceDataEncoder.decoderFromTraceDataString(all.toString());
        assertThat(read).extracting(TraceContext::getTraceType).containsExactly(TraceType.values());
        assertThat(read).allSatisfy(record -> {
            String again = TraceDataEncoder.encoderFromContextBean(record).getTransData();
            assertThat(again).isEqualTo(text(record.getTraceType()));
        });
        assertThat(TraceDataEncoder.decoderFromTraceDataString(null)).isEmpty();
    }

    @Test
    void isFoundByIdAndKeys() {
        assertThat(TraceDataEncoder.encoderFromContextBean(record(TraceType.Pub))
                        .getTransKey())
                .containsExactlyInAnyOrder("id", "k1", "k2");
    }

    @Test
    void deliveriesTellOfAllTheirMessages() {
        TraceContext record = record(TraceType.SubBefore);
        record.setTraceBeans(List.of(record.getTraceBeans().get(0), new TraceBean()));
        assertThat(TraceDataEncoder.decoderFromTraceDataString(
                        TraceDataEncoder.encoderFromContextBean(record).getTransData()))
                .hasSize(2);
    }

    @Test
    void refusesWhatIsNoRecord() {
        assertThat(TraceDataEncoder.encoderFromContextBean(null)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TraceDataEncoder.encoderFromContextBean(new TraceContext()));
        TraceContext separated = record(TraceType.Pub);
        separated.setGroupName("a\u0001b");
        assertThatIllegalArgumentException().isThrownBy(() -> TraceDataEncoder.encoderFromContextBean(separated));
    }

    @Test
    void recordsAreOrderedByTime() {
        TraceContext later = record(TraceType.Pub);
        later.setTimeStamp(6);
        assertThat(record(TraceType.Pub))
                .isLessThan(later)
                .hasToString("TraceContext{Pub_group_region_true_id_orders_}");
    }
}
