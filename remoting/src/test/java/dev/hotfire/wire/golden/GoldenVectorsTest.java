// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.LanguageCode;
import dev.hotfire.wire.frame.MqVersion;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import dev.hotfire.wire.hash.ConsistentHashRing;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.id.UniqueId;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.message.SysFlag;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import dev.hotfire.wire.trace.TraceRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The bytes that the official libraries write and read, held against ours, in both directions. One test per vector,
 * under the vector's id.
 */
class GoldenVectorsTest {
    private static final String ID = "7F0000010001266C6F8F1B2C3D4E0000";
    private static final String OFFSET_ID = "7F00000100002A9F0000000000000064";
    private static final String SEND_PROPERTIES =
            "KEYS\u0001k1\u0002UNIQ_KEY\u0001" + ID + "\u0002WAIT\u0001true\u0002TAGS\u0001TagA\u0002";
    private static final AclCredentials CREDENTIALS = new AclCredentials("AK_golden", "SK_golden_secret", null);
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");

    private final Map<String, Consumer<GoldenVector>> tests = tests();

    private Map<String, Consumer<GoldenVector>> tests() {
        Map<String, Consumer<GoldenVector>> all = new LinkedHashMap<>();
        all.put("GV-00", this::libraryConstants);
        all.put("GV-01", v -> frame(v, getRoute(1, null), HeaderEncoding.JSON));
        all.put("GV-01b", v -> frame(v, getRoute(1, null), HeaderEncoding.ROCKETMQ));
        all.put("GV-01c", this::negativeOpaque);
        all.put("GV-02", v -> send(v, HeaderEncoding.JSON));
        all.put("GV-03", v -> send(v, HeaderEncoding.ROCKETMQ));
        all.put("GV-03b", this::sendV1);
        all.put("GV-04", v -> sendResponse(v, HeaderEncoding.JSON));
        all.put("GV-04b", v -> sendResponse(v, HeaderEncoding.ROCKETMQ));
        all.put("GV-04c", this::errorResponse);
        all.put("GV-04d", this::goAway);
        all.put("GV-05", v -> endTransaction(v, HeaderEncoding.JSON));
        all.put("GV-05b", v -> endTransaction(v, HeaderEncoding.ROCKETMQ));
        all.put("GV-06", this::batch);
        all.put("GV-07", this::properties);
        all.put("GV-07b", this::propertiesCornerCases);
        all.put("GV-07c", this::propertiesInHashOrder);
        all.put("GV-08", this::tracePublish);
        all.put("GV-08b", this::tracePublishWithoutTagsAndKeys);
        all.put("GV-09", this::traceEndTransaction);
        all.put("GV-09b", this::traceRecall);
        all.put("GV-10", this::signature);
        all.put("GV-10b", v -> signedFrame(v, HeaderEncoding.JSON));
        all.put("GV-10c", v -> signedFrame(v, HeaderEncoding.ROCKETMQ));
        all.put("GV-10d", this::signatureWithToken);
        all.put("GV-10e", this::signatureWithoutBody);
        all.put("GV-10f", this::signatureWithNamespace);
        all.put("GV-11", this::uniqueId);
        all.put("GV-11b", this::uniqueIdV6);
        all.put("GV-12", this::offsetMessageId);
        all.put("GV-13", this::storedMessage);
        all.put("GV-13b", this::storedCompressed);
        all.put("GV-13c", this::storedV6);
        all.put("GV-13d", this::storedLongTopic);
        all.put("GV-14", this::heartbeat);
        all.put("GV-14b", this::heartbeatV2);
        all.put("GV-15", this::route);
        all.put("GV-15b", this::staticRoute);
        all.put("GV-16", this::recallHandle);
        all.put("GV-17", this::compression);
        all.put("GV-18", this::replyPush);
        all.put("GV-18b", this::transactionCheck);
        all.put("GV-19", this::consistentHash);
        return all;
    }

    @TestFactory
    Stream<DynamicTest> vector() {
        return GoldenVector.all().stream()
                .map(v -> DynamicTest.dynamicTest(v.id() + " " + v.title(), () -> {
                    assertThat(tests).containsKey(v.id());
                    tests.get(v.id()).accept(v);
                }));
    }

