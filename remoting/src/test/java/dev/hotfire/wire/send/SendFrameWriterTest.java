// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class SendFrameWriterTest {
    private final SendFrameWriter writer = new SendFrameWriter("PG_golden", "TopicGolden", "TBW102", 4);

    /** Whatever is written here, the general codec must read: the two share nothing but the reference document. */
    @Property
    void theGeneralCodecReadsWhatTheSendPathWrites(
            @ForAll int queueId,
            @ForAll long bornTimestamp,
            @ForAll int flag,
            @ForAll int sysFlag,
            @ForAll int opaque,
            @ForAll boolean batch,
            @ForAll @Size(max = 300) byte[] body) {
        ByteBuf out = Unpooled.buffer();
        int code = batch ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        writer.writeHead(out, code, false, batch, utf8("broker-ä"), queueId, sysFlag, bornTimestamp, flag);
        finish(out, "WAIT\u0001true\u0002k\u0001中文\u0002", body);
        SendFrameWriter.setOpaque(out, 0, opaque);

        assertThat(out.getInt(0)).isEqualTo(out.readableBytes() - 4);
        Frame frame = FrameCodec.decode(out, 4, out.readableBytes() - 4);
        assertThat(frame.encoding()).isEqualTo(HeaderEncoding.ROCKETMQ);
        assertThat(frame.code()).isEqualTo(code);
        assertThat(frame.opaque()).isEqualTo(opaque);
        assertThat(frame.flag()).isZero();
        assertThat(frame.remark()).isNull();
        assertThat(frame.body()).isEqualTo(body);
        assertThat(frame.extFields())
                .containsEntry("a", "PG_golden")
                .containsEntry("b", "TopicGolden")
                .containsEntry("c", "TBW102")
                .containsEntry("d", "4")
                .containsEntry("e", Integer.toString(queueId))
                .containsEntry("f", Integer.toString(sysFlag))
                .containsEntry("g", Long.toString(bornTimestamp))
                .containsEntry("h", Integer.toString(flag))
                .containsEntry("i", "WAIT\u0001true\u0002k\u0001中文\u0002")
                .containsEntry("j", "0")
                .containsEntry("k", "false")
                .containsEntry("m", Boolean.toString(batch))
                .containsEntry("n", "broker-ä")
                .hasSize(13);
    }

    /** GV-03 is the official library's own frame of this request: the decoded header must be the same. */
    @Property(tries = 1)
    void saysTheSameAsTheOfficialLibrary() {
        String properties = "KEYS\u0001k1\u0002UNIQ_KEY\u00017F0000010001266C6F8F1B2C3D4E0000\u0002WAIT\u0001true\u0002"
                + "TAGS\u0001TagA\u0002";
        ByteBuf out = Unpooled.buffer();
        writer.writeHead(out, RequestCode.SEND_MESSAGE_V2, false, false, utf8("broker-a"), 3, 0, 1_700_000_000_000L, 7);
        finish(out, properties, utf8("Hello RocketMQ"));

        // The official frame carries the same fields in another order, so it is as long as ours to the byte.
        assertThat(out.readableBytes()).isEqualTo(266);
        SendRequestHeader header = SendRequestHeader.from(FrameCodec.decode(out, 4, out.readableBytes() - 4));
        assertThat(header.producerGroup()).isEqualTo("PG_golden");
        assertThat(header.topic()).isEqualTo("TopicGolden");
        assertThat(header.queueId()).isEqualTo(3);
        assertThat(header.bornTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(header.flag()).isEqualTo(7);
        assertThat(header.properties()).isEqualTo(properties);
    }

    @Property(tries = 1)
    void aOnewayRequestSaysSo() {
        ByteBuf out = Unpooled.buffer();
        writer.writeHead(out, RequestCode.SEND_MESSAGE_V2, true, false, utf8("b"), 0, 0, 0, 0);
        finish(out, "", new byte[0]);
        assertThat(FrameCodec.decode(out, 4, out.readableBytes() - 4).isOneway())
                .isTrue();
    }

    private static void finish(ByteBuf out, String properties, byte[] body) {
        int begin = SendFrameWriter.beginProperties(out);
        out.writeBytes(utf8(properties));
        SendFrameWriter.endProperties(out, begin);
        int bodyIndex = out.writerIndex();
        out.writeBytes(body);
        SendFrameWriter.finish(out, 0, bodyIndex);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
