// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class PropertyListTest {
    @Property
    void behavesAsALinkedHashMapThatGrows(
            @ForAll Map<@AlphaChars @StringLength(max = 2) String, String> begin,
            @ForAll @Size(max = 12) List<@AlphaChars @StringLength(max = 2) String> names,
            @ForAll @IntRange(max = 3) int room) {
        Map<String, String> model = new LinkedHashMap<>(begin);
        PropertyList list = new PropertyList(begin, room);
        for (String name : names) {
            assertThat(list.put(name, name + "\u00e4")).isEqualTo(model.put(name, name + "\u00e4"));
            assertThat(list.putIfAbsent(name + "x", "v")).isEqualTo(model.putIfAbsent(name + "x", "v"));
        }

        assertThat(list).isEqualTo(model).hasSameHashCodeAs(model).hasSize(model.size());
        assertThat(new ArrayList<>(list.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
        List<String> told = new ArrayList<>();
        list.forEach((name, value) -> told.add(name + "=" + value));
        assertThat(told)
                .isEqualTo(model.entrySet().stream().map(Object::toString).toList());
        for (String name : names) {
            assertThat(list.get(name)).isEqualTo(model.get(name));
            assertThat(list.containsKey(name)).isTrue();
        }
        assertThat(list.containsKey("no such name")).isFalse();
        assertThat(list.get("no such name")).isNull();
        assertThat(list.bytes()).isEqualTo(MessageProperties.bytes(model));
        byte[] written = new byte[(int) list.bytes() + 2];
        ByteBuffer out = ByteBuffer.wrap(written).position(1);
        list.writeTo(out);
        assertThat(out.position()).isEqualTo(written.length - 1);
        StringBuilder text = new StringBuilder("\0");
        model.forEach((name, value) ->
                text.append(name).append('\u0001').append(value).append('\u0002'));
        assertThat(written).isEqualTo(text.append('\0').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void aMessageOfABatchIsWrittenAsAllAre(
            @ForAll Map<@AlphaChars @StringLength(min = 1, max = 2) String, @AlphaChars String> properties,
            @ForAll byte[] body,
            @ForAll int flag) {
        byte[] expected = BatchBody.encode(List.of(new BatchBody.Element(flag, body, properties)));
        byte[] written = new byte[expected.length];
        ByteBuffer out = ByteBuffer.wrap(written);
        BatchBody.write(flag, body, new PropertyList(properties, 0), out);
        assertThat(out.hasRemaining()).isFalse();
        assertThat(written).isEqualTo(expected);
    }

    @Example
    void nothingIsThereThatIsNull() {
        PropertyList list = new PropertyList(Map.of("a", "b"), 0);
        assertThat(list.get(null)).isNull();
        assertThatThrownBy(() -> list.put("a", null)).hasMessage("value");
        assertThatThrownBy(() -> list.put(null, "c")).hasMessage("name");
        Iterator<Map.Entry<String, String>> entries = list.entrySet().iterator();
        entries.next();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }
}
