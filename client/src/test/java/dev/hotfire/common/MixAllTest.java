// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MixAllTest {
    @Test
    void namesWhatBelongsToGroupsAndClusters() {
        assertThat(MixAll.getRetryTopic("g")).isEqualTo("%RETRY%g");
        assertThat(MixAll.getDLQTopic("g")).isEqualTo("%DLQ%g");
        assertThat(MixAll.getReplyTopic("c")).isEqualTo("c_REPLY_TOPIC");
        assertThat(MixAll.isSysConsumerGroup("CID_RMQ_SYS_x")).isTrue();
        assertThat(MixAll.isSysConsumerGroup("g")).isFalse();
        assertThat(MixAll.isLmq("%LMQ%x")).isTrue();
        assertThat(MixAll.isLmq(null)).isFalse();
    }

    @Test
    void findsTheNameServersAddress() {
        assertThat(MixAll.getWSAddr()).isEqualTo("http://jmenv.tbsite.net:8080/rocketmq/nsaddr");
    }

    @Test
    void theFastChannelIsTwoPortsBelow() {
        assertThat(MixAll.brokerVIPChannel(true, "192.0.2.1:10911")).isEqualTo("192.0.2.1:10909");
        assertThat(MixAll.brokerVIPChannel(true, "[2001:db8::1]:10911")).isEqualTo("[2001:db8::1]:10909");
        assertThat(MixAll.brokerVIPChannel(false, "192.0.2.1:10911")).isEqualTo("192.0.2.1:10911");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MixAll.brokerVIPChannel(true, "nowhere"))
                .withMessage("brokerAddr: 'nowhere' (expected: host:port)");
    }

    @Test
    void propertiesAreLines() {
        Properties properties = MixAll.string2Properties("b=2\na=1\n");
        assertThat(properties).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(MixAll.properties2String(properties, true)).isEqualTo("a=1\nb=2\n");
        assertThat(MixAll.string2Properties(MixAll.properties2String(properties)))
                .isEqualTo(properties);
    }

    @Test
    void aCounterOnlyGrows() {
        AtomicLong counter = new AtomicLong(5);
        assertThat(MixAll.compareAndIncreaseOnly(counter, 3)).isFalse();
        assertThat(MixAll.compareAndIncreaseOnly(counter, 5)).isFalse();
        assertThat(MixAll.compareAndIncreaseOnly(counter, 9)).isTrue();
        assertThat(counter).hasValue(9);
    }

    @Test
    void bytesAreReadable() {
        assertThat(MixAll.humanReadableByteCount(999, true)).isEqualTo("999 B");
        assertThat(MixAll.humanReadableByteCount(1000, true)).isEqualTo("1.0 kB");
        assertThat(MixAll.humanReadableByteCount(12345, true)).isEqualTo("12.3 kB");
        assertThat(MixAll.humanReadableByteCount(12345, false)).isEqualTo("12.1 KiB");
        assertThat(MixAll.humanReadableByteCount(1234567890123L, false)).isEqualTo("1.1 TiB");
        assertThat(MixAll.humanReadableByteCount(Long.MAX_VALUE, true)).isEqualTo("9.2 EB");
    }

    @Test
    void numbersAreCompared() {
        assertThat(MixAll.compareInteger(1, 2)).isNegative();
        assertThat(MixAll.compareLong(2, 1)).isPositive();
        assertThat(MixAll.getPID()).isEqualTo(ProcessHandle.current().pid()).isEqualTo(MixAll.CURRENT_JVM_PID);
    }
}
