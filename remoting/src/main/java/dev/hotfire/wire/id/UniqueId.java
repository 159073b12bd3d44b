// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The parts of the id that a client gives a message, property UNIQ_KEY (W-13.1). As text 32 hexadecimal digits for an
 * IPv4 client, 56 for an IPv6 one.
 *
 * @param address               the client's address
 * @param processId             the low 16 bits of the process id
 * @param discriminator         tells copies of the library in one process apart
 * @param millisSinceMonthStart since 00:00 local time on the first day of a month, 0 to 2^32-1
 * @param counter               0 to 65535
 */
public record UniqueId(IpAddress address, int processId, int discriminator, long millisSinceMonthStart, int counter) {
    private static final int V4_DIGITS = 32;
    private static final int V6_DIGITS = 56;

    /** What follows the address: 2 bytes process id, 4 discriminator, 4 time, 2 counter. */
    static final int DIGITS_AFTER_ADDRESS = 24;

    public UniqueId {
        requireNonNull(address, "address");
        requireRange("processId", processId, 0xFFFF);
        requireRange("millisSinceMonthStart", millisSinceMonthStart, 0xFFFF_FFFFL);
        requireRange("counter", counter, 0xFFFF);
    }

    /**
     * Reads an id.
     *
     * @throws MalformedIdException when the text is no such id
     */
    public static UniqueId parse(String text) {
        int length = text.length();
        if (length != V4_DIGITS && length != V6_DIGITS) {
            throw new MalformedIdException("message id of " + length + " characters (expected: 32 or 56)");
        }
        int at = length - DIGITS_AFTER_ADDRESS;
        return new UniqueId(
                Hex.parseAddress(text, at / 2),
                (int) Hex.parse(text, at, 4),
                (int) Hex.parse(text, at + 4, 8),
                Hex.parse(text, at + 12, 8),
                (int) Hex.parse(text, at + 20, 4));
    }

    /** The id as it travels: upper case hexadecimal digits. */
    public String format() {
        byte[] addressBytes = address.toBytes();
        byte[] text = new byte[2 * addressBytes.length + DIGITS_AFTER_ADDRESS];
        Hex.put(text, 0, addressBytes);
        int at = 2 * addressBytes.length;
        Hex.put(text, at, processId, 4);
        Hex.put(text, at + 4, discriminator, 8);
        Hex.put(text, at + 12, millisSinceMonthStart, 8);
        Hex.put(text, at + 20, counter, 4);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /**
     * When the id was made, as nearly as it says: its month is not in it, so this is the latest time before {@code now}
     * that fits this month or the last one.
     *
     * @param nowMillis ms since the epoch
     * @param zone      the time zone of the client that made the id
     */
    public Instant nearlyMadeAt(long nowMillis, ZoneId zone) {
        LocalDate month = monthOf(nowMillis, zone);
        long thisMonth = startOf(month, zone) + millisSinceMonthStart;
        return Instant.ofEpochMilli(
                thisMonth < nowMillis ? thisMonth : startOf(month.minusMonths(1), zone) + millisSinceMonthStart);
    }

    static LocalDate monthOf(long millis, ZoneId zone) {
        return Instant.ofEpochMilli(millis).atZone(zone).toLocalDate().withDayOfMonth(1);
    }

    static long startOf(LocalDate month, ZoneId zone) {
        return month.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    @Override
    public String toString() {
        return format();
    }

    private static void requireRange(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + max + ")");
        }
    }
}
