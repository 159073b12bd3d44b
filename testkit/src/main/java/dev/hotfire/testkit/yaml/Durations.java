// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.testkit.yaml;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 1.5s}, {@code 2m}. */
public final class Durations {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(ns|us|ms|s|m|h)");

    /** More digits are read by nobody, {@link #parse} included. */
    private static final long MAX_NUMBER = 999_999_999;

    private static final Map<String, Long> NANOS = new LinkedHashMap<>();

    static {
        // Largest first, which is the order that format() tries them in.
        NANOS.put("h", 3_600_000_000_000L);
        NANOS.put("m", 60_000_000_000L);
        NANOS.put("s", 1_000_000_000L);
        NANOS.put("ms", 1_000_000L);
        NANOS.put("us", 1_000L);
        NANOS.put("ns", 1L);
    }

    private Durations() {}

    /** Reads a number with a unit, or a bare zero; empty if the text is neither, or finer than a nanosecond. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unitNanos = NANOS.get(matcher.group(3));
        if (unitNanos == null) {
            return Optional.empty();
        }
        Duration whole = Duration.ofNanos(unitNanos).multipliedBy(Long.parseLong(matcher.group(1)));
        String fraction = matcher.group(2);
        if (fraction == null) {
            return Optional.of(whole);
        }
        long scale = 1;
        for (int i = 0; i < fraction.length(); i++) {
            scale *= 10;
        }
        // At most 10^9 times 3.6 * 10^12 would overflow; hours and minutes are multiples of any scale up to 10^9.
        Duration scaled = Duration.ofNanos(unitNanos).multipliedBy(Long.parseLong(fraction));
        Duration part = scaled.dividedBy(scale);
        return part.multipliedBy(scale).equals(scaled) ? Optional.of(whole.plus(part)) : Optional.empty();
    }

    /**
     * An exact form that {@link #parse} takes, and a short one: 1500 ms is {@code 1500ms}, 2000 ms is {@code 2s}, and a second
     * and a nanosecond are {@code 1.000000001s}.
     */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0";
        }
        for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
            if (nanos % unit.getValue() == 0 && nanos / unit.getValue() <= MAX_NUMBER) {
                return nanos / unit.getValue() + unit.getKey();
            }
        }
        String fraction =
                String.format(Locale.ROOT, "%09d", duration.toNanosPart()).replaceFirst("0+$", "");
        return duration.toSeconds() + (fraction.isEmpty() ? "" : "." + fraction) + "s";
    }
}
