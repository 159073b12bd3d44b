// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other writers put into headers, and what must not get through. */
class HeaderDecodingTest {
    private static Frame json(String header) {
        byte[] bytes = header.getBytes(UTF_8);
        ByteBuf in = Unpooled.buffer().writeInt(bytes.length).writeBytes(bytes);
        return FrameCodec.decode(in, 0, in.readableBytes());
    }

    private static Frame binary(ByteBuf header) {
        ByteBuf in =
                Unpooled.buffer().writeInt(1 << 24 | header.readableBytes()).writeBytes(header);
        return FrameCodec.decode(in, 0, in.readableBytes());
    }

    private static ByteBuf fixedPart() {
        return Unpooled.buffer()
                .writeShort(10)
                .writeByte(9)
                .writeShort(401)
                .writeInt(7)
                .writeInt(2)
                .writeInt(0);
    }

    private static void entryOf(ByteBuf block, String key, String value) {
        block.writeShort(key.length()).writeBytes(key.getBytes(UTF_8));
        block.writeInt(value.length()).writeBytes(value.getBytes(UTF_8));
    }

    @Test
    void unknownJsonFieldsAreSkippedAndScalarsTakenAsText() {
        Frame frame = json("""
                {"x":[{"y":{}}],"code":310,"language":"GO","version":317,"opaque":-3,"flag":0,"remark":null,
                 "extFields":{"d":4,"g":1700000000000,"m":true,"z":null,"t":"中","dup":"1","dup":"2"}}""");
        assertThat(frame.code()).isEqualTo(310);
        assertThat(frame.languageCode()).isEqualTo(LanguageCode.GO);
        assertThat(frame.opaque()).isEqualTo(-3);
        assertThat(frame.remark()).isNull();
        assertThat(frame.extFields())
                .containsExactly(
                        entry("d", "4"),
                        entry("g", "1700000000000"),
                        entry("m", "true"),
                        entry("t", "中"),
                        entry("dup", "2"));
    }

    /** As C++ clients that put their JSON together by hand write the properties of a message. */
    @Test
    void separatorsOfPropertiesMayStandAsTheyAre() {
        assertThat(json("{\"code\":10,\"extFields\":{\"i\":\"TAGS\u0001red\u0002\"}}")
                        .extFields())
                .containsExactly(entry("i", "TAGS\u0001red\u0002"));
    }

    @Test
    void languagesMayBeNumbersNamesOrAbsent() {
        assertThat(json("{\"code\":1,\"language\":12}").languageCode()).isEqualTo(LanguageCode.RUST);
        assertThat(json("{\"code\":1,\"language\":4711}").languageCode()).isEqualTo(LanguageCode.OTHER);
        assertThat(json("{\"code\":1,\"language\":\"COBOL\"}").languageCode()).isEqualTo(LanguageCode.OTHER);
        assertThat(json("{\"code\":1}").languageCode()).isEqualTo(LanguageCode.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"opaque\":1}",
                "{\"code\":\"10\"}",
                "{\"code\":1.5}",
                "{\"code\":4294967296}",
                "{\"code\":1}x",
                "{\"code\":1}{}",
                "{\"code\":1,\"extFields\":{\"a\":{}}}",
                "{\"code\":1,\"extFields\":{\"a\":[1]}}",
                "{\"code\":1,\"extFields\":[]}",
                "{\"code\":1,\"extFields\":{\"a\":\"b\"}",
                "{\"code\":1,\"remark\":{}}"
            })
    void whatIsNoHeaderIsMalformed(String header) {
        assertThatThrownBy(() -> json(header))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageStartingWith("JSON header of " + header.length() + " bytes: ");
    }

    @Test
    void depthAndCountOfJsonAreBounded() {
        assertThatThrownBy(() -> json("{\"x\":" + "[".repeat(100_000))).isInstanceOf(MalformedFrameException.class);
        StringBuilder many = new StringBuilder("{\"code\":1,\"extFields\":{");
        for (int i = 0; i <= FrameCodec.MAX_EXT_FIELDS; i++) {
            many.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }
        assertThatThrownBy(() -> json(many.append("}}").toString()))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("at most 4096");
    }

    @Test
    void binaryFieldsMayRepeatAndEmptyOnesAreNone() {
        ByteBuf block = Unpooled.buffer();
        entryOf(block, "a", "1");
        entryOf(block, "b", "2");
        entryOf(block, "", "nameless");
        entryOf(block, "a", "3");
        entryOf(block, "b", "");
        Frame frame = binary(fixedPart().writeInt(block.readableBytes()).writeBytes(block));
        assertThat(frame.extFields()).containsExactly(entry("a", "3"));
        assertThat(frame.isOneway()).isTrue();
        assertThat(frame.languageCode()).isEqualTo(LanguageCode.GO);
    }

    @Test
    void lengthsInABinaryHeaderAreHeldAgainstItsEnd() {
        assertMalformed(Unpooled.buffer().writeZero(20), "binary header length: 20");
        assertMalformed(fixedPart().setInt(13, Integer.MAX_VALUE).writeInt(0), "remark length: 2147483647");
        assertMalformed(fixedPart().setInt(13, -1).writeInt(0), "remark length: -1");
        assertMalformed(fixedPart().writeInt(1), "ext fields length: 1");
        assertMalformed(fixedPart().writeInt(-1), "ext fields length: -1");
        assertMalformed(fixedPart().writeInt(1).writeZero(1), "ext field name length: 2");
        assertMalformed(fixedPart().writeInt(3).writeShort(2).writeByte(1), "ext field name length: 2");
        assertMalformed(fixedPart().writeInt(3).writeShort(-2).writeByte(1), "ext field name length: -2");
        assertMalformed(fixedPart().writeInt(3).writeShort(1).writeByte('a'), "ext field value length: 4");
        assertMalformed(fixedPart().writeInt(7).writeShort(1).writeByte('a').writeInt(1), "ext field value length: 1");
        assertMalformed(
                fixedPart().writeInt(7).writeShort(1).writeByte('a').writeInt(-1), "ext field value length: -1");
    }

    @Test
    void theCountOfBinaryFieldsIsBounded() {
        ByteBuf block = Unpooled.buffer();
        for (int i = 0; i <= FrameCodec.MAX_EXT_FIELDS; i++) {
            entryOf(block, "k", "v");
        }
        assertMalformed(fixedPart().writeInt(block.readableBytes()).writeBytes(block), "more than 4096 ext fields");
    }

    @Test
    void halfASurrogatePairIsReplacedNotRefused() {
        for (HeaderEncoding encoding : HeaderEncoding.values()) {
            ByteBuf wire = Unpooled.buffer();
            FrameCodec.encode(
                    Frame.request(1).remark("a\ud800b").encoding(encoding).build(), wire);
            assertThat(FrameCodec.decode(wire, 4, wire.getInt(0)).remark()).isEqualTo("a?b");
        }
    }

    @Test
    void codesHaveNames() {
        assertThat(RequestCode.nameOf(RequestCode.SEND_MESSAGE_V2)).isEqualTo("SEND_MESSAGE_V2");
        assertThat(ResponseCode.nameOf(ResponseCode.SYSTEM_BUSY)).isEqualTo("SYSTEM_BUSY");
        assertThat(RequestCode.nameOf(4711)).isEqualTo("UNKNOWN_4711");
        assertThat(ResponseCode.nameOf(-1)).isEqualTo("UNKNOWN_-1");
    }

    private static void assertMalformed(ByteBuf header, String message) {
        assertThatThrownBy(() -> binary(header))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("expected");
    }
}
