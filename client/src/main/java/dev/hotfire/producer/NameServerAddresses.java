// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.producer;

import dev.hotfire.runtime.Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How name servers are written down: {@code host:port[;host:port...]}, each with a scheme before it or not (W-18.5). */
public final class NameServerAddresses {
    private NameServerAddresses() {}

    /**
     * Reads them; blanks around an address, empty items and repetitions are dropped.
     *
     * @return at least one
     * @throws IllegalArgumentException naming what is no address
     */
    public static List<Address> parse(String addresses) {
        if (addresses.indexOf(',') >= 0) {
            throw new IllegalArgumentException(
                    "nameServers: '" + addresses + "' (expected: host:port[;host:port...], with semicolons)");
        }
        Set<Address> parsed = new LinkedHashSet<>();
        for (String address : addresses.split(";", -1)) {
            if (!address.isBlank()) {
                parsed.add(Address.parse(withoutScheme(address.strip())));
            }
        }
        if (parsed.isEmpty()) {
            throw new IllegalArgumentException("nameServers: '" + addresses + "' (expected: host:port[;host:port...])");
        }
        return List.copyOf(parsed);
    }

    private static String withoutScheme(String address) {
        int end = address.indexOf("://");
        return end < 0 ? address : address.substring(end + 3);
    }
}
