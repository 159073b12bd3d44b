// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.jmh;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.common.compression.CompressionType;
import org.apache.rocketmq.common.compression.Compressor;
import org.apache.rocketmq.common.compression.CompressorFactory;
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
 * What does it take to compress a body of 16 KiB, half noise and half text, as the official client does? The floor is to copy
 * the body; the bare compressors are beside ours.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class OfficialCompressBenchmark {
    private static final int LEVEL = 5;

    @Param
    CompressionType kind = CompressionType.ZLIB;

    private final byte[] plain = body();
    private Compressor compressor = CompressorFactory.getCompressor(CompressionType.ZLIB);

    private static byte[] body() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] body = new byte[16 << 10];
        for (int at = 0; at < body.length; at++) {
            boolean noise = (at / 64) % 2 == 0;
            body[at] = (byte) (noise ? random.nextInt(256) : 'a' + at % 26);
        }
        return body;
    }

    @Setup
    public void choose() {
        compressor = CompressorFactory.getCompressor(kind);
    }

    @Benchmark
    public byte[] baseline() {
        return plain.clone();
    }

    @Benchmark
    public byte[] compress() throws IOException {
        return compressor.compress(plain, LEVEL);
    }
}
