// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What code outside a type's package can name of it: one line of text for each of its supertypes, constructors, methods and
 * fields, with the types that the line names. Lines of two types can be compared whoever loaded them.
 */
final class Surface {
    private static final String OFFICIAL = "org.apache.rocketmq.";
    private static final String OURS = "dev.hotfire.";

    private final TreeMap<String, Set<Class<?>>> lines = new TreeMap<>();

    private Surface() {}

    /** What the type itself declares. */
    static Surface declaredBy(Class<?> type) {
        Surface surface = new Surface();
        surface.addKind(type);
        surface.addMembers(type);
        return surface;
    }

    /** What can be used through the type: what it declares, and what it has from its supertypes. */
    static Surface usableThrough(Class<?> type) {
        Surface surface = new Surface();
        surface.addKind(type);
        for (Class<?> each : selfAndSupertypes(type)) {
            surface.addMembersButConstructors(each);
        }
        surface.addConstructors(type);
        return surface;
    }

    /** The lines, in alphabetical order. */
    Set<String> lines() {
        return lines.keySet();
    }

    /** The types that a line names. */
    Set<Class<?>> typesIn(String line) {
        return lines.getOrDefault(line, Set.of());
    }

    /** The name of the type of ours that stands for an official one. */
    static String ourName(String officialName) {
        return officialName.replace(OFFICIAL, OURS);
    }

    /** The name of the official type that one of ours stands for. */
    static String officialName(String ourName) {
        return ourName.replace(OURS, OFFICIAL);
    }

    private static Set<Class<?>> selfAndSupertypes(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            all.add(each);
            addInterfaces(each, all);
        }
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            all.add(each);
            addInterfaces(each, all);
        }
    }

    private void addKind(Class<?> type) {
        add(kind(type));
        if (type.isEnum()) {
            return; // It has nothing above it but what the language gives it.
        }
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            add("extends " + text(type.getGenericSuperclass()), type.getGenericSuperclass());
        }
        for (Type each : type.getGenericInterfaces()) {
            add("implements " + text(each), each);
        }
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "enum";
        }
        if (type.isInterface()) {
            return "interface";
        }
        return modifiers(type.getModifiers() & (Modifier.ABSTRACT | Modifier.FINAL)) + "class";
    }

    private void addMembers(Class<?> type) {
        addConstructors(type);
        addMembersButConstructors(type);
    }

    private void addConstructors(Class<?> type) {
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (isVisible(each.getModifiers()) && !each.isSynthetic()) {
                add(access(each) + "new(" + parameters(each) + ")" + exceptions(each), named(each, null));
            }
        }
    }

    private void addMembersButConstructors(Class<?> type) {
        for (Method each : type.getDeclaredMethods()) {
            if (isVisible(each.getModifiers()) && !each.isSynthetic()) {
                Type result = each.getGenericReturnType();
                add(
                        access(each)
                                + modifiers(each.getModifiers()
                                        & (Modifier.STATIC | (type.isInterface() ? Modifier.ABSTRACT : 0)))
                                + text(result) + " " + each.getName() + "(" + parameters(each) + ")" + exceptions(each),
                        named(each, result));
            }
        }
        for (Field each : type.getDeclaredFields()) {
            if (isVisible(each.getModifiers()) && !each.isSynthetic()) {
                add(
                        access(each.getModifiers())
                                + modifiers(each.getModifiers() & (Modifier.STATIC | Modifier.FINAL))
                                + text(each.getGenericType()) + " " + each.getName() + value(each),
                        each.getGenericType());
            }
        }
    }

    /** Values end up in the class files of whoever uses them, so they must be the same. */
    private static String value(Field field) {
        Class<?> type = field.getType();
        int modifiers = field.getModifiers();
        if (!Modifier.isStatic(modifiers)
                || !Modifier.isFinal(modifiers)
                || !Modifier.isPublic(modifiers)
                || !(type.isPrimitive() || type == String.class)) {
            return "";
        }
        try {
            Object value = field.get(null);
            return " = " + (value instanceof Character c ? "char " + (int) c : value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + ": public, but not to be read", e);
        }
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String access(Executable executable) {
        return access(executable.getModifiers());
    }

    private static String access(int modifiers) {
        return Modifier.isProtected(modifiers) ? "protected " : "";
    }

    private static String modifiers(int modifiers) {
        return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(Surface::text)
                .collect(Collectors.joining(", "));
    }

    /** Those that a caller must catch or declare, in any order. */
    private static String exceptions(Executable executable) {
        Set<String> names = new TreeSet<>();
        for (Class<?> each : executable.getExceptionTypes()) {
            if (!RuntimeException.class.isAssignableFrom(each)) {
                names.add(text(each));
            }
        }
        return names.isEmpty() ? "" : " throws " + String.join(", ", names);
    }

    private static Type[] named(Executable executable, Type result) {
        return Stream.of(
                        Stream.ofNullable(result),
                        Arrays.stream(executable.getGenericParameterTypes()),
                        Arrays.stream(executable.getGenericExceptionTypes()))
                .flatMap(types -> types)
                .toArray(Type[]::new);
    }

    private static String text(Type type) {
        return ourName(type.getTypeName()).replace("java.lang.", "");
    }

    private void add(String line, Type... types) {
        Set<Class<?>> named = lines.computeIfAbsent(line, key -> new LinkedHashSet<>());
        for (Type type : types) {
            addClasses(type, named);
        }
    }

    private static void addClasses(Type type, Set<Class<?>> classes) {
        if (type instanceof Class<?> plain) {
            Class<?> element = plain;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            classes.add(element);
        } else if (type instanceof ParameterizedType parameterized) {
            addClasses(parameterized.getRawType(), classes);
            for (Type argument : parameterized.getActualTypeArguments()) {
                addClasses(argument, classes);
            }
        } else if (type instanceof GenericArrayType array) {
            addClasses(array.getGenericComponentType(), classes);
        } else if (type instanceof WildcardType wildcard) {
            for (Type bound : wildcard.getUpperBounds()) {
                addClasses(bound, classes);
            }
        }
    }
}
