// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hotfire.common.message.MessageQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendResultTest {
    private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 1);

    @Test
    void printsItselfAsTheOfficialOneDoes() {
        SendResult result = new SendResult(SendStatus.SEND_OK, "ID", "OFF", QUEUE, 9);
        assertThat(result)
                .hasToString("SendResult [sendStatus=SEND_OK, msgId=ID, offsetMsgId=OFF, messageQueue=MessageQueue"
                        + " [topic=orders, brokerName=broker-a, queueId=1], queueOffset=9, recallHandle=null]");
        assertThat(result.isTraceOn()).isTrue();
    }

    @Test
    void writesTheOfficialJson() {
        SendResult result = new SendResult(SendStatus.SEND_OK, "ID", QUEUE, 9, "tx", "OFF", "region");
        result.setRecallHandle("h");
        result.setRawRespBody(new byte[] {1, -2, 3});
        String json = "{\"messageQueue\":{\"brokerName\":\"broker-a\",\"queueId\":1,\"topic\":\"orders\"},"
                + "\"msgId\":\"ID\",\"offsetMsgId\":\"OFF\",\"queueOffset\":9,\"rawRespBody\":[1,-2,3],"
                + "\"recallHandle\":\"h\",\"regionId\":\"region\",\"sendStatus\":\"SEND_OK\",\"traceOn\":true,"
                + "\"transactionId\":\"tx\"}";
        assertThat(SendResult.encoderSendResultToJson(result)).isEqualTo(json);
        SendResult read = SendResult.decoderSendResultFromJson(json);
        assertThat(read).usingRecursiveComparison().isEqualTo(result);
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(SendResult.encoderSendResultToJson(new SendResult()))
                .isEqualTo("{\"queueOffset\":0,\"traceOn\":true}");
        assertThat(SendResult.encoderSendResultToJson(null)).isEqualTo("null");
        TransactionSendResult transactional = new TransactionSendResult();
        transactional.setLocalTransactionState(LocalTransactionState.UNKNOW);
        assertThat(SendResult.encoderSendResultToJson(transactional))
                .isEqualTo("{\"localTransactionState\":\"UNKNOW\",\"queueOffset\":0,\"traceOn\":true}");
    }

    @Test
    void skipsNamesThatItDoesNotKnow() {
        SendResult read =
                SendResult.decoderSendResultFromJson("{\"more\":{\"a\":[1,{}]},\"msgId\":\"x\",\"traceOn\":false,"
                        + "\"sendStatus\":null,\"rawRespBody\":null,\"messageQueue\":{\"topic\":null,\"b\":[]}}");
        assertThat(read.getMsgId()).isEqualTo("x");
        assertThat(read.isTraceOn()).isFalse();
        assertThat(read.getSendStatus()).isNull();
        assertThat(read.getMessageQueue()).isEqualTo(new MessageQueue());
        assertThat(SendResult.decoderSendResultFromJson(null)).isNull();
        assertThat(SendResult.decoderSendResultFromJson("null")).isNull();
    }

    @Test
    void refusesWhatIsNoResult() {
        for (String json : List.of(
                "",
                "{",
                "[]",
                "{bad}",
                "{} {}",
                "{\"queueOffset\":\"x\"}",
                "{\"sendStatus\":\"NEVER\"}",
                "{\"messageQueue\":1}",
                "{\"rawRespBody\":1}")) {
            assertThatIllegalArgumentException().as(json).isThrownBy(() -> SendResult.decoderSendResultFromJson(json));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> SendResult.encoderSendResultToJson("text"));
    }
}
