// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameStreamTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(), new FrameEncoder());

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
    }

    private static Frame sample(HeaderEncoding encoding) {
        return Frame.request(RequestCode.SEND_MESSAGE_V2)
                .opaque(-7)
                .field("b", "Topic中")
                .field("e", 3)
                .field("g", 1_700_000_000_000L)
                .field("m", false)
                .field("absent", null)
                .field("i", "KEYS\u0001k\u0002")
                .remark("why\n\"not\"")
                .body("hello".getBytes(StandardCharsets.UTF_8))
                .encoding(encoding)
                .build();
    }

    @ParameterizedTest
    @EnumSource(HeaderEncoding.class)
    void aFrameComesBackAsItWasSent(HeaderEncoding encoding) {
        Frame sent = sample(encoding);
        channel.writeOutbound(sent);
        ByteBuf bytes = channel.readOutbound();
        channel.writeInbound(bytes);

        Frame read = channel.readInbound();
        assertThat(read).isEqualTo(sent).hasSameHashCodeAs(sent);
        assertThat(read.extFields().keySet()).containsExactly("b", "e", "g", "m", "i");
        assertThat(read.field("m")).isEqualTo("false");
        assertThat(read.toString())
                .contains("SEND_MESSAGE_V2(310)", "opaque=-7", "body=5 bytes")
                .doesNotContain("\u0001");
    }

    @Test
    void aResponseRepeatsTheOpaqueAndIsJson() {
        Frame response = Frame.response(sample(HeaderEncoding.ROCKETMQ), ResponseCode.GO_AWAY)
                .remark("please go away")
                .build();
        assertThat(response.opaque()).isEqualTo(-7);
        assertThat(response.flag()).isEqualTo(1);
        assertThat(response.encoding()).isEqualTo(HeaderEncoding.JSON);
        assertThat(response.toString()).startsWith("response GO_AWAY(1500) opaque=-7");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, FrameCodec.MAX_FRAME_BYTES - 3})
    void anImpossibleLengthEndsTheConnectionAtOnce(int length) {
        ByteBuf liar = Unpooled.buffer().writeInt(length);
        FrameCodec.encode(sample(HeaderEncoding.JSON), liar);

        assertThatThrownBy(() -> channel.writeInbound(liar))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("frame length: " + length);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(liar.refCnt()).isZero();
    }

    @Test
    void theLongestFrameIsTaken() {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(sample(HeaderEncoding.JSON), bytes);
        EmbeddedChannel narrow = new EmbeddedChannel(new FrameDecoder(bytes.readableBytes()));
        narrow.writeInbound(bytes.retainedDuplicate());
        assertThat(narrow.<Frame>readInbound()).isEqualTo(sample(HeaderEncoding.JSON));
        narrow.finishAndReleaseAll();

        EmbeddedChannel narrower = new EmbeddedChannel(new FrameDecoder(bytes.readableBytes() - 1));
        assertThatThrownBy(() -> narrower.writeInbound(bytes)).isInstanceOf(MalformedFrameException.class);
        narrower.finishAndReleaseAll();
    }

    @Test
    void aHeaderLongerThanItsFrameEndsTheConnectionBeforeTheBodyArrives() {
        ByteBuf liar = Unpooled.buffer().writeInt(1000).writeInt(997);
        assertThatThrownBy(() -> channel.writeInbound(liar))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("header length: 997 (expected: at most 996");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void framesAfterABrokenOneAreNotRead() {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(sample(HeaderEncoding.JSON), bytes);
        bytes.writeInt(8).writeInt(7 << 24 | 4).writeInt(0);
        FrameCodec.encode(sample(HeaderEncoding.ROCKETMQ), bytes);

        assertThatThrownBy(() -> channel.writeInbound(bytes))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("header type byte: 7");
        assertThat(channel.<Frame>readInbound()).isEqualTo(sample(HeaderEncoding.JSON));
        assertThat(channel.<Object>readInbound()).isNull();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFrameThatCannotBeEncodedFailsItsWriteOnly() {
        Frame tooLong = Frame.request(1)
                .encoding(HeaderEncoding.ROCKETMQ)
                .field("n".repeat(40_000), "v")
                .build();
        assertThatThrownBy(() -> channel.writeOutbound(tooLong)).isInstanceOf(EncoderException.class);
        assertThat(channel.isOpen()).isTrue();
        channel.writeOutbound(sample(HeaderEncoding.JSON));
        channel.<ByteBuf>readOutbound().release();
    }

    @Test
    void codesThatTheBinaryEncodingCannotCarryAreRefusedAtBirth() {
        Frame.Builder wide = Frame.request(RequestCode.NOTIFY_UNSUBSCRIBE_LITE);
        assertThat(wide.build().code()).isEqualTo(200_073);
        assertThatThrownBy(() -> wide.encoding(HeaderEncoding.ROCKETMQ).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("code: 200073");
    }

    @Test
    void aChannelToldToStopReadingIsNotReadOn() {
        channel.config().setAutoRead(false);
        ReadCounter reads = new ReadCounter();
        channel.pipeline().addFirst(reads);
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(sample(HeaderEncoding.JSON), bytes);
        channel.writeInbound(bytes.readRetainedSlice(30));
        channel.writeInbound(bytes);
        assertThat(channel.<Frame>readInbound()).isEqualTo(sample(HeaderEncoding.JSON));
        assertThat(reads.count).isZero();
    }

    private static final class ReadCounter extends ChannelDuplexHandler {
        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
            ctx.read();
        }
    }
}
