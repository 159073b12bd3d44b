// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    @Property(tries = 300)
    void bodiesComeBackAsTheyWent(
            @ForAll Compression kind, @ForAll("bodies") byte[] plain, @ForAll @IntRange(min = 1, max = 9) int level) {
        byte[] compressed = kind.compress(plain, level);
        assertThat(kind.decompress(compressed, plain.length)).isEqualTo(plain);
        assertThat(kind.decompress(compressed, Integer.MAX_VALUE)).isEqualTo(plain);
    }

    @Property(tries = 300)
    void aBodyOneByteTooLongIsRefused(@ForAll Compression kind, @ForAll("bodies") byte[] plain) {
        byte[] compressed = kind.compress(plain, 5);
        if (plain.length > 0) {
            assertThatThrownBy(() -> kind.decompress(compressed, plain.length - 1))
                    .isInstanceOf(CompressionException.class)
                    .hasMessageContaining("more than " + (plain.length - 1) + " bytes");
        }
    }

    @Property(tries = 300)
    void aBodyThatEndsTooEarlyIsRefused(
            @ForAll Compression kind, @ForAll("bodies") byte[] plain, @ForAll @IntRange(max = 1_000_000) int cut) {
        byte[] compressed = kind.compress(plain, 5);
        byte[] less = Arrays.copyOf(compressed, cut % compressed.length);
        assertThatThrownBy(() -> kind.decompress(less, 1 << 20)).isInstanceOf(CompressionException.class);
    }

    /** 64 MiB of zeros in a few kilobytes: what is made of it must stay near what the caller allows. */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void aBombIsDefusedOnTheWay(Compression kind) {
        byte[] bomb = kind.compress(new byte[64 << 20], 9);
        assertThat(bomb.length).isLessThan(512 << 10);
        assertThatThrownBy(() -> kind.decompress(bomb, 4 << 20))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("more than 4194304 bytes");
    }

    /** Beyond one LZ4 block of 4 MiB, both of what compresses and of what does not. */
    @ParameterizedTest
    @EnumSource(Compression.class)
    void bodiesOfSeveralBlocksComeBackAsTheyWent(Compression kind) {
        byte[] plain = new byte[9 << 20];
        byte[] noise = new byte[5 << 20];
        new Random(17).nextBytes(noise);
        System.arraycopy(noise, 0, plain, 2 << 20, noise.length);
        assertThat(kind.decompress(kind.compress(plain, 1), plain.length)).isEqualTo(plain);
    }

    @Test
    void theSysFlagSaysTheKindAndNoneIsZlib() {
        assertThat(Compression.ofSysFlag(0x1)).isEqualTo(Compression.ZLIB);
        assertThat(Compression.ofSysFlag(0x30D)).isEqualTo(Compression.ZLIB);
        assertThat(Compression.ofSysFlag(0x2FF)).isEqualTo(Compression.ZSTD);
        assertThat(Compression.ofSysFlag(0x101)).isEqualTo(Compression.LZ4);
        assertThatThrownBy(() -> Compression.ofSysFlag(0x401))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("0x400");
    }

    @Test
    void namesAreTakenInAnyCaseWithBlanks() {
        assertThat(Compression.ofName(" zstd ")).isEqualTo(Compression.ZSTD);
        assertThatThrownBy(() -> Compression.ofName("gzip")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void levelsThatAKindDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> Compression.ZLIB.compress(new byte[1], 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Compression.ZSTD.compress(new byte[1], 23))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level: 23");
        assertThat(Compression.LZ4.compress(new byte[1], 99)).isNotEmpty();
    }

    /** Blocks that lean on each other, which are liblz4's default, another version, and a bit that nobody knows. */
    @Test
    void lz4FramesOfAKindThatTheLibraryDoesNotReadAreRefused() {
        for (int flags : new int[] {0x40, 0xE0, 0x62}) {
            byte[] frame = {0x04, 0x22, 0x4D, 0x18, (byte) flags, 0x70, 0, 0, 0, 0, 0};
            assertThatThrownBy(() -> Compression.LZ4.decompress(frame, 100))
                    .as("flags %x", flags)
                    .isInstanceOf(CompressionException.class);
        }
    }

    /** Whatever its length: a body of many blocks, one that does not get smaller, one that is not there. */
    @Test
    void zstandardWritesWhatItsStreamWrites() throws Exception {
        Random random = new Random(5);
        for (int size : new int[] {0, 1, 100, 16_384, 131_072, 131_073, 1_000_000, 4_194_304}) {
            for (int level : new int[] {-3, 1, 3, 5, 12}) {
                byte[] plain = new byte[size];
                for (int i = 0; i < size; i++) {
                    plain[i] = (byte) (size > 200_000 || i % 128 < 64 ? random.nextInt() : i);
                }
                ByteArrayOutputStream streamed = new ByteArrayOutputStream();
                try (ZstdOutputStreamNoFinalizer stream = new ZstdOutputStreamNoFinalizer(streamed, level)) {
                    stream.write(plain);
                }
                assertThat(Compression.ZSTD.compress(plain, level))
                        .as("%s bytes at level %s", size, level)
                        .isEqualTo(streamed.toByteArray());
            }
        }
    }

    /** LZ4 and Zstandard are optional jars: without them everything else has to work, and they have to say so. */
    @Test
    void withoutTheirLibrariesTwoKindsSayThatTheyAreNotThere() throws Exception {
        URL[] ours = {location(Compression.class), location(CompressionTest.class)};
        try (URLClassLoader bare = new URLClassLoader(ours, ClassLoader.getPlatformClassLoader())) {
            Object probe = bare.loadClass(Probe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) probe).get())
                    .isEqualTo("LZ4 false CompressionException, ZSTD false CompressionException, ZLIB true works, ");
        }
        assertThat(Compression.values()).allMatch(Compression::isAvailable);
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Runs behind a class loader that has this library and nothing beside it. */
    public static final class Probe implements Supplier<String> {
        public Probe() {}

        @Override
        public String get() {
            StringBuilder report = new StringBuilder();
            for (Compression kind : Compression.values()) {
                report.append(kind).append(' ').append(kind.isAvailable()).append(' ');
                try {
                    kind.decompress(kind.compress(new byte[100], 5), 100);
                    report.append("works");
                } catch (CompressionException e) {
                    report.append(e.getClass().getSimpleName());
                }
                report.append(", ");
            }
            return report.toString();
        }
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(5_000);
        Arbitrary<byte[]> words = Arbitraries.integers().between(0, 60_000).map(length -> {
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++) {
                text[i] = (byte) ("RocketMQ".charAt(i % 8) + i / 5_000);
            }
            return text;
        });
        return Arbitraries.oneOf(noise, words);
    }
}