    @Test
    void everyVectorHasATestAndEveryTestAVector() {
        assertThat(tests.keySet())
                .containsExactlyElementsOf(
                        GoldenVector.all().stream().map(GoldenVector::id).toList());
    }

    private void libraryConstants(GoldenVector v) {
        assertThat(MqVersion.CURRENT).isEqualTo(v.integer("mqVersionOrdinalOf550"));
        assertThat(MqVersion.V4_9_4).isEqualTo(v.integer("V4_9_4"));
        assertThat(MqVersion.V5_0_0).isEqualTo(v.integer("V5_0_0"));
        assertThat(MqVersion.V5_3_1).isEqualTo(v.integer("V5_3_1"));
        assertThat(MqVersion.V5_3_2).isEqualTo(v.integer("V5_3_2"));
        assertThat(MqVersion.V5_4_0).isEqualTo(v.integer("V5_4_0"));
        assertThat(MqVersion.V5_5_0).isEqualTo(v.integer("V5_5_0"));
        assertThat(MqVersion.V3_4_9).isEqualTo(v.integer("V3_4_9"));
        assertThat(MqVersion.HIGHER_VERSION).isEqualTo(v.integer("HIGHER_VERSION"));
    }

    private void negativeOpaque(GoldenVector v) {
        Frame frame = frame(v, getRoute(-2, true), HeaderEncoding.ROCKETMQ);
        assertThat(GetRouteHeader.from(frame)).isEqualTo(new GetRouteHeader("TopicGolden", true));
    }

    private void send(GoldenVector v, HeaderEncoding encoding) {
        Frame frame = frame(v, sendV2(), encoding);
        assertThat(SendRequestHeader.from(frame)).isEqualTo(sendHeader());
        // The header that the official encoder has a fast path for, so its order is the declared one: every byte.
        assertThat(encode(sendV2().encoding(encoding).build())).isEqualTo(v.hex("frameHex"));
    }

    private void sendV1(GoldenVector v) {
        Frame.Builder request =
                Frame.request(RequestCode.SEND_MESSAGE).opaque(1002).body("x".getBytes(UTF_8));
        Frame frame = frame(v, sendHeader().writeTo(request), HeaderEncoding.JSON);
        assertThat(SendRequestHeader.from(frame)).isEqualTo(sendHeader());
    }

    private void sendResponse(GoldenVector v, HeaderEncoding encoding) {
        SendResponseHeader header = SendResponseHeader.stored(OFFSET_ID, 3, 42, ID);
        Frame.Builder response = Frame.response(sendV2().build(), ResponseCode.SUCCESS);
        Frame frame = frame(v, header.writeTo(response), encoding);
        assertThat(SendResponseHeader.from(frame)).isEqualTo(header);
        if (encoding == HeaderEncoding.ROCKETMQ) {
            assertThat(encode(response.encoding(encoding).build())).isEqualTo(v.hex("frameHex"));
        }
    }

    private void errorResponse(GoldenVector v) {
        Frame request = Frame.request(RequestCode.SEND_MESSAGE_V2).opaque(5).build();
        Frame.Builder response = Frame.response(request, ResponseCode.SYSTEM_BUSY)
                .remark("[REJECTREQUEST]system busy, start flow control for a while");
        frame(v, response, HeaderEncoding.ROCKETMQ);
    }

    private void goAway(GoldenVector v) {
        Frame request = Frame.request(RequestCode.SEND_MESSAGE_V2).opaque(6).build();
        frame(v, Frame.response(request, ResponseCode.GO_AWAY).remark("please go away"), HeaderEncoding.JSON);
    }

    private void endTransaction(GoldenVector v, HeaderEncoding encoding) {
        EndTransactionHeader header = new EndTransactionHeader(
                "TopicGolden", "PG_golden", 5, 100, SysFlag.TRANSACTION_COMMIT, false, ID, ID, "broker-a");
        Frame.Builder request =
                Frame.request(RequestCode.END_TRANSACTION).opaque(77).oneway(true);
        Frame frame = frame(v, header.writeTo(request), encoding);
        assertThat(EndTransactionHeader.from(frame)).isEqualTo(header);
        assertThat(frame.isOneway()).isTrue();
    }

