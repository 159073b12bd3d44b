// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.utils;

import dev.hotfire.remoting.common.RemotingHelper;
import dev.hotfire.runtime.LocalAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** This computer's addresses, and addresses as text. */
public class NetworkUtil {
    public static final String OS_NAME = System.getProperty("os.name", "");

    public static boolean isWindowsPlatform() {
        return OS_NAME.toLowerCase(Locale.ROOT).contains("windows");
    }

    public static boolean isLinuxPlatform() {
        return OS_NAME.toLowerCase(Locale.ROOT).contains("linux");
    }

    /** The addresses of all interfaces, in the system's order. */
    public static List<InetAddress> getLocalInetAddressList() throws SocketException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            addresses.addAll(Collections.list(each.getInetAddresses()));
        }
        return addresses;
    }

    /** The address that {@link #getLocalAddress} is about. */
    public static InetAddress getLocalInetAddress() {
        try {
            return InetAddress.getByName(LocalAddress.find());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP literal is never looked up", e);
        }
    }

    /** The address that a client names itself after unless it is given another; in brackets if it is one of IPv6. */
    public static String getLocalAddress() {
        return normalizeHostAddress(getLocalInetAddress());
    }

    /** An IP literal, in brackets if it is one of IPv6. */
    public static String normalizeHostAddress(InetAddress localHost) {
        return localHost instanceof Inet6Address ? "[" + localHost.getHostAddress() + "]" : localHost.getHostAddress();
    }

    /** An IP literal without brackets around it. */
    public static String denormalizeHostAddress(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** See {@link RemotingHelper#string2SocketAddress}. */
    public static SocketAddress string2SocketAddress(String addr) {
        return RemotingHelper.string2SocketAddress(addr);
    }

    /** IP address and port, with a colon between them. */
    public static String socketAddress2String(SocketAddress addr) {
        InetSocketAddress address = (InetSocketAddress) addr;
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return host + ":" + address.getPort();
    }

    /** An address with its host looked up. */
    public static String convert2IpString(String addr) {
        return socketAddress2String(string2SocketAddress(addr));
    }
}
