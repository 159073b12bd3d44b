// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.run;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What an object holds on to: how many objects of each of our classes are within its reach, and how much is in each of the
 * collections that their fields have. Looks into our own classes and into collections, and stops at the run's own and at
 * everybody else's. For a world that stands still.
 */
final class Holdings {
    private static final String OURS = "dev.hotfire.";
    private static final List<String> NOT_THE_PRODUCERS =
            List.of("dev.hotfire.scenarios.", "dev.hotfire.fake.", "dev.hotfire.testkit.");

    /** Numbers that say how much of something is taken. Of places in flight that is their bytes, in the number's lower half. */
    private static final Set<String> COUNTERS = Set.of(
            "dev.hotfire.producer.batch.ByteBudget.held",
            "dev.hotfire.producer.transaction.TransactionChecks.pending",
            "dev.hotfire.producer.limit.InFlightLimit.word",
            "dev.hotfire.producer.health.AdaptiveHealth$Broker.underWay");

    /** Where lists begin that are linked through their elements: one, if there is any. */
    private static final Set<String> FIRST_OF_LISTS = Set.of("dev.hotfire.producer.send.UnderWay.first");

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> part = type; part != null && isOurs(part); part = part.getSuperclass()) {
                for (Field field : part.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && (!field.getType().isPrimitive() || COUNTERS.contains(placeOf(field)))) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields.toArray(new Field[0]);
        }
    };

    private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
    private final ArrayDeque<Object> left = new ArrayDeque<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    private Holdings() {}

    /** By kind, a class or a collection's field, how many there are. */
    static Map<String, Integer> of(Object root) {
        Holdings holdings = new Holdings();
        holdings.reach(root, root.getClass().getName());
        while (!holdings.left.isEmpty()) {
            holdings.look(holdings.left.removeFirst());
        }
        return holdings.counts;
    }

    private static boolean isOurs(Class<?> type) {
        String name = type.getName();
        return name.startsWith(OURS) && NOT_THE_PRODUCERS.stream().noneMatch(name::startsWith);
    }

    private static String placeOf(Field field) {
        return field.getDeclaringClass().getName() + "." + field.getName();
    }

    private void look(Object object) {
        for (Field field : FIELDS.get(object.getClass())) {
            Object value;
            try {
                value = field.get(object);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("field " + field + " can't be read", e);
            }
            reach(value, placeOf(field));
        }
    }

    private void reach(@Nullable Object value, String place) {
        if (value == null) {
            return;
        }
        if (COUNTERS.contains(place)) {
            // Less than nothing is as wrong as more.
            count(place, Math.abs(((Number) value).intValue()));
            return;
        }
        if (FIRST_OF_LISTS.contains(place)) {
            count(place, 1);
        }
        Class<?> type = value.getClass();
        if (isOurs(type) && !type.isEnum()) {
            if (seen.put(value, value) == null) {
                count(type.getName(), 1);
                left.addLast(value);
            }
            // One of ours may be a collection, too.
        }
        if (isLookedInto(value) && (isOurs(type) || seen.put(value, value) == null)) {
            within(value, place);
        }
    }

    private static boolean isLookedInto(Object value) {
        return value instanceof Collection
                || value instanceof Map
                || value instanceof AtomicReference
                || (value.getClass().isArray()
                        && !value.getClass().getComponentType().isPrimitive());
    }

    private void within(Object value, String place) {
        int held = 0;
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : new ArrayList<>(map.entrySet())) {
                reach(entry.getKey(), place);
                reach(entry.getValue(), place);
                held++;
            }
        } else if (value instanceof Collection<?> collection) {
            for (Object element : new ArrayList<>(collection)) {
                reach(element, place);
                held++;
            }
        } else if (value instanceof AtomicReference<?> reference) {
            reach(reference.get(), place);
        } else {
            for (int i = 0; i < Array.getLength(value); i++) {
                Object element = Array.get(value, i);
                reach(element, place);
                held += element == null ? 0 : 1;
            }
        }
        count(place, held);
    }

    private void count(String kind, int more) {
        if (more > 0) {
            counts.merge(kind, more, Integer::sum);
        }
    }
}
