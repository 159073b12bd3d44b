// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hotfire.wire.acl.AclCredentials;
import dev.hotfire.wire.acl.AclSignature;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MalformedFrameException;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.header.CheckTransactionStateHeader;
import dev.hotfire.wire.header.CommandHeader;
import dev.hotfire.wire.header.ConsumerGroupHeader;
import dev.hotfire.wire.header.CreateTopicHeader;
import dev.hotfire.wire.header.EndTransactionHeader;
import dev.hotfire.wire.header.GetMaxOffsetHeader;
import dev.hotfire.wire.header.GetRouteHeader;
import dev.hotfire.wire.header.MalformedHeaderException;
import dev.hotfire.wire.header.OffsetResponseHeader;
import dev.hotfire.wire.header.PullRequestHeader;
import dev.hotfire.wire.header.PullResponseHeader;
import dev.hotfire.wire.header.QueryConsumerOffsetHeader;
import dev.hotfire.wire.header.QueryMessageHeader;
import dev.hotfire.wire.header.QueryMessageResponseHeader;
import dev.hotfire.wire.header.QueueHeader;
import dev.hotfire.wire.header.RecallHeader;
import dev.hotfire.wire.header.RecallResponseHeader;
import dev.hotfire.wire.header.ReplyPushHeader;
import dev.hotfire.wire.header.SearchOffsetHeader;
import dev.hotfire.wire.header.SendRequestHeader;
import dev.hotfire.wire.header.SendResponseHeader;
import dev.hotfire.wire.header.TimestampResponseHeader;
import dev.hotfire.wire.header.UnregisterClientHeader;
import dev.hotfire.wire.header.UpdateConsumerOffsetHeader;
import dev.hotfire.wire.header.ViewMessageHeader;
import dev.hotfire.wire.heartbeat.HeartbeatData;
import dev.hotfire.wire.heartbeat.MalformedHeartbeatException;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.id.IpPort;
import dev.hotfire.wire.id.MalformedIdException;
import dev.hotfire.wire.id.OffsetMessageId;
import dev.hotfire.wire.id.RecallHandle;
import dev.hotfire.wire.id.UniqueId;
import dev.hotfire.wire.message.BatchBody;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import dev.hotfire.wire.message.MalformedMessageException;
import dev.hotfire.wire.message.MessageProperties;
import dev.hotfire.wire.message.StoredMessage;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.ClusterInfo;
import dev.hotfire.wire.route.MalformedRouteException;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.RouteCodec;
import dev.hotfire.wire.route.TopicQueueMapping;
import dev.hotfire.wire.route.TopicRoute;
import dev.hotfire.wire.trace.MalformedTraceException;
import dev.hotfire.wire.trace.TraceRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything that reads bytes from strangers: its reader, the one exception that it may throw, and bytes that it takes.
 *
 * @param <E> what {@link #run} lets pass
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a sample is written once and read often
record Decoder<E extends RuntimeException>(String name, byte[] sample, Class<E> refusal, Function<byte[], ?> reader) {
    private static final int MAX_PLAIN_BYTES = 1 << 16;

    private static final List<Function<Frame, CommandHeader>> HEADERS = List.of(
            CheckTransactionStateHeader::from,
            ConsumerGroupHeader::from,
            CreateTopicHeader::from,
            EndTransactionHeader::from,
            GetMaxOffsetHeader::from,
            GetRouteHeader::from,
            OffsetResponseHeader::from,
            PullRequestHeader::from,
            PullResponseHeader::from,
            QueryConsumerOffsetHeader::from,
            QueryMessageHeader::from,
            QueryMessageResponseHeader::from,
            QueueHeader::from,
            RecallHeader::from,
            RecallResponseHeader::from,
            ReplyPushHeader::from,
            SearchOffsetHeader::from,
            SendRequestHeader::from,
            SendResponseHeader::from,
            TimestampResponseHeader::from,
            UnregisterClientHeader::from,
            UpdateConsumerOffsetHeader::from,
            ViewMessageHeader::from);

    static List<Decoder<?>> all() {
        return List.of(
                frame("frame, JSON header", sendFrame(HeaderEncoding.JSON)),
                frame("frame, binary header", sendFrame(HeaderEncoding.ROCKETMQ)),
                new Decoder<>(
                        "route", RouteCodec.encode(route(), true), MalformedRouteException.class, RouteCodec::decode),
                new Decoder<>(
                        "route, bare keys",
                        RouteCodec.encode(route(), false),
                        MalformedRouteException.class,
                        RouteCodec::decode),
                new Decoder<>(
                        "cluster",
                        RouteCodec.encodeClusterInfo(
                                new ClusterInfo(
                                        Map.of("b", route().brokerDatas().get(0)), Map.of("c", List.of("b"))),
                                false),
                        MalformedRouteException.class,
                        RouteCodec::decodeClusterInfo),
                new Decoder<>(
                        "topics",
                        RouteCodec.encodeTopicList(List.of("t", "u")),
                        MalformedRouteException.class,
                        RouteCodec::decodeTopicList),
                new Decoder<>(
                        "heartbeat", heartbeat().encode(), MalformedHeartbeatException.class, HeartbeatData::decode),
                new Decoder<>(
                        "batch",
                        BatchBody.encode(List.of(element("body"), element(""))),
                        MalformedMessageException.class,
                        BatchBody::decode),
                new Decoder<>("stored message", stored(), MalformedMessageException.class, StoredMessage::decodeAll),
                // No input is an error to this one.
                new Decoder<>(
                        "properties",
                        MessageProperties.encodeBytes(element("").properties()),
                        MalformedMessageException.class,
                        MessageProperties::decode),
                compression(Compression.ZLIB),
                compression(Compression.LZ4),
                compression(Compression.ZSTD),
                new Decoder<>(
                        "trace",
                        TraceRecord.encode(List.of(
                                        new TraceRecord.Recall(1, "r", "g", "t", "id", true),
                                        new TraceRecord.ConsumeStart(1, "r", "g", "q", "id", 2, "k")))
                                .getBytes(UTF_8),
                        MalformedTraceException.class,
                        bytes -> TraceRecord.decode(new String(bytes, UTF_8))),
                text("unique id", "7F0000010001266C6F8F1B2C3D4E0000", UniqueId::parse),
                text("offset id", "7F00000100002A9F0000000000000064", OffsetMessageId::parse),
                text("recall handle", new RecallHandle("t", "b", 1, "id").encode(), RecallHandle::decode));
    }

    /** Reads the bytes; returns whether they were taken, and fails when they were refused in the wrong way. */
    boolean run(byte[] bytes) {
        try {
            return reader.apply(bytes) != null;
        } catch (RuntimeException e) {
            if (refusal.isInstance(e)) {
                return false;
            }
            throw new AssertionError(name + " refuses " + ByteBufUtil.hexDump(bytes) + " with another exception", e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Runs everything that a peer runs on a frame's parts. */
    static void readAllOf(Frame frame) {
        for (Function<Frame, CommandHeader> header : HEADERS) {
            try {
                if (header.apply(frame).toString().isEmpty()) {
                    throw new AssertionError("a header prints as nothing");
                }
            } catch (MalformedHeaderException e) {
                // Most frames are no such command.
            }
        }
        AclSignature.verify(frame, "secret");
        MessageProperties.decode(frame.field("i"));
        if (frame.toString().isEmpty()) {
            throw new AssertionError("a frame prints as nothing");
        }
    }

    private static Decoder<MalformedFrameException> frame(String name, Frame frame) {
        ByteBuf wire = Unpooled.buffer();
        FrameCodec.encode(frame, wire);
        // Without the length field, which is the stream's matter.
        byte[] bytes =
                ByteBufUtil.getBytes(wire, FrameCodec.LENGTH_BYTES, wire.writerIndex() - FrameCodec.LENGTH_BYTES);
        return new Decoder<>(name, bytes, MalformedFrameException.class, input -> {
            ByteBuf in = Unpooled.wrappedBuffer(input);
            Frame read = FrameCodec.decode(in, 0, input.length);
            readAllOf(read);
            return read;
        });
    }

    private static Decoder<CompressionException> compression(Compression kind) {
        byte[] plain = "the quick brown fox jumps over the lazy dog and the quick brown fox"
                .repeat(5)
                .getBytes(UTF_8);
        return new Decoder<>(
                kind.name(),
                kind.compress(plain, 5),
                CompressionException.class,
                bytes -> kind.decompress(bytes, MAX_PLAIN_BYTES));
    }

    private static Decoder<MalformedIdException> text(String name, String sample, Function<String, ?> reader) {
        return new Decoder<>(
                name,
                sample.getBytes(ISO_8859_1),
                MalformedIdException.class,
                bytes -> reader.apply(new String(bytes, ISO_8859_1)));
    }

    static Frame sendFrame(HeaderEncoding encoding) {
        SendRequestHeader header = new SendRequestHeader(
                "pg", "topic", "TBW102", 4, 1, 0, 17, 3, "KEYS\u0001k\u0002", 0, false, 16, false, "broker-a");
        Frame.Builder frame = Frame.request(RequestCode.SEND_MESSAGE_V2)
                .opaque(7)
                .remark("remark")
                .encoding(encoding)
                .body("body".getBytes(UTF_8));
        return AclSignature.sign(header.writeTo(frame).build(), new AclCredentials("ak", "secret", null));
    }

    private static TopicRoute route() {
        return new TopicRoute(
                "b:4",
                List.of(new QueueData("b", 4, 4, 6, 0)),
                List.of(new BrokerData("c", "b", new TreeMap<>(Map.of(0L, "127.0.0.1:10911")), "zone", true)),
                Map.of(
                        "b",
                        new TopicQueueMapping("t", "__global__", 2, "b", 1, false, new TreeMap<>(Map.of(0, 0, 1, 1)))));
    }

    private static HeartbeatData heartbeat() {
        return new HeartbeatData(
                "c@1",
                List.of("pg"),
                List.of(new HeartbeatData.ConsumerGroup(
                        "cg", "P", "C", "L", List.of(new HeartbeatData.Subscription("t", "*", "TAG", 1)), false)),
                1,
                true);
    }

    private static BatchBody.Element element(String body) {
        return new BatchBody.Element(1, body.getBytes(UTF_8), Map.of("KEYS", "k1"));
    }

    private static byte[] stored() {
        IpPort v4 = new IpPort(IpAddress.LOOPBACK, 1);
        IpPort v6 = new IpPort(IpAddress.parse("::1"), 2);
        byte[] one = new StoredMessage(
                        "topic", 1, 2, 3, 4, 0, 5, v4, 6, v6, 7, 8, "body".getBytes(UTF_8), Map.of("KEYS", "k"))
                .encode();
        byte[] two =
                new StoredMessage("t".repeat(130), 1, 2, 3, 4, 0, 5, v6, 6, v4, 7, 8, new byte[0], Map.of()).encode();
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(one, two));
    }
}
