// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.acl.common.AclException;
import dev.hotfire.acl.common.SessionCredentials;
import dev.hotfire.client.exception.MQClientException;
import dev.hotfire.client.exception.RequestTimeoutException;
import dev.hotfire.client.producer.DefaultMQProducer;
import dev.hotfire.client.trace.AsyncTraceDispatcher;
import dev.hotfire.client.trace.TraceDispatcher;
import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.common.compression.Compressor;
import dev.hotfire.common.compression.CompressorFactory;
import dev.hotfire.common.constant.PermName;
import dev.hotfire.common.message.Message;
import dev.hotfire.common.message.MessageType;
import dev.hotfire.remoting.protocol.SerializeType;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Types of the familiar face that are a few values, or a table. */
class SmallValuesTest {
    @ParameterizedTest
    @CsvSource({
        "Normal, Normal_Msg",
        "Trans, Trans_Msg_Half",
        "TransCommit, Trans_msg_Commit",
        "Delay, Delay_Msg",
        "Order, Order_Msg",
    })
    void messageTypesHaveShortNames(String shortName, MessageType type) {
        assertThat(type.getShortName()).isEqualTo(shortName);
        assertThat(MessageType.getByShortName(shortName)).isEqualTo(type);
        assertThat(MessageType.getByShortName("none of these")).isEqualTo(MessageType.Normal_Msg);
    }

