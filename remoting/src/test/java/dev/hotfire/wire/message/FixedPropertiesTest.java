// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class FixedPropertiesTest {
    /** Of so few letters that names come twice, and so long that some have more properties than are looked up one by one. */
    @Property
    void isReadAsTheMapOfADecoder(
            @ForAll @Size(max = 60)
                    List<@Chars({'a', 'b', 'c', '\u00e4', '\u4E2D', 1, 2}) @StringLength(max = 6) String> records,
            @ForAll boolean ended) {
        String text = String.join("\u0002", records) + (ended ? "\u0002" : "");
        Map<String, String> model = MessageProperties.decode(text);

        isLike(FixedProperties.decode(text), model);
        isLike(FixedProperties.copyOf(model), model);
    }

    private static void isLike(Map<String, String> fixed, Map<String, String> model) {
        assertThat(fixed).isEqualTo(model).hasSameHashCodeAs(model).hasSize(model.size());
        assertThat(new ArrayList<>(fixed.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
        List<String> told = new ArrayList<>();
        fixed.forEach((name, value) -> told.add(name + "=" + value));
        assertThat(told)
                .isEqualTo(model.entrySet().stream().map(Object::toString).toList());
        for (String name : model.keySet()) {
            assertThat(fixed.get(name)).isEqualTo(model.get(name));
            assertThat(fixed.containsKey(name)).isTrue();
        }
        assertThat(fixed.get("no such name")).isNull();
        assertThat(fixed.containsKey("no such name")).isFalse();
        assertThat(MessageProperties.bytes(fixed)).isEqualTo(MessageProperties.bytes(model));
        // Once more: it is remembered.
        assertThat(MessageProperties.bytes(fixed)).isEqualTo(MessageProperties.bytes(model));
        assertThat(FixedProperties.copyOf(fixed)).isEqualTo(model);
    }

    @Example
    void isCopiedOnceAndNeverChanged() {
        Map<String, String> given = new LinkedHashMap<>(Map.of("a", "b"));
        Map<String, String> fixed = FixedProperties.copyOf(given);
        given.put("a", "c");
        assertThat(fixed).containsExactly(Map.entry("a", "b"));
        assertThat(FixedProperties.copyOf(fixed)).isSameAs(fixed);
        assertThatThrownBy(() -> fixed.put("d", "e")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> fixed.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        Iterator<Map.Entry<String, String>> entries = fixed.entrySet().iterator();
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Example
    void keepsWhatAUserMapMayHave() {
        Map<String, String> withNull = new HashMap<>();
        withNull.put("a", null);
        assertThat(FixedProperties.copyOf(withNull)).isEqualTo(withNull);
    }
}
