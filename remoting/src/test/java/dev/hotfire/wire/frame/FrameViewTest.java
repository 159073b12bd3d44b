// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.wire.header.SendResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** A view shows what the codec reads, or nothing. */
class FrameViewTest {
    private static final List<String> NAMES = List.of("msgId", "queueId", "queueOffset", "code", "TRACE_ON", "x");

    private final FrameView view = new FrameView();

    @Example
    void anOrdinaryResponseIsShownInBothEncodings() {
        SendResponseHeader header =
                new SendResponseHeader("7F000001", 3, 12_345, "C0A80001", null, null, "DefaultRegion", false);
        for (HeaderEncoding encoding : HeaderEncoding.values()) {
            Frame response = header.writeTo(Frame.response(
                            Frame.request(RequestCode.SEND_MESSAGE_V2)
                                    .opaque(77)
                                    .build(),
                            0))
                    .encoding(encoding)
                    .build();
            ByteBuf wire = wire(response);

            assertThat(view.show(wire, 4, wire.getInt(0))).isTrue();

            assertThat(view.opaque()).isEqualTo(77);
            assertThat(SendResponseHeader.from(view)).isEqualTo(header);
            String uniqueId = String.valueOf(header.transactionId().toCharArray());
            assertThat(SendResponseHeader.from(view, uniqueId).transactionId()).isSameAs(uniqueId);
            assertThat(view.field("nobody")).isNull();
            assertThat(view.digits("queueOffset")).isEqualTo(12_345);
            assertThat(view.digits("msgId")).isEqualTo(HeaderSource.NOT_DIGITS);
        }
    }

