// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * The address by which others most likely know this computer. It is part of message ids and client ids; nothing connects
 * to it.
 */
public final class LocalAddress {
    private static final String LOOPBACK = "127.0.0.1";

    private LocalAddress() {}

    /** An IP literal: of IPv4 and an interface that is up, else of IPv6, else loopback. */
    public static String find() {
        String best = null;
        try {
            for (NetworkInterface candidate : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (candidate.isUp() && !candidate.isLoopback()) {
                    String found = of(candidate);
                    if (found != null && found.indexOf(':') < 0) {
                        return found;
                    }
                    best = best == null ? found : best;
                }
            }
        } catch (SocketException e) {
            // It only names this computer; ids are told apart by their other parts.
            return LOOPBACK;
        }
        return best == null ? LOOPBACK : best;
    }

    private static @Nullable String of(NetworkInterface candidate) {
        String best = null;
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
