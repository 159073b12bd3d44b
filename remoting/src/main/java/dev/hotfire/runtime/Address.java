// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a name server or broker listens, as {@code host:port}; an IPv6 literal stands in brackets.
 *
 * @param host a host name or IP literal, without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    public Address {
        requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: a host name or IP address)");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException naming the text, if it is anything else
     */
    public static Address parse(String text) {
        requireNonNull(text, "text");
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("address: '" + text + "' (expected: an IPv6 address in brackets)");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("address: '" + text + "' (expected: host:port)");
        }
        try {
            return new Address(host, Integer.parseInt(text, colon + 1, text.length(), 10));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("address: '" + text + "' (expected: host:port)", e);
        }
    }

    // Written out: what a record has by itself is put together when first called, which is a good part of a cold start.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Address that && port == that.port && host.equals(that.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
