// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.SendRequestHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

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
        FrameRoom room = new FrameRoom();
        int code = batch ? RequestCode.SEND_BATCH_MESSAGE : RequestCode.SEND_MESSAGE_V2;
        writer.writeHead(room, code, false, batch, utf8("broker-ä"), queueId, sysFlag, bornTimestamp, flag);
        ByteBuf out = finish(room, "WAIT\u0001true\u0002k\u0001中文\u0002", body);
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
        FrameRoom room = new FrameRoom();
        writer.writeHead(
                room, RequestCode.SEND_MESSAGE_V2, false, false, utf8("broker-a"), 3, 0, 1_700_000_000_000L, 7);
        ByteBuf out = finish(room, properties, utf8("Hello RocketMQ"));

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
        FrameRoom room = new FrameRoom();
        writer.writeHead(room, RequestCode.SEND_MESSAGE_V2, true, false, utf8("b"), 0, 0, 0, 0);
        ByteBuf out = finish(room, "", new byte[0]);
        assertThat(FrameCodec.decode(out, 4, out.readableBytes() - 4).isOneway())
                .isTrue();
    }

    /** B-ACL-01. Wherever a field stands in the frame, the signature covers it as the official servers do (W-18.1). */
    @Property
    void theSignatureCoversWhatIsSent(
            @ForAll int queueId,
            @ForAll long bornTimestamp,
            @ForAll("names") String namespace,
            @ForAll boolean temporary,
            @ForAll @Size(max = 300) byte[] body) {
        AclCredentials credentials = new AclCredentials("AK_golden", "SK_golden_secret", temporary ? "STS_tök" : null);
        SendFrameWriter signing = new SendFrameWriter(
                "PG_golden", "TopicGolden", "TBW102", 4, false, Map.of("ns", namespace), credentials);
        FrameRoom room = new FrameRoom();
        signing.writeHead(
                room, RequestCode.SEND_MESSAGE_V2, false, false, utf8("broker-ä"), queueId, 0, bornTimestamp, 0);
        ByteBuf out = finish(signing, room, "WAIT\u0001true\u0002", body);

        Frame frame = FrameCodec.decode(out, 4, out.readableBytes() - 4);
        assertThat(frame.field(AclSignature.SECURITY_TOKEN)).isEqualTo(credentials.securityToken());
        assertThat(frame.field("ns")).isEqualTo(namespace);
        assertThat(AclSignature.verify(frame, "SK_golden_secret")).isTrue();
        assertThat(AclSignature.verify(frame, "SK_other")).isFalse();
    }

    /** GV-10, GV-10d: the signatures that the official library makes of this very request. */
    @Property(tries = 1)
    void signsAsTheOfficialLibrary() {
        assertThat(signatureOfGoldenRequest(null)).isEqualTo("DQzIx+ZNPHIrwJUPgqV2ooh2Cac=");
        assertThat(signatureOfGoldenRequest("STS_tok")).isEqualTo("aEsCI6v+SADnmbuAOPOXho4o9Tk=");
    }

    /** GV-10f: with the fields of a namespace, which come before the signature (B-HOOK-09). */
    @Property(tries = 1)
    void signsTheFieldsOfANamespaceToo() {
        Map<String, String> namespace = new TreeMap<>(Map.of("nsd", "true", "ns", "NS_golden"));
        assertThat(signatureOfGoldenRequest(null, namespace)).isEqualTo("eTPIvp/a7+JjEqlKS2PbgZsqObY=");
    }

    private static String signatureOfGoldenRequest(@Nullable String token) {
        return signatureOfGoldenRequest(token, Map.of());
    }

    private static String signatureOfGoldenRequest(@Nullable String token, Map<String, String> moreFields) {
        SendFrameWriter signing = new SendFrameWriter(
                "PG_golden",
                "TopicGolden",
                "TBW102",
                4,
                false,
                moreFields,
                new AclCredentials("AK_golden", "SK_golden_secret", token));
        FrameRoom room = new FrameRoom();
        signing.writeHead(
                room, RequestCode.SEND_MESSAGE_V2, false, false, utf8("broker-a"), 3, 0, 1_700_000_000_000L, 7);
        ByteBuf out = finish(
                signing,
                room,
                "KEYS\u0001k1\u0002UNIQ_KEY\u00017F0000010001266C6F8F1B2C3D4E0000\u0002WAIT\u0001true\u0002"
                        + "TAGS\u0001TagA\u0002",
                utf8("Hello RocketMQ"));
        return String.valueOf(FrameCodec.decode(out, 4, out.readableBytes() - 4).field(AclSignature.SIGNATURE));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().alpha().withChars('_', '中').ofMinLength(1).ofMaxLength(20);
    }

    private ByteBuf finish(FrameRoom room, String properties, byte[] body) {
        return finish(writer, room, properties, body);
    }

    private static ByteBuf finish(SendFrameWriter writer, FrameRoom room, String properties, byte[] body) {
        int begin = SendFrameWriter.beginProperties(room);
        room.putText(properties);
        SendFrameWriter.endProperties(room, begin);
        SendFrameWriter.finish(room, 0, body.length);
        ByteBuf out = Unpooled.buffer();
        room.copyTo(out);
        int bodyIndex = out.writerIndex();
        out.writeBytes(body);
        writer.sign(out, bodyIndex);
        return out;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
