// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds from one to another.
 *
 * @param first the first
 * @param last  the last, not below the first
 */
record SeedRange(long first, long last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})(?:\\.\\.(\\d{1,15}))?");

    SeedRange {
        if (last < first) {
            throw new IllegalArgumentException("last: " + last + " (expected: >= first, which is " + first + ")");
        }
    }

    long size() {
        return last - first + 1;
    }

    /** Reads {@code A..B}, or {@code N} for 1 to N. */
    static final class Converter implements ITypeConverter<SeedRange> {
        Converter() {}

        @Override
        public SeedRange convert(String value) {
            Matcher matcher = TEXT.matcher(value);
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                long first = matcher.group(2) == null ? 1 : number;
                long last = matcher.group(2) == null ? number : Long.parseLong(matcher.group(2));
                if (first <= last) {
                    return new SeedRange(first, last);
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' (expected: N for 1 to N, or A..B with whole numbers, A <= B)");
        }
    }
}
