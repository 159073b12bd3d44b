// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.header;

import dev.hotfire.wire.frame.HeaderSource;
import org.jspecify.annotations.Nullable;

/** Typed access to the ext fields of one command. A present field is checked whether it is required or not. */
final class HeaderFields {
    private final HeaderSource source;

    HeaderFields(HeaderSource source) {
        this.source = source;
    }

    @Nullable
    String text(String name) {
        return source.field(name);
    }

    /** As {@link #text(String)}, without a new object if the value is the likely one. */
    @Nullable
    String text(String name, String likely) {
        return source.field(name, likely);
    }

    String requiredText(String name) {
        String value = source.field(name);
        if (value == null) {
            throw malformed(name, null, "a value");
        }
        return value;
    }

    int requiredInteger(String name) {
        long digits = source.digits(name);
        if (digits >= 0 && digits <= Integer.MAX_VALUE) {
            return (int) digits;
        }
        return parseInteger(name, requiredText(name));
    }

    @Nullable
    Integer integer(String name) {
        String value = source.field(name);
        return value == null ? null : parseInteger(name, value);
    }

    int integer(String name, int absent) {
        String value = source.field(name);
        return value == null ? absent : parseInteger(name, value);
    }

    long requiredLong(String name) {
        long digits = source.digits(name);
        if (digits >= 0) {
            return digits;
        }
        return parseLong(name, requiredText(name));
    }

    @Nullable
    Long longInteger(String name) {
        String value = source.field(name);
        return value == null ? null : parseLong(name, value);
    }

    long longInteger(String name, long absent) {
        String value = source.field(name);
        return value == null ? absent : parseLong(name, value);
    }

    @Nullable
    Boolean bool(String name) {
        String value = source.field(name);
        return value == null ? null : parseBoolean(name, value);
    }

    boolean bool(String name, boolean absent) {
        String value = source.field(name);
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
        // Older C++ clients write 0 and 1, and servers, which look for the word only, take both for false.
        if (value.equalsIgnoreCase("false") || value.equals("0") || value.equals("1")) {
            return false;
        }
        throw malformed(name, value, "true or false");
    }

    private MalformedHeaderException malformed(String name, @Nullable String value, String expectation) {
        String shown = value == null ? "absent" : value.length() > 64 ? value.substring(0, 64) + "..." : value;
        return new MalformedHeaderException(
                source.codeName() + "." + name + ": " + shown + " (expected: " + expectation + ")");
    }
}
