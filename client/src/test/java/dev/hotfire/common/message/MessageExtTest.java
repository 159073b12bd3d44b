// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.common.TopicFilterType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageExtTest {
    private final MessageExt message = new MessageExt(
            3,
            1000,
            new InetSocketAddress("192.0.2.1", 5),
            2000,
            new InetSocketAddress("192.0.2.2", 10911),
            "7F00000100002A9F000000000000004D");

    @Test
    void readsBackWhatItWasGiven() {
        assertThat(message)
                .hasToString("MessageExt [brokerName=null, queueId=3, storeSize=0, queueOffset=0, sysFlag=0,"
                        + " bornTimestamp=1000, bornHost=/192.0.2.1:5, storeTimestamp=2000,"
                        + " storeHost=/192.0.2.2:10911, msgId=7F00000100002A9F000000000000004D, commitLogOffset=0,"
                        + " bodyCRC=0, reconsumeTimes=0, preparedTransactionOffset=0, toString()=Message{topic='null',"
                        + " flag=0, properties={}, body=null, transactionId='null'}]");
        assertThat(message.getBornHostString()).isEqualTo("192.0.2.1");
        assertThat(message.getBornHostNameString()).isEqualTo("192.0.2.1");
    }

    @Test
    void writesItsHosts() {
        assertThat(message.getBornHostBytes()).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 1, 0, 0, 0, 5}));
        ByteBuffer room = ByteBuffer.allocate(20);
        assertThat(message.getStoreHostBytes(room))
                .isSameAs(room)
                .isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 192, 0, 2, 2, 0, 0, 0x2A, (byte) 0x9F}));
        assertThat(message.getStoreHostBytes()).isEqualTo(room);
        assertThat(message.getBornHostBytes(room).remaining()).isEqualTo(8);
    }

    @Test
    void withoutHostsThereIsNothingToWrite() {
        MessageExt blank = new MessageExt();
        assertThat(blank.getBornHostString()).isNull();
        assertThat(blank.getBornHostNameString()).isNull();
        assertThatThrownBy(blank::getBornHostBytes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHostThatIsNotResolvedHasANameOnly() {
        message.setBornHost(InetSocketAddress.createUnresolved("client.example", 1));
        assertThat(message.getBornHostString()).isNull();
        assertThat(message.getBornHostNameString()).isEqualTo("client.example");
    }

    @Test
    void flagsOfAddressesAndTagsAreBits() {
        message.setStoreHostAddressV6Flag();
        message.setBornHostV6Flag();
        assertThat(message.getSysFlag()).isEqualTo(0x30);
        assertThat(MessageExt.parseTopicFilterType(0x2)).isEqualTo(TopicFilterType.MULTI_TAG);
        assertThat(MessageExt.parseTopicFilterType(0x1)).isEqualTo(TopicFilterType.SINGLE_TAG);
    }

    @Test
    void flagsOfTopicAndGroupAreProperties() {
        assertThat(message.getTopicSysFlag()).isNull();
        message.setTopicSysFlag(4);
        message.setGroupSysFlag(5);
        assertThat(message.getTopicSysFlag()).isEqualTo(4);
        assertThat(message.getGroupSysFlag()).isEqualTo(5);
        message.setTopicSysFlag(null);
        message.setGroupSysFlag(null);
        assertThat(message.getProperties()).isEmpty();
    }

    @Test
    void aClientsMessageHasItsOwnIdIfThereIsOne() {
        MessageClientExt client = new MessageClientExt();
        client.setOffsetMsgId("broker's");
        client.setMsgId("ignored");
        assertThat(client.getMsgId()).isEqualTo("broker's");
        client.putProperty("UNIQ_KEY", "client's");
        assertThat(client.getMsgId()).isEqualTo("client's");
        assertThat(client.getOffsetMsgId()).isEqualTo("broker's");
    }
}
