// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.common.compression.CompressionType;
import dev.hotfire.common.constant.PermName;
import dev.hotfire.common.sysflag.MessageSysFlag;
import dev.hotfire.remoting.common.RemotingHelper;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class TopicValidatorTest {
    private static String remark(String topic) {
        TopicValidator.ValidateResult result = TopicValidator.validateTopic(topic);
        assertThat(result.isValid()).isEqualTo(result.getRemark().isEmpty());
        return result.getRemark();
    }

    @Test
    void saysWhatIsWrongWithAName() {
        assertThat(remark("%a|_-Z9")).isEmpty();
        assertThat(remark("x".repeat(127))).isEmpty();
        assertThat(remark("x".repeat(128))).endsWith("is longer than topic max length: 127");
        for (String illegal : new String[] {"a b", "é", "a.b", "a/b", "a:b", "a@b", "a[b", "a`b", "a{b"}) {
            assertThat(remark(illegal)).contains("illegal characters");
            assertThat(TopicValidator.isTopicOrGroupIllegal(illegal)).isTrue();
        }
        assertThat(remark("")).isEqualTo("The specified topic is blank.");
        assertThat(remark(null)).isEqualTo("The specified topic is blank.");
        assertThat(TopicValidator.validateGroup("x".repeat(120)).isValid()).isTrue();
        assertThat(TopicValidator.validateGroup("x".repeat(121)).getRemark()).endsWith("group max length: 120");
    }

    @Test
    void knowsTheSystemsTopics() {
        assertThat(TopicValidator.isSystemTopic("rmq_sys_x")).isTrue();
        assertThat(TopicValidator.isSystemTopic("orders")).isFalse();
        assertThat(TopicValidator.isNotAllowedSendTopic("TBW102")).isFalse();
        assertThat(TopicValidator.getSystemTopicSet())
                .hasSize(12)
                .containsAll(TopicValidator.getNotAllowedSendTopicSet())
                .contains("TBW102");
        assertThat(TopicValidator.getNotAllowedSendTopicSet())
                .hasSize(8)
                .allMatch(TopicValidator::isNotAllowedSendTopic);
        TopicValidator.getSystemTopicSet().clear();
        assertThat(TopicValidator.getSystemTopicSet()).hasSize(12);
    }

    @Test
    void permissionsAreReadable() {
        assertThat(PermName.perm2String(6)).isEqualTo("RW-");
        assertThat(PermName.perm2String(5)).isEqualTo("R-X");
        assertThat(PermName.perm2String(0)).isEqualTo("---");
        assertThat(PermName.isValid(7)).isTrue();
        assertThat(PermName.isValid("8")).isFalse();
        assertThat(PermName.isValid(-1)).isFalse();
        assertThat(PermName.isPriority(8)).isTrue();
        assertThat(PermName.isPriority(7)).isFalse();
        assertThat(PermName.isAccessible(2)).isTrue();
        assertThat(PermName.isAccessible(4)).isTrue();
        assertThat(PermName.isAccessible(1)).isFalse();
    }

    @Test
    void flagsAreBits() {
        assertThat(MessageSysFlag.getTransactionValue(0xFF)).isEqualTo(12);
        assertThat(MessageSysFlag.resetTransactionValue(0xFF, 8)).isEqualTo(0xFB);
        assertThat(MessageSysFlag.clearCompressedFlag(0xFF)).isEqualTo(0xFE);
        assertThat(MessageSysFlag.getCompressionType(0x100)).isEqualTo(CompressionType.LZ4);
        assertThat(MessageSysFlag.getCompressionType(0x201)).isEqualTo(CompressionType.ZSTD);
        assertThat(MessageSysFlag.getCompressionType(0)).isEqualTo(CompressionType.ZLIB);
        assertThatThrownBy(() -> MessageSysFlag.getCompressionType(0x400)).isInstanceOf(RuntimeException.class);
        assertThat(MessageSysFlag.check(5, 4)).isTrue();
        assertThat(MessageSysFlag.check(5, 2)).isFalse();
    }

    @Test
    void addressesAreTakenApart() {
        assertThat(RemotingHelper.string2SocketAddress("192.0.2.1:5")).isEqualTo(new InetSocketAddress("192.0.2.1", 5));
        assertThatThrownBy(() -> RemotingHelper.string2SocketAddress("nowhere"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RemotingHelper.parseHostFromAddress("a:5")).isEqualTo("a");
        assertThat(RemotingHelper.parseHostFromAddress("a")).isEqualTo("a");
        assertThat(RemotingHelper.parseHostFromAddress(null)).isEmpty();
        assertThat(RemotingHelper.parseSocketAddressAddr(new InetSocketAddress("192.0.2.1", 5)))
                .isEqualTo("192.0.2.1:5");
        assertThat(RemotingHelper.parseSocketAddressAddr(InetSocketAddress.createUnresolved("a", 5)))
                .isEqualTo("<unresolved>:5");
        assertThat(RemotingHelper.parseSocketAddressAddr(null)).isEmpty();
        assertThat(RemotingHelper.parseSocketAddressPort(new InetSocketAddress("192.0.2.1", 5)))
                .isEqualTo(5);
        assertThat(RemotingHelper.parseSocketAddressPort(null)).isEqualTo(-1);
        assertThat(RemotingHelper.getRequestCodeDesc(310)).isEqualTo("send_message_v2");
        assertThat(RemotingHelper.getResponseCodeDesc(1)).isEqualTo("system_error");
    }
}