    @Example
    void whatIsOutOfTheOrdinaryIsNotShown() {
        Frame request = Frame.request(34).build();
        assertNotShown(request);
        assertNotShown(Frame.response(request, 1).remark("why").build());
        assertNotShown(Frame.response(request, 0).body(new byte[1]).build());
        assertNotShown(Frame.response(request, 0).field("name", "wide \u00e4").build());
        assertNotShown(
                Frame.response(request, 0).field("name", "x".repeat(5_000)).build());
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":01}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":12345678901}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":1.5}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":1} ");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":1");
        assertNotShownJson("{\"flag\":1,\"opaque\":1}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"opaque\":1,}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"other\":1}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"extFields\":{\"a\":\"\"}}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"extFields\":{\"a\":null}}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"extFields\":{\"\":\"a\"}}");
        assertNotShownJson("{\"code\":0,\"flag\":1,\"extFields\":{\"a\":\"\\u0041\"}}");
        assertNotShownJson("");
    }

    @Property
    void whatAViewShowsTheCodecReads(@ForAll("responses") Frame frame) {
        ByteBuf wire = wire(frame);
        Statistics.label("shown").collect(agrees(wire));
    }

    /** Bytes that are nearly a response: the view must not take more than the codec does, nor read it otherwise. */
    @Property(tries = 1_000)
    void whatAViewShowsOfDamagedFramesTheCodecReadsToo(
            @ForAll("responses") Frame frame, @ForAll("damages") List<int[]> damages) {
        ByteBuf wire = wire(frame);
        for (int[] damage : damages) {
            // Not the lengths of the frame itself, which the reader before the view has checked.
            int at = 8 + damage[0] % (wire.writerIndex() - 8);
            wire.setByte(at, damage[1]);
        }
        Statistics.label("shown").collect(agrees(wire));
    }

    /** What a view has seen before must not change what it shows: neither of a header that is alike nor of one that nearly is. */
    @Property(tries = 1_000)
    void aHeaderThatIsLikeTheOneBeforeIsReadAsAnyOther(
            @ForAll("responses") Frame frame,
            @ForAll int opaque,
            @ForAll("responses") Frame other,
            @ForAll("damages") List<int[]> damages) {
        Frame.Builder alike = frame.toBuilder().opaque(opaque);
        frame.extFields().forEach((name, value) -> {
            String otherValue = other.extFields().values().stream().findFirst().orElse("1");
            alike.field(name, other.opaque() % 2 == 0 ? otherValue : value);
        });
        ByteBuf like = wire(alike.build());
        boolean shownAtOnce = new FrameView().show(like, 4, like.getInt(0));
        agrees(wire(frame));
        assertThat(agrees(like)).isEqualTo(shownAtOnce);
        Statistics.label("shown").collect(shownAtOnce);
        for (int[] damage : damages) {
            like.setByte(8 + damage[0] % (like.writerIndex() - 8), damage[1]);
            boolean damagedShown = new FrameView().show(like, 4, like.getInt(0));
            assertThat(agrees(like)).isEqualTo(damagedShown);
        }
    }

    /** Whether the view shows the frame; if it does, it shows the same as the codec. */
    private boolean agrees(ByteBuf wire) {
        byte[] before = ByteBufUtil.getBytes(wire);
        if (!view.show(wire, 4, wire.getInt(0))) {
            return false;
        }
        assertThat(ByteBufUtil.getBytes(wire)).isEqualTo(before);
        Frame read = FrameCodec.decode(wire, 4, wire.getInt(0));
        assertThat(read.isResponse()).isTrue();
        assertThat(view.code()).isEqualTo(read.code());
        assertThat(view.codeName()).isEqualTo(read.codeName());
        assertThat(view.opaque()).isEqualTo(read.opaque());
        assertThat(read.remark()).isNull();
        assertThat(read.body()).isEmpty();
        assertThat(view.decode()).isEqualTo(read);
        Set<String> names = new LinkedHashSet<>(NAMES);
        // Others can't be asked for.
        read.extFields().keySet().stream()
                .filter(US_ASCII.newEncoder()::canEncode)
                .forEach(names::add);
        for (String name : names) {
            assertThat(view.field(name)).as(name).isEqualTo(read.field(name));
            assertThat(view.field(name, "7F")).as(name).isEqualTo(read.field(name));
            long digits = view.digits(name);
            if (digits != HeaderSource.NOT_DIGITS) {
                assertThat(Long.parseLong(String.valueOf(read.field(name)))).isEqualTo(digits);
            }
        }
        return true;
    }

    private void assertNotShown(Frame frame) {
        for (HeaderEncoding encoding : HeaderEncoding.values()) {
            ByteBuf wire = wire(frame.toBuilder().encoding(encoding).build());
            boolean wide =
                    encoding == HeaderEncoding.ROCKETMQ && frame.extFields().containsValue("wide \u00e4");
            assertThat(view.show(wire, 4, wire.getInt(0))).as("%s", frame).isEqualTo(wide);
        }
    }

    private void assertNotShownJson(String header) {
        byte[] bytes = header.getBytes(UTF_8);
        ByteBuf wire = Unpooled.buffer();
        wire.writeInt(4 + bytes.length).writeInt(bytes.length).writeBytes(bytes);
        assertThat(view.show(wire, 4, wire.getInt(0))).as(header).isFalse();
    }

    private static ByteBuf wire(Frame frame) {
        ByteBuf wire = Unpooled.buffer();
        FrameCodec.encode(frame, wire);
        return wire;
    }

    @Provide
    Arbitrary<List<int[]>> damages() {
        Arbitrary<Integer> bytes = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 255),
                Arbitraries.chars().with("{}[]:,\"\\ 0159-.ent".toCharArray()).map(c -> (int) c));
        return Combinators.combine(Arbitraries.integers().between(0, 100_000), bytes)
                .as((at, value) -> new int[] {at, value})
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Provide
    Arbitrary<Frame> responses() {
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12),
                Arbitraries.strings().ofMaxLength(3));
        Arbitrary<Map<String, String>> fields = Arbitraries.maps(
                        Arbitraries.oneOf(
                                Arbitraries.of(NAMES),
                                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(4)),
                        values)
                .ofMaxSize(6);
        return Combinators.combine(
                        Arbitraries.integers().between(-40_000, 40_000),
                        Arbitraries.integers(),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(3, Arbitraries.just(1)),
                                net.jqwik.api.Tuple.of(1, Arbitraries.integers())),
                        fields,
                        Arbitraries.of(HeaderEncoding.values()))
                .as((code, opaque, flag, extFields, encoding) -> {
                    Frame.Builder frame = Frame.request(encoding == HeaderEncoding.ROCKETMQ ? (short) (int) code : code)
                            .opaque(opaque)
                            .flag(flag)
                            .encoding(encoding);
                    return frame.fields(extFields).build();
                });
    }
}