    @ParameterizedTest
    @CsvSource({"LZ4, 1, 0x100", "ZSTD, 2, 0x200", "ZLIB, 3, 0x300"})
    void compressionTypesHaveNumbersAndFlags(CompressionType type, int value, String flag) {
        assertThat(type.getValue()).isEqualTo(value);
        assertThat(CompressionType.findByValue(value)).isEqualTo(type);
        assertThat(type.getCompressionFlag()).isEqualTo(Integer.decode(flag));
        assertThat(CompressionType.of(" " + type.name().toLowerCase(Locale.ROOT)))
                .isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void whatIsCompressedIsTheSameAgain(CompressionType type) throws IOException {
        byte[] plain = "hello ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        Compressor compressor = CompressorFactory.getCompressor(type);
        byte[] compressed = compressor.compress(plain, 5);
        assertThat(compressed).hasSizeLessThan(plain.length / 10);
        assertThat(compressor.decompress(compressed)).isEqualTo(plain);
        assertThatThrownBy(() -> compressor.decompress("none of this".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void permissionsAreValidWithNothingButReadWriteAndInherit() {
        for (int perm : new int[] {0, 1, 2, 4, 6, 7}) {
            assertThat(PermName.isValid(perm)).isTrue();
            assertThat(PermName.isValid(Integer.toString(perm))).isTrue();
        }
        for (int perm : new int[] {-1, 8, 9}) {
            assertThat(PermName.isValid(perm)).isFalse();
            assertThat(PermName.isValid(Integer.toString(perm))).isFalse();
        }
    }

    @Test
    void exceptionsKeepWhatTheyAreTold() {
        RequestTimeoutException late = new RequestTimeoutException(10006, "late");
        assertThat(late.getErrorMessage()).isEqualTo("late");
        assertThat(late.setResponseCode(7)).isSameAs(late);
        assertThat(late.getResponseCode()).isEqualTo(7);
        late.setErrorMessage("later");
        assertThat(late.getErrorMessage()).isEqualTo("later");

        AclException refused = new AclException("SIGNATURE_FAILED", 10015);
        assertThat(refused.getStatus()).isEqualTo("SIGNATURE_FAILED");
        assertThat(refused.getCode()).isEqualTo(10015);
        refused.setStatus("OTHER");
        refused.setCode(1);
        assertThat(refused.getStatus() + refused.getCode()).isEqualTo("OTHER1");
    }

    @Test
    void answersToQuestionsTellHowFarTheIndexIs() {
        QueryResult result = new QueryResult(1_700_000_000_000L, List.of());
        assertThat(result.getIndexLastUpdateTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(result).hasToString("QueryResult [indexLastUpdateTimestamp=1700000000000, messageList=[]]");
    }

    @Test
    void credentialsAreEqualByTheirKeysAndHideTheirSecret() {
        SessionCredentials one = new SessionCredentials("access", "a-long-secret", "token");
        SessionCredentials same = new SessionCredentials("access", "a-long-secret", "token");
        same.setSignature("signed");
        SessionCredentials other = new SessionCredentials("access", "another", "token");
        one.setSignature("signed");
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(one.hashCode()).isNotEqualTo(other.hashCode());
        assertThat(one.toString()).contains("access").doesNotContain("a-long-secret");
        assertThat(new SessionCredentials((String) null, null).toString())
                .isNotEqualTo(new SessionCredentials("a", "b").toString());
    }

    @Test
    void serializersHaveNumbers() {
        assertThat(SerializeType.JSON.getCode()).isZero();
        assertThat(SerializeType.ROCKETMQ.getCode()).isEqualTo((byte) 1);
    }

    @Test
    void namesAreLegalUpToTheirLength() throws MQClientException {
        Validators.checkGroup("g".repeat(120));
        assertThatThrownBy(() -> Validators.checkGroup("g".repeat(121)))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("longer than group max length: 120");
        Validators.checkTopic("t".repeat(127));
        assertThatThrownBy(() -> Validators.checkTopic("t".repeat(128)))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("longer than topic max length 127");
    }

    @Test
    void aBodyMayBeAsLargeAsTheLimit() throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer("pg");
        producer.setMaxMessageSize(5);
        Validators.checkMessage(new Message("orders", new byte[5]), producer);
        assertThatThrownBy(() -> Validators.checkMessage(new Message("orders", new byte[6]), producer))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("MAX: 5");
        Message dispatched = new Message("orders", new byte[5]);
        dispatched.putUserProperty("INNER_MULTI_DISPATCH", "a,b");
        Validators.checkMessage(dispatched, producer);
        dispatched.putUserProperty("INNER_MULTI_DISPATCH", "a" + File.separator + "b");
        assertThatThrownBy(() -> Validators.checkMessage(dispatched, producer))
                .isInstanceOf(MQClientException.class)
                .hasMessageContaining("can not contains");
    }

    @Test
    void aTraceDispatcherTellsItsSettings() {
        AsyncTraceDispatcher dispatcher = new AsyncTraceDispatcher("pg", TraceDispatcher.Type.PRODUCE, 5, null, null);
        assertThat(dispatcher.getTraceTopicName()).isEqualTo("RMQ_SYS_TRACE_TOPIC");
        dispatcher.setTraceTopicName("mine");
        assertThat(dispatcher.getTraceTopicName()).isEqualTo("mine");
        assertThat(dispatcher.getAccessChannel()).isEqualTo(AccessChannel.LOCAL);
        dispatcher.setAccessChannel(AccessChannel.CLOUD);
        assertThat(dispatcher.getAccessChannel()).isEqualTo(AccessChannel.CLOUD);
        DefaultMQProducer host = new DefaultMQProducer("pg");
        dispatcher.setHostProducer(host.getDefaultMQProducerImpl());
        assertThat(dispatcher.getHostProducer()).isSameAs(host.getDefaultMQProducerImpl());
        dispatcher.setNamespaceV2("tenant");
        assertThat(dispatcher.getNamespaceV2()).isEqualTo("tenant");
        DefaultMQProducer own = dispatcher.getTraceProducer();
        assertThat(own.getProducerGroup()).startsWith("_INNER_TRACE_PRODUCER-pg-PRODUCE-");
        assertThat(own.getSendMsgTimeout()).isEqualTo(5_000);
        assertThat(own.getMaxMessageSize()).isEqualTo(128_000);
        assertThat(own.isVipChannelEnabled()).isFalse();
    }
}
