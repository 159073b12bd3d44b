// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The 4 or 16 bytes of an IP address. Immutable.
 *
 * <p>Unlike {@link InetAddress} it keeps an IPv4 address in IPv6 form as it is: how long an address is decides how ids
 * and stored messages are laid out.
 */
public final class IpAddress {
    /** 127.0.0.1. */
    public static final IpAddress LOOPBACK = of(new byte[] {127, 0, 0, 1});

    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The address with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are 4 or 16 bytes
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
            throw new IllegalArgumentException("address of " + bytes.length + " bytes (expected: 4 or 16)");
        }
        return new IpAddress(bytes.clone());
    }

    public static IpAddress of(InetAddress address) {
        return of(address.getAddress());
    }

    /**
     * Reads an address from its usual text, never by asking a name service.
     *
     * @throws IllegalArgumentException when the text is no IP address
     */
    public static IpAddress parse(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            throw new IllegalArgumentException("address: " + text + " (expected: an IPv4 or IPv6 address)");
        }
        return new IpAddress(bytes);
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public boolean isV6() {
        return bytes.length == V6_BYTES;
    }

    int length() {
        return bytes.length;
    }

    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes, as the constructor made sure", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The usual text: {@code 192.0.2.7} or {@code 2001:db8::1}. */
    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(bytes);
    }
}
