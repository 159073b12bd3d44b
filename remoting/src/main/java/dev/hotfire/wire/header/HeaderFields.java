// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.Frame;
import org.jspecify.annotations.Nullable;

/** Typed access to the ext fields of one command. A present field is checked whether it is required or not. */
final class HeaderFields {
    private final Frame frame;

    HeaderFields(Frame frame) {
        this.frame = frame;
    }

    @Nullable
    String text(String name) {
        return frame.field(name);
    }

    String requiredText(String name) {
        String value = frame.field(name);
        if (value == null) {
            throw malformed(name, null, "a value");
        }
        return value;
    }

    int requiredInteger(String name) {
        return parseInteger(name, requiredText(name));
    }

    @Nullable
    Integer integer(String name) {
        String value = frame.field(name);
        return value == null ? null : parseInteger(name, value);
    }

    int integer(String name, int absent) {
        String value = frame.field(name);
        return value == null ? absent : parseInteger(name, value);
    }

    long requiredLong(String name) {
        return parseLong(name, requiredText(name));
    }

    @Nullable
    Long longInteger(String name) {
        String value = frame.field(name);
        return value == null ? null : parseLong(name, value);
    }

    long longInteger(String name, long absent) {
        String value = frame.field(name);
        return value == null ? absent : parseLong(name, value);
    }

    @Nullable
    Boolean bool(String name) {
        String value = frame.field(name);
        return value == null ? null : parseBoolean(name, value);
    }

    boolean bool(String name, boolean absent) {
        String value = frame.field(name);
        return value == null ? absent : parseBoolean(name, value);
    }

    /** The text of an optional field's value, null for none. */
    static @Nullable String textOf(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private int parseInteger(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw malformed(name, value, "a 32 bit number");
        }
    }

    private long parseLong(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw malformed(name, value, "a 64 bit number");
        }
    }

    private boolean parseBoolean(String name, String value) {
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        if (value.equalsIgnoreCase("false")) {
            return false;
        }
        throw malformed(name, value, "true or false");
    }

    private MalformedHeaderException malformed(String name, @Nullable String value, String expectation) {
        String shown = value == null ? "absent" : value.length() > 64 ? value.substring(0, 64) + "..." : value;
        return new MalformedHeaderException(
                frame.codeName() + "." + name + ": " + shown + " (expected: " + expectation + ")");
    }
}