    private void batch(GoldenVector v) {
        List<BatchBody.Element> elements = v.children("input").stream()
                .map(e -> new BatchBody.Element(
                        e.integer("flag"), e.text("bodyUtf8").getBytes(UTF_8), e.texts("properties")))
                .toList();
        assertThat(elements).hasSize(2);
        assertThat(BatchBody.encode(elements)).isEqualTo(v.hex("bodyHex"));
        assertThat(BatchBody.decode(v.hex("bodyHex"))).isEqualTo(elements);
    }

    private void properties(GoldenVector v) {
        byte[] wire = v.hex("propertiesUtf8Hex");
        assertThat(MessageProperties.encodeBytes(v.texts("input"))).isEqualTo(wire);
        assertThat(MessageProperties.decode(wire)).isEqualTo(v.texts("decoded"));
    }

    private void propertiesCornerCases(GoldenVector v) {
        GoldenVector cases = v.child("cases");
        assertThat(cases.fields()).hasSize(8);
        for (String hex : cases.fields().keySet()) {
            assertThat(MessageProperties.decode(ByteBufUtil.decodeHexDump(hex)))
                    .as(hex)
                    .isEqualTo(cases.texts(hex));
        }
    }

    private void propertiesInHashOrder(GoldenVector v) {
        byte[] wire = v.hex("propertiesUtf8Hex");
        Map<String, String> decoded = MessageProperties.decode(wire);
        assertThat(decoded)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("KEYS", "K", "UNIQ_KEY", "U", "CLUSTER", "C", "WAIT", "true", "TAGS", "T"));
        assertThat(MessageProperties.encodeBytes(decoded)).isEqualTo(wire);
    }

    private void tracePublish(GoldenVector v) {
        TraceRecord record = publish("TagA", "k1 k2");
        trace(v, record, v.list("keys"));
        assertThat(TraceRecord.encode(List.of(record)).getBytes(UTF_8)).isEqualTo(v.hex("utf8Hex"));
    }

    private void tracePublishWithoutTagsAndKeys(GoldenVector v) {
        trace(v, publish(null, null), v.list("keys"));
    }

    private void traceEndTransaction(GoldenVector v) {
        TraceRecord record = new TraceRecord.EndTransaction(
                1_700_000_000_000L,
                "DefaultRegion",
                "PG_golden",
                "TopicGolden",
                ID,
                "TagA",
                "k1",
                "127.0.0.1:10911",
                TraceRecord.TYPE_COMMIT,
                ID,
                "COMMIT_MESSAGE",
                false);
        trace(v, record, v.list("keys"));
        assertThat(TraceRecord.encode(List.of(record)).getBytes(UTF_8)).isEqualTo(v.hex("utf8Hex"));
    }

    private void traceRecall(GoldenVector v) {
        TraceRecord record =
                new TraceRecord.Recall(1_700_000_000_000L, "DefaultRegion", "PG_golden", "TopicGolden", ID, true);
        trace(v, record, List.of(ID));
        assertThat(TraceRecord.encode(List.of(record)).getBytes(UTF_8)).isEqualTo(v.hex("utf8Hex"));
    }

    private static void trace(GoldenVector v, TraceRecord record, List<String> keys) {
        String wire = v.text("readable").replace('|', '\u0001').replace('#', '\u0002');
        assertThat(TraceRecord.encode(List.of(record))).isEqualTo(wire);
        assertThat(TraceRecord.decode(wire)).containsExactly(record);
        assertThat(record.keys()).containsExactlyElementsOf(keys);
    }

    private void signature(GoldenVector v) {
        AclCredentials credentials = new AclCredentials(v.text("accessKey"), v.text("secretKey"), null);
        assertThat(credentials).isEqualTo(CREDENTIALS);
        Frame signed = AclSignature.sign(sendV2().build(), credentials);
        assertThat(signed.field("Signature")).isEqualTo(v.text("signature"));
        assertThat(AclSignature.verify(signed, v.text("secretKey"))).isTrue();
        assertThat(AclSignature.verify(signed, "another")).isFalse();

        Map<String, String> fields = v.texts("signedFieldsInOrder");
        assertThat(fields).containsExactlyEntriesOf(new TreeMap<>(fields));
        byte[] content = v.hex("signedContentHex");
        assertThat(String.join("", fields.values()) + "Hello RocketMQ").isEqualTo(new String(content, UTF_8));
        assertThat(AclSignature.signature(fields, sendV2().build().body(), v.text("secretKey")))
                .isEqualTo(v.text("signature"));
    }

    private void signedFrame(GoldenVector v, HeaderEncoding encoding) {
        byte[] wire = v.hex("frameHex");
        Frame official = decode(wire);
        assertMatches(official, v.child("decoded"));
        assertThat(AclSignature.sign(sendV2().encoding(encoding).build(), CREDENTIALS))
                .isEqualTo(official);
        assertThat(AclSignature.verify(official, CREDENTIALS.secretKey())).isTrue();
        assertThat(SendRequestHeader.from(official)).isEqualTo(sendHeader());
        if (encoding == HeaderEncoding.JSON) {
            assertThat(encode(official)).isEqualTo(wire);
        } else {
            // The official bytes hold every field of the send twice; ours do not, and say the same.
            assertThat(decode(encode(official))).isEqualTo(official);
        }
    }

    private void signatureWithToken(GoldenVector v) {
        Frame signed =
                AclSignature.sign(sendV2().build(), new AclCredentials("AK_golden", "SK_golden_secret", "STS_tok"));
        assertThat(signed.field("Signature")).isEqualTo(v.text("signature"));
        assertThat(signed.field("SecurityToken")).isEqualTo("STS_tok");
    }

    private void signatureWithoutBody(GoldenVector v) {
        Frame signed = AclSignature.sign(getRoute(1, null).build(), CREDENTIALS);
        assertThat(signed.field("Signature")).isEqualTo(v.text("signature"));
        assertThat(signed.field("AccessKey") + signed.field("topic")).isEqualTo(v.text("signedContentUtf8"));
    }

    private void signatureWithNamespace(GoldenVector v) {
        Frame request = sendV2().field("nsd", true).field("ns", "NS_golden").build();
        assertThat(AclSignature.sign(request, CREDENTIALS).field("Signature")).isEqualTo(v.text("signature"));
    }

    private void consistentHash(GoldenVector v) {
        for (String text : List.of("", "a", "broker-a-0", "key-1")) {
            assertThat(ConsistentHashRing.hash(text)).isEqualTo(v.number("hash(" + text + ")"));
        }
        ConsistentHashRing ring = new ConsistentHashRing(List.of("n1", "n2", "n3"), 10);
        Map<String, String> owners = v.texts("ring_n1_n2_n3_10vnodes");
        assertThat(owners).hasSize(8);
        owners.forEach((key, node) -> assertThat(ring.nodeOf(key)).as(key).isEqualTo(node));
    }

    private void uniqueId(GoldenVector v) {
        UniqueId id = UniqueId.parse(v.text("msgId"));
        assertThat(id)
                .isEqualTo(new UniqueId(
                        IpAddress.parse(v.text("ip")),
                        v.integer("pid"),
                        Integer.parseUnsignedInt(v.text("classLoaderHashHex"), 16),
                        v.number("msSinceMonthStart"),
                        v.integer("counter")));
        assertThat(id.format()).isEqualTo(v.text("msgId"));
    }

    private void uniqueIdV6(GoldenVector v) {
        UniqueId id = UniqueId.parse(v.text("msgId"));
        assertThat(id.address()).isEqualTo(IpAddress.parse(v.text("ip")));
        assertThat(id.processId()).isEqualTo(v.integer("pid"));
        assertThat(id.format()).isEqualTo(v.text("msgId"));
    }

    private void offsetMessageId(GoldenVector v) {
        OffsetMessageId id = OffsetMessageId.parse(v.text("offsetMsgId"));
        assertThat("/" + new IpPort(id.address(), id.port())).isEqualTo(v.text("address"));
        assertThat(id).isEqualTo(new OffsetMessageId(LOOPBACK, 10911, v.number("offset")));
        assertThat(id.format()).isEqualTo(v.text("offsetMsgId"));

        OffsetMessageId v6 = OffsetMessageId.parse(v.text("idV6"));
        assertThat(v6).isEqualTo(new OffsetMessageId(IpAddress.parse("2001:db8::1"), 10911, 100));
        assertThat(v6.format()).isEqualTo(v.text("idV6"));
    }

    private void storedMessage(GoldenVector v) {
        StoredMessage message = StoredMessage.decode(v.hex("hex"));
        assertThat(message).isEqualTo(stored("Hello RocketMQ".getBytes(UTF_8), 0, LOOPBACK, LOOPBACK));
        assertThat(message.properties()).isEqualTo(v.texts("props"));
        assertThat(message.messageId()).isEqualTo(v.text("decodedMsgIdAsSeenByConsumer"));
        assertThat(message.offsetMessageId().format()).isEqualTo(v.text("offsetMsgId"));
        assertThat(message.bodyCrc()).isEqualTo(v.integer("bodyCrc"));
        assertThat(message.bornTimestamp()).isEqualTo(v.number("bornTimestamp"));
        assertThat(message.storeTimestamp()).isEqualTo(v.number("storeTimestamp"));
        assertThat(message.encode()).isEqualTo(v.hex("hex"));
    }

    /** The checksum in this vector is that of the plain body: the official encoder copies what its message says. */
    private void storedCompressed(GoldenVector v) {
        StoredMessage message = StoredMessage.decode(v.hex("hex"));
        StoredMessage plain = message.decompressed(1 << 20);
        assertThat(new String(plain.body(), UTF_8)).isEqualTo(v.text("decodedBodyUtf8"));
        assertThat(plain.sysFlag()).isEqualTo(v.integer("decodedSysFlag"));
        assertThat(plain.decompressed(0)).isSameAs(plain);
        assertThat(StoredMessage.decode(message.encode())).isEqualTo(message);
        byte[] encoded = message.encode();
        byte[] expected = v.hex("hex");
        Arrays.fill(encoded, 8, 12, (byte) 0);
        Arrays.fill(expected, 8, 12, (byte) 0);
        assertThat(encoded).isEqualTo(expected);
    }

    private void storedV6(GoldenVector v) {
        StoredMessage message = StoredMessage.decode(v.hex("hex"));
        StoredMessage expected = stored(
                "Hello RocketMQ".getBytes(UTF_8), 0, IpAddress.parse("2001:db8::1"), IpAddress.parse("2001:db8::2"));
        assertThat(message).isEqualTo(expected);
        assertThat(message.sysFlag()).isEqualTo(0x30);
        assertThat(message.offsetMessageId().format()).isEqualTo(v.text("decodedMsgId"));
        assertThat(expected.encode()).isEqualTo(v.hex("hex"));
    }

    private void storedLongTopic(GoldenVector v) {
        StoredMessage message = StoredMessage.decode(v.hex("hex"));
        assertThat(message.topic()).isEqualTo("T".repeat(v.integer("decodedTopicLength")));
        assertThat(message.properties()).isEqualTo(v.texts("decodedProps"));
        assertThat(message.encode()).isEqualTo(v.hex("hex"));
    }

    private void heartbeat(GoldenVector v) {
        HeartbeatData heartbeat = HeartbeatData.ofProducers("127.0.0.1@4711#123456789", List.of("PG_golden"));
        assertThat(new String(heartbeat.encode(), UTF_8)).isEqualTo(v.text("json"));
        assertThat(HeartbeatData.decode(v.text("json").getBytes(UTF_8))).isEqualTo(heartbeat);
        assertThat(heartbeat.computeFingerprint()).isEqualTo(v.integer("fingerprint"));
    }

    private void heartbeatV2(GoldenVector v) {
        HeartbeatData heartbeat = HeartbeatData.ofProducers(
                        "127.0.0.1@4711#123456789", List.of("PG_golden", "CLIENT_INNER_PRODUCER"))
                .withFingerprint(true);
        assertThat(new String(heartbeat.encode(), UTF_8)).isEqualTo(v.text("json"));
        assertThat(HeartbeatData.decode(v.text("json").getBytes(UTF_8))).isEqualTo(heartbeat);
    }

    private void route(GoldenVector v) {
        TopicRoute route = goldenRoute(Map.of());
        assertThat(RouteCodec.decode(v.text("nonStandard").getBytes(UTF_8))).isEqualTo(route);
        assertThat(RouteCodec.decode(v.text("standard").getBytes(UTF_8))).isEqualTo(route);
        assertThat(new String(RouteCodec.encode(route, false), UTF_8)).isEqualTo(v.text("reencodedByLibrary"));
        assertThat(new String(RouteCodec.encode(route, true), UTF_8)).isEqualTo(v.text("standard"));
    }

    private void staticRoute(GoldenVector v) {
        TopicQueueMapping mapping = new TopicQueueMapping(
                "TopicGolden", "__global__", 2, "broker-a", 1, false, new TreeMap<>(Map.of(0, 0, 1, 1)));
        TopicRoute route = goldenRoute(Map.of("broker-a", mapping));
        assertThat(RouteCodec.decode(v.text("json").getBytes(UTF_8))).isEqualTo(route);
        assertThat(new String(RouteCodec.encode(route, false), UTF_8)).isEqualTo(v.text("json"));
        assertThat(RouteCodec.decode(RouteCodec.encode(route, true))).isEqualTo(route);
    }

    private void recallHandle(GoldenVector v) {
        RecallHandle handle = new RecallHandle("TopicGolden", "broker-a", 1_700_000_060_001L, ID);
        assertThat(v.text("plain")).isEqualTo("v1 TopicGolden broker-a 1700000060001 " + ID);
        assertThat(handle.encode()).isEqualTo(v.text("handle"));
        assertThat(RecallHandle.decode(v.text("handle"))).isEqualTo(handle);
    }

    private void compression(GoldenVector v) {
        byte[] plain = v.text("inputUtf8").getBytes(UTF_8);
        assertThat(plain).hasSize(184);
        for (Compression kind : Compression.values()) {
            byte[] official = v.hex(kind + "_level5Hex");
            int sysFlag = Integer.decode(v.text(kind + "_sysFlagBits"));
            assertThat(kind.sysFlagBits() | SysFlag.COMPRESSED).isEqualTo(sysFlag);
            assertThat(Compression.ofSysFlag(sysFlag)).isEqualTo(kind);
            assertThat(kind.decompress(official, plain.length)).as(kind.name()).isEqualTo(plain);
            assertThat(kind.decompress(kind.compress(plain, 5), plain.length))
                    .as(kind.name())
                    .isEqualTo(plain);
        }
        // Our own writer of this format, so its bytes are worth a look; the others are the libraries' business.
        assertThat(Compression.LZ4.compress(plain, 5)).isEqualTo(v.hex("LZ4_level5Hex"));
    }

    private void replyPush(GoldenVector v) {
        ReplyPushHeader header = new ReplyPushHeader(
                "PG_reply",
                "DefaultCluster_REPLY_TOPIC",
                "TBW102",
                4,
                0,
                0,
                1_700_000_000_000L,
                0,
                "CORRELATION_ID\u0001c-1\u0002MSG_TYPE\u0001reply\u0002",
                0,
                false,
                "127.0.0.1:50000",
                "127.0.0.1:10911",
                1_700_000_000_100L);
        Frame.Builder request = Frame.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT)
                .opaque(9)
                .body("pong".getBytes(UTF_8));
        Frame frame = frame(v, header.writeTo(request), HeaderEncoding.JSON);
        assertThat(ReplyPushHeader.from(frame)).isEqualTo(header);
    }

    private void transactionCheck(GoldenVector v) {
        CheckTransactionStateHeader header =
                new CheckTransactionStateHeader("RMQ_SYS_TRANS_HALF_TOPIC", 5, 100, ID, ID, OFFSET_ID, "broker-a");
        StoredMessage message = stored("Hello RocketMQ".getBytes(UTF_8), 0, LOOPBACK, LOOPBACK);
        Frame.Builder request = Frame.request(RequestCode.CHECK_TRANSACTION_STATE)
                .opaque(10)
                .oneway(true)
                .body(message.encode());
        Frame frame = frame(v, header.writeTo(request), HeaderEncoding.JSON);
        assertThat(CheckTransactionStateHeader.from(frame)).isEqualTo(header);
        assertThat(StoredMessage.decode(frame.body())).isEqualTo(message);
    }

    private static Frame.Builder getRoute(int opaque, Boolean standard) {
        return new GetRouteHeader("TopicGolden", standard)
                .writeTo(Frame.request(RequestCode.GET_ROUTEINFO_BY_TOPIC).opaque(opaque));
    }

    private static TraceRecord publish(String tags, String userKeys) {
        return new TraceRecord.Publish(
                1_700_000_000_000L,
                "DefaultRegion",
                "PG_golden",
                "TopicGolden",
                ID,
                tags,
                userKeys,
                "127.0.0.1:10911",
                14,
                12,
                TraceRecord.TYPE_NORMAL,
                OFFSET_ID,
                true,
                null);
    }

    private static SendRequestHeader sendHeader() {
        return new SendRequestHeader(
                "PG_golden",
                "TopicGolden",
                "TBW102",
                4,
                3,
                0,
                1_700_000_000_000L,
                7,
                SEND_PROPERTIES,
                0,
                false,
                null,
                false,
                "broker-a");
    }

    private static Frame.Builder sendV2() {
        return sendHeader()
                .writeTo(
                        Frame.request(RequestCode.SEND_MESSAGE_V2).opaque(1001).body("Hello RocketMQ".getBytes(UTF_8)));
    }

    private static StoredMessage stored(byte[] body, int sysFlag, IpAddress born, IpAddress store) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("UNIQ_KEY", ID);
        properties.put("TAGS", "TagA");
        properties.put("KEYS", "k1");
        return new StoredMessage(
                "TopicGolden",
                3,
                7,
                42,
                100,
                sysFlag,
                1_700_000_000_000L,
                new IpPort(born, 40000),
                1_700_000_000_005L,
                new IpPort(store, 10911),
                0,
                0,
                body,
                properties);
    }

    private static TopicRoute goldenRoute(Map<String, TopicQueueMapping> mappings) {
        TreeMap<Long, String> addresses = new TreeMap<>(Map.of(0L, "127.0.0.1:10911", 1L, "127.0.0.1:10921"));
        return new TopicRoute(
                null,
                List.of(new QueueData("broker-a", 4, 4, 6, 0)),
                List.of(new BrokerData("DefaultCluster", "broker-a", addresses, null, false)),
                mappings);
    }

    /**
     * Our frame equals the official one once both are decoded; the official one decodes to what the official library
     * says; and our encoder, given its fields in the official order, writes its very bytes.
     */
    private static Frame frame(GoldenVector v, Frame.Builder ours, HeaderEncoding encoding) {
        byte[] wire = v.hex("frameHex");
        assertThat(wire).hasSize(v.integer("frameLength"));
        Frame official = decode(wire);
        assertThat(ours.encoding(encoding).build()).isEqualTo(official);
        assertThat(decode(encode(ours.build()))).isEqualTo(official);
        assertMatches(official, v.child("decoded"));
        assertThat(encode(official)).isEqualTo(wire);
        return official;
    }

    private static void assertMatches(Frame frame, GoldenVector decoded) {
        assertThat(frame.encoding().name()).isEqualTo(decoded.text("serializeType"));
        assertThat(frame.code()).isEqualTo(decoded.integer("code"));
        assertThat(LanguageCode.nameOf(frame.languageCode())).isEqualTo(decoded.text("language"));
        assertThat(frame.version()).isEqualTo(decoded.integer("version"));
        assertThat(frame.opaque()).isEqualTo(decoded.integer("opaque"));
        assertThat(frame.flag()).isEqualTo(decoded.integer("flag"));
        assertThat(frame.remark()).isEqualTo(decoded.text("remark"));
        assertThat(frame.extFields()).isEqualTo(decoded.texts("extFields"));
        assertThat(frame.body()).isEqualTo(decoded.hex("bodyHex"));
    }

    private static Frame decode(byte[] wire) {
        ByteBuf in = Unpooled.wrappedBuffer(wire);
        Frame frame = FrameCodec.decode(in, FrameCodec.LENGTH_BYTES, in.getInt(0));
        assertThat(in.readableBytes()).isEqualTo(wire.length);
        return frame;
    }

    private static byte[] encode(Frame frame) {
        ByteBuf out = FrameCodec.encode(frame, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }
}
