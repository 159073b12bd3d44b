// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.common;

import dev.hotfire.common.utils.NetworkUtil;
import java.net.InetAddress;
import java.net.SocketAddress;

/** {@link NetworkUtil} as 4.x has it. */
public class RemotingUtil {
    public static final String OS_NAME = NetworkUtil.OS_NAME;

    public static boolean isWindowsPlatform() {
        return NetworkUtil.isWindowsPlatform();
    }

    public static boolean isLinuxPlatform() {
        return NetworkUtil.isLinuxPlatform();
    }

    /** See {@link NetworkUtil#getLocalAddress}. */
    public static String getLocalAddress() {
        return NetworkUtil.getLocalAddress();
    }

    public static String normalizeHostAddress(InetAddress localHost) {
        return NetworkUtil.normalizeHostAddress(localHost);
    }

    public static SocketAddress string2SocketAddress(String addr) {
        return RemotingHelper.string2SocketAddress(addr);
    }

    public static String socketAddress2String(SocketAddress addr) {
        return NetworkUtil.socketAddress2String(addr);
    }

    public static String convert2IpString(String addr) {
        return NetworkUtil.convert2IpString(addr);
    }
}
