// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.frame;

import org.jspecify.annotations.Nullable;

/** Where the fields of one command's header are read from: a {@link Frame}, or a {@link FrameView} of one. */
public interface HeaderSource {
    /** What {@link #digits} returns for a field that is absent, or anything but a few digits. */
    long NOT_DIGITS = -1;

    /** A {@link RequestCode} or, in a response, a {@link ResponseCode}. */
    int code();

    /** The name of the code, from the table that the direction selects. */
    String codeName();

    /**
     * One header field, or null when the command does not have it.
     *
     * @param name in ASCII, as the names of all fields are that anybody asks for
     */
    @Nullable
    String field(String name);

    /**
     * As {@link #field(String)}, for a field whose value is likely known: if it is that, returns the same object and makes no
     * other.
     */
    default @Nullable String field(String name, String likely) {
        return field(name);
    }

    /** The value of a field that consists of 1 to 18 decimal digits, else {@link #NOT_DIGITS}. */
    default long digits(String name) {
        return NOT_DIGITS;
    }
}
