// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotfire.runtime.CacheLine;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where this virtual machine puts the fields of objects. */
public final class ObjectLayout {
    private static final long LINE_BYTES = 64;

    private ObjectLayout() {}

    /** Fails unless a line's room, and more, lies before the object's fields and behind them. */
    public static void assertHasLinesToItself(CacheLine object) {
        Class<?> room = object.getClass();
        List<Long> used = Stream.<Class<?>>iterate(
                        room.getSuperclass(), c -> c != CacheLine.class, Class::getSuperclass)
                .flatMap(ObjectLayout::offsets)
                .sorted()
                .toList();
        assertThat(used).isNotEmpty();
        assertThat(used.get(0)).as("bytes before the first field").isGreaterThanOrEqualTo(2 * LINE_BYTES);
        long last = used.get(used.size() - 1);
        assertThat(offsets(room).filter(offset -> offset > last).count() * Long.BYTES)
                .as("bytes behind the last field")
                .isGreaterThanOrEqualTo(2 * LINE_BYTES);
    }

    private static Stream<Long> offsets(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .map(ObjectLayout::offset);
    }

    /** Nothing public tells it. */
    private static long offset(Field field) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field only = type.getDeclaredField("theUnsafe");
            only.setAccessible(true);
            Method offset = type.getMethod("objectFieldOffset", Field.class);
            return (long) offset.invoke(only.get(null), field);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no Unsafe", e);
        }
    }
}
