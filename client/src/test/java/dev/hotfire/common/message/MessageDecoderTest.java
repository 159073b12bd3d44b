// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {
    private static final StoredMessage STORED = new StoredMessage(
            "orders",
            3,
            7,
            11,
            12,
            0,
            1000,
            new IpPort(IpAddress.parse("192.0.2.1"), 99),
            2000,
            new IpPort(IpAddress.parse("192.0.2.2"), 10911),
            1,
            13,
            "hello".getBytes(UTF_8),
            Map.of("UNIQ_KEY", "abc", "WAIT", "true"));
    private static final String OFFSET_ID = "C000020200002A9F000000000000000C";

    @Test
    void readsAStoredMessage() {
        byte[] bytes = STORED.encode();
        MessageExt message = MessageDecoder.decode(ByteBuffer.wrap(bytes));
        assertThat(message.getTopic()).isEqualTo("orders");
        assertThat(message.getQueueId()).isEqualTo(3);
        assertThat(message.getFlag()).isEqualTo(7);
        assertThat(message.getQueueOffset()).isEqualTo(11);
        assertThat(message.getCommitLogOffset()).isEqualTo(12);
        assertThat(message.getBornTimestamp()).isEqualTo(1000);
        assertThat(message.getBornHost()).isEqualTo(new InetSocketAddress("192.0.2.1", 99));
        assertThat(message.getStoreTimestamp()).isEqualTo(2000);
        assertThat(message.getStoreHost()).isEqualTo(new InetSocketAddress("192.0.2.2", 10911));
        assertThat(message.getReconsumeTimes()).isEqualTo(1);
        assertThat(message.getPreparedTransactionOffset()).isEqualTo(13);
        assertThat(message.getBody()).asString(UTF_8).isEqualTo("hello");
        assertThat(message.getProperties()).isEqualTo(STORED.properties());
        assertThat(message.getBodyCRC()).isEqualTo(STORED.bodyCrc());
        assertThat(message.getStoreSize()).isEqualTo(bytes.length);
        assertThat(message.getMsgId()).isEqualTo(OFFSET_ID);
    }

    @Test
    void clientsSeeTheirOwnId() {
        MessageExt message = MessageDecoder.clientDecode(ByteBuffer.wrap(STORED.encode()), false);
        assertThat(message.getMsgId()).isEqualTo("abc");
        assertThat(((MessageClientExt) message).getOffsetMsgId()).isEqualTo(OFFSET_ID);
        assertThat(message.getBody()).isNull();
    }

    @Test
    void readsMessagesThatStandOneAfterTheOther() {
        byte[] one = STORED.encode();
        ByteBuffer two =
                ByteBuffer.allocate(2 * one.length + 3).put(one).put(one).rewind();
        assertThat(MessageDecoder.decodes(two)).hasSize(2);
        assertThat(two.hasRemaining()).isFalse();
    }

    @Test
    void decompressesUnlessToldOtherwise() {
        byte[] plain = "a".repeat(1000).getBytes(UTF_8);
        StoredMessage compressed = new StoredMessage(
                "orders",
                0,
                0,
                0,
                0,
                SysFlag.COMPRESSED | Compression.ZLIB.sysFlagBits(),
                0,
                STORED.bornHost(),
                0,
                STORED.storeHost(),
                0,
                0,
                Compression.ZLIB.compress(plain, 5),
                Map.of());
        assertThat(MessageDecoder.decode(ByteBuffer.wrap(compressed.encode())).getBody())
                .isEqualTo(plain);
        assertThat(MessageDecoder.decode(ByteBuffer.wrap(compressed.encode()), true, false)
                        .getBody())
                .isEqualTo(compressed.body());
    }

    /** Whoever reads bytes of others gets null for what is no message, never another exception. */
    @Test
    void whatIsNoMessageIsNull() {
        byte[] bytes = STORED.encode();
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            assertThat(MessageDecoder.decode(cut)).as("cut at %d", length).isNull();
            assertThat(cut.hasRemaining()).isFalse();
        }
        assertThat(MessageDecoder.decode(ByteBuffer.allocate(200))).isNull();
        assertThat(MessageDecoder.decodeProperties(ByteBuffer.allocate(200))).isNull();
        assertThat(MessageDecoder.decodes(ByteBuffer.allocate(200))).isEmpty();
    }

    @Test
    void readsPropertiesWithoutMoving() {
        ByteBuffer bytes = ByteBuffer.wrap(STORED.encode());
        assertThat(MessageDecoder.decodeProperties(bytes)).isEqualTo(STORED.properties());
        assertThat(bytes.position()).isZero();
    }

    @Test
    void idsSayWhereAMessageIs() throws Exception {
        String id = MessageDecoder.createMessageId(new InetSocketAddress("10.0.0.1", 10911), 77);
        assertThat(id).isEqualTo("0A00000100002A9F000000000000004D");
        assertThat(MessageDecoder.decodeMessageId(id).getAddress()).isEqualTo(new InetSocketAddress("10.0.0.1", 10911));
        assertThat(MessageDecoder.decodeMessageId(id).getOffset()).isEqualTo(77);
        ByteBuffer room = ByteBuffer.allocate(16);
        assertThat(MessageDecoder.createMessageId(
                        room, ByteBuffer.wrap(new byte[] {10, 0, 0, 1, 0, 0, 0x2A, (byte) 0x9F}), 77))
                .isEqualTo(id);
        assertThat(room.remaining()).isEqualTo(16);
        assertThatThrownBy(() -> MessageDecoder.decodeMessageId("no id")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void messagesOfABatchComeBackWithoutTheirTopic() throws Exception {
        Message message = new Message("orders", "paid", "k", 7, "hello".getBytes(UTF_8), false);
        byte[] bytes = MessageDecoder.encodeMessages(List.of(message, message));
        List<Message> read = MessageDecoder.decodeMessages(ByteBuffer.wrap(bytes));
        assertThat(read).hasSize(2);
        assertThat(read.get(1).getProperties()).isEqualTo(message.getProperties());
        assertThat(read.get(1).getBody()).isEqualTo(message.getBody());
        assertThat(read.get(1).getFlag()).isEqualTo(7);
        assertThat(read.get(1).getTopic()).isNull();
        ByteBuffer one = ByteBuffer.wrap(bytes);
        assertThat(MessageDecoder.decodeMessage(one).getProperties()).isEqualTo(message.getProperties());
        assertThat(one.remaining()).isEqualTo(bytes.length / 2);
        assertThat(MessageDecoder.encodeMessage(message)).hasSize(bytes.length / 2);
        assertThatThrownBy(() -> MessageDecoder.decodeMessage(ByteBuffer.wrap(new byte[] {0, 0, 1, 0, 0})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void propertiesAreText() {
        assertThat(MessageDecoder.messageProperties2String(Map.of("a", "b"))).isEqualTo("a\u0001b\u0002");
        assertThat(MessageDecoder.messageProperties2String(null)).isEmpty();
        assertThat(MessageDecoder.string2messageProperties("a\u0001b\u0002c\u0001d"))
                .isEqualTo(Map.of("a", "b", "c", "d"));
        assertThat(MessageDecoder.string2messageProperties(null)).isEmpty();
    }
}
