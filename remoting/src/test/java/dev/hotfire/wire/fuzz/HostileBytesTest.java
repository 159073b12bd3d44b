// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hotfire.wire.frame.Frame;
import dev.hotfire.wire.frame.FrameCodec;
import dev.hotfire.wire.frame.FrameDecoder;
import dev.hotfire.wire.frame.HeaderEncoding;
import dev.hotfire.wire.frame.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever arrives, a reader takes it or refuses it with the one exception that it declares. It does not hang, keep
 * buffers, or allocate out of proportion.
 */
class HostileBytesTest {
    /** What a reader may allocate beyond its input: an exception with its stack, JSON's and zlib's buffers. */
    private static final long FIXED_ALLOWANCE = 1L << 20;

    /** An LZ4 frame may say that its blocks have up to 4 MiB, and the library takes that twice before it reads one. */
    private static final long LZ4_ALLOWANCE = 9L << 20;

    /** A map entry with two short strings, for the eight bytes that it takes on the wire, is the worst ratio. */
    private static final long ALLOWANCE_PER_BYTE = 64;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Property(tries = 6_000)
    void spoiltBytesAreTakenOrRefusedAsDeclared(
            @ForAll("decoders") Decoder<?> decoder, @ForAll("mutations") List<Mutation> mutations) {
        byte[] bytes = decoder.sample();
        for (Mutation mutation : mutations) {
            bytes = mutation.applyTo(bytes);
        }
        runMeasured(decoder, bytes);
    }

    @Property(tries = 2_000)
    void noiseIsTakenOrRefusedAsDeclared(@ForAll("decoders") Decoder<?> decoder, @ForAll("noise") byte[] bytes) {
        runMeasured(decoder, bytes);
    }

    /** Every prefix of every sample: each reader meets its end at each of its fields. */
    @Property
    void everyPrefixIsTakenOrRefusedAsDeclared(@ForAll("decoders") Decoder<?> decoder) {
        assertThat(decoder.run(decoder.sample())).as("the whole sample").isTrue();
        for (int length = 0; length < decoder.sample().length; length++) {
            decoder.run(Arrays.copyOf(decoder.sample(), length));
        }
    }

    @Property(tries = 3_000)
    void aSpoiltStreamGivesFramesUntilItBreaksAndNothingAfter(
            @ForAll("mutations") List<Mutation> mutations, @ForAll("cuts") List<Integer> cuts) {
        ByteBuf sound = Unpooled.buffer();
        for (int i = 0; i < 4; i++) {
            FrameCodec.encode(Decoder.sendFrame(i % 2 == 0 ? HeaderEncoding.JSON : HeaderEncoding.ROCKETMQ), sound);
        }
        byte[] bytes = ByteBufUtil.getBytes(sound);
        sound.release();
        for (Mutation mutation : mutations) {
            bytes = mutation.applyTo(bytes);
        }
        Reading whole = read(bytes, List.of());
        whole.frames.forEach(Decoder::readAllOf);
        assertThat(read(bytes, cuts)).isEqualTo(whole);
    }

    /** What a stream gave: its frames, and whether it broke. */
    private record Reading(List<Frame> frames, boolean broken) {}

