// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.FrameView;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.header.SendResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
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
 * What does it take to read the answer to a send: at a look, as the send path does, and in full, as all other answers are? In
 * either encoding; servers send JSON unless told otherwise. The floor is to copy its bytes out of the buffer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class DecodeBenchmark {
    @Param
    HeaderEncoding encoding = HeaderEncoding.JSON;

    private final FrameView view = new FrameView();
    private ByteBuf frame = Unpooled.EMPTY_BUFFER;
    private final byte[] room = new byte[512];

    @Setup
    public void answer() {
        Frame request = Frame.request(310).opaque(123_456).build();
        Frame answer = SendResponseHeader.stored(
                        "0A00000100002A9F0000000000B3C51A", 3, 1_234_567, "0A000007126700000000002A1B2C3D4E")
                .writeTo(Frame.response(request, 0))
                .encoding(encoding)
                .build();
        frame = FrameCodec.encode(answer, UnpooledByteBufAllocator.DEFAULT);
    }

    @Benchmark
    public byte[] baseline() {
        frame.getBytes(0, room, 0, frame.readableBytes());
        return room;
    }

    @Benchmark
    public SendResponseHeader look() {
        if (!view.show(frame, 4, frame.readableBytes() - 4)) {
            throw new IllegalStateException("not an ordinary answer");
        }
        return SendResponseHeader.from(view, "0A000007126700000000002A1B2C3D4E");
    }

    @Benchmark
    public SendResponseHeader decode() {
        return SendResponseHeader.from(FrameCodec.decode(frame, 4, frame.readableBytes() - 4));
    }
}
