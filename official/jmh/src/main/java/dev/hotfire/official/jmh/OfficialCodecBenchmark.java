// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.remoting.exception.RemotingCommandException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.apache.rocketmq.remoting.protocol.header.SendMessageResponseHeader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the official client take to make a send of 100 bytes a frame, and to read the answer? The properties text is made
 * already. The floor is to copy the finished frame.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OfficialCodecBenchmark {
    private static final int REQUEST_CODE = 310;

    @Param
    SerializeType encoding = SerializeType.JSON;

    private final ByteBuf room = PooledByteBufAllocator.DEFAULT.directBuffer(2048);
    private final byte[] body = new byte[100];
    private ByteBuf answer = Unpooled.EMPTY_BUFFER;

    @Setup
    public void answer() {
        RemotingCommand stored = RemotingCommand.createResponseCommand(SendMessageResponseHeader.class);
        SendMessageResponseHeader header = (SendMessageResponseHeader) stored.readCustomHeader();
        header.setMsgId("0A00000100002A9F0000000000B3C51A");
        header.setQueueId(3);
        header.setQueueOffset(1_234_567L);
        header.setTransactionId("0A000007126700000000002A1B2C3D4E");
        stored.setCode(0);
        stored.setRemark(null);
        stored.setOpaque(123_456);
        stored.setSerializeTypeCurrentRPC(encoding);
        stored.addExtField("MSG_REGION", "DefaultRegion");
        stored.addExtField("TRACE_ON", "true");
        ByteBuffer encoded = stored.encode();
        // The decoder of frames takes the length off.
        encoded.getInt();
        answer = Unpooled.copiedBuffer(encoded);
    }

    @Benchmark
    public ByteBuf baseline() {
        return room.clear().writeBytes(answer, 0, answer.readableBytes());
    }

    @Benchmark
    public ByteBuf encode() {
        SendMessageRequestHeaderV2 header = new SendMessageRequestHeaderV2();
        header.setA("pg-orders");
        header.setB("orders");
        header.setC("TBW102");
        header.setD(4);
        header.setE(3);
        header.setF(0);
        header.setG(System.currentTimeMillis());
        header.setH(0);
        header.setI(PROPERTIES);
        header.setJ(0);
        header.setK(false);
        header.setM(false);
        header.setBrokerName("broker-a");
        RemotingCommand request = RemotingCommand.createRequestCommand(REQUEST_CODE, header);
        request.setSerializeTypeCurrentRPC(encoding);
        request.setBody(body);
        room.clear();
        request.fastEncodeHeader(room);
        return room.writeBytes(body);
    }

    private static final String PROPERTIES =
            "KEYS\u0001order-4711\u0002TAGS\u0001created\u0002WAIT\u0001true\u0002UNIQ_KEY\u00010A000007126700000000002A1B2C3D4E\u0002";

    @Benchmark
    public SendMessageResponseHeader decode() throws RemotingCommandException {
        return RemotingCommand.decode(answer.duplicate()).decodeCommandCustomHeader(SendMessageResponseHeader.class);
    }
}
