// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seed gives the same run everywhere: so the numbers are held here, against the JDK's own generator of the kind. */
class RandomSourceTest {
    private static final int DRAWS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE, 0x123456789ABCDEFL})
    void drawsWhatSplitMix64Draws(long seed) {
        RandomSource random = RandomSource.seeded(seed);
        SplittableRandom expected = new SplittableRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            assertThat(random.nextLong()).isEqualTo(expected.nextLong());
        }
        for (int i = 0; i < DRAWS; i++) {
            assertThat(random.nextDouble()).isEqualTo((expected.nextLong() >>> 11) / (double) (1L << 53));
        }
    }

    @Test
    void drawsThePublishedNumbers() {
        RandomSource random = RandomSource.seeded(0);
        assertThat(random.nextLong()).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(random.nextLong()).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(random.nextLong()).isEqualTo(0x06C45D188009454FL);
    }

    /** Draws beyond the last whole multiple of the bound are drawn again, or small numbers would be more likely. */
    @ParameterizedTest
    @ValueSource(
            longs = {1, 2, 3, 10, 1_000_003, (1L << 62) - 1, (1L << 62) + 1, (1L << 62) + (1L << 61), Long.MAX_VALUE})
    void numbersBelowABoundAreEquallyLikely(long bound) {
        RandomSource random = RandomSource.seeded(42);
        SplittableRandom raw = new SplittableRandom(42);
        BigInteger range = BigInteger.ONE.shiftLeft(63);
        BigInteger whole = range.subtract(range.mod(BigInteger.valueOf(bound)));
        for (int i = 0; i < DRAWS; i++) {
            long draw = raw.nextLong() >>> 1;
            while (BigInteger.valueOf(draw).compareTo(whole) >= 0) {
                draw = raw.nextLong() >>> 1;
            }
            assertThat(random.nextLong(bound)).isEqualTo(draw % bound);
        }
    }

    @Test
    void intsAreDrawnBelowTheirBoundToo() {
        RandomSource random = RandomSource.seeded(3);
        SplittableRandom raw = new SplittableRandom(3);
        for (int i = 0; i < DRAWS; i++) {
            assertThat(random.nextInt(17)).isEqualTo((int) ((raw.nextLong() >>> 1) % 17));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aBoundIsAboveZero(long bound) {
        assertThatThrownBy(() -> RandomSource.seeded(1).nextLong(bound))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bound: " + bound + " (expected: > 0)");
    }

    @Test
    void chancesAreAsLikelyAsTold() {
        RandomSource random = RandomSource.seeded(5);
        SplittableRandom raw = new SplittableRandom(5);
        for (int i = 0; i < DRAWS; i++) {
            double draw = (raw.nextLong() >>> 11) / (double) (1L << 53);
            double told = i / (double) DRAWS;
            assertThat(random.chance(told)).isEqualTo(draw < told);
        }
        for (int i = 0; i < DRAWS; i++) {
            assertThat(random.chance(0)).isFalse();
            assertThat(random.chance(1)).isTrue();
        }
        // A draw is below a probability, not as large as it.
        double first = RandomSource.seeded(8).nextDouble();
        assertThat(RandomSource.seeded(8).chance(first)).isFalse();
        assertThat(RandomSource.seeded(8).chance(Math.nextUp(first))).isTrue();
    }

    @Test
    void normalDrawsAreThoseOfBoxAndMuller() {
        RandomSource random = RandomSource.seeded(11);
        RandomSource raw = RandomSource.seeded(11);
        for (int i = 0; i < DRAWS; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - raw.nextDouble()));
            double angle = 2 * Math.PI * raw.nextDouble();
            assertThat(random.nextGaussian()).isCloseTo(radius * Math.cos(angle), within(1e-9));
        }
        RandomSource many = RandomSource.seeded(12);
        double[] draws = DoubleStream.generate(many::nextGaussian).limit(20_000).toArray();
        assertThat(DoubleStream.of(draws).average().orElseThrow()).isCloseTo(0, within(0.03));
        assertThat(DoubleStream.of(draws).map(draw -> draw * draw).average().orElseThrow())
                .isCloseTo(1, within(0.05));
    }

    /** Forks by the hash FNV-1a of the purpose, begun at the seed: what was drawn before makes no difference. */
    @Test
    void aForkDependsOnTheSeedAndThePurposeAlone() {
        RandomSource drawn = RandomSource.seeded(7);
        long ofTheFork = drawn.fork("faults").nextLong();
        drawn.nextLong();
        assertThat(drawn.fork("faults").nextLong()).isEqualTo(ofTheFork);
        assertThat(RandomSource.seeded(7).fork("delays").nextLong()).isNotEqualTo(ofTheFork);
        assertThat(RandomSource.seeded(8).fork("faults").nextLong()).isNotEqualTo(ofTheFork);

        long hash = 7 ^ 0xCBF29CE484222325L;
        for (char letter : "faults".toCharArray()) {
            hash = BigInteger.valueOf(hash ^ letter)
                    .multiply(new BigInteger("1099511628211"))
                    .longValue();
        }
        // The first draw of a generator is the mix of its seed and one step, so the mix is drawn one step before.
        long mixed = new SplittableRandom(hash - 0x9E3779B97F4A7C15L).nextLong();
        assertThat(ofTheFork).isEqualTo(new SplittableRandom(mixed).nextLong());
    }
}
