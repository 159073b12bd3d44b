// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.runtime;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which of this computer's addresses others are told: in client ids and message ids (B-ID-03, B-ID-04). */
public final class LocalAddress {
    private LocalAddress() {}

    /**
     * An IP literal: a public IPv4 address, else a private one, else one of IPv6; loopback only where there is nothing else.
     */
    public static String find() {
        return NetUtil.toAddressString(choose(candidates()));
    }

    /** Addresses of interfaces that lead somewhere, in the system's order. */
    private static List<InetAddress> candidates() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback() && !each.isVirtual() && !each.isPointToPoint()) {
                    addresses.addAll(Collections.list(each.getInetAddresses()));
                }
            }
        } catch (SocketException e) {
            // A system that does not tell its interfaces: loopback is an address too.
            return List.of();
        }
        return addresses;
    }

    /** The best of these; of several private IPv4 addresses the last, of several others the first. */
    static InetAddress choose(List<InetAddress> addresses) {
        InetAddress privateOne = null;
        InetAddress ipv6 = null;
        for (InetAddress address : addresses) {
            if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()) {
                continue;
            }
            if (!(address instanceof Inet4Address)) {
                ipv6 = ipv6 == null ? address : ipv6;
            } else if (address.isSiteLocalAddress()) {
                privateOne = address;
            } else {
                return address;
            }
        }
        if (privateOne != null) {
            return privateOne;
        }
        return ipv6 != null ? ipv6 : NetUtil.LOCALHOST4;
    }
}
