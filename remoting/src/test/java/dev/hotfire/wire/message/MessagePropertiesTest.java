// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {
    @Property
    void propertiesComeBackAsTheyWent(@ForAll("properties") Map<String, String> properties) {
        Map<String, String> decoded = MessageProperties.decode(MessageProperties.encodeBytes(properties));
        Map<String, String> expected = new LinkedHashMap<>(properties);
        expected.values().removeIf(String::isEmpty);
        assertThat(decoded).isEqualTo(expected);
        assertThat(decoded.keySet()).containsExactlyElementsOf(expected.keySet());
    }

    @Property
    void anyTextIsReadAsSomeProperties(@ForAll("noise") String text) {
        Map<String, String> decoded = MessageProperties.decode(text);
        assertThat(MessageProperties.decode(MessageProperties.encode(decoded))).isEqualTo(decoded);
    }

    @Test
    void nullIsNoProperties() {
        assertThat(MessageProperties.decode((String) null)).isEmpty();
        Map<String, String> withNull = new LinkedHashMap<>();
        withNull.put("a", null);
        assertThat(MessageProperties.encode(withNull)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0001", "\u0002b"})
    void aNameThatWouldBeReadAsAnotherIsRefused(String name) {
        assertThatThrownBy(() -> MessageProperties.encode(Map.of(name, "v")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("property name: ");
        assertThatThrownBy(() -> MessageProperties.requireValid(name, "v"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueWithASeparatorIsRefused() {
        assertThatThrownBy(() -> MessageProperties.encode(Map.of("n", "a\u0002b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("property n: 0x02 in its value (expected: none)");
        assertThatThrownBy(() -> MessageProperties.requireValid("n", "a\u0001b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("property n: 0x01 in its value (expected: none)");
        MessageProperties.requireValid("n", "a b");
    }

    @Test
    void systemNamesAreTheOnesWithCallsOfTheirOwn() {
        assertThat(PropertyNames.system()).hasSize(54).contains("KEYS", "UNIQ_KEY", "__CRC32#", "1ST_POP_TIME");
        assertThat(PropertyNames.isSystem("WAIT")).isTrue();
        assertThat(PropertyNames.isSystem("__SHARDINGKEY")).isFalse();
        assertThat(PropertyNames.isSystem("mine")).isFalse();
    }

    @Provide
    Arbitrary<Map<String, String>> properties() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('\u0003', '\ud7ff')
                .withCharRange('\ue000', '\uffff')
                .ofMaxLength(10);
        return Arbitraries.maps(texts.filter(name -> !name.isEmpty()), texts).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.strings().withChars('a', 'b', '\u0001', '\u0002').ofMaxLength(30);
    }
}
