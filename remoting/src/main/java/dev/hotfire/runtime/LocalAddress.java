// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The address by which others most likely know this computer. It names clients; nothing connects to it. */
public final class LocalAddress {
    private static final String LOOPBACK = "127.0.0.1";

    private LocalAddress() {}

    /** An IPv4 address of an interface that is up, else an IPv6 one, else loopback. */
    public static String find() {
        String best = null;
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (one.isUp() && !one.isLoopback() && !one.isVirtual()) {
                    best = better(best, one);
                }
            }
        } catch (SocketException e) {
            // Without any it is a name like another; client ids stay unique through the rest of them.
            return LOOPBACK;
        }
        return best == null ? LOOPBACK : best;
    }

    private static @Nullable String better(@Nullable String best, NetworkInterface candidate) {
        for (InetAddress address : Collections.list(candidate.getInetAddresses())) {
            if (address instanceof Inet4Address) {
                return address.getHostAddress();
            }
            if (best == null && !address.isLinkLocalAddress()) {
                best = withoutZone(address.getHostAddress());
            }
        }
        return best;
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
