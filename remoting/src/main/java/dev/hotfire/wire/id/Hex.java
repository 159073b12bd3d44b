// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

/** Upper case hexadecimal digits, as ids are written in. */
final class Hex {
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };

    private Hex() {}

    /** Writes the lowest {@code digits} half-bytes of a value as ASCII. */
    static void put(byte[] out, int at, long value, int digits) {
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = DIGITS[(int) value & 0xF];
            value >>>= 4;
        }
    }

    static void put(byte[] out, int at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            put(out, at + 2 * i, bytes[i], 2);
        }
    }

    /** Reads digits of either case, at most 16. */
    static long parse(String id, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = digit(id.charAt(i));
            if (digit < 0) {
                throw new MalformedIdException(
                        "id: " + id + " (expected: hexadecimal digits, as at " + i + " is none)");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static IpAddress parseAddress(String id, int bytes) {
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            address[i] = (byte) parse(id, 2 * i, 2);
        }
        return IpAddress.of(address);
    }

    /** Unlike Character.digit, only what is hexadecimal in ASCII. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'F') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }
}
