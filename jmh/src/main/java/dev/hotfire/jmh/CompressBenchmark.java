// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.jmh;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.hotfire.wire.message.BodyCompressor;
import dev.hotfire.wire.message.CompressedBody;
import dev.hotfire.wire.message.Compression;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it take to compress a body of 16 KiB, half noise and half text, as the producer does? The floor is the bare compressor
 * of the same level with buffers that are used again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CompressBenchmark {
    @Param
    Compression kind = Compression.ZLIB;

    private final byte[] plain = body();
    private final byte[] room = new byte[2 * plain.length];
    private final BodyCompressor compressor = new BodyCompressor();
    private final Deflater deflater = new Deflater(Compression.DEFAULT_LEVEL);
    private final LZ4Compressor lz4 = LZ4Factory.fastestInstance().fastCompressor();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(Compression.DEFAULT_LEVEL);

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
    public void requireRoom() {
        if (Zstd.compressBound(plain.length) > room.length) {
            throw new IllegalStateException("room for " + room.length + " bytes is too little");
        }
    }

    @Benchmark
    public int baseline() {
        return switch (kind) {
            case LZ4 -> lz4.compress(plain, 0, plain.length, room, 0);
            case ZSTD -> zstd.compressByteArray(room, 0, room.length, plain, 0, plain.length);
            case ZLIB -> {
                deflater.reset();
                deflater.setInput(plain);
                deflater.finish();
                yield deflater.deflate(room);
            }
        };
    }

    @Benchmark
    public int compress() {
        CompressedBody compressed = compressor.compress(kind, plain, Compression.DEFAULT_LEVEL);
        compressed.giveBack();
        return compressed.length();
    }

    @TearDown
    public void close() {
        compressor.close();
        deflater.end();
        zstd.close();
    }
}
