// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/**
 * The id that a broker gives a message: where it is stored (W-13.2). As text 32 hexadecimal digits for an IPv4 broker,
 * 56 for an IPv6 one.
 *
 * @param address the broker's address
 * @param port    the broker's port
 * @param offset  the message's commit log offset
 */
public record OffsetMessageId(IpAddress address, int port, long offset) {
    private static final int V4_DIGITS = 32;
    private static final int V6_DIGITS = 56;

    public OffsetMessageId {
        requireNonNull(address, "address");
    }

    /**
     * The same, from an address in bytes.
     *
     * @throws IllegalArgumentException unless the address has 4 or 16 bytes
     */
    public OffsetMessageId(byte[] address, int port, long offset) {
        this(IpAddress.of(address), port, offset);
    }

    /**
     * Reads an id.
     *
     * @throws MalformedIdException when the text is no such id
     */
    public static OffsetMessageId parse(String text) {
        int length = text.length();
        if (length != V4_DIGITS && length != V6_DIGITS) {
            throw new MalformedIdException("offset message id of " + length + " characters (expected: 32 or 56)");
        }
        return new OffsetMessageId(
                Hex.parseAddress(text, (length - 24) / 2),
                (int) Hex.parse(text, length - 24, 8),
                Hex.parse(text, length - 16, 16));
    }

    /** The id as it travels: upper case hexadecimal digits. */
    public String format() {
        byte[] addressBytes = address.toBytes();
        byte[] text = new byte[2 * addressBytes.length + 24];
        Hex.put(text, 0, addressBytes);
        Hex.put(text, text.length - 24, port, 8);
        Hex.put(text, text.length - 16, offset, 16);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return format();
    }
}
