// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BodyCompressorTest {
    /** Whatever was compressed before, and however. */
    @Property(tries = 200)
    void theBytesAreThoseOfACompressorThatIsNew(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 40_000) Integer> sizes,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 9) Integer> levels,
            @ForAll long seed) {
        Random random = new Random(seed);
        try (BodyCompressor compressor = new BodyCompressor()) {
            for (int i = 0; i < sizes.size(); i++) {
                byte[] body = body(random, sizes.get(i));
                for (Compression kind : Compression.values()) {
                    int level = kind == Compression.ZLIB ? levels.get(i % levels.size()) : 3;
                    assertThat(compressor.compress(kind, body, level).toArray()).isEqualTo(kind.compress(body, level));
                }
            }
            assertThat(compressor.kept()).isEqualTo(1);
        }
    }

    /** Level 0 stores: zlib then cuts blocks by the room for its output, and a larger body leaves more of it behind. */
    @Example
    void aStoredBodyIsCutAsWithACompressorThatIsNew() {
        try (BodyCompressor compressor = new BodyCompressor()) {
            for (int size : new int[] {40_000, 33_000, 65_530, 65_600, 1, 0, 20_000, 3_000_000, 1_500_000}) {
                byte[] body = body(new Random(size), size);
                assertThat(compressor.compress(Compression.ZLIB, body, 0).toArray())
                        .isEqualTo(Compression.ZLIB.compress(body, 0));
            }
        }
    }

    private static byte[] body(Random random, int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i % 100 < 50 ? random.nextInt() : 'a');
        }
        return body;
    }

    @Example
    void manyThreadsAreServedAndFewCompressorsAreKept() throws Exception {
        int threads = 12;
        byte[] body = body(new Random(1), 10_000);
        byte[] expected = Compression.ZLIB.compress(body, 5);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (BodyCompressor compressor = new BodyCompressor()) {
            CountDownLatch together = new CountDownLatch(threads);
            List<Future<byte[]>> all = IntStream.range(0, threads)
                    .mapToObj(i -> pool.submit(() -> {
                        together.countDown();
                        together.await();
                        return compressor.compress(Compression.ZLIB, body, 5).toArray();
                    }))
                    .toList();
            for (Future<byte[]> one : all) {
                assertThat(one.get()).isEqualTo(expected);
            }
            assertThat(compressor.kept()).isBetween(1, 4);
        } finally {
            pool.shutdownNow();
        }
    }

    @Example
    void aClosedOneKeepsNothingAndStillServes() {
        BodyCompressor compressor = new BodyCompressor();
        byte[] body = new byte[10_000];
        byte[] expected = Compression.ZLIB.compress(body, 5);
        assertThat(compressor.compress(Compression.ZLIB, body, 5).toArray()).isEqualTo(expected);
        compressor.close();
        assertThat(compressor.kept()).isZero();
        assertThat(compressor.compress(Compression.ZLIB, body, 5).toArray()).isEqualTo(expected);
        assertThat(compressor.kept()).isZero();
    }

    /** Two that are there at the same time share nothing; what was given back is used for a later one. */
    @Example
    void aBodyStaysAsItIsUntilItIsGivenBack() {
        try (BodyCompressor compressor = new BodyCompressor()) {
            byte[] first = body(new Random(1), 9_000);
            byte[] second = body(new Random(2), 9_000);
            CompressedBody one = compressor.compress(Compression.ZLIB, first, 5);
            CompressedBody other = compressor.compress(Compression.ZLIB, second, 5);
            assertThat(one.toArray()).isEqualTo(Compression.ZLIB.compress(first, 5));
            assertThat(other.toArray()).isEqualTo(Compression.ZLIB.compress(second, 5));
            byte[] room = one.room();
            one.giveBack();
            one.giveBack();
            CompressedBody next = compressor.compress(Compression.ZLIB, second, 5);
            CompressedBody nextButOne = compressor.compress(Compression.ZLIB, first, 5);
            assertThat(next.room()).isSameAs(room);
            assertThat(nextButOne.room()).isNotSameAs(room);
            assertThat(next.toArray()).isEqualTo(other.toArray());
            assertThatThrownBy(one::toArray).isInstanceOf(IllegalStateException.class);
        }
    }

    @Example
    void aLevelThatDoesNotExistIsRefusedAndLosesNothing() {
        try (BodyCompressor compressor = new BodyCompressor()) {
            assertThatThrownBy(() -> compressor.compress(Compression.ZLIB, new byte[10], 10))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(compressor.compress(Compression.ZLIB, new byte[10], 9).toArray())
                    .isEqualTo(Compression.ZLIB.compress(new byte[10], 9));
        }
    }
}
