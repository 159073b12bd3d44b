// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainJsonHeaderTest {
    private static final String USUAL =
            "{\"code\":34,\"extFields\":{\"clientID\":\"10.0.0.1@7\",\"group\":\"grün\"},\"flag\":2,\"language\":\"JAVA\","
                    + "\"opaque\":-12,\"remark\":\"so\",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":513}";

    @Test
    void readsWhatIsUsual() {
        Frame frame = requireNonNull(PlainJsonHeader.read(USUAL)).build();
        assertThat(frame)
                .isEqualTo(Frame.request(34)
                        .flag(2)
                        .opaque(-12)
                        .remark("so")
                        .version(513)
                        .field("clientID", "10.0.0.1@7")
                        .field("group", "grün")
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"code\":1} ",
                "{ \"code\":1}",
                "{\"code\":01}",
                "{\"code\":1234567890}",
                "{\"code\":-}",
                "{\"code\":\"1\"}",
                "{\"opaque\":1}",
                "{\"code\":1,}",
                "{\"code\":1,\"remark\":null}",
                "{\"code\":1,\"remark\":\"\\n\"}",
                "{\"code\":1,\"remark\":\"\t\"}",
                "{\"code\":1,\"remark\":\"",
                "{\"code\":1,\"extFields\":{}}",
                "{\"code\":1,\"extFields\":{\"\":\"x\"}}",
                "{\"code\":1,\"extFields\":{\"a\":1}}",
                "{\"code\":1,\"language\":7}",
                "{\"code\":1,\"more\":\"x\"}"
            })
    void leavesWhatIsNot(String text) {
        assertThat(PlainJsonHeader.read(text)).isNull();
    }

    @Property
    void readsWhatWritersWriteAsTheOtherDoes(@ForAll @Size(max = 20) Map<String, String> fields, @ForAll int opaque) {
        Frame.Builder frame = Frame.request(RequestCode.HEART_BEAT).opaque(opaque);
        fields.forEach((name, value) -> frame.field("f" + name, value));
        agree(JsonHeader.escaped(frame.build()));
    }

    /** A text that is spoilt in some place is read alike, or left. */
    @Property
    void neverReadsWhatTheOtherReadsDifferently(
            @ForAll @IntRange(max = 400) int at, @ForAll @IntRange(max = 3) int length, @ForAll("spoilt") String put) {
        int from = Math.min(at, USUAL.length());
        agree(USUAL.substring(0, from) + put + USUAL.substring(Math.min(USUAL.length(), from + length)));
    }

    @Provide
    Arbitrary<String> spoilt() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "\"",
                        "\\",
                        ",",
                        ":",
                        "{",
                        "}",
                        "null",
                        "0",
                        "9",
                        "-",
                        " ",
                        "\u0000",
                        "\",\"a\":\"b",
                        ",\"code\":5",
                        "\"code\":5,",
                        "\"flag\":1,\"flag\":3,",
                        ",\"extFields\":{\"group\":\"x\"}"),
                Arbitraries.strings().ofMaxLength(2));
    }

    private static void agree(String text) {
        Frame.Builder plain = PlainJsonHeader.read(text);
        if (plain != null) {
            assertThat(plain.build()).isEqualTo(readAny(text));
        }
    }

    private static @Nullable Frame readAny(String text) {
        try {
            return JsonHeader.readAny(text, text.length()).build();
        } catch (MalformedFrameException e) {
            return null;
        }
    }
}
