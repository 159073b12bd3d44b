// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameCodecTest {
    @Property
    void aFrameComesBackAsItWent(@ForAll("frames") Frame frame) {
        ByteBuf wire = Unpooled.buffer().writeZero(3);
        wire.readerIndex(1);
        FrameCodec.encode(frame, wire);
        byte[] before = ByteBufUtil.getBytes(wire, 0, wire.writerIndex());

        int length = wire.getInt(3);
        assertThat(length).isEqualTo(wire.writerIndex() - 7);
        Frame read = FrameCodec.decode(wire, 7, length);

        assertThat(read).isEqualTo(frame);
        assertThat(new ArrayList<>(read.extFields().keySet()))
                .isEqualTo(new ArrayList<>(frame.extFields().keySet()));
        assertThat(wire.readerIndex()).isEqualTo(1);
        assertThat(ByteBufUtil.getBytes(wire, 0, wire.writerIndex())).isEqualTo(before);
    }

    /** Plain texts are written by hand, all others by a generator: nobody may be able to tell. */
    @Property
    void aJsonHeaderIsTheSameByHandAndByGenerator(@ForAll("frames") Frame frame, @ForAll boolean plain) {
        Frame.Builder json = frame.toBuilder().encoding(HeaderEncoding.JSON);
        if (plain) {
            frame.extFields().forEach((name, value) -> json.field(name, asPlain(value)));
            String remark = frame.remark();
            json.remark(remark == null ? null : asPlain(remark));
        }
        ByteBuf header = Unpooled.buffer();
        JsonHeader.write(json.build(), header);
        ByteBuf generated = Unpooled.buffer();
        ByteBufUtil.writeUtf8(generated, JsonHeader.escaped(json.build()));
        assertThat(ByteBufUtil.getBytes(header)).isEqualTo(ByteBufUtil.getBytes(generated));
    }

    private static String asPlain(String text) {
        StringBuilder plain = new StringBuilder();
        text.chars().forEach(c -> plain.append("\"\\".indexOf(' ' + c % 95) < 0 ? (char) (' ' + c % 95) : 'x'));
        return plain.toString();
    }

    /** Frames and the builders that they came from, or that came from them, share their fields until one is changed. */
    @Property(tries = 200)
    void aFrameStaysAsItWasBuilt(@ForAll("frames") Frame frame) {
        Frame.Builder builder = frame.toBuilder();
        Frame same = builder.build();
        Frame more = builder.field("more", "of it").build();
        Frame less = more.toBuilder().field("more", null).build();
        builder.field("more", "again");
        assertThat(same).isEqualTo(frame);
        assertThat(more.field("more")).isEqualTo("of it");
        assertThat(less.field("more")).isNull();
        assertThat(more).isNotEqualTo(less);
        assertThatThrownBy(() -> more.extFields().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
    }

    /** TCP may deliver any slicing of the stream; frames must not depend on where it was cut. */
    @Property(tries = 500)
    void decodesTheSameFramesHoweverTheStreamIsCut(
            @ForAll("streams") List<Frame> frames,
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 200) Integer> cuts) {
        ByteBuf wire = Unpooled.buffer();
        frames.forEach(frame -> FrameCodec.encode(frame, wire));
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
        List<ByteBuf> pieces = new ArrayList<>();
        for (int i = 0; wire.isReadable(); i++) {
            int bytes = i < cuts.size() ? Math.min(cuts.get(i), wire.readableBytes()) : wire.readableBytes();
            // Heap and direct memory in turn, as the reader must not care.
            ByteBuf piece = i % 2 == 0 ? Unpooled.directBuffer(bytes) : Unpooled.buffer(bytes);
            piece.writeBytes(wire, bytes);
            pieces.add(piece);
            channel.writeInbound(piece);
        }
        List<Frame> read = new ArrayList<>();
        for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            read.add(frame);
        }
        assertThat(read).isEqualTo(frames);
        assertThat(channel.finish()).isFalse();
        assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    }

    @Property(tries = 300)
    void aFrameThatEndsTooEarlyIsNoFrame(@ForAll("frames") Frame frame, @ForAll @IntRange(max = 10_000) int cut) {
        ByteBuf wire = Unpooled.buffer();
        FrameCodec.encode(frame, wire);
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder());
        int bytes = cut % wire.readableBytes();
        channel.writeInbound(wire.readRetainedSlice(bytes));
        wire.release();
        assertThat(channel.finish()).isFalse();
        assertThat(wire.refCnt()).isZero();
    }

    /** The header is cut short and its length corrected: every inner length must notice. */
    @Property(tries = 300)
    void aBinaryHeaderThatEndsTooEarlyIsMalformed(
            @ForAll("frames") Frame frame, @ForAll @IntRange(max = 10_000) int cut) {
        Frame binary = fitForBinary(frame);
        ByteBuf wire = Unpooled.buffer();
        FrameCodec.encode(binary, wire);
        int headerBytes = wire.getInt(4) & 0xFF_FFFF;
        int less = cut % headerBytes;
        wire.setInt(4, HeaderEncoding.ROCKETMQ.typeByte() << 24 | less);
        assertThatThrownBy(() -> FrameCodec.decode(wire, 4, 4 + less)).isInstanceOf(MalformedFrameException.class);
    }

    private static Frame fitForBinary(Frame frame) {
        Frame.Builder binary = Frame.request((short) frame.code())
                .opaque(frame.opaque())
                .flag(frame.flag())
                .language(frame.languageCode())
                .version((short) frame.version())
                .remark(frame.remark())
                .encoding(HeaderEncoding.ROCKETMQ)
                .body(frame.body());
        frame.extFields().forEach((name, value) -> binary.field(name, value.isEmpty() ? null : value));
        return binary.build();
    }

    @Provide
    Arbitrary<List<Frame>> streams() {
        return frames().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Frame> frames() {
        Arbitrary<Map<String, String>> fields = Arbitraries.maps(texts().filter(text -> !text.isEmpty()), texts())
                .ofMaxSize(8);
        Arbitrary<byte[]> bodies = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<Frame> json = Combinators.combine(
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(0, 13),
                        texts().injectNull(0.5),
                        fields,
                        bodies)
                .as((code, version, opaque, flag, language, remark, extFields, body) -> Frame.request(code)
                        .version(version)
                        .opaque(opaque)
                        .flag(flag)
                        .language(language)
                        .remark(remark)
                        .fields(extFields)
                        .body(body)
                        .build());
        Arbitrary<Frame> binary = json.map(frame -> {
            Frame fit = fitForBinary(frame);
            return "".equals(fit.remark()) ? fit.toBuilder().remark(null).build() : fit;
        });
        return Arbitraries.oneOf(json, binary);
    }

    /** Any text that UTF-8 can say: no half surrogate pairs. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 0x7F),
                        Arbitraries.integers().between(0, 0xD7FF),
                        Arbitraries.integers().between(0xE000, 0x10FFFF))
                .list()
                .ofMaxSize(24)
                .map(points -> {
                    StringBuilder text = new StringBuilder();
                    points.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }
}
