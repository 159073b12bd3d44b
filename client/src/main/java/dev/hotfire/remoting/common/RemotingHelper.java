// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting.common;

import dev.hotfire.common.UtilAll;
import dev.hotfire.wire.frame.RequestCode;
import dev.hotfire.wire.frame.ResponseCode;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What users of the official remoting library's helper reach for. */
public class RemotingHelper {
    /** As 4.x has it. */
    public static final String ROCKETMQ_REMOTING = "RocketmqRemoting";

    public static final String DEFAULT_CHARSET = "UTF-8";
    public static final String DEFAULT_CIDR_ALL = "0.0.0.0/0";

    /** As 4.x has it; see {@link UtilAll#exceptionSimpleDesc}. */
    public static String exceptionSimpleDesc(@Nullable Throwable e) {
        return UtilAll.exceptionSimpleDesc(e);
    }

    /** The address that {@code host:port} says; the host is looked up. */
    public static SocketAddress string2SocketAddress(String addr) {
        int colon = addr.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("addr: '" + addr + "' (expected: host:port)");
        }
        return new InetSocketAddress(addr.substring(0, colon), Integer.parseInt(addr.substring(colon + 1)));
    }

    /** What stands before the port; all of it if there is none. */
    public static String parseHostFromAddress(@Nullable String address) {
        if (address == null) {
            return "";
        }
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** An address as it prints itself, without a name before its slash: IP address and port; empty for null. */
    public static String parseSocketAddressAddr(@Nullable SocketAddress socketAddress) {
        if (socketAddress == null) {
            return "";
        }
        String address = socketAddress.toString();
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** The port of an address, or -1. */
    public static Integer parseSocketAddressPort(@Nullable SocketAddress socketAddress) {
        return socketAddress instanceof InetSocketAddress address ? address.getPort() : -1;
    }

    /** The name of a request code, such as {@code send_message_v2}; {@code unknown_} and the number without one. */
    public static String getRequestCodeDesc(int code) {
        return RequestCode.nameOf(code).toLowerCase(Locale.ROOT);
    }

    /** The name of a response code, such as {@code system_busy}; {@code unknown_} and the number without one. */
    public static String getResponseCodeDesc(int code) {
        return ResponseCode.nameOf(code).toLowerCase(Locale.ROOT);
    }
}