    private static Reading read(byte[] bytes, List<Integer> cuts) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(1 << 16));
        List<ByteBuf> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = pieces.size() < cuts.size() ? cuts.get(pieces.size()) : bytes.length;
            length = Math.min(length, bytes.length - at);
            pieces.add(Unpooled.directBuffer(length).writeBytes(bytes, at, length));
            at += length;
        }
        boolean broken = false;
        try {
            // All at once: the transport may have read on before it learns that the first piece was the last.
            channel.writeInbound(pieces.toArray());
        } catch (MalformedFrameException e) {
            broken = true;
        }
        assertThat(channel.isOpen()).isEqualTo(!broken);
        Reading reading = new Reading(drain(channel), broken);
        channel.finishAndReleaseAll();
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
        return reading;
    }

    private static List<Frame> drain(EmbeddedChannel channel) {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(frame);
        }
        return frames;
    }

    private static void runMeasured(Decoder<?> decoder, byte[] bytes) {
        long fixed = decoder.name().equals("LZ4") ? LZ4_ALLOWANCE : FIXED_ALLOWANCE;
        long allowance = fixed + ALLOWANCE_PER_BYTE * bytes.length;
        long allocated = allocatedBy(() -> decoder.run(bytes));
        if (allocated > allowance) {
            // Loading classes and security providers allocates too, but once only.
            allocated = allocatedBy(() -> decoder.run(bytes));
        }
        assertThat(allocated)
                .as(() -> decoder + " with " + ByteBufUtil.hexDump(bytes))
                .isLessThanOrEqualTo(allowance);
    }

    private static long allocatedBy(Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** A frame of two gigabytes is announced to a hundred connections: that alone must cost nothing. */
    @Property(tries = 1)
    void anAnnouncedLengthCostsNothing() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(Integer.MAX_VALUE));
            channel.writeInbound(Unpooled.buffer(12)
                    .writeInt(Integer.MAX_VALUE - 4)
                    .writeInt(100)
                    .writeInt(0));
            channel.finishAndReleaseAll();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(16L << 20);
    }

    /** The most fields for the fewest bytes, in a frame of the greatest length. */
    @Property(tries = 2)
    void aHeaderFullOfTinyFieldsIsRefusedBeforeItFillsTheMemory(@ForAll boolean json) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        Random random = new Random(17);
        if (json) {
            header.writeBytes("{\"code\":1,\"extFields\":{\"\":\"\"".getBytes(UTF_8));
            while (header.size() < 8 << 20) {
                header.writeBytes((",\"" + Integer.toString(random.nextInt(), 36) + "\":1").getBytes(UTF_8));
            }
            header.writeBytes("}}".getBytes(UTF_8));
        } else {
            ByteBuf block = Unpooled.buffer();
            while (block.readableBytes() < 8 << 20) {
                block.writeShort(2).writeShort(random.nextInt()).writeInt(1).writeByte('v');
            }
            ByteBuf all = Unpooled.buffer()
                    .writeZero(17)
                    .writeInt(block.readableBytes())
                    .writeBytes(block);
            header.writeBytes(ByteBufUtil.getBytes(all));
        }
        ByteBuf frame =
                Unpooled.buffer().writeInt((json ? 0 : 1 << 24) | header.size()).writeBytes(header.toByteArray());
        long allocated = allocatedBy(() -> assertThatThrownBy(() -> FrameCodec.decode(frame, 0, frame.readableBytes()))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("4096"));
        // JSON is decoded to characters first: once its own length for the bytes, once more for the text.
        assertThat(allocated).isLessThan(4L * frame.readableBytes());
    }

    @Provide
    Arbitrary<Decoder<?>> decoders() {
        return Arbitraries.of(Decoder.all());
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 400).list().ofMaxSize(10);
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Integer> positions = Arbitraries.integers().between(0, 2_000);
        // Mostly words of four bytes, since most lengths are; with the values that overflow, sign and bounds turn on.
        Arbitrary<String> words = Arbitraries.oneOf(
                        Arbitraries.of(
                                0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFF_FFFF, 0x100_0000, 0x7FFF, 0x8000),
                        Arbitraries.integers().between(-300, 300),
                        Arbitraries.integers())
                .map(word -> new String(
                        new byte[] {(byte) (word >> 24), (byte) (word >> 16), (byte) (word >> 8), word.byteValue()},
                        ISO_8859_1));
        Arbitrary<String> texts = Arbitraries.of(
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "null",
                "-1",
                "1e9",
                "99999999999999999999",
                "\\u",
                "\u0001",
                "\u0002",
                "\u00ff");
        Arbitrary<Mutation> mutation = Arbitraries.oneOf(
                Combinators.combine(positions, Arbitraries.integers().between(0, 7))
                        .as(Mutation.FlipBit::new),
                positions.map(Mutation.CutOff::new),
                Combinators.combine(positions, words).as(Mutation.Overwrite::new),
                Combinators.combine(positions, texts).as(Mutation.Overwrite::new),
                Combinators.combine(positions, Arbitraries.integers().between(1, 300), positions)
                        .as(Mutation.Copy::new));
        return mutation.list().ofMinSize(1).ofMaxSize(5);
    }
}
