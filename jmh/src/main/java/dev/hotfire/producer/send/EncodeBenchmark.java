// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer.send;

import static java.util.Objects.requireNonNull;

import dev.hotfire.producer.Message;
import dev.hotfire.producer.ProducerConfig;
import dev.hotfire.producer.route.PublishRoute;
import dev.hotfire.producer.route.PublishRoute.Target;
import dev.hotfire.runtime.MachineClock;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.id.UniqueIds;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.route.BrokerData;
import dev.hotfire.wire.route.QueueData;
import dev.hotfire.wire.route.TopicRoute;
import dev.hotfire.wire.send.FrameRoom;
import dev.hotfire.wire.send.SendFrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to make a message of 100 bytes a frame: from what the caller has (checks, properties, id), from what is ready
 * to be written, and the head alone? Beside it what a request that is no send takes, in either encoding. The floor is to copy the
 * finished frame.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class EncodeBenchmark {
    private static final int REQUEST_CODE = 310;

    private final ProducerConfig config =
            ProducerConfig.builder("pg-orders").nameServers("10.0.0.1:9876").build();
    private final MachineClock clock = new MachineClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }
    };
    private final UniqueIds ids =
            new UniqueIds(new byte[] {10, 0, 0, 7}, 4711, 42, System::currentTimeMillis, ZoneOffset.UTC);
    private final BodyCompressor compressor = new BodyCompressor();
    private final PooledByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final SendFrameWriter writer = new SendFrameWriter("pg-orders", "orders", "TBW102", 4);
    private final Target target = PublishRoute.of(
                    "orders",
                    new TopicRoute(
                            null,
                            List.of(new QueueData("broker-a", 8, 8, 6, 0)),
                            List.of(new BrokerData(
                                    "cluster",
                                    "broker-a",
                                    new TreeMap<>(Map.of(BrokerData.MASTER_ID, "10.0.0.2:10911")),
                                    null,
                                    false)),
                            Map.of()))
            .targets()
            .get(3);
    private final Message message = Message.builder("orders")
            .body(new byte[100])
            .keys("order-4711")
            .tags("created")
            .build();
    private final Payload payload = Payload.of(message, config, ids, compressor);
    private final FrameRoom frameRoom = new FrameRoom();
    private final ByteBuf room = allocator.directBuffer(1024);
    private final ByteBuf finished = allocator.directBuffer(1024);
    private final Map<HeaderEncoding, Frame> requests = new EnumMap<>(HeaderEncoding.class);

    public EncodeBenchmark() {
        AttemptFrame frame = frame(payload);
        finished.writeBytes(frame.withOpaque(7).duplicate());
        for (HeaderEncoding encoding : HeaderEncoding.values()) {
            requests.put(
                    encoding, frame.decoded().toBuilder().encoding(encoding).build());
        }
        frame.release();
    }

    @TearDown
    public void end() {
        compressor.close();
        room.release();
        finished.release();
    }

    private AttemptFrame frame(Payload of) {
        return AttemptFrame.capture(of, writer, false, allocator, clock, target, Map.of(), frameRoom);
    }

    @Benchmark
    public ByteBuf baseline() {
        return room.clear().writeBytes(finished, 0, finished.readableBytes());
    }

    @Benchmark
    public FrameRoom head() {
        frameRoom.clear();
        writer.writeHead(frameRoom, REQUEST_CODE, false, false, target.wireName(), 3, 0, clock.currentTimeMillis(), 0);
        return frameRoom;
    }

    /** As the send path does it, buffer included. */
    @Benchmark
    public int frameOfPayload() {
        AttemptFrame frame = frame(payload);
        frame.release();
        return REQUEST_CODE;
    }

    /** As the send path does it, from the caller's message on. */
    @Benchmark
    public int frameOfMessage() {
        AttemptFrame frame = frame(Payload.of(message, config, ids, compressor));
        frame.release();
        return REQUEST_CODE;
    }

    @Benchmark
    public ByteBuf otherRequestBinary() {
        return other(HeaderEncoding.ROCKETMQ);
    }

    @Benchmark
    public ByteBuf otherRequestJson() {
        return other(HeaderEncoding.JSON);
    }

    private ByteBuf other(HeaderEncoding encoding) {
        room.clear();
        FrameCodec.encode(requireNonNull(requests.get(encoding)), room);
        return room;
    }
}
