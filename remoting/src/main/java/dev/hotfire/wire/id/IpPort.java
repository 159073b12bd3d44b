// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.wire.id;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * An IP address and a port, as ids and stored messages hold them.
 *
 * @param port an i32 on the wire, and not checked: brokers put 0 or worse there when they do not know
 */
public record IpPort(IpAddress address, int port) {
    public IpPort {
        requireNonNull(address, "address");
    }

    /**
     * The same, from Java's own kind of address.
     *
     * @throws IllegalArgumentException when {@code address} is not resolved
     */
    public static IpPort of(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: a resolved one)");
        }
        return new IpPort(IpAddress.of(address.getAddress()), address.getPort());
    }

    /** {@code 192.0.2.7:10911} or {@code [2001:db8::1]:10911}. */
    @Override
    public String toString() {
        return address.isV6() ? "[" + address + "]:" + port : address + ":" + port;
    }
}
