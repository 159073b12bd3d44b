// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common;

import dev.hotfire.common.utils.NetworkUtil;
import dev.hotfire.runtime.ThisProcess;
import dev.hotfire.wire.id.IpAddress;
import dev.hotfire.wire.message.Compression;
import dev.hotfire.wire.message.CompressionException;
import java.io.IOException;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Small helpers that users of the official library reach for. */
@SuppressWarnings("JavaUtilDate") // the official signatures have dates
public class UtilAll {
    public static final String YYYY_MM_DD_HH_MM_SS = "yyyy-MM-dd HH:mm:ss";
    public static final String YYYY_MM_DD_HH_MM_SS_SSS = "yyyy-MM-dd#HH:mm:ss:SSS";
    public static final String YYYYMMDDHHMMSS = "yyyyMMddHHmmss";

    private static final int MAX_PLAIN_BYTES = 128 << 20;

    /** This process's id. */
    public static int getPid() {
        return (int) ThisProcess.id();
    }

    /** Local time as {@code 20260131235959123}. */
    public static String timeMillisToHumanString(long t) {
        return formatDate(new Date(t), "yyyyMMddHHmmssSSS");
    }

    /** Local time as {@code 2026-01-31 23:59:59,123}. */
    public static String timeMillisToHumanString2(long t) {
        return formatDate(new Date(t), "yyyy-MM-dd HH:mm:ss,SSS");
    }

    /** Local time as {@code 20260131235959}. */
    public static String timeMillisToHumanString3(long t) {
        return formatDate(new Date(t), YYYYMMDDHHMMSS);
    }

    /** Now, local time, as {@code 20260131235959123}. */
    public static String timeMillisToHumanString() {
        return timeMillisToHumanString(ThisProcess.currentTimeMillis());
    }

    /** How long ago that was, in milliseconds. */
    public static long computeElapsedTimeMilliseconds(long beginTime) {
        return ThisProcess.currentTimeMillis() - beginTime;
    }

    /** When the next day begins, local time, in milliseconds since 1970. */
    public static long computeNextMorningTimeMillis() {
        return now().truncatedTo(ChronoUnit.DAYS).plusDays(1).toInstant().toEpochMilli();
    }

    /** When the next minute begins, in milliseconds since 1970. */
    public static long computeNextMinutesTimeMillis() {
        return now().truncatedTo(ChronoUnit.MINUTES).plusMinutes(1).toInstant().toEpochMilli();
    }

    /** When the next hour begins, in milliseconds since 1970. */
    public static long computeNextHourTimeMillis() {
        return now().truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant().toEpochMilli();
    }

    /** Half past the next hour, as the official one has it, in milliseconds since 1970. */
    public static long computeNextHalfHourTimeMillis() {
        return now().truncatedTo(ChronoUnit.HOURS)
                .plusHours(1)
                .plusMinutes(30)
                .toInstant()
                .toEpochMilli();
    }

    /** Whether it is one of these hours, such as {@code 04;05}, local time. */
    public static boolean isItTimeToDo(String when) {
        int hour = now().getHour();
        for (String each : when.split(";", -1)) {
            if (asInt(each.strip(), -1) == hour) {
                return true;
            }
        }
        return false;
    }

    private static ZonedDateTime now() {
        return Instant.ofEpochMilli(ThisProcess.currentTimeMillis()).atZone(ThisProcess.zone());
    }

    /** Where this thread is, a frame a line. */
    public static String currentStackTrace() {
        StringBuilder text = new StringBuilder();
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
            text.append("\n\t").append(frame);
        }
        return text.toString();
    }

    /** The text, cut to this many characters if it has more; null for null. */
    public static @Nullable String frontStringAtLeast(@Nullable String str, int size) {
        return str == null || str.length() <= size ? str : str.substring(0, size);
    }

    /** The bytes of this computer's address, see {@code NetworkUtil}. */
    public static byte[] getIP() {
        return NetworkUtil.getLocalInetAddress().getAddress();
    }

    /** A checksum, 0 or more; 0 for null. */
    public static int crc32(byte @Nullable [] array) {
        return array == null ? 0 : crc32(array, 0, array.length);
    }

    public static int crc32(byte[] array, int offset, int length) {
        CRC32 crc = new CRC32();
        crc.update(array, offset, length);
        return (int) (crc.getValue() & 0x7FFF_FFFF);
    }

    /** Upper case hexadecimal digits. */
    public static String bytes2string(byte[] src) {
        return HexFormat.of().withUpperCase().formatHex(src);
    }

    /** The bytes that hexadecimal digits say; null for null or empty text. */
    public static byte @Nullable [] string2bytes(@Nullable String hexString) {
        return hexString == null || hexString.isEmpty() ? null : HexFormat.of().parseHex(hexString);
    }

    /** Undoes {@link #compress}; at most 128 MiB come out. */
    public static byte[] uncompress(byte[] src) throws IOException {
        try {
            return Compression.ZLIB.decompress(src, MAX_PLAIN_BYTES);
        } catch (CompressionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Deflates in a zlib stream; levels 0 to 9. */
    public static byte[] compress(byte[] src, int level) throws IOException {
        return Compression.ZLIB.compress(src, level);
    }

    /** The number, or the default if the text is none. */
    public static int asInt(@Nullable String str, int defaultValue) {
        try {
            return str == null ? defaultValue : Integer.parseInt(str);
        } catch (NumberFormatException e) {
            return defaultValue;
        }
    }

    /** The number, or the default if the text is none. */
    public static long asLong(@Nullable String str, long defaultValue) {
        try {
            return str == null ? defaultValue : Long.parseLong(str);
        } catch (NumberFormatException e) {
            return defaultValue;
        }
    }

    public static String formatDate(Date date, String pattern) {
        return new SimpleDateFormat(pattern, Locale.ROOT).format(date);
    }

    /** The date, or null if the text doesn't follow the pattern. */
    public static @Nullable Date parseDate(String date, String pattern) {
        try {
            return new SimpleDateFormat(pattern, Locale.ROOT).parse(date);
        } catch (ParseException e) {
            return null;
        }
    }

    public static String responseCode2String(int code) {
        return Integer.toString(code);
    }

    public static boolean isBlank(@Nullable String str) {
        return str == null || str.isBlank();
    }

    /** An exception's own line and the first of its trace; empty for null. */
    public static String exceptionSimpleDesc(@Nullable Throwable e) {
        if (e == null) {
            return "";
        }
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? e.toString() : e + ", " + trace[0];
    }

    /** {@code 192.0.2.7} of four bytes; null of any other number. */
    public static @Nullable String ipToIPv4Str(byte[] ip) {
        return ip.length == 4 ? IpAddress.of(ip).toString() : null;
    }

    /** The texts with the separator between them; null for null. */
    public static @Nullable String join(@Nullable List<String> list, String splitter) {
        return list == null ? null : String.join(splitter, list);
    }

    /** The parts of a text; null for null, none for empty text. */
    public static @Nullable List<String> split(@Nullable String str, String splitter) {
        if (str == null) {
            return null;
        }
        return str.isEmpty() ? List.of() : Arrays.asList(str.split(Pattern.quote(splitter)));
    }
}
